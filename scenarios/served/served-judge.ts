/**
 * The certificate of a served run: as that of any run (contract/certificate.ts), by the same replay and the same checks,
 * but of real clients. Two things differ.
 *
 * Order, watches and identities are checked by connection. A real client may hold one session on two connections, may say
 * that it has seen nothing, may register any watches it likes; what a server owes it, it owes to the connection.
 *
 * The replay follows the servers and not the sessions: between a server and a gateway no time passes, so a reply shows
 * what its server has applied by then, and no later one less than every server that can be heard. So an idle session
 * holds nothing up, and what is kept does not grow with the length of a run.
 */
import type { Compat } from '../../protocol/compat.ts';
import { ErrorCode, errorName } from '../../protocol/error-code.ts';
import { NO_SESSION, showZxid, ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { ServerMessage } from '../../protocol/messages.ts';
import { isWrite, type SetWatchesOp } from '../../protocol/op.ts';
import { undecodableTakesZxid } from '../../protocol/pipeline/undecodable.ts';
import { AscendingMap } from '../../protocol/std/ascending-map.ts';
import { Ring } from '../../protocol/std/ring.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { CertificateOptions } from '../contract/certificate.ts';
import { ClientHistory, type AnsweredOutcome, type Operation } from '../contract/client-history.ts';
import type { Findings } from '../contract/findings.ts';
import type { Ledger, LedgerEntry } from '../contract/ledger.ts';
import { checkEvent, checkOrder, checkRealTime, checkSync, committedOf, LOCAL } from '../contract/order-rules.ts';
import { isKnownScheme, provenBy } from '../contract/proofs.ts';
import type { Found, ReaperCheck } from '../contract/reaper-check.ts';
import type { HistoryJudge } from '../contract/server-checks.ts';
import type { SessionCheck } from '../contract/session-check.ts';
import { mayBe, UpdateReplay } from '../contract/update-replay.ts';
import { WatchCheck, type ReceivedEvent } from '../contract/watch-check.ts';
import type { ZabProperties } from '../contract/zab-properties.ts';
import { AskedWrites, type AskedWrite } from './asked-writes.ts';
import { hasFailed, isRefusedHere, type Reply } from './answer-rules.ts';
import { ServedAnswers, type SetWatchesAnswer } from './served-answers.ts';
import type { Talk } from './talk.ts';
import type { NotJudged } from './not-judged.ts';

type Event = Extract<ServerMessage, { type: 'EVENT' }>;

/** What waits for the replay at one zxid, in the order it arrived. */
type Waiting =
  | { readonly kind: 'reply'; readonly talk: Talk; readonly operation: Operation }
  | SetWatchesAnswer
  | { readonly kind: 'found'; readonly found: Found };

/** Commits to gather before the replay tries to go on. */
const BATCH = 64;
/** More commits than this do not wait for a server that is behind; what it shows then is not judged. */
const BACKLOG_MAX = 100_000;

export interface JudgeOptions extends CertificateOptions {
  readonly compat: Compat;
}

export class ServedJudge implements HistoryJudge {
  readonly history = new ClientHistory();
  readonly writes = new AskedWrites();
  readonly replay: UpdateReplay;
  private readonly findings: Findings;
  private readonly notJudged: NotJudged;
  private readonly reaper: ReaperCheck;
  private readonly options: JudgeOptions;
  private readonly watches: WatchCheck;
  private readonly answers: ServedAnswers;
  /** Set once, right after construction: ledger and judge know each other. */
  ledger: Ledger | null = null;
  private readonly committed = new Ring<LedgerEntry>();
  private tryAt = BATCH;
  wantsReplay = -1;
  /** Sessions that are created and not closed, by the committed history. */
  private readonly alive = new Set<SessionId>();
  private readonly talks = new Set<Talk>();
  /** Ended connections, and the last transaction of which they may have been told. */
  private over: { readonly talk: Talk; readonly upTo: Zxid }[] = [];
  private readonly waiting = new AscendingMap<Zxid, Waiting[]>();
  private readonly events = new AscendingMap<Zxid, ReceivedEvent[]>();
  private readonly answered = new AscendingMap<Zxid, AskedWrite>();
  /** Where the replay stands. */
  private cursor: Zxid = ZXID_ZERO;
  /** What every server that can be heard had applied at a virtual time that is over. */
  private served: Zxid = ZXID_ZERO;
  private lookedAtUs = -1;
  private looked: Zxid = ZXID_ZERO;
  /** The largest zxid shown to any client; of an update that returned. */
  private shown: Zxid = ZXID_ZERO;
  private returned: Zxid = ZXID_ZERO;
  acknowledged: Zxid = ZXID_ZERO;
  private staleSyncs = 0;

  constructor(
    findings: Findings,
    notJudged: NotJudged,
    sessionCheck: SessionCheck,
    reaper: ReaperCheck,
    options: JudgeOptions,
  ) {
    this.findings = findings;
    this.notJudged = notJudged;
    this.reaper = reaper;
    this.options = options;
    this.watches = new WatchCheck(findings);
    this.replay = new UpdateReplay(findings, this.history, sessionCheck, reaper, options.rules);
    this.answers = new ServedAnswers(
      findings,
      notJudged,
      sessionCheck,
      this.watches,
      this.replay,
      options.eventsCarryZxid,
    );
  }

  // --- the committed history -----------------------------------------------------------------------------------

  onProposed(_txn: Txn): void {
    // Of interest to the black-box search alone, which does not watch served runs.
  }

  onCommitted(entry: LedgerEntry, moment: Moment): void {
    const { txn } = entry;
    if (txn.body.type === 'createSession') this.alive.add(txn.session);
    this.committed.push(entry);
    if (this.committed.length >= this.tryAt) this.wantsReplay = moment.event;
  }

  onFound(found: Found, applied: Zxid): void {
    if (applied >= this.cursor) this.wait(applied, { kind: 'found', found });
  }

  /** Replies of this very moment may be on their way: the replay stays behind what was applied at an earlier one. */
  advance(zab: ZabProperties, moment: Moment): void {
    this.wantsReplay = -1;
    if (moment.atUs > this.lookedAtUs) {
      this.served = this.looked;
      this.lookedAtUs = moment.atUs;
      this.looked = this.leastServed(zab);
    }
    this.replayUpTo(this.served, this.served, moment);
    if (this.committed.length > BACKLOG_MAX) {
      const watermark = this.committed.at(this.committed.length - BACKLOG_MAX)?.txn.zxid ?? this.served;
      this.replayUpTo(watermark, ZXID_ZERO, moment);
    }
    this.tryAt = this.committed.length + BATCH;
  }

  /** Between two moments, when nothing is on its way. `whole`: nothing more will come. */
  catchUp(zab: ZabProperties, moment: Moment, whole: boolean): void {
    const served = this.leastServed(zab);
    this.replayUpTo(served, served, moment);
    if (whole) this.replayUpTo(Infinity as Zxid, ZXID_ZERO, moment);
    this.settle(this.cursor, this.committed.first()?.txn ?? null);
    if (this.staleSyncs > 0) this.findings.note('sync', `stale-sync ${this.staleSyncs} times`);
  }

  private leastServed(zab: ZabProperties): Zxid {
    return zab.leastServed(this.ledger?.tip ?? ZXID_ZERO);
  }

  /** Replies that wait for the replay. */
  get pending(): number {
    return this.waiting.values().reduce((sum, items) => sum + items.length, 0);
  }

  /** Whatever is kept of what is over: bounded, however long the run. */
  get held(): number {
    return this.committed.length + this.pending + this.events.size + this.answered.size + this.over.length;
  }

  // --- connections ---------------------------------------------------------------------------------------------

  onOpened(talk: Talk): void {
    this.talks.add(talk);
  }

  /** The handshake was answered with a session. */
  onConnected(talk: Talk, asked: SessionId, moment: Moment): void {
    if (asked !== NO_SESSION && asked !== talk.session) {
      this.findings.report(
        'sessions',
        'a client was given another session than it asked for',
        `Connection ${talk.socket} asked for session ${asked} and was given ${talk.session}.`,
        moment,
      );
    }
    if (asked === NO_SESSION && !this.alive.has(talk.session)) {
      this.findings.report(
        'sessions',
        'a client has a session that is not committed',
        `Connection ${talk.socket} was given session ${talk.session}, whose createSession is not committed.`,
        moment,
      );
    }
    this.findings.count('sessions');
  }

  /** Whether a transaction may come of it. */
  mayCommit({ op }: Operation): boolean {
    return isWrite(op) && (op.type !== 'undecodable' || undecodableTakesZxid(op, this.options.compat));
  }

  call(talk: Talk, op: Operation['op'], moment: Moment): Operation {
    const order = ++talk.asked;
    const operation: Operation = {
      client: talk.record.client ?? '',
      id: order,
      op,
      call: moment.event,
      callUs: moment.atUs,
      shownBefore: this.shown,
      returnedBefore: this.returned,
      order,
      ret: -1,
      retUs: -1,
      outcome: null,
      replayed: false,
    };
    return operation;
  }

  onEnded(talk: Talk): void {
    this.talks.delete(talk);
    talk.record.open = false;
    talk.record.caughtUp = [];
    const tip = this.ledger?.tip ?? ZXID_ZERO;
    if (talk.record.lastReply > 0 || talk.connected) this.over.push({ talk, upTo: tip });
  }

  // --- what was told -------------------------------------------------------------------------------------------

  onEvent(talk: Talk, message: Event, moment: Moment): void {
    const { record } = talk;
    if (!this.options.eventsCarryZxid) {
      this.notJudged.add('watch events, which carry no zxid in this release');
      return;
    }
    const { event, path, zxid } = message;
    if (zxid === -1) {
      const news = { kind: 'event', session: talk.session, event, path, zxid } as const;
      record.caughtUp.push({ news, upTo: ZXID_ZERO, atUs: moment.atUs, event: moment.event });
      return;
    }
    const told = { session: talk.session, event, path, zxid };
    if (!checkEvent(this.findings, this.ledger, record, told, moment)) return;
    if (zxid > record.lastEvent) record.lastEvent = zxid;
    if (zxid > this.shown) this.shown = zxid;
    if (zxid <= this.cursor) {
      this.notJudged.add('watch events from a server that was far behind');
      return;
    }
    const item: ReceivedEvent = {
      record,
      event,
      path,
      connection: 0,
      atUs: moment.atUs,
      at: moment.event,
      used: false,
    };
    const items = this.events.get(zxid);
    if (items === undefined) this.events.set(zxid, [item]);
    else items.push(item);
  }

  /** A reply in its turn that answers no operation of the tree: its zxid tells all the same. */
  onBare(talk: Talk, { zxid }: Reply, what: string, moment: Moment): void {
    if (zxid <= 0) return;
    checkOrder(this.findings, talk.record, { session: talk.session, zxid, by: what, update: false }, moment);
    this.show(talk, zxid);
  }

  onSetWatches(talk: Talk, op: SetWatchesOp, reply: Reply, moment: Moment): void {
    const { record } = talk;
    const told = record.caughtUp.map(({ news }) => `${news.event} ${news.path}`);
    record.caughtUp = [];
    this.onBare(talk, reply, op.type, moment);
    if (!this.options.eventsCarryZxid || reply.err !== ErrorCode.OK) return;
    const zxid = this.ledger?.normal(reply.zxid) ?? null;
    if (zxid === null) return;
    const at = { atUs: moment.atUs, event: moment.event };
    this.wait(zxid, { kind: 'setWatches', talk, op, told, call: moment.event, at });
  }

  onAside(talk: Talk, operation: Operation, { zxid, err }: Reply, moment: Moment): void {
    const { op } = operation;
    if (op.type !== 'auth') return;
    if (op.scheme !== 'digest' && op.scheme !== 'ip') {
      this.notJudged.add('auth by other schemes than digest and ip');
      return;
    }
    this.findings.count('reads-consistent');
    const expected = isKnownScheme(op) ? ErrorCode.OK : ErrorCode.AUTHFAILED;
    if (err !== expected || zxid !== ZXID_ZERO) {
      this.findings.report(
        'reads-consistent',
        'auth answered otherwise than its scheme says',
        `auth by ${op.scheme} of session ${talk.session} was answered ${errorName(err)} at ${showZxid(zxid)}, expected ${errorName(expected)} at 0x0.`,
        moment,
      );
    }
    const ids = err === ErrorCode.OK ? provenBy(op, this.options.superDigest) : [];
    if (ids.length > 0) talk.record.proofs.push({ call: operation.call, ids });
  }

  onAnswered(talk: Talk, operation: Operation, reply: Reply, moment: Moment): void {
    const { op } = operation;
    const { session, record } = talk;
    const { xid, zxid: asSent, err } = reply;
    operation.ret = moment.event;
    operation.retUs = moment.atUs;
    const outcome: AnsweredOutcome = { kind: 'answered', session, xid, zxid: asSent, err, result: reply.result };
    operation.outcome = outcome;
    const write = isWrite(op) ? { operation, xid, talk } : null;
    if (asSent <= 0) {
      // Refused before it got anywhere: no transaction is to be explained by it.
      if (write !== null) this.writes.remove(session, write);
      if (!LOCAL.includes(err)) this.notJudged.add('refusals without a zxid');
      return;
    }
    const update = write !== null && !isRefusedHere(operation, reply, this.options.compat);
    if (write !== null && !update) this.writes.remove(session, write);
    if (update && this.writes.hadTwin(operation)) {
      operation.outcome = { kind: 'unknown', session, xid, why: 'CONNECTIONLOSS' };
      this.notJudged.add('answers to one of several requests with one xid');
      this.onBare(talk, reply, op.type, moment);
      return;
    }
    const shown = { session, zxid: asSent, by: op.type, update };
    checkOrder(this.findings, record, shown, moment);
    if (update) checkRealTime(this.findings, 'updates-linearizable', operation, shown, moment);
    if (op.type === 'sync' && checkSync(this.findings, operation, outcome, this.options.strictSync, moment)) {
      this.staleSyncs++;
    }
    this.show(talk, asSent);
    if (update && asSent > this.returned) this.returned = asSent;
    const zxid = committedOf(this.findings, this.ledger, shown, moment);
    if (zxid === null) return;
    const shownOn = record.shownOn[0] ?? ZXID_ZERO;
    if (zxid > shownOn) record.shownOn[0] = zxid;
    if (update) this.placeUpdate({ operation, xid, talk }, zxid, moment);
    else if (zxid < this.cursor) {
      this.notJudged.add('replies of a server that was far behind');
      return;
    }
    this.wait(zxid, { kind: 'reply', talk, operation });
  }

  private placeUpdate(write: AskedWrite, zxid: Zxid, moment: Moment): void {
    const { operation, talk } = write;
    if (zxid > this.acknowledged) this.acknowledged = zxid;
    this.findings.count('updates-linearizable');
    if (this.answered.has(zxid) || zxid <= this.cursor || operation.outcome?.kind !== 'answered') {
      this.findings.report(
        'updates-linearizable',
        'two updates answered with one zxid',
        `${operation.op.type} of session ${talk.session} was answered with ${showZxid(zxid)}, which belongs to another transaction.`,
        moment,
      );
      return;
    }
    this.answered.set(zxid, write);
  }

  private show(talk: Talk, zxid: Zxid): void {
    const { record } = talk;
    if (zxid > record.lastReply) record.lastReply = zxid;
    if (zxid > this.shown) this.shown = zxid;
  }

  private wait(zxid: Zxid, item: Waiting): void {
    const items = this.waiting.get(zxid);
    if (items === undefined) this.waiting.set(zxid, [item]);
    else items.push(item);
  }

  // --- the replay ----------------------------------------------------------------------------------------------

  /** `told`: whoever is connected has been told by now of all that fired up to there. */
  private replayUpTo(watermark: Zxid, told: Zxid, moment: Moment): void {
    if ((this.committed.first()?.txn.zxid ?? Infinity) > watermark) return;
    for (const { record, connected } of this.talks) {
      if (connected && (record.shownOn[0] ?? ZXID_ZERO) < told) record.shownOn[0] = told;
    }
    for (;;) {
      const entry = this.committed.first();
      if (entry === undefined || entry.txn.zxid > watermark) break;
      this.committed.shift();
      this.settle(this.cursor, entry.txn);
      this.replayOne(entry, moment);
    }
    if (this.over.length > 0) this.forget();
  }

  private replayOne(entry: LedgerEntry, moment: Moment): void {
    const { txn, leaderApplied, event } = entry;
    const { zxid, session } = txn;
    this.cursor = zxid;
    const checked = { txn, applied: leaderApplied, event };
    const answered = this.answered.get(zxid) ?? null;
    this.answered.delete(zxid);
    const found = answered === null ? this.writes.find(txn) : null;
    const unanswered = found?.write ?? null;
    const write = answered ?? unanswered;
    if (write !== null) this.writes.taken(session, write);
    if (unanswered !== null) {
      this.findings.count('unknown-outcomes');
      checkRealTime(this.findings, 'unknown-outcomes', unanswered.operation, txn, moment);
    }
    if (write === null && this.writes.forgot && txn.cxid !== 0) {
      this.findings.undecided('updates-linearizable', 'a transaction came whose request had been forgotten');
    }
    if (found?.isSure === false && hasFailed(txn)) {
      // Which of them was refused nobody can tell, nor does the tree.
      this.notJudged.add('refusals of one of several requests with one xid');
      this.replay.model.skip(zxid);
      return;
    }
    if (write !== null && txn.body.type === 'closeSession' && !mayBe(write.operation, txn)) {
      // Two requests of the session had one xid, and the answer to one carried the end that the other asked for.
      this.notJudged.add('ends of sessions that used one xid twice');
      const closing: Operation = { ...write.operation, op: { type: 'closeSession' }, outcome: null };
      this.replay.replay(checked, null, null, moment, closing);
      this.alive.delete(session);
      return;
    }
    const triggers = this.replay.replay(
      checked,
      answered?.operation ?? null,
      write?.talk.record ?? null,
      moment,
      unanswered?.operation ?? null,
    );
    if (txn.body.type === 'closeSession') this.alive.delete(session);
    if (!this.options.eventsCarryZxid) return;
    const received = this.events.get(zxid);
    if (received !== undefined) this.events.delete(zxid);
    if (triggers.length > 0 || received !== undefined) this.watches.onTriggers(zxid, triggers, received ?? [], moment);
  }

  /** The replay has passed all that these connections may have been told. */
  private forget(): void {
    const left = this.over.filter(({ upTo }) => upTo > this.cursor);
    for (const { talk, upTo } of this.over) if (upTo <= this.cursor) this.watches.drop(talk.record.session);
    this.over = left;
  }

  /** What waits at `zxid`: the tree is as it was then. `next`: the transaction after it, where one was committed. */
  private settle(zxid: Zxid, next: Txn | null): void {
    const items = this.waiting.get(zxid);
    if (items === undefined) return;
    this.waiting.delete(zxid);
    for (const item of items) {
      switch (item.kind) {
        case 'found':
          this.reaper.judge(item.found, this.replay.model.nodes.get(item.found.path), zxid, next);
          break;
        case 'setWatches':
          this.answers.settleSetWatches(item);
          break;
        case 'reply':
          this.answers.settleReply(item.talk, item.operation);
      }
    }
  }
}
