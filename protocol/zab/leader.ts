/**
 * Leading (Leader): discovery, synchronisation, broadcast.
 *
 *   DISCOVERY        a quorum says which epochs it has accepted; the new epoch is above all of them, made durable, told
 *                    (LEADERINFO), and accepted by a quorum (ACKEPOCH), none of it fresher than this server
 *   SYNCHRONIZATION  each learner is brought to this server's history, then gets NEWLEADER; a quorum acknowledging it
 *                    establishes the epoch and commits that history
 *   BROADCAST        UPTODATE; proposals are committed when a quorum has them on disk
 *
 * What happens to one learner's synchronisation is in learner-sync.ts; proposals are in proposals.ts; the requests of
 * clients are in leader-requests.ts.
 */
import type { RoleReport } from '../admin/role-report.ts';
import type { FileContents } from '../durable/barrier.ts';
import type { ReadEvent, StorageEvent } from '../durable/storage.ts';
import {
  epoch as makeEpoch,
  epochOf,
  makeZxid,
  counterOf,
  type Epoch,
  type ServerId,
  type SessionId,
  type Zxid,
} from '../ids.ts';
import type { QuorumPacket } from '../messages.ts';
import type { ConnectionId, ProcessName } from '../process.ts';
import type { LocalRequest } from '../pipeline/request.ts';
import { AckTracker } from '../quorum/ack-tracker.ts';
import type { QuorumVerifier } from '../quorum/verifier.ts';
import { SidSet } from '../quorum/sid-set.ts';
import { assertNever } from '../std/assert.ts';
import type { Txn } from '../txn.ts';
import { LearnerHandler, COPY_STAGE, removeHandler } from './learner-handler.ts';
import type { LearnerSync } from './learner-sync.ts';
import { leaderReport } from './leader-report.ts';
import { LeaderRequests } from './leader-requests.ts';
import { PREP_STAGE, type Primary } from './primary-requests.ts';
import type { Proposals } from './proposals.ts';
import type { QuorumPeer } from './peer.ts';
import type { Role } from './role.ts';

const PHASE_TIMER = 'leader/phase';
const TICK_TIMER = 'leader/tick';

export class Leader implements Role, Primary {
  readonly peer: QuorumPeer;
  readonly roleNumber: number;
  readonly handlers = new Map<ConnectionId, LearnerHandler>();
  /** Those of them that get every proposal and commit, in the order they came to that. */
  readonly forwarding: LearnerHandler[] = [];
  /** Those that acknowledged NEWLEADER and wait for UPTODATE. */
  private readonly awaiting: LearnerHandler[] = [];
  /** Whose quorums proposals need. */
  readonly verifiers: readonly QuorumVerifier[];
  readonly proposals: Proposals;
  readonly requests: LeaderRequests;
  private readonly sync: LearnerSync;

  phase: 'EPOCH' | 'ACKEPOCH' | 'NEWLEADER' | 'BROADCAST' = 'EPOCH';
  /** The epoch being proposed; fixed once a quorum has said what it accepted. */
  epoch: Epoch;
  private epochFixed = false;
  private epochDurable = false;
  readonly joined: AckTracker;
  readonly epochAcks: AckTracker;
  readonly newLeaderAcks: AckTracker;
  /** What this server brings to the election of its epoch (leaderStateSummary). */
  private readonly summary: { readonly currentEpoch: Epoch; readonly lastZxid: Zxid };
  private tick = 0;
  private halfTick = false;

  constructor(peer: QuorumPeer) {
    this.peer = peer;
    this.roleNumber = peer.roleNumber;
    this.epoch = makeEpoch(Math.max(peer.storage.acceptedEpoch, peer.epochFloor) + 1);
    this.summary = { currentEpoch: peer.storage.currentEpoch, lastZxid: peer.database.lastProcessedZxid };
    this.verifiers = [peer.quorum];
    this.joined = peer.parts.createEpochAcks(this.verifiers);
    this.epochAcks = peer.parts.createEpochAcks(this.verifiers);
    this.newLeaderAcks = new AckTracker(this.verifiers);
    this.proposals = peer.parts.createProposals(this);
    this.requests = new LeaderRequests(this);
    this.sync = peer.parts.createLearnerSync(this);
  }

