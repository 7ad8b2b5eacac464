/**
 * ZooKeeper's contract on what real clients did. It hears the servers' facts, as in any run, and every message that goes
 * through a gateway, and makes of these the history that the checks of `scenarios/contract/` are about: calls in their
 * order, answers by what they answer, events, sessions, and what stayed without an answer when its connection ended.
 *
 * Nothing that a client may do is a violation. What it asks for in a way that no check knows is passed over and counted.
 */
import { compatOf } from '../../protocol/compat.ts';
import { serverId, NO_SESSION, type Zxid } from '../../protocol/ids.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import type { ClientOp } from '../../protocol/op.ts';
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import type { Ring } from '../../protocol/std/ring.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../../sim/kernel/observer.ts';
import { certificateOptions } from '../contract/contract.ts';
import { Findings } from '../contract/findings.ts';
import { ReaperCheck } from '../contract/reaper-check.ts';
import { ServerChecks } from '../contract/server-checks.ts';
import { SessionCheck } from '../contract/session-check.ts';
import type { EnsembleView } from '../ensemble-view.ts';
import type { SharedConfig } from '../settings.ts';
import type { AskedWrite } from './asked-writes.ts';
import type { GatewayEar } from './gateway-ear.ts';
import { NotJudged } from './not-judged.ts';
import { ServedJudge } from './served-judge.ts';
import type { SocketId } from './served-input.ts';
import type { ServedTally } from './served-tally.ts';
import { Talk, type Awaited } from './talk.ts';

type Reply = Extract<ServerMessage, { type: 'REPLY' }>;

export interface ServedContractOptions {
  readonly voters: readonly ProcessName[];
  readonly observers: readonly ProcessName[];
  readonly config: SharedConfig;
  /** Told of operations and sessions. */
  readonly tally: ServedTally;
  /** Which servers serve, at the end. */
  readonly view: EnsembleView;
}

const PING_XID = -2;

export class ServedContract implements Observer, GatewayEar {
  readonly findings = new Findings();
  readonly notJudged = new NotJudged();
  private readonly ofServers: ServerChecks;
  private readonly judge: ServedJudge;
  private readonly view: EnsembleView;
  private readonly tally: ServedTally;
  private readonly talks = new Map<SocketId, Talk>();
  /** The event that is being processed. */
  private readonly now = { atUs: 0, event: 0, cause: -1 };
  private final: CheckResult[] | null = null;

  constructor({ voters, observers, config, tally, view }: ServedContractOptions) {
    const { findings, notJudged } = this;
    const reaper = new ReaperCheck(findings, config.containerMaxNeverUsedIntervalMs);
    const sessions = new SessionCheck(findings);
    this.judge = new ServedJudge(findings, notJudged, sessions, reaper, {
      ...certificateOptions(config),
      compat: compatOf(config.compat),
    });
    const sids = (names: readonly ProcessName[]): ReturnType<typeof serverId>[] =>
      names.map((name) => serverId(Number(name)));
    const members = { voters: sids(voters), observers: sids(observers) };
    this.ofServers = new ServerChecks(members, findings, sessions, reaper, this.judge);
    this.judge.ledger = this.ofServers.ledger;
    this.tally = tally;
    this.view = view;
  }

  /** Committed transactions so far. */
  get commits(): number {
    return this.ofServers.ledger.commits;
  }

  /** The largest zxid of an acknowledged update. */
  get acknowledged(): Zxid {
    return this.judge.acknowledged;
  }

  /** What is kept of requests, replies and transactions that are over. */
  get held(): number {
    return this.judge.held;
  }

  /**
   * Every row on what was seen until now; between two events. Whatever some server may still show differently waits,
   * and is judged when its time comes.
   */
  resultsSoFar(): CheckResult[] {
    return this.judged(false);
  }

  /** Every row, when the run is over: nothing is judged behind it. */
  results(): CheckResult[] {
    this.final ??= this.judged(true);
    return [...this.final];
  }

