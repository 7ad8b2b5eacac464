/**
 * Following and observing (Learner, Follower, Observer): connect, discovery, synchronisation, broadcast.
 *
 * The packets of a leader are handled in order, one at a time; while one waits for the disk, those behind it wait too
 * (`held`), as they do on the socket of a real learner.
 */
import type { RoleReport } from '../admin/role-report.ts';
import { votersOf } from '../config.ts';
import type { ReadEvent, StorageEvent } from '../durable/storage.ts';
import type { SyncMode } from '../facts.ts';
import { epochOf, makeZxid, type Epoch, type ServerId, type SessionId, type Zxid } from '../ids.ts';
import { Channel, type QuorumPacket, type SnapshotSession } from '../messages.ts';
import { isWrite } from '../op.ts';
import type { ConnectionId, ProcessName } from '../process.ts';
import type { LocalRequest } from '../pipeline/request.ts';
import { Ring } from '../std/ring.ts';
import type { Txn } from '../txn.ts';
import type { LearnerHistory } from './learner-history.ts';
import type { QuorumPeer } from './peer.ts';
import type { Role } from './role.ts';

const CONNECT_TIMER = 'learner/connect';
const READ_TIMER = 'learner/read';
const CONNECT_TRIES = 5;
const NOBODY: readonly SnapshotSession[] = [];
const CONNECT_DELAY_US = 100_000;

export type LearnerPhase = 'CONNECTING' | 'DISCOVERY' | 'SYNCHRONIZATION' | 'NEWLEADER' | 'BROADCAST';

export class Learner implements Role {
  readonly peer: QuorumPeer;
  readonly leader: ServerId;
  readonly roleNumber: number;
  readonly isObserver: boolean;
  phase: LearnerPhase = 'CONNECTING';
  epoch = 0 as Epoch;
  protected readonly history: LearnerHistory;
  protected connection: ConnectionId = -1;
  private connected = false;
  /** The leader has answered on this connection. */
  private heard = false;
  private tries = 0;
  /** A packet waits for the disk. */
  private busy = false;
  private readonly held = new Ring<QuorumPacket>();
  /** How the leader brought it up to date. */
  private syncMode: SyncMode = 'DIFF';
  private lastPacketUs: number;
  /** Proposals of this epoch, logged or being logged, and not committed. */
  protected readonly pendingTxns = new Ring<Txn>();
  private readonly pendingSyncs = new Ring<LocalRequest>();
  /** Sessions touched since the last ping. */
  private readonly touched = new Map<SessionId, number>();

  constructor(peer: QuorumPeer, leader: ServerId) {
    this.peer = peer;
    this.leader = leader;
    this.roleNumber = peer.roleNumber;
    this.isObserver = peer.learnerType === 'observer';
    this.lastPacketUs = peer.nowUs;
    this.history = peer.parts.createHistory(peer, peer.roleNumber);
  }

  get isServing(): boolean {
    return this.phase === 'BROADCAST';
  }

  /** A synchronisation that was not acknowledged may have left memory and disk apart. */
  get needsReload(): boolean {
    return this.history.isUnsettled;
  }

  start(): void {
    this.peer.setPhase('DISCOVERY', this.peer.storage.currentEpoch, this.leader);
    this.armReadTimer();
    this.connect();
  }

  stop(): void {
    const { out } = this.peer;
    out.cancelTimer(CONNECT_TIMER);
    out.cancelTimer(READ_TIMER);
    if (this.connection >= 0) out.close(this.connection);
    this.connection = -1;
  }

  private leave(reason: string): void {
    if (this.peer.role === this) this.peer.leaveRole(reason);
  }

  // --- connection ----------------------------------------------------------------------------------------------

  private connect(): void {
    this.tries++;
    this.connection = this.peer.out.open(String(this.leader), Channel.QUORUM);
  }

  onOpened(connection: ConnectionId, _peer: ProcessName, incoming: boolean): void {
    if (incoming) {
      this.peer.out.close(connection);
      return;
    }
    if (connection !== this.connection) return;
    this.connected = true;
    this.lastPacketUs = this.peer.nowUs;
    this.phase = 'DISCOVERY';
    const { storage, config } = this.peer;
    const type = this.isObserver ? 'OBSERVERINFO' : 'FOLLOWERINFO';
    this.send({ type, sid: config.sid, acceptedEpoch: storage.acceptedEpoch });
  }