  get me(): ServerId {
    return this.peer.config.sid;
  }

  get isServing(): boolean {
    return this.phase === 'BROADCAST';
  }

  /** A leader's tree is always covered by its own log and snapshots. */
  readonly needsReload: boolean = false;

  start(): void {
    const { peer } = this;
    peer.setPhase('DISCOVERY', this.epoch, this.me);
    peer.database.tree.dropOrphanEphemerals();
    peer.snapshots.begin(peer.out, peer.database.tree);
    this.armPhaseTimer();
    this.join(this.me, peer.storage.acceptedEpoch);
  }

  stop(): void {
    const { out } = this.peer;
    for (const handler of this.handlers.values()) out.close(handler.connection);
    this.handlers.clear();
    this.forwarding.length = 0;
    this.awaiting.length = 0;
    out.cancelTimer(PHASE_TIMER);
    out.cancelTimer(TICK_TIMER);
    this.requests.stop();
  }

  // --- inputs --------------------------------------------------------------------------------------------------

  onOpened(connection: ConnectionId, name: ProcessName, incoming: boolean): void {
    if (!incoming) return;
    const { syncLimit, initLimit } = this.peer.config;
    const sid = Number(name) as ServerId;
    this.handlers.set(
      connection,
      new LearnerHandler(connection, sid, this.peer.nowUs, this.tick + initLimit + syncLimit),
    );
  }

  onClosed(connection: ConnectionId): void {
    const handler = this.handlers.get(connection);
    if (handler !== undefined) this.forget(handler);
  }

  private forget(handler: LearnerHandler): void {
    this.handlers.delete(handler.connection);
    removeHandler(this.forwarding, handler);
    removeHandler(this.awaiting, handler);
  }

  /** From now on the learner gets every later proposal and commit. */
  forward(handler: LearnerHandler): void {
    this.forwarding.push(handler);
  }

  onPacket(connection: ConnectionId, packet: QuorumPacket): void {
    const handler = this.handlers.get(connection);
    if (handler === undefined) return;
    handler.lastPacketUs = this.peer.nowUs;
    if (this.phase === 'BROADCAST') handler.deadlineTick = this.tick + this.peer.config.syncLimit;
    switch (packet.type) {
      case 'FOLLOWERINFO':
      case 'OBSERVERINFO':
        this.onLearnerInfo(handler, packet.type === 'OBSERVERINFO', packet.acceptedEpoch);
        return;
      case 'ACKEPOCH':
        handler.truncFloor = packet.floor;
        this.onAckEpoch(handler, packet.lastZxid, packet.currentEpoch);
        return;
      case 'ACK':
        this.onAck(handler, packet.zxid);
        return;
      case 'PING':
        for (const { session, timeoutMs } of packet.touched) this.requests.touchForwarded(session, timeoutMs);
        return;
      case 'REQUEST':
        this.requests.forwarded(handler, packet.request);
        return;
      case 'REVALIDATE':
        this.requests.revalidateForwarded(handler, packet.session, packet.timeoutMs);
        return;
      case 'CONFIRMED':
        this.requests.confirmed(handler.sid, packet.ticket);
        return;
      case 'LEADERINFO':
      case 'DIFF':
      case 'TRUNC':
      case 'SNAP':
      case 'SNAPCHUNK':
      case 'SNAPEND':
      case 'NEWLEADER':
      case 'UPTODATE':
      case 'PROPOSAL':
      case 'COMMIT':
      case 'INFORM':
      case 'SYNC':
      case 'CONFIRM':
        this.refuse(handler, `${packet.type}, which only leaders send`);
        return;
      default:
        assertNever(packet);
    }
  }