  private judged(whole: boolean): CheckResult[] {
    const moment: Moment = { ...this.now };
    this.judge.catchUp(this.ofServers.zab, moment, whole);
    const { acknowledged } = this.judge;
    const servers = [...this.view.servers.values()].map(({ name, up, serving, state, applied, logged }) => {
      const leads = state === 'LEADING' || state === 'STANDALONE';
      // A quorum may have a record before a slow disk of one that applies it, its leader's too.
      const hasWritten = logged >= applied;
      return { sid: serverId(Number(name)), up, healed: serving && hasWritten && (leads || applied >= acknowledged) };
    });
    const nothing = this.commits === 0;
    if (this.final === null && !nothing)
      this.ofServers.finish({ atUs: moment.atUs, event: moment.event, servers }, moment);
    const rows = this.findings.results().filter(({ name }) => name !== 'linearizable-search');
    return [...rows.map((row) => (nothing ? withoutCommits(row) : row)), this.notJudgedRow()];
  }

  private notJudgedRow(): CheckResult {
    const shown = this.notJudged.show();
    const waiting = this.judge.pending;
    const wait = waiting > 0 ? `${waiting} replies wait for a server that is behind` : '';
    const detail = [shown, wait].filter((part) => part !== '').join('; ');
    return { name: 'not-judged', verdict: 'ok', detail: detail === '' ? 'nothing' : detail, finding: null };
  }

  // --- servers ---------------------------------------------------------------------------------------------------

  onInput(_process: ProcessName, _input: Input, moment: Moment): void {
    this.now.atUs = moment.atUs;
    this.now.event = moment.event;
  }

  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.ofServers.onFact(process, fact, moment);
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    this.ofServers.onServerLifecycle(process, lifecycle);
  }

  onFault(fault: FaultNotice): void {
    this.ofServers.onFault(fault);
  }

  // --- clients ---------------------------------------------------------------------------------------------------

  onOpened(socket: SocketId, peer: ProcessName, server: ProcessName): void {
    const talk = new Talk(socket, peer, server);
    this.talks.set(socket, talk);
    this.judge.onOpened(talk);
  }

  onAsked(socket: SocketId, message: ClientMessage): void {
    const talk = this.talks.get(socket);
    if (talk === undefined) return;
    switch (message.type) {
      case 'CONNECT':
        talk.greeting ??= message;
        talk.session = talk.greeting.session;
        return;
      case 'REQUEST':
        this.onQuestion(talk, message.xid, message.op);
        return;
      case 'COMMAND':
        this.notJudged.add('four-letter words');
    }
  }

  private onQuestion(talk: Talk, xid: number, op: ClientOp): void {
    if (op.type !== 'ping') this.tally.onAsked();
    switch (op.type) {
      case 'ping':
        talk.inTurn.push({ kind: 'ping', xid });
        return;
      case 'setWatches':
      case 'setWatches2':
        talk.inTurn.push({ kind: 'setWatches', xid, op });
        return;
      case 'sasl':
        this.notJudged.add('sasl');
        talk.aside.push({ kind: 'other', xid });
        return;
      case 'unknown':
        this.notJudged.add('op codes no server knows');
        talk.aside.push({ kind: 'other', xid });
        return;
      case 'auth':
        talk.aside.push({ kind: 'operation', xid, operation: this.judge.call(talk, op, this.now) });
        return;
      default: {
        const operation = this.judge.call(talk, op, this.now);
        talk.inTurn.push({ kind: 'operation', xid, operation });
        if (!this.judge.mayCommit(operation)) return;
        if (talk.session !== NO_SESSION) this.judge.writes.add(talk.session, { operation, xid, talk });
      }
    }
  }

  onTold(socket: SocketId, message: ServerMessage): void {
    const talk = this.talks.get(socket);
    if (talk === undefined) return;
    switch (message.type) {
      case 'CONNECTED':
        this.onConnected(talk, message);
        return;
      case 'REPLY':
        this.onAnswer(talk, message);
        return;
      case 'EVENT':
        this.judge.onEvent(talk, message, this.now);
        return;
      case 'TEXT':
        return;
    }
  }

  private onConnected(talk: Talk, { timeoutMs, session }: Extract<ServerMessage, { type: 'CONNECTED' }>): void {
    if (timeoutMs <= 0) return;
    const asked = talk.session;
    talk.session = session;
    talk.connected = true;
    // From here on no reply may show less than its client says it has seen.
    const { lastZxidSeen } = talk.greeting ?? { lastZxidSeen: 0 as Zxid };
    if (lastZxidSeen > talk.record.lastReply) talk.record.lastReply = lastZxidSeen;
    this.judge.onConnected(talk, asked, this.now);
    this.tally.onSession(asked, session, talk.server);
    if (asked !== NO_SESSION) {
      for (const other of this.talks.values()) {
        if (other !== talk && other.session === session) talk.isShared = other.isShared = true;
      }
      return;
    }
    for (const write of writesOf(talk, this.judge)) this.judge.writes.add(session, write);
  }

  private onAnswer(talk: Talk, reply: Reply): void {
    if (reply.zxid <= 0 && takeFirst(talk.aside, reply.xid, (awaited) => this.onAsideReply(talk, awaited, reply))) {
      return;
    }
    const { inTurn } = talk;
    const head = inTurn.first();
    if (head === undefined) {
      this.report(talk, reply, 'a reply to nothing that was asked');
      return;
    }
    if (!answers(reply, head)) {
      this.report(talk, reply, 'replies out of order');
      // Whatever was meant is looked for, so that one finding does not lead to others.
      for (let skipped = inTurn.length; skipped > 0 && !answers(reply, inTurn.first() as Awaited); skipped--) {
        inTurn.push(inTurn.shift() as Awaited);
      }
      if (!answers(reply, inTurn.first() as Awaited)) return;
    }
    const awaited = inTurn.shift() as Awaited;
    if (awaited.kind !== 'ping') this.tally.onAnswered(reply.err);
    switch (awaited.kind) {
      case 'operation':
        this.judge.onAnswered(talk, awaited.operation, reply, this.now);
        return;
      case 'setWatches':
        this.judge.onSetWatches(talk, awaited.op, reply, this.now);
        return;
      case 'ping':
      case 'other':
        this.judge.onBare(talk, reply, awaited.kind, this.now);
    }
  }

  private onAsideReply(talk: Talk, awaited: Awaited, reply: Reply): void {
    this.tally.onAnswered(reply.err);
    if (awaited.kind === 'operation') this.judge.onAside(talk, awaited.operation, reply, this.now);
  }

  private report(talk: Talk, { xid }: Reply, signature: string): void {
    if (talk.isShared) {
      this.notJudged.add('replies out of order in a session on two connections');
      return;
    }
    const head = talk.inTurn.first();
    const expected = head === undefined ? 'none was awaited' : `that to xid ${head.xid} was to come`;
    this.findings.report(
      'session-order',
      signature,
      `Session ${talk.session} got on connection ${talk.socket} a reply to xid ${xid}; ${expected}.`,
      this.now,
    );
  }

  onEnded(socket: SocketId): void {
    const talk = this.talks.get(socket);
    if (talk === undefined) return;
    this.talks.delete(socket);
    this.tally.onLost(talk.unanswered);
    for (const write of writesOf(talk, this.judge)) {
      const { operation, xid } = write;
      operation.ret = this.now.event;
      operation.retUs = this.now.atUs;
      operation.outcome = { kind: 'unknown', session: talk.session, xid, why: 'CONNECTIONLOSS' };
      if (talk.session === NO_SESSION) this.judge.writes.addStray(write);
      else this.judge.writes.onUnanswered(talk.session, write);
    }
    this.judge.onEnded(talk);
  }
}