  onClosed(connection: ConnectionId): void {
    if (connection !== this.connection) return;
    this.connection = -1;
    this.connected = false;
    // A server that does not lead yet hangs up at once, as the closed port of a real one refuses: worth another try.
    if (this.heard) this.leave('the connection to the leader ended');
    else if (this.tries >= CONNECT_TRIES) this.leave('cannot connect to the leader');
    else this.peer.out.setTimer(CONNECT_TIMER, CONNECT_DELAY_US);
  }

  onTimer(timer: string): void {
    if (timer === CONNECT_TIMER) this.connect();
    else if (timer === READ_TIMER) this.onReadTimer();
  }

  /** The socket's read time-out: initLimit ticks until NEWLEADER, then syncLimit ticks. */
  private readTimeoutUs(): number {
    const { initLimit, syncLimit, tickTimeMs } = this.peer.config;
    const ticks = this.phase === 'NEWLEADER' || this.phase === 'BROADCAST' ? syncLimit : initLimit;
    return ticks * tickTimeMs * 1000;
  }

  private armReadTimer(): void {
    this.peer.out.setTimer(READ_TIMER, Math.max(1, this.lastPacketUs + this.readTimeoutUs() - this.peer.nowUs));
  }

  private onReadTimer(): void {
    if (this.peer.nowUs - this.lastPacketUs < this.readTimeoutUs()) {
      this.armReadTimer();
      return;
    }
    if (this.connected) this.peer.mark('a half-open connection timed out');
    this.leave('the leader is silent');
  }

  protected send(packet: QuorumPacket): void {
    this.peer.out.send(this.connection, packet);
  }

  // --- packets -------------------------------------------------------------------------------------------------

  onPacket(connection: ConnectionId, packet: QuorumPacket): void {
    if (connection !== this.connection) return;
    this.lastPacketUs = this.peer.nowUs;
    this.heard = true;
    if (this.busy) this.held.push(packet);
    else this.handle(packet);
  }

  private handle(packet: QuorumPacket): void {
    switch (packet.type) {
      case 'LEADERINFO':
        this.onLeaderInfo(packet.epoch);
        return;
      case 'DIFF':
        this.beginSynchronization(packet.type);
        this.history.beginDiff(packet.zxid);
        return;
      case 'TRUNC':
        this.beginSynchronization(packet.type);
        this.wait();
        this.peer.deliver(this.history.beginTrunc(packet.zxid));
        return;
      case 'SNAP':
        this.beginSynchronization(packet.type);
        this.history.beginSnap(packet.zxid);
        return;
      case 'SNAPCHUNK':
        this.history.addChunk(packet.nodes);
        return;
      case 'SNAPEND':
        this.history.endSnap(packet.sessions, packet.zxid);
        return;
      case 'NEWLEADER':
        this.onNewLeader(packet.zxid);
        return;
      case 'UPTODATE':
        this.onUpToDate();
        return;
      case 'PROPOSAL':
        this.onProposal(packet.txn);
        return;
      case 'COMMIT':
        this.onCommit(packet.zxid);
        return;
      case 'INFORM':
        this.onInform(packet.txn);
        return;
      case 'PING':
        this.onPing(packet.zxid);
        return;
      case 'SYNC':
        this.onSync();
        return;
      case 'REVALIDATE':
        this.peer.clients.answerHandshake(packet.session, packet.valid === true);
        return;
      case 'CONFIRM':
        this.send({ type: 'CONFIRMED', ticket: packet.ticket });
        return;
      case 'FOLLOWERINFO':
      case 'OBSERVERINFO':
      case 'ACKEPOCH':
      case 'ACK':
      case 'REQUEST':
      case 'CONFIRMED':
        this.refuse(`${packet.type}, which only learners send`);
        return;
    }
  }

  /** The leader sent what it could not have sent. */
  private refuse(what: string): void {
    this.peer.fact({ type: 'refused', peer: this.leader, what });
    this.leave(`the leader sent ${what}`);
  }

  /** The packet under way waits for the disk. */
  protected wait(): void {
    this.busy = true;
  }

