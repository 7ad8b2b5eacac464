/**
 * The run of one case, as far as it has been run, and every moment of it. The head writes its events down; behind it
 * copies are kept, from which any event is a short run away.
 */
import type { Case } from '../../sim/record/case.ts';
import type { EventColumns } from '../../sim/record/event-columns.ts';
import type { ReportTrace } from '../../sim/record/report-data.ts';
import type { RunHost } from '../simulation.ts';
import { become, changesOf } from './become.ts';
import { PlayRun } from './play-run.ts';

export interface TrackHost extends Pick<RunHost, 'registry'> {
  /** Events between two copies; 256 unless said. */
  readonly copyEvery?: number;
}

const COPY_EVERY = 256;
/** Beyond this many, every second copy is forgotten and the distance doubled. */
const COPIES_MOST = 48;

interface Kept {
  readonly events: number;
  readonly run: PlayRun;
  /** Whose run it is to go on as: of an earlier branch, behind which this one has been as it was. */
  readonly of: Case;
  /** It begins this branch, and cannot be forgotten. */
  readonly begins: boolean;
}

interface Begun {
  readonly head: PlayRun;
  readonly copies: readonly Kept[];
  readonly copyEvery: number;
  readonly prints: number[];
  readonly times: number[];
}

export class Track {
  /** With its plan written out. */
  readonly of: Case;
  private readonly host: TrackHost;
  private readonly head: PlayRun;
  /** By the number of events that had happened, ascending; the first is the beginning. */
  private copies: Kept[];
  private copyEvery: number;
  /** Where somebody looked last. */
  private look: PlayRun | null = null;
  /** By event: a number for all that had happened by then, and when it happened. */
  private readonly prints: number[];
  private readonly times: number[];

  private constructor(of: Case, host: TrackHost, begun: Begun) {
    this.of = of;
    this.host = host;
    this.head = begun.head;
    this.copies = [...begun.copies];
    this.copyEvery = begun.copyEvery;
    this.prints = begun.prints;
    this.times = begun.times;
  }

  /** Fails with a RangeError when the case asks for what nobody knows. */
  static begin(of: Case, host: TrackHost = {}): Track {
    const head = new PlayRun(of, host);
    const copies = [{ events: 0, run: head.copy(), of, begins: true }];
    return new Track(of, host, { head, copies, copyEvery: host.copyEvery ?? COPY_EVERY, prints: [], times: [] });
  }

  /**
   * Another case, from the last copy of this run that can go on as it; from its beginning where none can. Either way it is
   * the run of that case.
   */
  branch(of: Case): Track {
    for (let i = this.copies.length - 1; i > 0; i--) {
      const kept = this.copies[i] as Kept;
      const changes = changesOf(kept.run, kept.of, of);
      if (changes === null) continue;
      const run = kept.run.copy();
      run.knows(of);
      become(run, changes);
      return this.continued(of, kept.events, run);
    }
    return Track.begin(of, this.host);
  }

  private continued(of: Case, events: number, head: PlayRun): Track {
    const before = this.copies.filter((copy) => copy.events < events);
    const copies = [...before, { events, run: head.copy(), of, begins: true }];
    head.events.attach(this.head.events.rowsUpTo(events));
    const [prints, times] = [this.prints.slice(0, events), this.times.slice(0, events)];
    return new Track(of, this.host, { head, copies, copyEvery: this.copyEvery, prints, times });
  }

  /** So many of its events were taken over from the run it branched off. */
  get begun(): number {
    return this.copies.find((copy) => copy.of === this.of)?.events ?? 0;
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
      // A fault between two writes of a disk is an event inside another: then there are two at once.
      while (prints.length < head.length) {
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
      this.look = nearest.run.looked();
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
    this.copies.push({ events: this.length, run: this.head.copy(), of: this.of, begins: false });
    if (this.copies.length <= COPIES_MOST) return;
    this.copyEvery *= 2;
    this.copies = this.copies.filter((copy) => copy.begins || copy.events % this.copyEvery === 0);
  }
}
