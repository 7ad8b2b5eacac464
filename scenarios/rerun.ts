/**
 * A run that may be looked at after any of its events, forwards and back: it goes on from the nearest copy of the world that
 * was kept, and never differs from the run that was recorded.
 */
import type { Case } from '../sim/record/case.ts';
import type { World } from '../sim/kernel/world.ts';
import type { MomentState } from '../sim/record/moment-state.ts';
import { prepareCase, Simulation, type RunHost } from './simulation.ts';
import { stateOf, type StateMembers } from './state-view.ts';

export interface RerunHost extends Pick<RunHost, 'registry'> {
  /** Events between two copies. */
  readonly copyEvery?: number;
}

const COPY_EVERY = 2048;
/** Beyond this many, every second copy is forgotten and the distance doubled. */
const COPIES_MOST = 48;

interface Copy {
  readonly events: number;
  readonly world: World;
}

export class Rerun {
  readonly members: StateMembers;
  private readonly untilUs: number;
  private world: World;
  /** By the number of events taken, ascending. */
  private copies: Copy[];
  private copyEvery: number;

  /** Bad input is a RangeError with a sentence. */
  constructor(of: Case, { registry, copyEvery = COPY_EVERY }: RerunHost = {}) {
    const simulation = new Simulation(of, prepareCase(of, registry), []);
    const { voters, observers, clients, world } = simulation.ensemble;
    this.members = { voters, observers, clients };
    this.untilUs = simulation.untilUs;
    this.world = world;
    this.copies = [{ events: 0, world: world.fork() }];
    this.copyEvery = copyEvery;
  }

  /** How everybody stands after that event, or at the end of a run that is shorter. */
  stateAt(event: number): MomentState {
    this.seek(event + 1);
    return stateOf(this.world, this.members);
  }

  /** Events of the whole run, and what it comes to. */
  end(): { readonly events: number; readonly fingerprint: string } {
    this.seek(Infinity);
    return { events: this.world.events, fingerprint: this.world.fingerprint() };
  }

  private seek(events: number): void {
    if (this.world.events > events) this.goBack(events);
    while (this.world.events < events) {
      const next = Math.min(events, this.nextCopy(this.world.events));
      if (this.world.run(this.untilUs, next) !== 'paused') return;
      if (this.world.events % this.copyEvery === 0) this.keep();
    }
  }

  private nextCopy(events: number): number {
    return (Math.floor(events / this.copyEvery) + 1) * this.copyEvery;
  }

  /** The world is not looked at while it is copied, and the copy is never run. */
  private keep(): void {
    const { events } = this.world;
    if (events <= (this.copies.at(-1) as Copy).events) return;
    this.copies.push({ events, world: this.world.fork() });
    if (this.copies.length <= COPIES_MOST) return;
    this.copyEvery *= 2;
    this.copies = this.copies.filter((copy) => copy.events % this.copyEvery === 0);
  }

  private goBack(events: number): void {
    const copy = this.copies.findLast((each) => each.events <= events);
    this.world = (copy as Copy).world.fork();
  }
}