  /** It is done: those behind it go on. */
  protected proceed(): void {
    this.busy = false;
    while (!this.busy && this.peer.role === this) {
      const packet = this.held.shift();
      if (packet === undefined) return;
      this.handle(packet);
    }
  }

  onStage(): void {
    // A learner has no stages of its own beside the server's.
  }

  onRead(_event: ReadEvent): void {
    // A learner reads back only through the server (reload).
  }

  onStorage(event: StorageEvent): void {
    switch (event.kind) {
      case 'epochDurable':
        if (event.file === 'acceptedEpoch') this.acknowledgeEpoch(this.peer.storage.currentEpoch);
        else this.peer.deliver(this.history.currentEpochDurable());
        break;
      case 'logCut':
        this.peer.reload('truncated');
        return;
      case 'recoveredDurable':
        if (this.history.isCut(this.peer.database.lastTxn)) this.proceed();
        else this.peer.out.exit('the log does not hold the transaction it was to be truncated to');
        return;
      case 'installed':
      case 'historyDurable':
        this.peer.deliver(this.history.proceed(event));
        break;
      default:
        return;
    }
    if (this.phase === 'NEWLEADER' && this.busy && this.history.isSettled) this.acknowledgeNewLeader();
  }

  // --- discovery -----------------------------------------------------------------------------------------------

  private onLeaderInfo(newEpoch: Epoch): void {
    const { storage } = this.peer;
    this.epoch = newEpoch;
    if (newEpoch > storage.acceptedEpoch) {
      this.wait();
      this.persistAcceptedEpoch(newEpoch);
    } else if (newEpoch === storage.acceptedEpoch) this.acknowledgeEpoch(-1);
    else this.leave('the leader proposes an epoch below the accepted one');
  }

  protected persistAcceptedEpoch(newEpoch: Epoch): void {
    this.peer.storage.writeEpoch(this.peer.out, 'acceptedEpoch', newEpoch, this.roleNumber);
  }

  protected acknowledgeEpoch(currentEpoch: Epoch | -1): void {
    const { database, storage } = this.peer;
    this.peer.fact({ type: 'epochAcked', epoch: this.epoch });
    this.send({ type: 'ACKEPOCH', lastZxid: database.lastProcessedZxid, currentEpoch, floor: storage.truncFloor });
    this.proceed();
  }

  // --- synchronisation -----------------------------------------------------------------------------------------

  private beginSynchronization(mode: SyncMode): void {
    this.syncMode = mode;
    this.phase = 'SYNCHRONIZATION';
    this.peer.setPhase('SYNCHRONIZATION', this.epoch, this.leader);
  }

  /** What the leader committed is made durable, then its epoch; only then it is acknowledged. */
  private onNewLeader(zxid: Zxid): void {
    if (zxid !== makeZxid(this.epoch, 0)) {
      this.refuse('NEWLEADER of another epoch');
      return;
    }
    this.phase = 'NEWLEADER';
    this.wait();
    this.peer.deliver(this.history.settle(this.epoch));
    if (this.peer.role === this && this.busy && this.history.isSettled) this.acknowledgeNewLeader();
  }

  protected acknowledgeNewLeader(): void {
    this.history.acknowledged();
    this.peer.fact({ type: 'newLeaderAcked', epoch: this.epoch, zxid: this.peer.database.lastTxn });
    this.send({ type: 'ACK', zxid: makeZxid(this.epoch, 0) });
    this.armReadTimer();
    this.proceed();
  }

  private onUpToDate(): void {
    if (this.phase !== 'NEWLEADER') {
      this.refuse('UPTODATE before NEWLEADER');
      return;
    }
    if (this.history.commitsWaiting > 0) this.peer.mark('NEWLEADER acknowledged and COMMIT before UPTODATE');
    this.send({ type: 'ACK', zxid: makeZxid(this.epoch, 0) });
    this.startServing();
    const { proposals, commits } = this.history.takeRemaining();
    for (const txn of proposals) this.onProposal(txn);
    for (const commit of commits) {
      if (this.peer.role === this) this.onCommit(commit);
    }
  }

  protected startServing(): void {
    const { peer } = this;
    this.phase = 'BROADCAST';
    peer.knownCommitted = peer.database.lastTxn;
    peer.commits.start({ syncWaits: true });
    peer.election.updateVoteEpoch(this.epoch);
    peer.setPhase('BROADCAST', this.epoch, this.leader);
    peer.fact({ type: 'upToDate', epoch: this.epoch });
  }

