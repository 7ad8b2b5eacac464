/**
 * ZooKeeper's contract on a run: one observer that hears facts, requests and replies, hands each to the checks it
 * concerns, and tells at the end what every row found.
 */
import { compatOf, type CompatRelease } from '../../protocol/compat.ts';
import { EVENT_ID, SESSION_ID, type EventNews, type Outcome, type SessionNews } from '../../protocol/client/outcome.ts';
import type { Fact } from '../../protocol/facts.ts';
import { epochOf, makeZxid, serverId, showZxid, ZXID_ZERO, type ServerId, type Zxid } from '../../protocol/ids.ts';
import type { UserOp } from '../../protocol/op.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { SnapshotNode } from '../../protocol/store/snapshot-node.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../../sim/kernel/observer.ts';
import { Certificate } from './certificate.ts';
import { ClientHistory } from './client-history.ts';
import { damagedServers } from './damage.ts';
import { compareTree } from './final-tree.ts';
import { Findings } from './findings.ts';
import { ReaperCheck } from './reaper-check.ts';
import { Ledger, type CommitListener, type LedgerEntry } from './ledger.ts';
import { SessionCheck } from './session-check.ts';
import { UpdateSearch } from './search.ts';
import type { ServerState } from './server-state.ts';
import { ZabProperties } from './zab-properties.ts';

export interface ContractOptions {
  readonly voters: readonly ServerId[];
  readonly observers: readonly ServerId[];
  /** Steps the black-box search may take in one run; 0: it does not run and its row says so. */
  readonly searchBudget: number;
  readonly syncMode: 'zookeeper' | 'quorum';
  /** What changes the answers of a server; what it is without them where absent. */
  readonly compat?: CompatRelease;
  readonly extendedTypesEnabled?: boolean;
  readonly enforceQuota?: boolean;
  readonly superDigest?: string;
  readonly containerMaxNeverUsedIntervalMs?: number;
}

/** A server at the end of a run, as the world shows it. */
export interface EndServer {
  readonly sid: ServerId;
  readonly up: boolean;
  /** Nothing disturbs it any more and it had time to catch up. */
  readonly healed: boolean;
  /** Its whole tree, where it is at hand: compared with the replay field by field. */
  readonly nodes?: readonly SnapshotNode[];
}

export interface EndView {
  readonly atUs: number;
  readonly event: number;
  readonly servers: readonly EndServer[];
}

export function createContract(options: ContractOptions): ContractChecks {
  return new ContractChecks(options);
}

export class ContractChecks implements Observer, CommitListener {
  readonly findings = new Findings();
  private readonly history = new ClientHistory();
  private readonly reaper: ReaperCheck;
  private readonly sessions = new SessionCheck(this.findings);
  private readonly certificate: Certificate;
  private readonly ledger: Ledger;
  private readonly zab: ZabProperties;
  private readonly search: UpdateSearch;
  private readonly servers = new Map<ProcessName, ServerState>();
  private readonly proposed = new Map<ServerId, Zxid>();

  constructor(options: ContractOptions) {
    const compat = compatOf(options.compat ?? '3.9');
    this.reaper = new ReaperCheck(this.findings, options.containerMaxNeverUsedIntervalMs ?? 0);
    this.certificate = new Certificate(this.findings, this.history, this.sessions, this.reaper, {
      strictSync: options.syncMode === 'quorum',
      superDigest: options.superDigest ?? '',
      eventsCarryZxid: compat.eventsCarryZxid,
      rules: {
        extendedTypes: options.extendedTypesEnabled ?? false,
        enforceQuota: options.enforceQuota ?? false,
        existsNeedsRead: compat.existsNeedsRead,
      },
    });
    this.search = new UpdateSearch(options.searchBudget);
    this.ledger = new Ledger(this.findings, this);
    this.certificate.ledger = this.ledger;
    this.zab = new ZabProperties(this.findings, this.ledger, options.voters, options.observers);
    for (const sid of [...options.voters, ...options.observers]) this.servers.set(String(sid), this.zab.server(sid));
  }

  /** Committed transactions so far. */
  get commits(): number {
    return this.ledger.commits;
  }

  /** sync replies that showed less than had returned before they were called. */
  get staleSyncs(): number {
    return this.certificate.staleSyncs;
  }

