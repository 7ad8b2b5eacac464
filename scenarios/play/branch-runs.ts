/**
 * The runs of all branches of a play. Copies of worlds take memory, about a megabyte each, so there are so many at most in all.
 * Beyond that the branch that was left alone longest is let go, with all that only it holds. Whoever comes back to it has it
 * run again from its case, as far as it was, which takes a moment and comes to the same.
 */
import type { Case } from '../../sim/record/case.ts';
import type { BranchId } from '../../sim/record/play.ts';
import type { PlayRun } from './play-run.ts';
import { Track, type TrackHost } from './track.ts';

export interface BranchHost extends TrackHost {
  /**
   * Runs and copies of runs that all branches hold together; 96 unless said. The branch that was used last keeps its own; it
   * and the one before it have as many again to be looked at.
   */
  readonly runsMost?: number;
}

const RUNS_MOST = 96;
/** Branches that somebody looks at, perhaps by turns: two are compared. */
const LOOKED_AT = 2;

interface Slot {
  readonly of: Case;
  readonly parent: BranchId;
  /** Null: let go. */
  track: Track | null;
  /** Events it had run when it was let go. */
  length: number;
  /** The larger the later. */
  used: number;
}

export class BranchRuns {
  private readonly host: BranchHost;
  private readonly slots: Slot[] = [];
  private uses = 0;

  constructor(host: BranchHost) {
    this.host = host;
  }

  /** Of the next branch. */
  add(track: Track, parent: BranchId): void {
    this.slots.push({ of: track.of, parent, track, length: 0, used: ++this.uses });
  }

  of(id: BranchId): Track {
    const slot = this.slots[id] as Slot;
    slot.used = ++this.uses;
    slot.track ??= this.runAgain(slot);
    return slot.track;
  }

  /** Branches that are not let go. */
  get held(): readonly BranchId[] {
    return [...this.slots.keys()].filter((id) => this.slots[id]?.track !== null);
  }

  /** Lets branches go until what is left is within the bound. */
  letGo(): void {
    const most = this.host.runsMost ?? RUNS_MOST;
    let kept: ReadonlySet<PlayRun> = new Set();
    let ranked = 0;
    for (const slot of [...this.slots].sort((a, b) => b.used - a.used)) {
      if (slot.track === null) continue;
      if (ranked++ >= LOOKED_AT) slot.track.unprepare();
      // Branches share the copies that they have in common.
      const all = new Set([...kept, ...slot.track.runs]);
      if (kept.size > 0 && all.size > most) {
        slot.length = slot.track.length;
        slot.track = null;
      } else kept = all;
    }
  }

  /** Makes one copy ahead for looks at the branch that was used last; false: there are all. */
  prepare(): boolean {
    const last = this.slots.reduce<Slot | null>((a, b) => (a === null || b.used > a.used ? b : a), null);
    return last?.track?.prepare() ?? false;
  }

  private runAgain({ of, parent, length }: Slot): Track {
    const track = this.slots[parent]?.track?.branch(of) ?? Track.begin(of, this.host);
    track.extend(length);
    return track;
  }
}
