/**
 * Everything that travels between servers and between clients and servers, one union per channel.
 * Tags are ZooKeeper's names. README.md has the glossary: who sends what, when, and what each role does with it.
 */
import type { ErrorCode } from './error-code.ts';
import type { Epoch, ServerId, SessionId, Zxid } from './ids.ts';
import type { ClientOp, OpResult, SyncOp, WatchEventType, WriteOp } from './op.ts';
import type { AuthInfo } from './session/auth-info.ts';
import type { SnapshotNode } from './store/snapshot-node.ts';
import type { Txn } from './txn.ts';

/** Channels: the three ports of a server. */
export const Channel = { ELECTION: 'election', QUORUM: 'quorum', CLIENT: 'client' } as const;

/** `STANDALONE` is our name for a server that is no ensemble (`config.standalone`): it never looks for a leader. */
export type ServerState = 'LOOKING' | 'FOLLOWING' | 'LEADING' | 'OBSERVING' | 'STANDALONE';
export type ZabPhase = 'ELECTION' | 'DISCOVERY' | 'SYNCHRONIZATION' | 'BROADCAST';

// --- election ------------------------------------------------------------------------------------------------

/** What a server votes for. */
export interface Vote {
  readonly leader: ServerId;
  /** The proposed leader's last logged zxid. */
  readonly zxid: Zxid;
  /** The proposed leader's currentEpoch. */
  readonly peerEpoch: Epoch;
}

/** The first thing on an election connection: who opened it (QuorumCnxManager.InitialMessage). */
export interface InitialMessage {
  readonly type: 'INITIAL';
  readonly sid: ServerId;
}
export interface Notification {
  readonly type: 'NOTIFICATION';
  readonly state: ServerState;
  readonly vote: Vote;
  /** The sender's election round (logicalclock), or the round its vote was decided in. */
  readonly electionEpoch: number;
}
export type ElectionMessage = InitialMessage | Notification;

// --- quorum --------------------------------------------------------------------------------------------------

/** A client's write or sync on its way from a learner to the leader. */
export interface ForwardedRequest {
  readonly session: SessionId;
  readonly cxid: number;
  readonly op: WriteOp | SyncOp;
  /** What the client's connection had proven when it sent this. */
  readonly auth: AuthInfo;
}

export type QuorumPacket =
  | { readonly type: 'FOLLOWERINFO' | 'OBSERVERINFO'; readonly sid: ServerId; readonly acceptedEpoch: Epoch }
  | { readonly type: 'LEADERINFO'; readonly epoch: Epoch }
  /**
   * `currentEpoch` is -1 when the learner had accepted this epoch already: not to be counted again. `floor`: the
   * learner cannot TRUNC below it, having no older snapshot; not in ZooKeeper, where such a TRUNC ends the process.
   */
  | { readonly type: 'ACKEPOCH'; readonly lastZxid: Zxid; readonly currentEpoch: Epoch | -1; readonly floor: Zxid }
  | { readonly type: 'DIFF'; readonly zxid: Zxid }
  | { readonly type: 'TRUNC'; readonly zxid: Zxid }
  /** A snapshot follows as SNAPCHUNKs and ends with SNAPEND. */
  | { readonly type: 'SNAP'; readonly zxid: Zxid }
  | { readonly type: 'SNAPCHUNK'; readonly nodes: readonly SnapshotNode[] }
  /** `zxid`: the last one the leader had applied when the copy ended; the tree is fuzzy up to there. */
  | { readonly type: 'SNAPEND'; readonly sessions: readonly SnapshotSession[]; readonly zxid: Zxid }
  | { readonly type: 'NEWLEADER'; readonly zxid: Zxid }
  | { readonly type: 'UPTODATE' }
  | { readonly type: 'PROPOSAL'; readonly txn: Txn }
  | { readonly type: 'ACK'; readonly zxid: Zxid }
  | { readonly type: 'COMMIT'; readonly zxid: Zxid }
  | { readonly type: 'INFORM'; readonly txn: Txn }
  /** From the leader; the answer carries the sessions touched since the last one. */
  | { readonly type: 'PING'; readonly zxid: Zxid; readonly touched: readonly SnapshotSession[] }
  | { readonly type: 'REQUEST'; readonly request: ForwardedRequest }
  | { readonly type: 'SYNC' }
  /** syncMode quorum: the leader asks whether the learner still follows it, in order with its proposals. */
  | { readonly type: 'CONFIRM'; readonly ticket: number }
  | { readonly type: 'CONFIRMED'; readonly ticket: number }
  /** `valid` is null in the question. */
  | {
      readonly type: 'REVALIDATE';
      readonly session: SessionId;
      readonly timeoutMs: number;
      readonly valid: boolean | null;
    };

export type QuorumPacketType = QuorumPacket['type'];

/** A session and its time-out, as snapshots and pings carry them. */
export interface SnapshotSession {
  readonly session: SessionId;
  readonly timeoutMs: number;
}

// --- client --------------------------------------------------------------------------------------------------

export type ClientMessage =
  | {
      readonly type: 'CONNECT';
      readonly lastZxidSeen: Zxid;
      readonly timeoutMs: number;
      /** NO_SESSION asks for a new one. */
      readonly session: SessionId;
      /** Sixteen bytes as hexadecimal; empty for a new session. */
      readonly password: string;
      /** Whether a read-only server would do; absent in what clients before 3.4 send. */
      readonly readOnly?: boolean;
    }
  /** `xid` > 0 counts up per session; -2 ping, -4 auth, -8 setWatches as in ZooKeeper. */
  | { readonly type: 'REQUEST'; readonly xid: number; readonly op: ClientOp }
  /**
   * A four-letter word, on a connection that has said nothing else; answered by a TEXT, and the connection ends.
   * `argument`, of `stmk`: the eight bytes behind it as a signed decimal number.
   */
  | { readonly type: 'COMMAND'; readonly word: string; readonly argument?: string };

export type ServerMessage =
  /** `timeoutMs` 0: the session is gone. */
  | {
      readonly type: 'CONNECTED';
      readonly timeoutMs: number;
      readonly session: SessionId;
      readonly password: string;
      /** Present, and false, when the request had it. */
      readonly readOnly?: boolean;
    }
  | {
      readonly type: 'REPLY';
      readonly xid: number;
      /** The answering server's last processed zxid, after the request's own transaction. 0 to auth, -1 to an unknown op code. */
      readonly zxid: Zxid;
      readonly err: ErrorCode;
      readonly result: OpResult | null;
    }
  /** A watch notification. `zxid` is that of the change, or -1 when setWatches found out later. */
  | { readonly type: 'EVENT'; readonly event: WatchEventType; readonly path: string; readonly zxid: Zxid | -1 }
  /** The answer to a four-letter word; on the wire its bytes and nothing else. */
  | { readonly type: 'TEXT'; readonly text: string };