  onTimer(timer: string): void {
    if (timer === PHASE_TIMER) this.shutdown('no quorum in time');
    else if (timer === TICK_TIMER) this.onHalfTick();
    else this.requests.onTimer(timer);
  }

  onStage(stage: string, item: unknown): void {
    if (stage === PREP_STAGE) this.requests.prepare(item as number);
    else if (stage === COPY_STAGE) this.sync.copy(item as ConnectionId);
    else this.handlers.get(item as ConnectionId)?.sendNext(this.peer.out, this.peer.nowUs);
  }

  onStorage(event: StorageEvent): void {
    if (event.kind !== 'epochDurable') return;
    if (event.file === 'acceptedEpoch') this.onEpochDurable();
    else this.countNewLeaderAck(this.me);
  }

  onRead(event: ReadEvent, contents: FileContents): void {
    if (event.kind !== 'logForLearner') return;
    const handler = this.handlers.get(event.connection);
    if (handler !== undefined) this.sync.withLog(handler, contents);
  }

  // --- discovery -----------------------------------------------------------------------------------------------

  private onLearnerInfo(handler: LearnerHandler, isObserver: boolean, accepted: Epoch): void {
    if (handler.phase !== 'CONNECTED') {
      this.refuse(handler, 'a second FOLLOWERINFO or OBSERVERINFO');
      return;
    }
    handler.type = isObserver ? 'observer' : 'participant';
    handler.phase = 'EPOCH';
    this.join(handler.sid, accepted);
    if (this.epochDurable && this.handlers.has(handler.connection) && handler.phase === 'EPOCH') {
      this.sendLeaderInfo(handler);
    }
  }

  /**
   * getEpochToPropose: `sid` takes part, having accepted `accepted`. The epoch is fixed when a quorum, this server
   * included, has said so. Whoever comes later with a higher one could never follow: then this server steps down
   * once, and remembers it for its next epoch.
   */
  protected join(sid: ServerId, accepted: Epoch): void {
    if (this.epochFixed) {
      if (accepted <= this.epoch) return;
      this.peer.epochFloor = accepted;
      this.shutdown('a learner has accepted a higher epoch');
      return;
    }
    if (accepted >= this.epoch) this.epoch = makeEpoch(accepted + 1);
    this.joined.addAck(sid);
    if (!this.joined.hasAck(this.me) || !this.joined.hasAllQuorums()) return;
    this.epochFixed = true;
    this.persistAcceptedEpoch();
  }

  /** The epoch is on disk before anyone hears of it: a restarted leader must not propose it again. */
  protected persistAcceptedEpoch(): void {
    this.peer.storage.writeEpoch(this.peer.out, 'acceptedEpoch', this.epoch, this.roleNumber);
  }

  protected onEpochDurable(): void {
    this.epochDurable = true;
    this.phase = 'ACKEPOCH';
    this.peer.setPhase('DISCOVERY', this.epoch, this.me);
    this.armPhaseTimer();
    for (const handler of [...this.handlers.values()]) if (handler.phase === 'EPOCH') this.sendLeaderInfo(handler);
    this.peer.fact({ type: 'epochAcked', epoch: this.epoch });
    this.countEpochAck(this.me);
  }

  private sendLeaderInfo(handler: LearnerHandler): void {
    handler.phase = 'ACKEPOCH';
    this.peer.out.send(handler.connection, { type: 'LEADERINFO', epoch: this.epoch } as QuorumPacket);
  }

  /** waitForEpochAck. A learner fresher than this server proves that it should not lead that learner. */
  private onAckEpoch(handler: LearnerHandler, lastZxid: Zxid, currentEpoch: Epoch | -1): void {
    if (handler.phase !== 'ACKEPOCH') {
      this.refuse(handler, 'ACKEPOCH before LEADERINFO, or a second one');
      return;
    }
    handler.peerZxid = lastZxid;
    handler.phase = 'ACKED';
    if (this.phase !== 'ACKEPOCH') {
      this.sync.begin(handler);
      return;
    }
    if (currentEpoch === -1) return;
    if (this.isFresher(currentEpoch, lastZxid)) {
      this.disconnect(handler);
      return;
    }
    this.countEpochAck(handler.sid);
  }

