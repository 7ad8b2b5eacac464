/**
 * How checks, recorders and injectors watch a run. Observers are class instances without closures: they belong to
 * the world, are forked with it, and may not act on it (an injector acts through the world, as an event of its own).
 */
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';

/** When something happened. The kernel reuses one object: keep the numbers, not the object. */
export interface Moment {
  /** Virtual time, integer microseconds. */
  readonly atUs: number;
  /** Index of the event being processed; real time for the checks: no two events share one. */
  readonly event: number;
  /** Index of the event that caused this one, -1 for none. */
  readonly cause: number;
  /** Whose fact or reply it is; absent where it is nobody's. */
  readonly process?: ProcessName;
}

export type Lifecycle =
  /** `incarnation` counts from 1. */
  | { readonly change: 'started'; readonly incarnation: number }
  | { readonly change: 'crashed' }
  /** The process ended itself (`out.exit`). */
  | { readonly change: 'exited'; readonly reason: string }
  /** An assertion of the process failed: the run's verdict is `crash`. */
  | { readonly change: 'failed'; readonly message: string }
  | { readonly change: 'paused' }
  | { readonly change: 'resumed' };

export interface Observer {
  /**
   * What it hears may come later than it happens, when `World.run` returns at the latest: see `Notices`. For those whom
   * nobody asks anything while a run goes on, and who ask nobody else. Inputs and outputs are always told at once.
   */
  readonly later?: boolean;
  /** The `type`s of the facts to be told; all when absent. */
  readonly factTypes?: readonly string[];
  onFact?(process: ProcessName, fact: Plain, moment: Moment): void;
  /** The application asks a process. */
  onRequest?(process: ProcessName, id: number, request: Plain, moment: Moment): void;
  onReply?(process: ProcessName, id: number, value: Plain, moment: Moment): void;
  onLifecycle?(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void;
  /** A fault action took place; `effective`: it changed what some process could do. */
  onFault?(fault: FaultNotice, moment: Moment): void;
  /** Before each step, with the full input; only recorders implement it. */
  onInput?(process: ProcessName, input: Input, moment: Moment): void;
  /** Each output as it is made; only recorders implement it. */
  onOutput?(process: ProcessName, output: Plain, moment: Moment): void;
}

/** All that an observer may be told by. */
export const observerMethods = [
  'onFact',
  'onRequest',
  'onReply',
  'onLifecycle',
  'onFault',
  'onInput',
  'onOutput',
] as const satisfies readonly (keyof Observer)[];

export interface FaultNotice {
  /** `partition`, `crash`, `heal`, … */
  readonly kind: string;
  /** One line in the vocabulary's text form. */
  readonly text: string;
  readonly effective: boolean;
  /** Id of the step of a plan that it carries out; none when it is of no plan. */
  readonly step?: string;
}
