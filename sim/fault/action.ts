/**
 * The one vocabulary of faults, as plain data: scenario files, plans, hand actions and stories all use it, and each
 * action has a one-line text form (`text.ts`). Roles and shapes are resolved when the run gets there.
 */
import type { ProcessName } from '../../protocol/process.ts';
import type { DiskOperation } from '../disk/disk.ts';

/** Who can be hit without being named. `a …`: one of them, drawn. `it`: the server whose doing was the trigger. */
export const roles = [
  'leader',
  'a follower in sync',
  'a follower',
  'an observer',
  'a server',
  'followers',
  'observers',
  'servers',
  'clients',
  'all',
  'it',
] as const;
export type Role = (typeof roles)[number];

export type Target =
  { readonly kind: 'process'; readonly name: ProcessName } | { readonly kind: 'role'; readonly role: Role };
export type Targets = readonly Target[];

/** `from > to`, `from | to` in both directions, or `from` alone: every link of it, both ways. */
export interface Links {
  readonly from: Targets;
  readonly to: Targets | null;
  readonly both: boolean;
}

export const shapes = ['halves', 'bridge', 'ring', 'minority with leader'] as const;
export type Shape = (typeof shapes)[number];

export type Action =
  | {
      readonly kind:
        'crash' | 'restart' | 'pause' | 'resume' | 'isolate' | 'stuck disk' | 'full disk' | 'lying disk' | 'wipe';
      readonly targets: Targets;
    }
  /** Nobody in one group reaches another group; one-way: what the first group sends is lost, the answers are not. */
  | { readonly kind: 'partition'; readonly groups: readonly Targets[]; readonly oneWay: boolean }
  | { readonly kind: 'shape'; readonly shape: Shape }
  /** Takes back the faults of the network; `all`: every fault, and starts what is down. */
  | { readonly kind: 'heal'; readonly all: boolean }
  | { readonly kind: 'clog' | 'reset'; readonly links: Links }
  | { readonly kind: 'latency'; readonly links: Links; readonly extraUs: number }
  | { readonly kind: 'loss' | 'duplicate'; readonly links: Links; readonly ppm: number }
  /** Cuts and joins by turns. */
  | { readonly kind: 'flap'; readonly links: Links; readonly everyUs: number }
  | { readonly kind: 'slow disk'; readonly targets: Targets; readonly percent: number }
  | {
      readonly kind: 'disk error';
      readonly targets: Targets;
      readonly operation: DiskOperation;
      readonly count: number;
    }
  /** Damages one record of the newest file of that kind. */
  | { readonly kind: 'rot'; readonly targets: Targets; readonly file: string }
  /** Of the wall clock; an offset is taken back when its time is over, a jump is an offset that is not. */
  | { readonly kind: 'clock offset' | 'clock jump'; readonly targets: Targets; readonly byUs: number }
  /** Of the monotonic clock. */
  | { readonly kind: 'clock drift'; readonly targets: Targets; readonly ppm: number }
  | { readonly kind: 'slow start'; readonly targets: Targets; readonly byUs: number }
  /** A session by id, or the session of a client by the client's name. */
  | { readonly kind: 'expire'; readonly session: string };

export type ActionKind = Action['kind'];

export type Trigger =
  | { readonly kind: 'at'; readonly atUs: number }
  /**
   * The `count`-th time a fact of that verb comes from `subject` (null: anybody); `argument` as the verb reads it.
   * The fault strikes `delayUs` later: behind a moment begins the window that it opens.
   */
  | {
      readonly kind: 'when';
      readonly subject: Target | null;
      readonly verb: string;
      readonly argument: string;
      readonly count: number;
      readonly delayUs: number;
    }
  /** Between durable writes: of files whose name up to the first dot is `file`, counted from the run's beginning. */
  | {
      readonly kind: 'write';
      readonly when: 'before' | 'after';
      readonly write: number;
      readonly file: string;
      readonly on: ProcessName;
    };

/** One line of a plan: `when leader commits 3 writes: isolate leader for 800ms`. */
export interface FaultStep {
  /** Names the fault in addresses and reports; stays when other faults are removed. */
  readonly id: string;
  readonly trigger: Trigger;
  readonly action: Action;
  /** When it is taken back; null: never, or not before a `heal`. */
  readonly forUs: number | null;
}

/** Kinds whose effect can be taken back, and which may say `for`. */
export const lasting: ReadonlySet<ActionKind> = new Set<ActionKind>([
  'crash',
  'pause',
  'isolate',
  'partition',
  'shape',
  'clog',
  'latency',
  'loss',
  'duplicate',
  'flap',
  'slow disk',
  'stuck disk',
  'full disk',
  'lying disk',
  'clock offset',
  'clock drift',
  'slow start',
]);