  protected isFresher(currentEpoch: Epoch, lastZxid: Zxid): boolean {
    const mine = this.summary;
    return currentEpoch > mine.currentEpoch || (currentEpoch === mine.currentEpoch && lastZxid > mine.lastZxid);
  }

  private countEpochAck(sid: ServerId): void {
    this.epochAcks.addAck(sid);
    if (this.phase !== 'ACKEPOCH' || !this.epochAcks.hasAck(this.me) || !this.epochAcks.hasAllQuorums()) return;
    this.beginSynchronization();
  }

  /** A quorum accepted the epoch, and none of them is fresher: this server's history is the epoch's. */
  protected beginSynchronization(): void {
    this.phase = 'NEWLEADER';
    this.peer.setPhase('SYNCHRONIZATION', this.epoch, this.me);
    this.armPhaseTimer();
    this.peer.storage.writeEpoch(this.peer.out, 'currentEpoch', this.epoch, this.roleNumber);
    for (const handler of [...this.handlers.values()]) if (handler.phase === 'ACKED') this.sync.begin(handler);
  }

  // --- synchronisation -----------------------------------------------------------------------------------------

  /** The zxid of NEWLEADER: position 0 of the epoch. */
  get newLeaderZxid(): Zxid {
    return makeZxid(this.epoch, 0);
  }

  private onAck(handler: LearnerHandler, zxid: Zxid): void {
    handler.pendingAcks.acked(zxid);
    if (handler.phase === 'SYNCED') {
      // Counter 0 answers UPTODATE.
      if (counterOf(zxid) !== 0) this.proposals.acknowledge(handler.sid, zxid);
      return;
    }
    if (handler.phase !== 'NEWLEADER' || zxid !== this.newLeaderZxid) {
      this.refuse(handler, 'an ACK of a proposal before the ACK of NEWLEADER');
      return;
    }
    handler.phase = 'SYNCED';
    handler.pendingAcks.start();
    this.awaiting.push(handler);
    if (this.phase === 'BROADCAST') {
      if (handler.isVoter) this.proposals.acknowledgeUpTo(handler.sid, handler.reached);
      this.tellUpToDate();
    } else if (handler.isVoter) this.countNewLeaderAck(handler.sid);
  }

  private countNewLeaderAck(sid: ServerId): void {
    this.newLeaderAcks.addAck(sid);
    if (this.phase === 'NEWLEADER' && this.mayEstablish()) this.establish();
  }

  protected mayEstablish(): boolean {
    return this.newLeaderAcks.hasAck(this.me) && this.newLeaderAcks.hasAllQuorums();
  }

  /** The epoch is established: this server's history is committed, and it serves. */
  private establish(): void {
    const { peer } = this;
    peer.out.cancelTimer(PHASE_TIMER);
    peer.fact({
      type: 'established',
      epoch: this.epoch,
      zxid: peer.database.lastTxn,
      quorum: this.newLeaderAcks.toArray(),
    });
    peer.knownCommitted = peer.database.lastTxn;
    this.phase = 'BROADCAST';
    peer.setPhase('BROADCAST', this.epoch, this.me);
    this.startServing();
    for (const handler of this.handlers.values()) {
      handler.deadlineTick = this.tick + peer.config.initLimit + peer.config.syncLimit;
    }
    this.tellUpToDate();
    peer.out.setTimer(TICK_TIMER, this.halfTickUs);
  }

  /** From here on requests are taken and proposals made. */
  protected startServing(): void {
    const { peer } = this;
    peer.database.tree.lastProcessedZxid = this.newLeaderZxid;
    this.proposals.start(this.newLeaderZxid);
    this.requests.start();
    peer.commits.start({ syncWaits: peer.config.syncMode === 'quorum' });
    peer.election.updateVoteEpoch(this.epoch);
  }

