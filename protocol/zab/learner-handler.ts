/**
 * The leader's view of one learner: how far it has come, and the queue of packets to it, which a stage of its own
 * sends (LearnerHandler and its sender thread). While a snapshot is being copied, what is queued waits behind it.
 */
import type { LearnerType } from '../config.ts';
import type { ServerId, Zxid } from '../ids.ts';
import type { QuorumPacket } from '../messages.ts';
import type { ConnectionId, Out } from '../process.ts';
import { Ring } from '../std/ring.ts';
import type { SnapshotWalk } from '../store/snapshot.ts';

/**
 * CONNECTED: nothing heard. EPOCH: waits for the epoch to be fixed. ACKEPOCH: LEADERINFO sent. ACKED: waits for a
 * quorum of ACKEPOCH. SYNCING: the plan is being made or carried out. NEWLEADER: queued. SYNCED: acknowledged.
 */
export type LearnerPhase = 'CONNECTED' | 'EPOCH' | 'ACKEPOCH' | 'ACKED' | 'SYNCING' | 'NEWLEADER' | 'SYNCED';

/** The stage in which a leader copies its tree for learners. */
export const COPY_STAGE = 'copy';

export class LearnerHandler {
  readonly connection: ConnectionId;
  readonly sid: ServerId;
  readonly stage: string;
  type: LearnerType = 'participant';
  phase: LearnerPhase = 'CONNECTED';
  /** From its ACKEPOCH. */
  peerZxid = 0 as Zxid;
  truncFloor = 0 as Zxid;
  /** What its synchronisation brings it to; only later proposals and commits are sent to it. */
  reached = 0 as Zxid;
  /** Monotonic time of its last packet. */
  lastPacketUs: number;
  /** The tick by which it must be heard of again (tickOfNextAckDeadline). */
  deadlineTick: number;
  readonly pendingAcks = new SyncLimitCheck();
  /** A snapshot for it is being copied. */
  walk: SnapshotWalk | null = null;
  /** What its sender is to send (queuedPackets). */
  private readonly outgoing = new Ring<QuorumPacket>();
  /** Waits for the snapshot to be sent. */
  readonly held = new Ring<QuorumPacket>();

  constructor(connection: ConnectionId, sid: ServerId, nowUs: number, deadlineTick: number) {
    this.connection = connection;
    this.sid = sid;
    this.stage = `send/${sid}`;
    this.lastPacketUs = nowUs;
    this.deadlineTick = deadlineTick;
  }

  /** The stage is handed the connection once for each packet. */
  handToSender(out: Out, packet: QuorumPacket): void {
    this.outgoing.push(packet);
    out.handOver(this.stage, this.connection);
  }

  /** The stage's turn. */
  sendNext(out: Out, nowUs: number): void {
    const packet = this.outgoing.shift();
    if (packet === undefined) return;
    if (packet.type === 'PROPOSAL') this.pendingAcks.proposed(packet.txn.zxid, nowUs);
    out.send(this.connection, packet);
  }

  get isVoter(): boolean {
    return this.type === 'participant';
  }
}

/**
 * How long the oldest proposal of a learner has waited for its ACK, from two samples (LearnerHandler.SyncLimitCheck):
 * the one being timed and the newest one after it.
 */
export class SyncLimitCheck {
  private started = false;
  private currentZxid = 0 as Zxid;
  private currentUs = -1;
  private nextZxid = 0 as Zxid;
  private nextUs = -1;

  start(): void {
    this.started = true;
  }

  proposed(zxid: Zxid, nowUs: number): void {
    if (!this.started) return;
    if (this.currentUs < 0) {
      this.currentUs = nowUs;
      this.currentZxid = zxid;
    } else {
      this.nextUs = nowUs;
      this.nextZxid = zxid;
    }
  }

  acked(zxid: Zxid): void {
    if (this.currentUs >= 0 && zxid === this.currentZxid) {
      this.currentUs = this.nextUs;
      this.currentZxid = this.nextZxid;
      this.nextUs = -1;
    } else if (this.nextUs >= 0 && zxid === this.nextZxid) this.nextUs = -1;
  }

  isWithin(nowUs: number, limitUs: number): boolean {
    return this.currentUs < 0 || nowUs - this.currentUs < limitUs;
  }
}

/** From a list that may not hold it. */
export function removeHandler(list: LearnerHandler[], handler: LearnerHandler): void {
  const index = list.indexOf(handler);
  if (index >= 0) list.splice(index, 1);
}
