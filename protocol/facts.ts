/**
 * Facts: what a server tells its observers at moments that mean something. Plain data; a run is the same whether
 * anybody listens. Every online check, mark, caption and report reads facts.
 *
 * `treeDigest` is the digest of the whole tree and its sessions, or -1 while the tree is fuzzy: between the label
 * of the snapshot it was loaded from and the last zxid whose effects that snapshot may hold.
 *
 * A zxid with counter 0, `e:0`, names no transaction: it is the position just after the initial history of epoch
 * e, which an established leader takes as its last processed zxid (ZooKeeper does the same).
 */
import type { Epoch, ServerId, SessionId, Zxid } from './ids.ts';
import type { ServerState, ZabPhase } from './messages.ts';
import type { WatchEventType } from './op.ts';
import type { Txn } from './txn.ts';

export type SyncMode = 'DIFF' | 'TRUNC' | 'SNAP';

export type Fact =
  /** The server's state or phase changed. `leader` is whom it follows, itself when LEADING, null when LOOKING. */
  | {
      readonly type: 'role';
      readonly state: ServerState;
      readonly phase: ZabPhase;
      readonly epoch: Epoch;
      readonly leader: ServerId | null;
    }
  /** The server stopped leading or following, and why. */
  | { readonly type: 'roleEnded'; readonly reason: string }
  /** Recovery from disk ended, and what it read is durable. `zxid`: last one replayed; `snapshot`: the zxid of the snapshot under it. */
  | {
      readonly type: 'recovered';
      readonly zxid: Zxid;
      readonly snapshot: Zxid;
      readonly treeDigest: number;
      readonly acceptedEpoch: Epoch;
      readonly currentEpoch: Epoch;
      /** Log records cut off because a crash tore them. */
      readonly tornRecords: number;
    }
  /** The file is durable. */
  | { readonly type: 'acceptedEpoch'; readonly epoch: Epoch }
  | { readonly type: 'currentEpoch'; readonly epoch: Epoch }
  /** The server's word that it follows nobody of an epoch below left: its ACKEPOCH, or a leader's own count. */
  | { readonly type: 'epochAcked'; readonly epoch: Epoch }
  | {
      readonly type: 'elected';
      readonly leader: ServerId;
      readonly zxid: Zxid;
      readonly peerEpoch: Epoch;
      readonly round: number;
    }
  /** The leader chose how to synchronise a learner. */
  | {
      readonly type: 'syncPlan';
      readonly learner: ServerId;
      readonly mode: SyncMode;
      readonly learnerZxid: Zxid;
      /** Where TRUNC cuts, or the zxid of the SNAP, or the last zxid of the DIFF. */
      readonly zxid: Zxid;
      /** Transactions queued behind it, live ones not counted. */
      readonly txns: number;
      readonly fromDisk: boolean;
    }
  /** The leader's NEWLEADER has a quorum: `zxid` is the last of its initial history, all of which is now committed. */
  | { readonly type: 'established'; readonly epoch: Epoch; readonly zxid: Zxid; readonly quorum: readonly ServerId[] }
  /** The learner's history is durable, then its epoch; its ACK of NEWLEADER leaves now. */
  | { readonly type: 'newLeaderAcked'; readonly epoch: Epoch; readonly zxid: Zxid }
  /** The learner received UPTODATE and serves clients. */
  | { readonly type: 'upToDate'; readonly epoch: Epoch }
  /** The leader gave a transaction to its followers. */
  | { readonly type: 'proposed'; readonly txn: Txn }
  /** Appended to this server's log, not yet durable. */
  | { readonly type: 'logged'; readonly txn: Txn }
  /** The log is durable up to `zxid`; `group` records became so at once. */
  | { readonly type: 'synced'; readonly zxid: Zxid; readonly group: number }
  /** This server's acknowledgement of a proposal left for the leader (or counted, at the leader). */
  | { readonly type: 'acked'; readonly zxid: Zxid }
  /** The leader's commit rule held. `acks`: who had acknowledged. */
  | { readonly type: 'committed'; readonly zxid: Zxid; readonly acks: readonly ServerId[] }
  /** Delivered: the tree now includes it. */
  | { readonly type: 'applied'; readonly txn: Txn; readonly treeDigest: number }
  /** A soft restart replayed logged, perhaps uncommitted, transactions into memory: now at `zxid`. */
  | { readonly type: 'fastForwarded'; readonly from: Zxid; readonly zxid: Zxid; readonly treeDigest: number }
  /** The log was cut after `zxid`, durably, and reloaded. */
  | { readonly type: 'truncated'; readonly zxid: Zxid; readonly treeDigest: number }
  /** A leader's snapshot replaced this server's tree and is durable; its log begins after it. */
  | { readonly type: 'snapshotInstalled'; readonly zxid: Zxid; readonly treeDigest: number }
  | { readonly type: 'snapshotBegun'; readonly zxid: Zxid }
  | { readonly type: 'snapshotDone'; readonly zxid: Zxid }
  /** The leader's tracker. `owner`: the server the client is connected to. Times are the leader's monotonic clock. */
  | { readonly type: 'sessionOpened'; readonly session: SessionId; readonly timeoutMs: number; readonly atUs: number }
  | { readonly type: 'sessionTouched'; readonly session: SessionId; readonly atUs: number }
  | { readonly type: 'sessionMoved'; readonly session: SessionId; readonly owner: ServerId }
  /** `asked`: somebody ended it by hand, whatever its time-out says. */
  | { readonly type: 'sessionExpired'; readonly session: SessionId; readonly atUs: number; readonly asked?: true }
  | { readonly type: 'sessionClosed'; readonly session: SessionId }
  /** The leader found a container or a node with a time to live that may go, and asks for its deletion: ContainerManager. */
  | { readonly type: 'unusedNode'; readonly path: string; readonly wallMs: number }
  | {
      readonly type: 'watchArmed';
      readonly session: SessionId;
      readonly watch: 'data' | 'child';
      /** One bit of WatchMode. */
      readonly mode: number;
      readonly path: string;
      readonly zxid: Zxid;
    }
  | {
      readonly type: 'watchFired';
      readonly session: SessionId;
      readonly event: WatchEventType;
      /** Of the change; a recursive watch may be on an ancestor. */
      readonly path: string;
      /** Bits of WatchMode: all the ways in which the connection watched it. */
      readonly modes: number;
      readonly zxid: Zxid;
      /** Fired by setWatches on reconnect. */
      readonly caughtUp: boolean;
    }
  /** An election message replaced an unsent one in a peer's one-slot queue. */
  | { readonly type: 'queueOverwritten'; readonly peer: ServerId }
  /** The peer sent what it could not have sent, had both kept to the protocol; the server breaks with it. */
  | { readonly type: 'refused'; readonly peer: ServerId; readonly what: string }
  /** A rare path was taken. */
  | { readonly type: 'mark'; readonly name: string };

export type FactType = Fact['type'];