  /** UPTODATE for learners that acknowledged NEWLEADER, as soon as all they hold is committed. */
  tellUpToDate(): void {
    if (this.awaiting.length === 0) return;
    for (const handler of [...this.awaiting]) {
      if (handler.reached > this.proposals.lastCommitted) continue;
      removeHandler(this.awaiting, handler);
      this.queue(handler, { type: 'UPTODATE' });
    }
  }

  // --- packets to learners -------------------------------------------------------------------------------------

  /** Queues a packet behind all that is queued for this learner. */
  queue(handler: LearnerHandler, packet: QuorumPacket): void {
    if (handler.walk !== null) handler.held.push(packet);
    else handler.handToSender(this.peer.out, packet);
  }

  private refuse(handler: LearnerHandler, what: string): void {
    this.peer.fact({ type: 'refused', peer: handler.sid, what });
    this.disconnect(handler);
  }

  disconnect(handler: LearnerHandler): void {
    this.forget(handler);
    this.peer.out.close(handler.connection);
  }

  // --- ticks ---------------------------------------------------------------------------------------------------

  private get halfTickUs(): number {
    return Math.floor((this.peer.config.tickTimeMs * 1000) / 2);
  }

  /** Every half tick learners are pinged; every tick those that are silent for too long no longer count. */
  private onHalfTick(): void {
    const { peer } = this;
    peer.out.setTimer(TICK_TIMER, this.halfTickUs);
    this.halfTick = !this.halfTick;
    if (!this.halfTick) this.tick++;
    const tickUs = peer.config.tickTimeMs * 1000;
    for (const handler of [...this.handlers.values()]) {
      const limitTicks = handler.phase === 'SYNCED' ? peer.config.syncLimit : peer.config.initLimit;
      const silent = peer.nowUs - handler.lastPacketUs > limitTicks * tickUs;
      const stuck = !handler.pendingAcks.isWithin(peer.nowUs, peer.config.syncLimit * tickUs);
      if (silent) peer.mark('a half-open connection timed out');
      if (silent || stuck) this.disconnect(handler);
    }
    if (!this.halfTick && this.lostQuorum()) {
      this.shutdown('lost its quorum');
      return;
    }
    const ping: QuorumPacket = { type: 'PING', zxid: this.proposals.lastProposed, touched: NOBODY };
    for (const handler of this.forwarding) this.queue(handler, ping);
  }

  protected lostQuorum(): boolean {
    const alive = new SidSet();
    alive.add(this.me);
    for (const handler of this.handlers.values()) {
      if (handler.phase === 'SYNCED' && handler.isVoter && this.tick <= handler.deadlineTick) alive.add(handler.sid);
    }
    return !this.peer.quorum.containsQuorum(alive);
  }

  private armPhaseTimer(): void {
    this.peer.out.setTimer(PHASE_TIMER, this.peer.config.initLimit * this.peer.config.tickTimeMs * 1000);
  }

  shutdown(reason: string): void {
    if (this.peer.role === this) this.peer.leaveRole(reason);
  }

  // --- pipeline ------------------------------------------------------------------------------------------------

  acknowledge(txn: Txn): void {
    if (this.isServing && epochOf(txn.zxid) === this.epoch) {
      this.peer.fact({ type: 'acked', zxid: txn.zxid });
      this.proposals.acknowledge(this.me, txn.zxid);
    }
  }

  applied(txn: Txn): void {
    this.proposals.applied(txn);
    this.requests.applied(txn);
  }

  submit(request: LocalRequest): void {
    this.requests.submit(request);
  }

  touch(session: SessionId, timeoutMs: number): boolean {
    return this.requests.touch(session, timeoutMs);
  }

  report(): RoleReport {
    return leaderReport(this);
  }

  expireSession(session: SessionId): void {
    this.requests.expireSession(session);
  }

  revalidate(session: SessionId, timeoutMs: number): void {
    this.peer.clients.answerHandshake(session, this.requests.revalidate(session, timeoutMs, this.me));
  }
}

const NOBODY: readonly never[] = [];
