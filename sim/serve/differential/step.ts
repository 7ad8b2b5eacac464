/**
 * The language of test sequences. A sequence is plain data (JSON), and prints as one line of text per step. Whatever
 * depends on the run, such as session ids, passwords and zxids, is named by what it is.
 */
import type {
  AddWatchOp,
  AuthOp,
  CheckOp,
  CloseSessionOp,
  CreateOp,
  DeleteContainerOp,
  DeleteOp,
  MultiReadOp,
  PingOp,
  ReadOp,
  ReconfigOp,
  RemoveWatchesOp,
  SaslOp,
  SetAclOp,
  SetDataOp,
  SetWatchesOp,
  SyncOp,
  UnknownOp,
} from '../../../protocol/op.ts';

/** An operation whose data is text. */
type WithText<T> = Omit<T, 'data'> & { readonly data: string | null };

export type StepMultiPart = WithText<CreateOp> | WithText<SetDataOp> | DeleteOp | CheckOp;
export interface StepMulti {
  readonly type: 'multi';
  readonly parts: readonly StepMultiPart[];
}
export type StepAuth = Omit<AuthOp, 'auth'> & { readonly auth: string | null };
/** `since` counts zxids from the start of the sequence; `seen` is the highest this session was told of. */
export type StepSetWatches = Omit<SetWatchesOp, 'relativeZxid'> & { readonly since: number | 'zero' | 'seen' };

export type StepSasl = Omit<SaslOp, 'token'> & { readonly token: string };

export type StepOp =
  | WithText<CreateOp>
  | WithText<SetDataOp>
  | StepMulti
  | StepAuth
  | StepSasl
  | StepSetWatches
  | DeleteOp
  | DeleteContainerOp
  | SetAclOp
  | ReconfigOp
  | Exclude<ReadOp, MultiReadOp>
  | MultiReadOp
  | SyncOp
  | PingOp
  | AddWatchOp
  | RemoveWatchesOp
  | CloseSessionOp
  | UnknownOp;

/** How the bytes of a request are spoilt, after it was encoded. */
export type Flaw =
  /** The record ends early. */
  | { readonly kind: 'cut'; readonly bytes: number }
  /** At this offset of the record so many bytes are replaced by others. */
  | { readonly kind: 'splice'; readonly at: number; readonly remove: number; readonly insert: string }
  /** The header asks for another operation than the record is of. */
  | { readonly kind: 'opCode'; readonly value: number }
  /** The packet is this long, header included, and so cuts into it. */
  | { readonly kind: 'short'; readonly bytes: number }
  /** The length in front of the packet is not that of the packet. */
  | { readonly kind: 'length'; readonly value: number };

export interface Packet {
  readonly op: StepOp;
  readonly flaw?: Flaw;
}

export type Step =
  /** Opens a connection, to create a session or to resume one. */
  | {
      readonly kind: 'connect';
      readonly session: string;
      /** Counted from the leader, 0; servers that are not there are counted on from the first. */
      readonly server: number;
      readonly resume: boolean;
      readonly password: 'own' | 'wrong' | 'empty';
      readonly timeoutMs: number;
      readonly lastZxid: 'zero' | 'seen' | 'future';
      /** Null: the request ends before the field, as that of an old client. */
      readonly readOnly: boolean | null;
    }
  /** Requests of one session in one write; its replies are awaited. `closes`: the server is expected to hang up. */
  | { readonly kind: 'send'; readonly session: string; readonly packets: readonly Packet[]; readonly closes?: true }
  /** A write through the connection a session has moved away from; the server is expected to hang up. */
  | { readonly kind: 'stale'; readonly session: string; readonly packets: readonly Packet[] }
  /** The client hangs up. */
  | { readonly kind: 'drop'; readonly session: string }
  /** Until the session's connection has heard of so many events, or of its end. */
  | { readonly kind: 'await'; readonly session: string; readonly events: number }
  /** A four-letter word on a connection of its own. */
  | { readonly kind: 'word'; readonly server: number; readonly word: string }
  /** Bytes (hexadecimal) on a connection of their own, after which the client sends no more. */
  | { readonly kind: 'raw'; readonly server: number; readonly bytes: string; readonly what: string };

export interface Sequence {
  readonly seed: number;
  /** Everything a sequence makes is below here, but for a few nodes it is told to remove in the end. */
  readonly root: string;
  readonly steps: readonly Step[];
}

/** Operations in a sequence: packets and everything else that is done to a server. */
export function countOperations(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + ('packets' in step ? step.packets.length : 1), 0);
}
