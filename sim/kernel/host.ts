/** A place where a process runs: its lives, clocks, timers, stages and what waits for it. */
import { Ring } from '../../protocol/std/ring.ts';
import type { Process, ProcessName } from '../../protocol/process.ts';
import type { Disk } from '../disk/disk.ts';
import type { Decisions } from './addresses.ts';
import { Clock, type ClockSpec } from './clock.ts';
import type { Latency } from './distribution.ts';
import type { Event } from './event.ts';
import type { Priority } from './priorities.ts';
import type { Timer } from './timers.ts';

/** Starts a process again after it ended itself. A crash is a fault, and its plan says when it is over. */
export interface SupervisorSpec {
  readonly delay: Latency;
  /** Exits in a row, each less than `resetUs` after its start, after which it is left down. */
  readonly exitsMax: number;
  readonly resetUs: number;
}

export const defaultSupervisor: SupervisorSpec = {
  delay: { shape: 'exponential', minUs: 500_000, spreadUs: 500_000, maxUs: 5_000_000 },
  exitsMax: 100,
  resetUs: 5_000_000,
};

export interface ProcessSpec {
  readonly name: ProcessName;
  /** Makes a fresh process for each life, counted from 1. Stateless: forks of a world share it. */
  readonly create: (incarnation: number) => Process;
  readonly clock?: ClockSpec;
  readonly supervised?: SupervisorSpec;
  /** Whether it has a disk; otherwise file operations are assertion failures. Default true. */
  readonly hasDisk?: boolean;
  /**
   * It stands for what is outside the world: between it and any other process there is no network. What passes takes no
   * time, and no fault of the network touches it. Default false.
   */
  readonly outside?: boolean;
}

export class Stage {
  lastUs = 0;
  readonly decisions: Decisions;
  /** How long a hand-over takes; null: none. */
  readonly latency: Latency | null;
  /** Null where there are no priorities. */
  readonly priority: Priority | null;

  constructor(decisions: Decisions, latency: Latency | null, priority: Priority | null) {
    this.decisions = decisions;
    this.latency = latency;
    this.priority = priority;
  }
}

export class Host {
  readonly name: ProcessName;
  readonly index: number;
  readonly spec: ProcessSpec;
  readonly clock: Clock;
  readonly disk: Disk | null;
  process: Process | null = null;
  /** Counts lives from 1; 0 before the first. */
  incarnation = 0;
  up = false;
  paused = false;
  startedUs = 0;
  /** Exits in a row that came soon after a start. */
  exits = 0;
  /** Starts take this much longer. */
  slowStartUs = 0;
  /** A start that is pending, by sequence of its event; a later one replaces it. */
  startGeneration = 0;
  /** The process asked to end, with this reason, during the present step. */
  exitReason: string | null = null;
  timers = new Map<string, Timer>();
  stages = new Map<string, Stage>();
  choices = new Map<string, Decisions>();
  /** What came during a pause and is not yet taken. */
  backlog = new Ring<Event>();

  constructor(spec: ProcessSpec, index: number, disk: Disk | null) {
    this.name = spec.name;
    this.index = index;
    this.spec = spec;
    this.clock = new Clock(spec.clock ?? {});
    this.disk = disk;
  }
}
