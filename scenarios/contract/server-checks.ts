/**
 * The half of the contract that is about servers: their facts, handed to the ledger, to Zab's properties and to the
 * checks of sessions, and what must be true of them at the end. The other half, what clients were shown, belongs to a
 * judge, which replays the committed history that comes out of here.
 */
import type { Fact } from '../../protocol/facts.ts';
import { epochOf, makeZxid, showZxid, ZXID_ZERO, type ServerId, type Zxid } from '../../protocol/ids.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { FaultNotice, Lifecycle, Moment } from '../../sim/kernel/observer.ts';
import type { EndServer, EndView } from './contract.ts';
import { damagedServers, strikes } from './damage.ts';
import { compareTree } from './final-tree.ts';
import type { Findings } from './findings.ts';
import { Ledger, type CommitListener } from './ledger.ts';
import type { Found, ReaperCheck } from './reaper-check.ts';
import type { ServerState } from './server-state.ts';
import type { SessionCheck } from './session-check.ts';
import type { UpdateReplay } from './update-replay.ts';
import { ZabProperties } from './zab-properties.ts';

/** Judges what clients were shown by the committed history. */
export interface HistoryJudge extends CommitListener {
  readonly replay: UpdateReplay;
  /** The largest zxid of an acknowledged update. */
  readonly acknowledged: Zxid;
  /** The event in which enough was committed to go on with the replay; -1 when there is nothing to do. */
  readonly wantsReplay: number;
  /** Goes on with the replay, as far as no later reply can reach. */
  advance(zab: ZabProperties, moment: Moment): void;
  onProposed(txn: Txn): void;
  /** A leader took a node for unused in the tree after `applied`. */
  onFound(found: Found, applied: Zxid): void;
}

export interface ServerChecksOptions {
  readonly voters: readonly ServerId[];
  readonly observers: readonly ServerId[];
}

export class ServerChecks {
  readonly ledger: Ledger;
  readonly zab: ZabProperties;
  private readonly findings: Findings;
  private readonly reaper: ReaperCheck;
  private readonly sessionCheck: SessionCheck;
  private readonly clients: HistoryJudge;
  private readonly servers = new Map<ProcessName, ServerState>();
  private readonly proposed = new Map<ServerId, Zxid>();

