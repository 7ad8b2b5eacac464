/**
 * One server that is no ensemble (ZooKeeperServer as ZooKeeperServerMain starts it): no election, no epochs, zxids
 * 1, 2, 3 … for as long as its disk lives. It goes from recovery straight to serving, and a transaction is committed
 * when its own disk has it.
 *
 * Prep, log writer, sessions and the rest of the pipeline are those of a leader. One thing differs: a lone server has
 * one line of requests (SyncRequestProcessor before FinalRequestProcessor), so a read waits for every write that came
 * before it, other sessions' too.
 */
import type { RoleReport } from '../admin/role-report.ts';
import type { Epoch, ServerId, SessionId, Zxid } from '../ids.ts';
import { nextZxid } from '../ids.ts';
import type { LocalRequest } from '../pipeline/request.ts';
import type { Txn } from '../txn.ts';
import type { QuorumPeer } from './peer.ts';
import { PREP_STAGE, PrimaryRequests, type Primary, type TxnOutlet } from './primary-requests.ts';
import type { Role } from './role.ts';

export class Standalone implements Role, Primary {
  readonly peer: QuorumPeer;
  readonly roleNumber: number;
  readonly proposals: LoneProposals;
  readonly requests: PrimaryRequests;

  constructor(peer: QuorumPeer) {
    this.peer = peer;
    this.roleNumber = peer.roleNumber;
    this.proposals = new LoneProposals(peer);
    this.requests = new PrimaryRequests(this);
  }

  get me(): ServerId {
    return this.peer.config.sid;
  }

  readonly isServing: boolean = true;
  readonly needsReload: boolean = false;

  start(): void {
    const { peer } = this;
    peer.knownCommitted = peer.database.lastTxn;
    peer.database.tree.dropOrphanEphemerals();
    peer.snapshots.begin(peer.out, peer.database.tree);
    peer.commits.start({ syncWaits: false, oneLine: true });
    this.requests.start();
    peer.setPhase('BROADCAST', 0 as Epoch, this.me);
  }

  stop(): void {
    this.requests.stop();
  }

  onOpened(): void {
    // Nobody belongs to its ensemble: the server hangs up on whoever comes to its quorum port.
  }

  onClosed(): void {
    // It has no such connections.
  }

  onPacket(): void {
    // As above.
  }

  onTimer(timer: string): void {
    this.requests.onTimer(timer);
  }

  onStage(stage: string, item: unknown): void {
    if (stage === PREP_STAGE) this.requests.prepare(item as number);
  }

  onStorage(): void {
    // No epochs, no history of others.
  }

  onRead(): void {
    // No learners to read for.
  }

  acknowledge(txn: Txn): void {
    this.proposals.durable(txn);
  }

  applied(txn: Txn): void {
    this.requests.applied(txn);
  }

  submit(request: LocalRequest): void {
    this.requests.submit(request);
  }

  touch(session: SessionId, timeoutMs: number): boolean {
    return this.requests.touch(session, timeoutMs);
  }

  expireSession(session: SessionId): void {
    this.requests.expireSession(session);
  }

  revalidate(session: SessionId, timeoutMs: number): void {
    this.peer.clients.answerHandshake(session, this.requests.revalidate(session, timeoutMs, this.me));
  }

  report(): RoleReport {
    return { mode: 'standalone', tracker: this.requests.sessions, values: [], gauges: [] };
  }

  shutdown(reason: string): void {
    this.peer.out.exit(reason);
  }
}

/** Transactions of a lone server: into the log, and committed when they are durable there. */
class LoneProposals implements TxnOutlet {
  private readonly peer: QuorumPeer;
  private lastProposed: Zxid;

  constructor(peer: QuorumPeer) {
    this.peer = peer;
    this.lastProposed = peer.database.lastProcessedZxid;
  }

  /** There are no epochs: all 64 bits of a zxid count. */
  readonly epochIsUsedUp: boolean = false;

  takeZxid(): Zxid {
    this.lastProposed = nextZxid(this.lastProposed);
    return this.lastProposed;
  }

  propose(txn: Txn): void {
    const { peer } = this;
    peer.fact({ type: 'proposed', txn });
    peer.logWriter.enqueue(peer.out, txn);
  }

  durable(txn: Txn): void {
    const { peer } = this;
    peer.fact({ type: 'acked', zxid: txn.zxid });
    peer.fact({ type: 'committed', zxid: txn.zxid, acks: [peer.config.sid] });
    peer.knownCommitted = txn.zxid;
    peer.commits.commit(peer.out, txn);
  }
}