  /** From the ledger: the next transaction of the committed history. */
  onCommitted(entry: LedgerEntry, moment: Moment): void {
    this.certificate.onCommitted(entry, moment);
    this.search.onCommitted(entry.txn, moment);
  }

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const server = this.servers.get(process);
    if (server === undefined) return;
    const fact = plain as Fact;
    switch (fact.type) {
      case 'sessionTouched':
        this.sessions.onTouched(server.sid, fact.session, fact.atUs);
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
        this.search.onProposed(fact.txn);
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
        this.sessions.onOpened(server.sid, fact.session, fact.timeoutMs, fact.atUs);
        return;
      case 'sessionExpired':
        if (fact.asked === true) this.sessions.onEnded(server.sid, fact.session, this.lastProposed(server));
        else this.sessions.onExpired(server.sid, fact.session, fact.atUs, this.lastProposed(server), moment);
        return;
      case 'unusedNode':
        this.onUnused(server, fact, moment);
        return;
      case 'sessionClosed':
        this.sessions.onClosed(server.sid, fact.session);
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

  onRequest(process: ProcessName, id: number, request: Plain, moment: Moment): void {
    const op = request as UserOp;
    const operation = this.certificate.onCalled(process, id, op, moment);
    this.search.onCalled(operation);
  }

  onReply(process: ProcessName, id: number, value: Plain, moment: Moment): void {
    if (id === EVENT_ID) {
      this.certificate.onEvent(value as EventNews, moment);
      return;
    }
    if (id === SESSION_ID) {
      const news = value as SessionNews;
      if (news.state === 'connected') this.search.onConnected(process, news.session);
      this.certificate.onSessionNews(process, news, moment);
      return;
    }
    const outcome = value as Outcome;
    const operation = this.history.onReturn(process, id, outcome, moment);
    if (operation === null) return;
    this.certificate.onReturned(operation, outcome, moment);
    this.search.onReturned(operation, outcome, moment);
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, _moment: Moment): void {
    const server = this.servers.get(process);
    switch (lifecycle.change) {
      case 'crashed':
      case 'exited':
      case 'failed':
        if (server !== undefined) {
          server.up = false;
          this.stopsLeading(server);
        } else {
          this.certificate.onClientGone(process);
          this.search.onClientGone(process, this.history);
        }
        return;
      case 'started':
      case 'paused':
      case 'resumed':
        return;
    }
  }

  onFault(fault: FaultNotice): void {
    const damage = damagedServers(fault);
    if (damage === null || !fault.effective) return;
    const struck = damage.servers.map((sid) => this.zab.server(serverId(sid)));
    for (const server of struck.length > 0 ? struck : this.servers.values()) {
      if (damage.lasting) server.unreliable = true;
      else server.wiped = true;
    }
  }

  /** The results of every row. Called once, when the run is over. */
  finish(view: EndView): CheckResult[] {
    const moment: Moment = { atUs: view.atUs, event: view.event, cause: -1 };
    this.certificate.finish(moment);
    this.search.finish(this.history, this.findings, moment);
    if (this.ledger.commits === 0) this.findings.undecided('updates-linearizable', 'nothing was committed');
    for (const server of view.servers) this.checkDurability(server, moment);
    return this.findings.results();
  }

  /** C10: what was acknowledged is in the log, or under the snapshot, of every healed server. */
  private checkDurability(end: EndServer, moment: Moment): void {
    const server = this.zab.server(end.sid);
    if (!end.up || !end.healed) return;
    const { acknowledged } = this.certificate;
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
    const difference = compareTree(this.certificate.replay.model, end.nodes);
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
    if (server.state === 'LEADING') this.certificate.replay.stale.onLeaderApplied(fact.txn.zxid, moment.event);
  }

  private onUnused(server: ServerState, fact: Extract<Fact, { type: 'unusedNode' }>, moment: Moment): void {
    const { path, wallMs } = fact;
    const { atUs, event } = moment;
    this.reaper.onFound(server.sid, path);
    this.certificate.onFound({ path, wallMs, atUs, event }, server.applied);
  }

  private stopsLeading(server: ServerState): void {
    this.sessions.onStoppedLeading(server.sid);
    this.reaper.onStoppedLeading(server.sid);
  }

  private goOn(moment: Moment): void {
    if (this.certificate.wantsReplay >= 0) this.certificate.advance(this.zab.leastApplied(this.ledger.tip), moment);
  }

  private lastProposed(server: ServerState): Zxid {
    const zxid = this.proposed.get(server.sid) ?? ZXID_ZERO;
    return epochOf(zxid) === server.epoch ? zxid : makeZxid(server.epoch, 0);
  }
}
