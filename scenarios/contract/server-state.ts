/** What facts have told about one server: where its log, its disk and its tree stand. All zxids are normalised. */
import { ZXID_ZERO, type Epoch, type ServerId, type Zxid } from '../../protocol/ids.ts';
import type { ServerState as PeerState, ZabPhase } from '../../protocol/messages.ts';

export interface ServerState {
  readonly sid: ServerId;
  readonly voter: boolean;
  up: boolean;
  state: PeerState;
  phase: ZabPhase;
  epoch: Epoch;
  /** Last transaction in its log, durable or not. */
  tail: Zxid;
  /** Last transaction that is durable. */
  durable: Zxid;
  /** Last transaction in its tree. */
  applied: Zxid;
  /** The epoch files, as they are durable. */
  acceptedEpoch: number;
  currentEpoch: number;
  /** The epochs whose NEWLEADER it acknowledged; a leader may learn of it much later. */
  readonly newLeaderAcked: Set<number>;
  /** The last proposal it acknowledged. */
  acked: Zxid;
  /** The next recovery may have lost anything: its disk was wiped. */
  wiped: boolean;
  /** Its disk lies or rots: what it said was durable may be lost at any recovery. */
  unreliable: boolean;
  /** Where leaders since the last recovery told it to cut its log, or which snapshot to take. */
  readonly plans: Zxid[];
}

export function newServerState(sid: ServerId, voter: boolean): ServerState {
  return {
    sid,
    voter,
    up: false,
    state: 'LOOKING',
    phase: 'ELECTION',
    epoch: 0 as Epoch,
    tail: ZXID_ZERO,
    durable: ZXID_ZERO,
    applied: ZXID_ZERO,
    acceptedEpoch: 0,
    currentEpoch: 0,
    newLeaderAcked: new Set(),
    acked: ZXID_ZERO,
    wiped: false,
    unreliable: false,
    plans: [],
  };
}
