/**
 * The certificate: zxids give a candidate for the order ZooKeeper promises, and this verifies it. Updates are replayed
 * in the order of the committed history on a second implementation of the tree; every reply must be what that tree
 * answers at the reply's zxid; zxids must respect real time (C3) and the order of each session (C4). A wrong zxid can
 * only cause a rejection, never a pass.
 *
 * It streams. The replay is behind the run: it stops at the least zxid any open session may still be shown (by C4 no
 * later reply can be below what a session has seen). Replies wait, by zxid, until the replay gets there.
 */
import type { EventNews, Outcome, SessionNews } from '../../protocol/client/outcome.ts';
import { showZxid, ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import { isWrite } from '../../protocol/op.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { ProcessName } from '../../protocol/process.ts';
import { AscendingMap } from '../../protocol/std/ascending-map.ts';
import { Ring } from '../../protocol/std/ring.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { AnsweredOutcome, ClientHistory, Operation } from './client-history.ts';
import type { Findings } from './findings.ts';
import type { CommitListener, Ledger, LedgerEntry } from './ledger.ts';
import { checkEvent, checkOrder, checkRealTime, checkSync, committedOf, LOCAL } from './order-rules.ts';
import type { SessionCheck } from './session-check.ts';
import { newSessionRecord, type CaughtUp, type SessionRecord } from './session-record.ts';
import { UpdateReplay } from './update-replay.ts';
import { WatchCheck, type ReceivedEvent } from './watch-check.ts';
import { addressIds, provenBy } from './proofs.ts';
import { ReplyCheck } from './reply-check.ts';
import type { Found, ReaperCheck } from './reaper-check.ts';
import type { ModelRules } from './znode-model.ts';

/** What waits for the replay at one zxid, in the order it arrived. */
type Waiting =
  | {
      readonly kind: 'reply';
      readonly record: SessionRecord;
      readonly connection: number;
      readonly operation: Operation;
    }
  | { readonly kind: 'caughtUp'; readonly record: SessionRecord; readonly told: CaughtUp }
  | { readonly kind: 'found'; readonly found: Found };

export interface CertificateOptions {
  /** Whether a sync asks a quorum. */
  readonly strictSync: boolean;
  readonly rules: ModelRules;
  /** Of the one who may do all; empty: nobody. */
  readonly superDigest: string;
  /** Events say which change they tell of; where not, watches are not judged. */
  readonly eventsCarryZxid: boolean;
}

/** Commits to gather before the replay tries to go on. */
const BATCH = 64;

export class Certificate implements CommitListener {
  private readonly findings: Findings;
  private readonly history: ClientHistory;
  private readonly watches: WatchCheck;
  private readonly reaper: ReaperCheck;
  private readonly options: CertificateOptions;
  private readonly replies: ReplyCheck;
  readonly replay: UpdateReplay;
  /** Set once, right after construction: ledger and certificate know each other. */
  ledger: Ledger | null = null;
  private readonly committed = new Ring<LedgerEntry>();
  private tryAt = BATCH;
  private readonly sessions = new Map<SessionId, SessionRecord>();
  private readonly created = new Set<SessionId>();
  private readonly current = new Map<ProcessName, SessionId>();
  private readonly waiting = new AscendingMap<Zxid, Waiting[]>();
  private readonly events = new AscendingMap<Zxid, ReceivedEvent[]>();
  private readonly updates = new AscendingMap<Zxid, Operation>();
  private readonly over: SessionId[] = [];
  /** Where the replay stands. */
  private cursor: Zxid = ZXID_ZERO;
  /** The largest zxid shown to any client; of an update that returned. */
  private shown: Zxid = ZXID_ZERO;
  private returned: Zxid = ZXID_ZERO;
  /** The largest zxid of an acknowledged update, for the durability check at the end. */
  acknowledged: Zxid = ZXID_ZERO;
  staleSyncs = 0;

  constructor(
    findings: Findings,
    history: ClientHistory,
    sessionCheck: SessionCheck,
    reaper: ReaperCheck,
    options: CertificateOptions,
  ) {
    this.findings = findings;
    this.history = history;
    this.reaper = reaper;
    this.options = options;
    this.watches = new WatchCheck(findings);
    this.replay = new UpdateReplay(findings, history, sessionCheck, reaper, options.rules);
    const { model } = this.replay;
    this.replies = new ReplyCheck(findings, model, this.watches, sessionCheck, options.eventsCarryZxid);
    if (!options.eventsCarryZxid) findings.note('watches', 'events of this release carry no zxid: not judged');
  }

  /** A client asks; what had been shown to anyone by now bounds where the operation may come. */
  onCalled(client: ProcessName, id: number, op: Operation['op'], moment: Moment): Operation {
    return this.history.onCall(client, id, op, this.shown, this.returned, moment);
  }

  // --- the committed history ---------------------------------------------------------------------------------

  onCommitted(entry: LedgerEntry, moment: Moment): void {
    const { txn } = entry;
    if (txn.body.type === 'createSession') {
      this.created.add(txn.session);
      if (!this.sessions.has(txn.session)) this.sessions.set(txn.session, newSessionRecord(txn.session, txn.zxid));
    } else if (txn.body.type === 'closeSession') {
      const record = this.sessions.get(txn.session);
      if (record !== undefined) record.closed ??= txn.zxid;
    }
    this.committed.push(entry);
    if (this.committed.length >= this.tryAt) this.wantsReplay = moment.event;
  }

  /** The event in which enough was committed to go on with the replay; -1 when there is nothing to do. */
  wantsReplay = -1;

  /** Replays as far as no later reply can reach. `leastApplied`: of the servers that are up. */
  advance(leastApplied: Zxid, moment: Moment): void {
    this.wantsReplay = -1;
    let watermark = this.committed.last()?.txn.zxid ?? this.cursor;
    for (const record of this.sessions.values()) {
      if (!record.open) continue;
      if (record.client === null && record.closed !== null && record.closed <= leastApplied) {
        record.open = false;
        continue;
      }
      if (record.bound < watermark) watermark = record.bound;
    }
    this.replayUpTo(watermark, moment);
    this.tryAt = this.committed.length + BATCH;
  }

  /** Replays all of it: the run is over. */
  finish(moment: Moment): void {
    for (const record of this.sessions.values()) this.placeCaughtUp(record, null);
    this.replayUpTo(Infinity as Zxid, moment);
    this.settle(this.cursor, null);
    if (this.staleSyncs > 0) this.findings.note('sync', `stale-sync ${this.staleSyncs} times`);
  }

  // --- clients -----------------------------------------------------------------------------------------------

  onReturned(operation: Operation, outcome: Outcome, moment: Moment): void {
    switch (outcome.kind) {
      case 'answered':
        this.onAnswered(operation, outcome, moment);
        return;
      case 'unknown': {
        const { op } = operation;
        if (isWrite(op)) this.sessions.get(outcome.session)?.unknown.set(outcome.xid, operation);
        else if (op.type === 'auth') this.prove(operation, outcome.session);
        else if ('watch' in op && op.watch) this.watches.perhapsArm(outcome.session, op.path);
        this.findings.count('unknown-outcomes');
        return;
      }
      case 'unsent':
        return;
    }
  }

  onEvent(news: EventNews, moment: Moment): void {
    const record = this.sessions.get(news.session);
    if (record === undefined || !this.options.eventsCarryZxid) return;
    if (news.zxid === -1) {
      record.caughtUp.push({ news, upTo: this.ledger?.tip ?? ZXID_ZERO, atUs: moment.atUs, event: moment.event });
      return;
    }
    const zxid = news.zxid;
    this.placeCaughtUp(record, this.before(zxid, record));
    const told = { session: news.session, event: news.event, path: news.path, zxid };
    if (!checkEvent(this.findings, this.ledger, record, told, moment)) return;
    if (zxid > record.lastEvent) record.lastEvent = zxid;
    if (zxid > this.shown) this.shown = zxid;
    if (zxid <= this.cursor) return;
    const item: ReceivedEvent = {
      record,
      event: news.event,
      path: news.path,
      connection: record.connection,
      atUs: moment.atUs,
      at: moment.event,
      used: false,
    };
    const items = this.events.get(zxid);
    if (items === undefined) this.events.set(zxid, [item]);
    else items.push(item);
  }

  onSessionNews(client: ProcessName, news: SessionNews, moment: Moment): void {
    const record = this.sessions.get(news.session);
    switch (news.state) {
      case 'connected': {
        const before = this.current.get(client);
        if (before !== undefined && before !== news.session) this.close(before);
        this.current.set(client, news.session);
        if (!this.created.has(news.session)) {
          this.findings.report(
            'sessions',
            'a client has a session that is not committed',
            `Client ${client} was given session ${news.session}, whose createSession is not committed.`,
            moment,
          );
          return;
        }
        if (record === undefined) return;
        if (record.client !== null) {
          record.connection++;
          record.lastEvent = ZXID_ZERO;
        }
        record.client = client;
        record.address = addressIds(client);
        return;
      }
      case 'disconnected':
        return;
      case 'expired':
      case 'closed':
      case 'authFailed':
        this.close(news.session);
        if (this.current.get(client) === news.session) this.current.delete(client);
        return;
    }
  }

  /** The client process is gone; it gets no more replies. */
  onClientGone(client: ProcessName): void {
    const session = this.current.get(client);
    if (session !== undefined) this.close(session);
    this.current.delete(client);
  }

  private close(session: SessionId): void {
    const record = this.sessions.get(session);
    if (record === undefined) return;
    this.placeCaughtUp(record, null);
    record.open = false;
  }

  private onAnswered(operation: Operation, outcome: AnsweredOutcome, moment: Moment): void {
    const record = this.sessions.get(outcome.session);
    if (record === undefined) {
      this.findings.undecided('reads-consistent', 'a session that was forgotten got a reply');
      return;
    }
    if (operation.op.type === 'auth') {
      this.replies.checkAuth(operation.op, outcome, moment);
      this.prove(operation, outcome.session);
      return;
    }
    if (outcome.zxid <= 0 && LOCAL.includes(outcome.err)) return;
    const update = isWrite(operation.op);
    const { xid } = outcome;
    const shown = { session: outcome.session, zxid: outcome.zxid, by: operation.op.type, update };
    if (xid <= record.lastXid) {
      this.findings.report(
        'session-order',
        'replies out of order',
        `Session ${outcome.session} got the reply to xid ${xid} after that to xid ${record.lastXid}.`,
        moment,
      );
    }
    checkOrder(this.findings, record, shown, moment);
    if (update) checkRealTime(this.findings, 'updates-linearizable', operation, outcome, moment);
    if (operation.op.type === 'sync' && checkSync(this.findings, operation, outcome, this.options.strictSync, moment)) {
      this.staleSyncs++;
    }
    record.lastReply = outcome.zxid > record.lastReply ? outcome.zxid : record.lastReply;
    record.lastXid = xid;
    if (outcome.zxid > this.shown) this.shown = outcome.zxid;
    if (update && outcome.zxid > this.returned) this.returned = outcome.zxid;
    const zxid = committedOf(this.findings, this.ledger, shown, moment);
    if (zxid === null) return;
    this.place(record, operation, outcome, zxid, update, moment);
  }

  /** From here on its session has proven that, on this connection and on those to come. */
  private prove({ op, call }: Operation, session: SessionId): void {
    if (op.type !== 'auth') return;
    const ids = provenBy(op, this.options.superDigest);
    if (ids.length > 0) this.sessions.get(session)?.proofs.push({ call, ids });
  }

  private place(
    record: SessionRecord,
    operation: Operation,
    outcome: AnsweredOutcome,
    zxid: Zxid,
    update: boolean,
    moment: Moment,
  ): void {
    if (zxid > record.bound) record.bound = zxid;
    const shownOn = record.shownOn[record.connection] ?? ZXID_ZERO;
    if (zxid > shownOn) record.shownOn[record.connection] = zxid;
    else record.shownOn[record.connection] = shownOn;
    if (update) {
      if (zxid > this.acknowledged) this.acknowledged = zxid;
      this.findings.count('updates-linearizable');
      if (this.updates.has(zxid) || zxid <= this.cursor || outcome.zxid !== zxid) {
        this.findings.report(
          'updates-linearizable',
          'two updates answered with one zxid',
          `${operation.op.type} of session ${outcome.session} was answered with ${showZxid(outcome.zxid)}, which belongs to another transaction.`,
          moment,
        );
        return;
      }
      this.updates.set(zxid, operation);
    } else if (zxid < this.cursor) {
      // Only after a break of session order, or for a session its client no longer had.
      this.findings.undecided('reads-consistent', 'a reply came from behind the replay');
      return;
    }
    this.placeCaughtUp(record, zxid);
    this.wait(zxid, { kind: 'reply', record, connection: record.connection, operation });
  }

  /** Events of setWatches wait at the state shown behind them; where none is known, at the latest they may speak of. */
  private placeCaughtUp(record: SessionRecord, shown: Zxid | null): void {
    if (record.caughtUp.length === 0) return;
    for (const told of record.caughtUp) {
      const latest = record.closed !== null && record.closed < told.upTo ? record.closed : told.upTo;
      const zxid = shown ?? latest;
      this.wait(zxid < this.cursor ? this.cursor : zxid, { kind: 'caughtUp', record, told });
    }
    record.caughtUp = [];
  }

  /** What setWatches told before the event of `zxid` it told of a state before that change. */
  private before(zxid: Zxid, record: SessionRecord): Zxid | null {
    const latest = record.caughtUp.at(-1)?.upTo;
    if (latest === undefined) return null;
    const predecessor = this.ledger?.predecessor(zxid) ?? null;
    return predecessor !== null && predecessor < latest ? predecessor : null;
  }

  /** A leader took a node for unused, in the tree after `applied`. Where the replay is beyond that, nobody can tell. */
  onFound(found: Found, applied: Zxid): void {
    if (applied >= this.cursor) this.wait(applied, { kind: 'found', found });
  }

  private wait(zxid: Zxid, item: Waiting): void {
    const items = this.waiting.get(zxid);
    if (items === undefined) this.waiting.set(zxid, [item]);
    else items.push(item);
  }

  // --- the replay --------------------------------------------------------------------------------------------

  private replayUpTo(watermark: Zxid, moment: Moment): void {
    for (;;) {
      const entry = this.committed.first();
      if (entry === undefined || entry.txn.zxid > watermark) return;
      this.committed.shift();
      this.settle(this.cursor, entry.txn);
      if (this.over.length > 0) this.forget();
      this.replayOne(entry, moment);
    }
  }

  private replayOne(entry: LedgerEntry, moment: Moment): void {
    const { txn } = entry;
    const { zxid } = txn;
    this.cursor = zxid;
    const answered = this.updates.get(zxid) ?? null;
    if (answered !== null) this.updates.delete(zxid);
    const record = this.sessions.get(txn.session) ?? null;
    const checked = { txn, applied: entry.leaderApplied, event: entry.event };
    const triggers = this.replay.replay(checked, answered, record, moment);
    if (!this.options.eventsCarryZxid) {
      if (txn.body.type === 'closeSession') this.over.push(txn.session);
      return;
    }
    const received = this.events.get(zxid);
    if (triggers.length > 0 || received !== undefined) this.watches.onTriggers(zxid, triggers, received ?? [], moment);
    if (received !== undefined) this.events.delete(zxid);
    if (txn.body.type === 'closeSession') this.over.push(txn.session);
  }

  /**
   * The replay has passed the end of these sessions, and what waited there. One with unanswered updates is kept: they
   * may follow its closeSession in the log, refused.
   */
  private forget(): void {
    for (const session of this.over) {
      const record = this.sessions.get(session);
      if (record === undefined || record.open || record.unknown.size > 0) continue;
      this.sessions.delete(session);
      this.watches.drop(session);
    }
    this.over.length = 0;
  }

  /** What waits at `zxid`: the tree is as it was then. `next`: the transaction after it, where one was committed. */
  private settle(zxid: Zxid, next: Txn | null): void {
    const items = this.waiting.get(zxid);
    if (items === undefined) return;
    this.waiting.delete(zxid);
    for (const item of items) {
      if (item.kind === 'caughtUp') {
        this.watches.onCaughtUp(item.record, item.told.news.event, item.told.news.path, item.told);
      } else if (item.kind === 'found') {
        this.reaper.judge(item.found, this.replay.model.nodes.get(item.found.path), zxid, next);
      } else {
        const { record, connection, operation } = item;
        const at = { atUs: operation.retUs, event: operation.ret };
        this.watches.onReply(record, connection, zxid, at);
        this.replies.settle(record, connection, operation);
      }
    }
  }
}