  // --- broadcast -----------------------------------------------------------------------------------------------

  protected onProposal(txn: Txn): void {
    if (this.phase !== 'BROADCAST') {
      if (!this.history.propose(txn)) this.refuse('a PROPOSAL that does not follow the one before');
      return;
    }
    this.pendingTxns.push(txn);
    this.peer.logWriter.enqueue(this.peer.out, txn);
  }

  private onCommit(zxid: Zxid): void {
    if (this.phase !== 'BROADCAST') {
      if (!this.history.commit(zxid)) this.refuse('COMMIT of a transaction it did not propose');
      return;
    }
    const txn = this.pendingTxns.first();
    if (txn === undefined) return;
    if (txn.zxid !== zxid) {
      this.peer.fact({ type: 'refused', peer: this.leader, what: 'COMMIT of another transaction than the oldest' });
      this.peer.out.exit('COMMIT of another transaction than the oldest pending one');
      return;
    }
    this.pendingTxns.shift();
    this.committed(txn);
  }

  private onInform(txn: Txn): void {
    if (this.phase !== 'BROADCAST') {
      const follows = this.history.propose(txn) && this.history.commit(txn.zxid);
      if (!follows) this.refuse('an INFORM that does not follow the one before');
      return;
    }
    this.peer.logWriter.enqueue(this.peer.out, txn);
    this.committed(txn);
  }

  protected committed(txn: Txn): void {
    this.peer.knownCommitted = txn.zxid;
    this.peer.commits.commit(this.peer.out, txn);
  }

  private onPing(zxid: Zxid): void {
    // While it synchronises a learner does not answer pings (Learner.syncWithLeader).
    if (this.phase !== 'BROADCAST') return;
    if (this.touched.size === 0) {
      this.send({ type: 'PING', zxid, touched: NOBODY });
      return;
    }
    const touched: SnapshotSession[] = [];
    for (const [session, timeoutMs] of this.touched) touched.push({ session, timeoutMs });
    this.touched.clear();
    this.send({ type: 'PING', zxid, touched });
  }

  private onSync(): void {
    const request = this.pendingSyncs.shift();
    if (request !== undefined) this.peer.commits.commitSync(this.peer.out, request);
  }

  /** SendAckRequestProcessor: only what is on disk is acknowledged. */
  acknowledge(txn: Txn): void {
    if (this.isObserver || this.phase !== 'BROADCAST' || epochOf(txn.zxid) !== this.epoch) return;
    this.peer.fact({ type: 'acked', zxid: txn.zxid });
    this.send({ type: 'ACK', zxid: txn.zxid });
  }

  // --- clients -------------------------------------------------------------------------------------------------

  applied(txn: Txn): void {
    if (txn.body.type === 'createSession') this.touched.set(txn.session, txn.body.timeoutMs);
  }

  submit(request: LocalRequest): void {
    const { session, cxid, op } = request;
    this.peer.commits.enqueue(this.peer.out, request);
    if (request.refused !== undefined) return;
    if (op.type === 'sync') this.pendingSyncs.push(request);
    if (isWrite(op) || op.type === 'sync')
      this.send({ type: 'REQUEST', request: { session, cxid, op, auth: request.auth } });
  }

  touch(session: SessionId, timeoutMs: number): boolean {
    this.touched.set(session, timeoutMs);
    return true;
  }

  report(): RoleReport {
    const state = this.isObserver ? 'observing' : 'following';
    const values: [string, string][] = [['peer_state', `${state} - broadcast - ${this.syncMode.toLowerCase()}`]];
    if (this.isObserver) values.push(['observer_master_id', String(this.leader)]);
    const gauges: [string, number][] = [['quorum_size', votersOf(this.peer.config).length]];
    if (!this.isObserver) gauges.push(['synced_observers', 0]);
    return { mode: this.isObserver ? 'observer' : 'follower', tracker: null, values, gauges };
  }

  expireSession(): void {
    // Sessions are tracked by the leader.
  }

  revalidate(session: SessionId, timeoutMs: number): void {
    this.send({ type: 'REVALIDATE', session, timeoutMs, valid: null });
  }
}