  constructor(
    { voters, observers }: ServerChecksOptions,
    findings: Findings,
    sessionCheck: SessionCheck,
    reaper: ReaperCheck,
    clients: HistoryJudge,
  ) {
    this.findings = findings;
    this.sessionCheck = sessionCheck;
    this.reaper = reaper;
    this.clients = clients;
    this.ledger = new Ledger(findings, clients);
    this.zab = new ZabProperties(findings, this.ledger, voters, observers);
    for (const sid of [...voters, ...observers]) this.servers.set(String(sid), this.zab.server(sid));
  }

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const server = this.servers.get(process);
    if (server === undefined) return;
    const fact = plain as Fact;
    switch (fact.type) {
      case 'sessionTouched':
        this.sessionCheck.onTouched(server.sid, fact.session, fact.atUs);
        return;
      case 'applied':
        this.onApplied(server, fact, moment);
        return;
      case 'logged':
        this.zab.onLogged(server, fact.txn, moment);
        return;
      case 'synced':
        this.zab.onSynced(server, fact.zxid);
        return;
      case 'acked':
        this.zab.onAcked(server, fact.zxid, moment);
        return;
      case 'proposed':
        this.proposed.set(server.sid, fact.txn.zxid);
        this.reaper.onProposed(server.sid, fact.txn);
        this.clients.onProposed(fact.txn);
        this.zab.onProposed(server, fact.txn, moment);
        return;
      case 'committed':
        this.zab.onCommitted(server, fact, moment);
        this.goOn(moment);
        return;
      case 'established':
        this.zab.onEstablished(server, fact, moment);
        this.goOn(moment);
        return;
      case 'role':
        if (server.state === 'LEADING' && fact.state !== 'LEADING') this.stopsLeading(server);
        this.zab.onRole(server, fact, moment);
        return;
      case 'recovered':
        this.zab.onRecovered(server, fact, moment);
        return;
      case 'epochAcked':
        this.zab.onEpochAcked(server, fact, moment);
        return;
      case 'acceptedEpoch':
        this.zab.onAcceptedEpoch(server, fact.epoch, moment);
        return;
      case 'currentEpoch':
        this.zab.onCurrentEpoch(server, fact.epoch, moment);
        return;
      case 'syncPlan':
        this.zab.onSyncPlan(this.zab.server(fact.learner), fact);
        return;
      case 'newLeaderAcked':
        this.zab.onNewLeaderAcked(server, fact, moment);
        return;
      case 'upToDate':
        this.zab.onUpToDate(server, moment);
        return;
      case 'fastForwarded':
        this.zab.onFastForwarded(server, fact, moment);
        return;
      case 'truncated':
      case 'snapshotInstalled':
        this.zab.onReplaced(server, fact, moment);
        return;
      case 'sessionOpened':
        this.sessionCheck.onOpened(server.sid, fact.session, fact.timeoutMs, fact.atUs);
        return;
      case 'sessionExpired':
        if (fact.asked === true) this.sessionCheck.onEnded(server.sid, fact.session, this.lastProposed(server));
        else this.sessionCheck.onExpired(server.sid, fact.session, fact.atUs, this.lastProposed(server), moment);
        return;
      case 'unusedNode':
        this.onUnused(server, fact, moment);
        return;
      case 'sessionClosed':
        this.sessionCheck.onClosed(server.sid, fact.session);
        return;
      case 'elected':
      case 'snapshotBegun':
      case 'snapshotDone':
      case 'sessionMoved':
      case 'watchArmed':
      case 'watchFired':
      case 'queueOverwritten':
      case 'roleEnded':
      case 'refused':
      case 'mark':
        return;
    }
  }

  onFault(fault: FaultNotice): void {
    const damage = damagedServers(fault);
    if (damage === null || !fault.effective) return;
    for (const server of this.servers.values()) {
      if (!strikes(damage, server.sid)) continue;
      if (damage.lasting) server.unreliable = true;
      else server.wiped = true;
    }
  }

  /** A server's life; false: it is no server. */
  onServerLifecycle(process: ProcessName, lifecycle: Lifecycle): boolean {
    const server = this.servers.get(process);
    if (server === undefined) return false;
    if (lifecycle.change === 'crashed' || lifecycle.change === 'exited' || lifecycle.change === 'failed') {
      server.up = false;
      this.stopsLeading(server);
    }
    return true;
  }

  /** What is true of servers at the end, once the judge has replayed the history. */
  finish(view: EndView, moment: Moment): void {
    if (this.ledger.commits === 0) this.findings.undecided('updates-linearizable', 'nothing was committed');
    for (const server of view.servers) this.checkDurability(server, moment);
  }

  /** C10: what was acknowledged is in the log, or under the snapshot, of every healed server. */
  private checkDurability(end: EndServer, moment: Moment): void {
    const server = this.zab.server(end.sid);
    if (!end.up || !end.healed) return;
    const { acknowledged } = this.clients;
    this.findings.count('durability');
    if (!this.ledger.contains(server.tail, acknowledged)) {
      this.findings.report(
        'durability',
        'acknowledged update missing in a healed server',
        `Server ${end.sid} ends at ${showZxid(server.tail)} without ${showZxid(acknowledged)}, which a client was told is done.`,
        moment,
      );
    }
    if (end.nodes === undefined || server.applied !== this.ledger.tip) return;
    this.findings.count('tree-digests');
    const difference = compareTree(this.clients.replay.model, end.nodes);
    if (difference === null) return;
    this.findings.report(
      'tree-digests',
      `final tree differs from the replay: ${difference.field}`,
      `The tree of server ${end.sid} at ${showZxid(server.applied)}: ${difference.field} is ${difference.seen}, expected ${difference.expected}.`,
      moment,
    );
  }

  private onApplied(server: ServerState, fact: Extract<Fact, { type: 'applied' }>, moment: Moment): void {
    this.zab.onApplied(server, fact.txn, fact.treeDigest, moment);
    if (server.state === 'LEADING' || server.state === 'STANDALONE')
      this.clients.replay.stale.onLeaderApplied(fact.txn.zxid, moment.event);
  }

  private onUnused(server: ServerState, fact: Extract<Fact, { type: 'unusedNode' }>, moment: Moment): void {
    const { path, wallMs } = fact;
    const { atUs, event } = moment;
    this.reaper.onFound(server.sid, path);
    this.clients.onFound({ path, wallMs, atUs, event }, server.applied);
  }

  private stopsLeading(server: ServerState): void {
    this.sessionCheck.onStoppedLeading(server.sid);
    this.reaper.onStoppedLeading(server.sid);
  }

  private goOn(moment: Moment): void {
    if (this.clients.wantsReplay >= 0) this.clients.advance(this.zab, moment);
  }

  private lastProposed(server: ServerState): Zxid {
    const zxid = this.proposed.get(server.sid) ?? ZXID_ZERO;
    return epochOf(zxid) === server.epoch ? zxid : makeZxid(server.epoch, 0);
  }
}
