/**
 * The run of one case, as far as it has been run, and every moment of it. The head writes its events down; behind it
 * copies are kept, from which any event is a short run away.
 */
import type { Case } from '../../sim/record/case.ts';
import type { EventColumns } from '../../sim/record/event-columns.ts';
import type { ReportTrace } from '../../sim/record/report-data.ts';
import type { RunHost } from '../simulation.ts';
import { PlayRun } from './play-run.ts';

export interface TrackHost extends Pick<RunHost, 'registry'> {
  /** Events between two copies; 512 unless said. */
  readonly copyEvery?: number;
}

const COPY_EVERY = 512;
/** Beyond this many, every second copy is forgotten and the distance doubled. */
const COPIES_MOST = 32;

interface Kept {
  readonly events: number;
  readonly run: PlayRun;
}

export class Track {
  readonly of: Case;
  private readonly head: PlayRun;
  /** By the number of events that had happened, ascending; the first is the beginning. */
  private copies: Kept[];
  private copyEvery: number;
  /** Where somebody looked last. */
  private look: PlayRun | null = null;
  /** By event, a number for all that had happened by then. */
  private readonly prints: number[] = [];
  private readonly times: number[] = [];

  /** Fails with a RangeError when the case asks for what nobody knows. */
  constructor(of: Case, host: TrackHost = {}) {
    this.of = of;
    this.copyEvery = host.copyEvery ?? COPY_EVERY;
    this.head = new PlayRun(of, host);
    this.copies = [{ events: 0, run: this.head.copy() }];
  }

  /** Events that have been run. */
  get length(): number {
    return this.head.length;
  }

  get run(): PlayRun {
    return this.head;
  }

  /** A sentence why it does not go on; null while it can. */
  get ended(): string | null {
    const { ended, simulation } = this.head;
    if (ended === null) return null;
    const { failure, endDetail } = simulation.world;
    switch (ended) {
      case 'failed':
        return failure === null ? 'a process failed' : `process ${failure.process} failed: ${failure.message}`;
      case 'bound':
        return `the limit of ${endDetail} was reached`;
      case 'idle':
        return 'nothing is left to happen';
      case 'time':
      case 'stopped':
      case 'paused':
        return 'the run is over';
    }
  }

  /** Runs on until there are so many events, or none follow. */
  extend(events: number): void {
    const { head, prints } = this;
    while (head.ended === null && head.length < events) {
      head.runTo(head.length + 1);
      if (head.length > prints.length) {
        prints.push(head.simulation.world.shortFingerprint());
        this.times.push(head.simulation.world.nowUs);
      }
      if (head.length % this.copyEvery === 0) this.keep();
    }
  }

  /** Runs on until virtual time is beyond `us`, and `most` events at most. */
  extendBeyond(us: number, most: number): void {
    const until = this.length + most;
    const { world } = this.head.simulation;
    while (this.head.ended === null && this.length < until && world.nowUs <= us) this.extend(this.length + 1);
  }

  /** The run as it was behind an event, -1: before the first. To be looked at, and not to be run. */
  at(event: number): PlayRun {
    const events = event + 1;
    this.extend(events);
    const nearest = this.copies.findLast((copy) => copy.events <= events) as Kept;
    if (this.look === null || this.look.length > events || this.look.length < nearest.events) {
      this.look = nearest.run.copy();
    }
    this.look.runTo(events);
    return this.look;
  }

  /** Index of the first event that is not the same in both, as far as both were run; null when there is none. */
  firstDifference(other: Track): number | null {
    const length = Math.min(this.prints.length, other.prints.length);
    let [same, differs] = [-1, length];
    while (same + 1 < differs) {
      const middle = Math.floor((same + differs) / 2);
      if (this.prints[middle] === other.prints[middle]) same = middle;
      else differs = middle;
    }
    return differs < length ? differs : null;
  }

  /** When an event that has been run happened. */
  atUs(event: number): number {
    return this.times[event] ?? 0;
  }

  get fingerprint(): string {
    return this.head.simulation.world.fingerprint();
  }

  /** All that is drawn of it. */
  picture(): { readonly trace: ReportTrace; readonly columns: EventColumns } {
    const { events, operations } = this.head;
    // Columns first: texts are what they refer to.
    const columns = events.columns(this.length);
    const unarrived = events.unarrived();
    const trace: ReportTrace = {
      processes: events.processes,
      texts: [...events.texts],
      spans: [...events.spans],
      operations: operations.toReport(),
      faults: [...events.faults],
      unarrived,
      events: this.length,
      cut: 0,
    };
    return { trace, columns };
  }

  private keep(): void {
    this.copies.push({ events: this.length, run: this.head.copy() });
    if (this.copies.length <= COPIES_MOST) return;
    this.copyEvery *= 2;
    this.copies = this.copies.filter((copy) => copy.events % this.copyEvery === 0);
  }
}
