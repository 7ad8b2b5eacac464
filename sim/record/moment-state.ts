/** How every server and client of an ensemble stands after one event: plain data with a fixed shape, made for people. */

/** `EPOCH:COUNTER`, as reports write zxids. */
export type ZxidText = string;

export interface MomentState {
  /** The last event that had happened. */
  readonly event: number;
  readonly atUs: number;
  readonly servers: readonly ServerState[];
  readonly clients: readonly ClientState[];
}

export interface LogCell {
  readonly zxid: ZxidText;
  readonly text: string;
  /** A crash now would keep it. */
  readonly durable: boolean;
  /** The tree in memory includes it. */
  readonly applied: boolean;
}

export interface VoteState {
  readonly leader: number;
  readonly zxid: ZxidText;
  readonly peerEpoch: number;
}

export interface BallotState {
  readonly sid: number;
  readonly state: string;
  readonly round: number;
  readonly vote: VoteState;
  /** Against the server's own vote: `5 beats 2: same epoch, higher zxid (1:3 over 1:1)`. */
  readonly why: string;
}

export interface SessionState {
  readonly session: string;
  readonly timeoutMs: number;
  /** Client of the simulation that has it; empty: none has it now. */
  readonly client: string;
  /** Server at which its client is connected, as the leader knows; empty where this server does not track sessions. */
  readonly owner: string;
  /** Until it expires if nothing more is heard of it; -1 where this server does not track sessions. */
  readonly leftMs: number;
  readonly closing: boolean;
}

export interface WatchState {
  readonly session: string;
  /** Empty: no client of the simulation has the session. */
  readonly client: string;
  readonly path: string;
  readonly kind: 'data' | 'child';
  readonly mode: 'once' | 'persistent' | 'recursive';
}

/** What a server that leads, or hopes to, has collected so far. */
export interface LeadingState {
  readonly phase: 'EPOCH' | 'ACKEPOCH' | 'NEWLEADER' | 'BROADCAST';
  readonly epoch: number;
  /** Who has told which epoch it accepted, accepted the new one, acknowledged NEWLEADER; this server included. */
  readonly joined: readonly string[];
  readonly epochAcks: readonly string[];
  readonly newLeaderAcks: readonly string[];
  readonly lastCommitted: ZxidText;
  /** Proposed and not committed, the oldest first, with those who have acknowledged. */
  readonly outstanding: readonly { readonly zxid: ZxidText; readonly acks: readonly string[] }[];
  readonly learners: readonly { readonly server: string; readonly voter: boolean; readonly phase: string }[];
}

export interface ZnodeState {
  readonly path: string;
  readonly version: number;
  /** The first characters of its data. */
  readonly data: string;
  readonly bytes: number;
  /** Session of an ephemeral; empty for others. */
  readonly owner: string;
}

export interface ServerState {
  readonly name: string;
  readonly voter: boolean;
  readonly life: 'up' | 'down' | 'paused';
  /** LEADING, FOLLOWING, OBSERVING, LOOKING; of a server that is down, what it was last. */
  readonly role: string;
  readonly phase: string;
  readonly serving: boolean;
  readonly acceptedEpoch: number;
  readonly currentEpoch: number;
  /** Last zxid that its tree includes; that its log holds; that a crash now would leave in it. */
  readonly applied: ZxidText;
  readonly logged: ZxidText;
  readonly durable: ZxidText;
  /** The end of its log. */
  readonly log: readonly LogCell[];
  /** Records of the log before those. */
  readonly logBefore: number;
  readonly round: number;
  /** What it votes for while it looks, else what it decided. */
  readonly vote: VoteState | null;
  readonly received: readonly BallotState[];
  /** Null unless it leads or hopes to. */
  readonly leading: LeadingState | null;
  readonly sessions: readonly SessionState[];
  /** Watched paths. */
  readonly watches: number;
  readonly watchList: readonly WatchState[];
  readonly clients: number;
  readonly znodes: number;
  /** The first ones by path. */
  readonly tree: readonly ZnodeState[];
  readonly treeDigest: number;
  readonly files: readonly {
    readonly name: string;
    readonly records: number;
    /** Of them, those that a crash now would leave; -1: not even the name. */
    readonly durable: number;
  }[];
}

export interface ClientState {
  readonly name: string;
  readonly phase: string;
  readonly server: string | null;
  readonly session: string;
  readonly lastZxid: ZxidText;
  readonly inFlight: number;
  readonly queued: number;
}
