/**
 * The run of one case, as far as it has been run, and every moment of it. The head writes its events down; behind it
 * copies are kept, from which any event is a short run away.
 */
import type { Case } from '../../sim/record/case.ts';
import type { EventColumns } from '../../sim/record/event-columns.ts';
import type { ReportTrace } from '../../sim/record/report-data.ts';
import type { RunHost } from '../simulation.ts';
import { become, changesOf, type Changes } from './become.ts';
import { PlayRun } from './play-run.ts';

export interface TrackHost extends Pick<RunHost, 'registry'> {
  /** Events between two copies; 256 unless said. */
  readonly copyEvery?: number;
}

const COPY_EVERY = 256;
/** Beyond this many the one that is missed least is forgotten, and in a long run they are kept farther apart. */
const COPIES_MOST = 48;

interface Kept {
  readonly events: number;
  readonly run: PlayRun;
  /** Whose run it is: of this branch, or of one before it, whose run can go on as this one from there. */
  readonly of: Case;
}

interface Begun {
  readonly head: PlayRun;
  readonly copies: readonly Kept[];
  readonly prints: number[];
  readonly times: number[];
}

export class Track {
  /** With its plan written out. */
  readonly of: Case;
  /** So many of its events were taken over from the run it branched off. */
  readonly begun: number;
  private readonly host: TrackHost;
  private readonly head: PlayRun;
  /** By the number of events that had happened, ascending; the first is the beginning. */
  private readonly copies: Kept[];
  /**
   * Runs to be looked at, by the copy that each is made of: made ahead, or left where somebody looked. One goes on to a later
   * event by itself; for an earlier one another is made.
   */
  private readonly looks = new Map<Kept, PlayRun>();
  /** Events that had happened where somebody looked last. */
  private lookedAt = -1;
  /** By event: a number for all that had happened by then, and when it happened. */
  private readonly prints: number[];
  private readonly times: number[];

  private constructor(of: Case, host: TrackHost, begun: Begun) {
    this.of = of;
    this.host = host;
    this.head = begun.head;
    this.copies = [...begun.copies];
    this.prints = begun.prints;
    this.times = begun.times;
    this.begun = begun.prints.length;
  }

  /** Fails with a RangeError when the case asks for what nobody knows. */
  static begin(of: Case, host: TrackHost = {}): Track {
    // The run goes on in a copy from the start: engines lay objects of a copy out in another way than those of a constructor, and
    // would compile everything anew when somebody looks.
    const beginning = new PlayRun(of, host);
    const head = beginning.copy();
    head.events.attach(beginning.events.rowsUpTo(0));
    return new Track(of, host, { head, copies: [{ events: 0, run: beginning, of }], prints: [], times: [] });
  }

  /**
   * Another case, from the last copy of this run that can go on as it; from its beginning where none can. Either way it is
   * the run of that case. Copies are shared by all branches that can go on from them.
   */
  branch(of: Case): Track {
    const usable = this.copies.filter(({ run, of: its }) => changesOf(run, its, of) !== null);
    const last = usable.at(-1);
    if (last === undefined || last.events === 0 || usable[0]?.events !== 0) return Track.begin(of, this.host);
    const head = goingOn(last.run.copy(), last, of);
    head.events.attach(this.head.events.rowsUpTo(last.events));
    const [prints, times] = [this.prints.slice(0, last.events), this.times.slice(0, last.events)];
    return new Track(of, this.host, { head, copies: usable, prints, times });
  }

  /** All that it holds in memory, beside what is there to be looked at; some may be held by other branches too. */
  get runs(): readonly PlayRun[] {
    const { head, copies } = this;
    return [head, ...copies.map(({ run }) => run)];
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
      this.perhapsKeep();
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
    let look = this.looks.get(nearest);
    if (look === undefined || look.length > events) {
      look = this.lookFrom(nearest);
      this.looks.set(nearest, look);
    }
    look.runTo(events);
    this.lookedAt = events;
    return look;
  }

  private lookFrom(kept: Kept): PlayRun {
    return goingOn(kept.run.looked(), kept, this.of);
  }

  /**
   * Makes one run ahead that a look at another event will need, so that going there does not wait for it; the nearest to the
   * last look first. False: there are all.
   */
  prepare(): boolean {
    const at = this.lookedAt < 0 ? this.length : this.lookedAt;
    let next: Kept | null = null;
    for (const kept of this.copies) {
      const look = this.looks.get(kept);
      if (look !== undefined && (look.length === kept.events || look.length === this.lookedAt)) continue;
      if (next === null || Math.abs(kept.events - at) < Math.abs(next.events - at)) next = kept;
    }
    if (next !== null) this.looks.set(next, this.lookFrom(next));
    return next !== null;
  }

  /** Nobody looks at it now: what is there to be looked at is given up. */
  unprepare(): void {
    this.looks.clear();
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

  private perhapsKeep(): void {
    const { copies, length } = this;
    const apart = Math.max(this.host.copyEvery ?? COPY_EVERY, Math.floor(length / COPIES_MOST));
    if (length - (copies.at(-1) as Kept).events < apart) return;
    copies.push({ events: length, run: this.head.copy(), of: this.of });
    if (copies.length <= COPIES_MOST) return;
    for (const gone of copies.splice(missedLeast(copies), 1)) this.looks.delete(gone);
  }
}

/** Of copies that are neither the first nor the last, the one between neighbours that are closest to each other. */
function missedLeast(copies: readonly Kept[]): number {
  let [least, found] = [Infinity, 1];
  for (let i = 1; i + 1 < copies.length; i++) {
    const gap = (copies[i + 1] as Kept).events - (copies[i - 1] as Kept).events;
    if (gap < least) [least, found] = [gap, i];
  }
  return found;
}

/** A copy of what was kept, as the run of a case that it can go on as. */
function goingOn(run: PlayRun, kept: Kept, of: Case): PlayRun {
  if (kept.of === of) return run;
  run.knows(of);
  become(run, changesOf(kept.run, kept.of, of) as Changes);
  return run;
}
