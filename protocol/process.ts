/**
 * The port: the one door between a process and whatever hosts it.
 *
 * A process is a deterministic state machine, `step(input, out)`. It learns everything from `input` and acts only
 * through `out`; what passes either way is plain data that a host may record, print and hash. Nothing returns a
 * promise, nothing is called back. The simulator is one host; a transcript test and a real server are others.
 *
 * A host calls `step` for one input at a time. It may reuse the input object after `step` returns, so a process
 * keeps the fields it needs, never the input itself. Messages, records and stage items are immutable once handed
 * over: sender and receiver may share them.
 */

/** A process's stable name: `1` … `255` for servers, `c1`, `c2`, … for clients; anything else for other processes. */
export type ProcessName = string;

/** One end of a connection, numbered by the host; never reused within a run. */
export type ConnectionId = number;

/**
 * Plain data: numbers, strings, booleans, null, bigint, Uint8Array, and arrays and objects of these. An object whose
 * first field is a numeric `digest` of its whole content is hashed by that digest alone (see `Digested`).
 */
export type Plain = unknown;

/** What travels on a connection. `type` is part of a decision's address, so it is a stable name. */
export interface Message {
  readonly type: string;
}

/**
 * Immutable data that carries a digest of everything in it; hosts hash the digest instead of walking the content. It
 * comes first among the fields: one anywhere else is a field like others.
 */
export interface Digested {
  /** Non-negative integer below 2^53; equal content has equal digests. */
  readonly digest: number;
}

/** One record of a durable file as a read returns it. */
export interface StoredRecord {
  readonly data: Plain;
  /** Declared length in bytes. */
  readonly bytes: number;
  /**
   * `ok`: as written. `torn`: a crash cut it short (only ever the last record of a file). `damaged`: complete in
   * length, but its checksum is wrong.
   */
  readonly state: 'ok' | 'torn' | 'damaged';
}

/** Why a connection ended: refused before it opened, reset by the network or a crash, or closed by the peer. */
export type CloseReason = 'refused' | 'reset' | 'closed' | 'timeout';

/** What every input carries: the process's two clocks. */
export interface Clocks {
  /** Microseconds since an arbitrary origin, never going back; drifts. All timers, sessions and deadlines use it. */
  readonly monotonicUs: number;
  /** Milliseconds of the wall clock: may be offset, drift and jump. Stamps ctime and mtime, decides nothing. */
  readonly wallMs: number;
}

export type Input = Clocks &
  (
    | {
        /** The process begins, with nothing but its disk: `files` are the names on it, sorted. */
        readonly kind: 'start';
        readonly files: readonly string[];
      }
    | {
        /** A connection is up: one this process opened (`incoming` false) or one a peer opened to it. */
        readonly kind: 'opened';
        readonly connection: ConnectionId;
        readonly peer: ProcessName;
        readonly channel: string;
        readonly incoming: boolean;
      }
    | {
        /** The connection is gone, or never came to be. Nothing more arrives on it. */
        readonly kind: 'closed';
        readonly connection: ConnectionId;
        readonly peer: ProcessName;
        readonly channel: string;
        readonly reason: CloseReason;
      }
    | {
        readonly kind: 'message';
        readonly connection: ConnectionId;
        readonly peer: ProcessName;
        readonly channel: string;
        readonly message: Message;
      }
    | {
        /** Answers a `send` that asked to be told: the connection takes the next message. */
        readonly kind: 'writable';
        readonly connection: ConnectionId;
      }
    | { readonly kind: 'timer'; readonly timer: string }
    | {
        /** Answers `read`. `records` is null when there is no such file. */
        readonly kind: 'contents';
        readonly file: string;
        readonly records: readonly StoredRecord[] | null;
      }
    | {
        /** Everything done to `file` before the matching `sync` is durable. */
        readonly kind: 'synced';
        readonly file: string;
      }
    | {
        /** The disk refused an operation on `file`; what it covered is not durable, and may be in part. */
        readonly kind: 'diskError';
        readonly file: string;
        readonly operation: 'write' | 'append' | 'sync' | 'truncate' | 'rename' | 'remove' | 'read';
      }
    | { readonly kind: 'stage'; readonly stage: string; readonly item: Plain }
    | {
        /** The application asks something of this process (a client); `reply` with the same id answers. */
        readonly kind: 'request';
        readonly id: number;
        readonly request: Plain;
      }
  );

export type InputKind = Input['kind'];

/** How a process acts. Calls take effect in order; none of them calls back into the process. */
export interface Out {
  /** Asks for a connection on a channel; `opened` or `closed` answers. Messages may be sent at once and wait. */
  open(to: ProcessName, channel: string): ConnectionId;
  /** Ends a connection from this side. No `closed` input follows here; the peer gets one. */
  close(connection: ConnectionId): void;
  /** Queues a message, first in first out. With `notify`, a `writable` input tells when the next would be taken. */
  send(connection: ConnectionId, message: Message, notify?: boolean): void;

  /** Sets or replaces the timer of that name to fire `afterUs` monotonic microseconds from now. */
  setTimer(timer: string, afterUs: number): void;
  cancelTimer(timer: string): void;

  /** Replaces the whole content of a file with one record (creating it). Not durable until synced. */
  write(file: string, data: Plain, bytes: number): void;
  /** Appends one record (creating the file). Not durable until synced. */
  append(file: string, data: Plain, bytes: number): void;
  /** Makes durable all that was done to `file` so far, its creation, renaming or removal included. Answered in order. */
  sync(file: string): void;
  /** Keeps the first `records` records. Not durable until synced. */
  truncate(file: string, records: number): void;
  /** Atomic replacement of `to` by `from`. Not durable until `to` is synced. */
  rename(from: string, to: string): void;
  /** Removes a file. Not durable until synced. */
  remove(file: string): void;
  /** `contents` answers, with what the page cache shows: synced or not. Reads of one file are answered in order. */
  read(file: string): void;

  /** Puts an item at the end of one of this process's stages; a `stage` input takes it out, in order. */
  handOver(stage: string, item: Plain): void;
  /** Answers the application's request `id`; negative ids are unasked-for news. */
  reply(id: number, value: Plain): void;
  /** What the real server draws at random: an integer from 0 to `bound` - 1; quietly 0. */
  choose(name: string, bound: number): number;
  /** Something that means something happened; observers listen, the process is not influenced. */
  fact(fact: Plain): void;
  /** The process ends itself, as the real one does in several places; a supervisor may start it again. */
  exit(reason: string): void;
}

export interface Process {
  step(input: Input, out: Out): void;
  /** A picture of the state for people: plain data, never called in a hot path, never influencing a run. */
  inspect(): unknown;
}
