/**
 * What acts on a world from outside its processes: a fault injector, a workload, a check at a time. An agent is a
 * class instance with plain fields, belongs to the world and is forked with it.
 */
import type { Plain } from '../../protocol/process.ts';
import type { Moment } from './observer.ts';
import type { World } from './world.ts';

export interface Agent {
  /** Stable; enters the fingerprint. */
  readonly name: string;
  onEvent(data: Plain, world: World, moment: Moment): void;
}

/** A moment between two durable writes of one process, at which an agent may act: crash points are made of it. */
export interface WritePoint {
  readonly process: string;
  /** Kind of file: its name up to the first dot. */
  readonly kind: string;
  /** Counts durable writes of that kind since the beginning of the run, from 1. */
  readonly write: number;
  /** `before`: the write is not durable. `after`: it is, and the process does not know yet. */
  readonly when: 'before' | 'after';
  /** Called once, when it is reached. */
  readonly agent: Agent;
  readonly data: Plain;
}