/** Where nothing was committed, nothing was shown. */
function withoutCommits(row: CheckResult): CheckResult {
  if (row.name !== 'updates-linearizable' || row.verdict !== 'ok') return row;
  return { ...row, verdict: 'undecided', detail: 'nothing was committed' };
}

/** Whether a reply may be that to what is awaited. A ping is answered with its own xid, whatever it came with. */
function answers(reply: Reply, awaited: Awaited): boolean {
  return reply.xid === awaited.xid || (awaited.kind === 'ping' && reply.xid === PING_XID);
}

function takeFirst(ring: Ring<Awaited>, xid: number, take: (awaited: Awaited) => void): boolean {
  const first = ring.first();
  if (first === undefined || first.xid !== xid) return false;
  ring.shift();
  take(first);
  return true;
}

/** Writes of a connection that are not answered. */
function writesOf(talk: Talk, judge: ServedJudge): AskedWrite[] {
  const writes: AskedWrite[] = [];
  for (let index = 0; index < talk.inTurn.length; index++) {
    const awaited = talk.inTurn.at(index) as Awaited;
    if (awaited.kind !== 'operation' || !judge.mayCommit(awaited.operation)) continue;
    writes.push({ operation: awaited.operation, xid: awaited.xid, talk });
  }
  return writes;
}
