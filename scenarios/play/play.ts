/**
 * Playing with an ensemble: branches of one play, each a case of its own, each run as far as somebody looks and looked at
 * wherever somebody likes. Bad input is an answer, and changes nothing.
 */
import type { Case } from '../../sim/record/case.ts';
import { placed, showHandLine } from '../../sim/record/hand-line.ts';
import type {
  BranchId,
  PlayAnswer,
  PlayBranch,
  PlayMoment,
  PlayRequest,
  PlaySource,
  PlayTrace,
} from '../../sim/record/play.ts';
import { BadLink, readLink, writeLink } from '../../sim/record/play-link.ts';
import { version } from '../version.ts';
import { applicable, printAt, warningOf } from './opened-link.ts';
import { branchName } from './branch-name.ts';
import { BranchRuns, type BranchHost } from './branch-runs.ts';
import { differenceOf } from './difference.ts';
import { changeOfMessage } from './message-acts.ts';
import { runUntil } from './run-until.ts';
import { CaseMaker, keyOf, Refusal } from './case-of-play.ts';
import { lampsOf } from './lamps.ts';
import { momentOf } from './moment.ts';
import { Track } from './track.ts';

/** A run goes on so far beyond what is asked for. */
const AHEAD = 128;
/** To find where a new branch parts from its parent, so many events more are run at most. */
const PARTING_MOST = 4096;
/** A changed script is run as far as the one before it was, but no farther. */
const LOOK_BACK_MOST = 20_000;
/** After the first run of so many events at once, so many looks are taken at it for nothing but to have their code compiled. */
const WARM_UP_EVENTS = 2000;
const WARM_UP_LOOKS = 8;
/** A condition is waited for over so many events. */
const UNTIL_MOST = 100_000;
/** Each act makes one. A branch that is let go is run again when it is asked for; what it shows is kept by whoever shows it. */
const BRANCHES_MOST = 500;

const NOTHING_OPEN = 'nothing is open yet: open a play first';

interface Branch {
  readonly of: PlayBranch;
  /** Of its base. */
  readonly maker: CaseMaker;
  /** The same of no two branches. */
  readonly key: string;
  readonly bug: string | null;
  readonly track: Track;
}

interface Made extends Pick<PlayBranch, 'of' | 'parent' | 'leftAt' | 'why'> {
  readonly maker: CaseMaker;
  readonly track: Track;
  readonly lines: readonly string[];
  readonly bug: string | null;
}

export interface PlayHost extends BranchHost {
  /** 500 unless said. */
  readonly branchesMost?: number;
}

type Of<K extends PlayRequest['kind']> = Extract<PlayRequest, { readonly kind: K }>;

export class Play {
  private readonly host: PlayHost;
  private branches: Branch[] = [];
  private runs: BranchRuns;
  private isWarm = false;

  constructor(host: PlayHost = {}) {
    this.host = host;
    this.runs = new BranchRuns(host);
  }

  /** Branches whose runs are in memory; others are run again when somebody comes back to them. */
  get held(): readonly BranchId[] {
    return this.runs.held;
  }

  /** Does a little of what the next question may need, while nobody asks; false: nothing is left to do. */
  prepare(): boolean {
    return this.runs.prepare();
  }

  answer(request: PlayRequest): PlayAnswer {
    try {
      return this.answerTo(request);
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', field: error.field, message: error.message };
      if (error instanceof BadLink) {
        return { kind: 'refused', field: 'link', message: `The link cannot be read: ${error.message}.` };
      }
      if (error instanceof RangeError) return { kind: 'refused', field: 'case', message: error.message };
      throw error;
    } finally {
      this.runs.letGo();
    }
  }

  private answerTo(request: PlayRequest): PlayAnswer {
    switch (request.kind) {
      case 'open':
        return this.open(request.source);
      case 'extend':
        return this.extend(request);
      case 'moment':
        return this.moment(request);
      case 'act':
        return this.act(request);
      case 'until':
        return this.until(request);
      case 'message':
        return this.message(request);
      case 'change':
        return this.change(request);
      case 'beside':
        return this.beside(request.source);
      case 'difference':
        return this.difference(request);
      case 'pack':
        return this.pack(request);
      case 'unpack':
        return this.unpack(request.text);
    }
  }

  // --- opening -------------------------------------------------------------------------------------------------

  private open(source: PlaySource): PlayAnswer {
    const branch = this.begin(source);
    return { kind: 'opened', branch: branch.of, trace: traceOf(branch), event: 0, warning: null };
  }

  /** Forgets the play before, unless this one cannot be. */
  private begin({ base, lines }: PlaySource, events = AHEAD): Branch {
    const maker = new CaseMaker(base, this.host);
    const of = maker.caseOf(lines, base.bug);
    const track = Track.begin(maker.explicit(of), this.host);
    track.extend(events);
    this.branches = [];
    this.runs = new BranchRuns(this.host);
    this.warmUp(track, events);
    return this.add({ of, maker, track, parent: -1, leftAt: -1, lines, bug: base.bug, why: 'the beginning' });
  }

  private beside({ base, lines }: PlaySource): PlayAnswer {
    const [first] = this.branches;
    if (first === undefined) throw new Refusal('branch', NOTHING_OPEN);
    const maker = new CaseMaker(base, this.host);
    const of = maker.caseOf(lines, base.bug);
    const known = this.branches.find(({ key }) => key === keyOf(of));
    if (known !== undefined) return { kind: 'branched', branch: known.of, trace: traceOf(known) };
    const track = Track.begin(maker.explicit(of), this.host);
    track.extend(AHEAD);
    const isSeedAlone = keyOfGround(base) === keyOfGround(first.maker.base);
    const why = isSeedAlone ? `the seed ${base.seed}` : 'another case';
    const branch = this.add({ of, maker, track, parent: -1, leftAt: -1, lines, bug: base.bug, why });
    return { kind: 'branched', branch: branch.of, trace: traceOf(branch) };
  }

  private add({ of, maker, track, parent, leftAt, lines, bug, why }: Made): Branch {
    const id = this.branches.length;
    const { branchesMost = BRANCHES_MOST } = this.host;
    if (id === branchesMost) {
      const instead = 'go on in one of them, or open the link of one in a window of its own';
      throw new Refusal('branch', `a play has ${branchesMost} branches at most: ${instead}`);
    }
    const source: PlaySource = { base: { ...maker.base, bug }, lines };
    const { runs } = this;
    runs.add(track, parent);
    const branch: Branch = {
      of: { id, name: branchName(id), parent, leftAt, source, of, why },
      maker,
      key: keyOf(of),
      bug,
      get track() {
        return runs.of(id);
      },
    };
    this.branches.push(branch);
    return branch;
  }

  private branch(id: BranchId): Branch {
    const branch = this.branches[id];
    if (branch !== undefined) return branch;
    const why = this.branches.length === 0 ? NOTHING_OPEN : `there is no branch ${id}`;
    throw new Refusal('branch', why);
  }

  // --- links ---------------------------------------------------------------------------------------------------

  private pack({ branch: id, event }: Of<'pack'>): PlayAnswer {
    const { of, track } = this.branch(id);
    const at = checkedEvent(track, event);
    return {
      kind: 'packed',
      text: writeLink({ version, fingerprint: printAt(track, at), event: at, source: of.source }),
    };
  }

  /** A link of another version is opened all the same, and what differs is told; so are lines that no longer apply. */
  private unpack(text: string): PlayAnswer {
    const link = readLink(text);
    const { lines, leftOut } = applicable(link.source, this.host);
    const branch = this.begin({ base: link.source.base, lines }, link.event + 1 + AHEAD);
    const { track } = branch;
    const event = Math.min(link.event, track.length - 1);
    const same = event === link.event && printAt(track, event) === link.fingerprint;
    const warning =
      leftOut.length === 0 && same ? null : warningOf(link, leftOut, event < link.event ? track.length : null);
    return { kind: 'opened', branch: branch.of, trace: traceOf(branch), event, warning };
  }

  // --- running and looking -------------------------------------------------------------------------------------

  private extend({ branch: id, events }: Of<'extend'>): PlayAnswer {
    const branch = this.branch(id);
    const { length } = branch.track;
    branch.track.extend(events);
    this.warmUp(branch.track, events - length);
    return { kind: 'trace', trace: traceOf(branch), reached: -1 };
  }

  private moment({ branch: id, event }: Of<'moment'>): PlayAnswer {
    const { track } = this.branch(id);
    return { kind: 'moment', moment: lookAt(track, id, checkedEvent(track, event)) };
  }

  /**
   * The first looks take three times as long as those after them, until their code is compiled: who has waited for a long run
   * waits a little longer for that, and for no look behind it.
   */
  private warmUp(track: Track, events: number): void {
    if (this.isWarm || events < WARM_UP_EVENTS) return;
    this.isWarm = true;
    for (let i = 1; i <= WARM_UP_LOOKS; i++) {
      lookAt(track, 0, Math.floor(((track.length - 1) * i) / WARM_UP_LOOKS));
    }
  }

  private until({ branch: id, from, condition }: Of<'until'>): PlayAnswer {
    const branch = this.branch(id);
    const { track } = branch;
    const reached = runUntil(track.at(checkedEvent(track, from)).looked(), condition, UNTIL_MOST);
    track.extend(reached === null ? Math.min(track.length + AHEAD, from + UNTIL_MOST) : reached + 1 + AHEAD);
    return { kind: 'trace', trace: traceOf(branch), reached: reached ?? -1 };
  }

  private difference({ left, right }: Of<'difference'>): PlayAnswer {
    const sides = [this.branch(left).track, this.branch(right).track] as const;
    const length = Math.max(sides[0].length, sides[1].length);
    for (const track of sides) track.extend(length);
    return { kind: 'difference', difference: differenceOf(...sides) };
  }

  // --- acting --------------------------------------------------------------------------------------------------

  private act({ branch: id, event, line }: Of<'act'>): PlayAnswer {
    const { of, maker, track } = this.branch(id);
    const atUs = event < 0 ? 0 : track.atUs(checkedEvent(track, event)) + 1;
    const text = showHandLine(placed(maker.check(line), atUs));
    return this.branchOff(id, [...of.source.lines, text], this.branch(id).bug, event, text);
  }

  private message({ branch: id, event, address, act, byUs }: Of<'message'>): PlayAnswer {
    const { of, bug, track } = this.branch(id);
    const change = changeOfMessage(track, checkedEvent(track, event), { address, act, byUs });
    const lines = of.source.lines.filter((line) => !change.replaces(line));
    return this.branchOff(id, [...lines, ...change.lines], bug, event, change.why);
  }

  private change({ branch: id, lines, bug }: Of<'change'>): PlayAnswer {
    const { of, maker, bug: had, track } = this.branch(id);
    const read = lines.map((line, index) => showHandLine(maker.lineAt(line, index, lines.length)));
    const events = Math.min(track.length, LOOK_BACK_MOST) - 1 - AHEAD;
    return this.branchOff(id, read, bug, events, whyChanged(of.source.lines, read, had, bug));
  }

  private branchOff(
    parentId: BranchId,
    lines: readonly string[],
    bug: string | null,
    event: number,
    why: string,
  ): PlayAnswer {
    const parent = this.branch(parentId);
    const { maker } = parent;
    const of = maker.caseOf(lines, bug);
    const key = keyOf(of);
    const known = this.branches.find((each) => each.key === key);
    if (known !== undefined) return { kind: 'branched', branch: known.of, trace: traceOf(known) };
    const track = parent.track.branch(maker.explicit(of));
    track.extend(event + 1 + AHEAD);
    const leftAt = partingOf(parent.track, track);
    const branch = this.add({ of, maker, track, parent: parentId, leftAt, lines, bug, why });
    return { kind: 'branched', branch: branch.of, trace: traceOf(branch) };
  }
}

function lookAt(track: Track, branch: BranchId, event: number): PlayMoment {
  const atUs = (each: number): number => track.atUs(each);
  return momentOf(track.at(event), { branch, event, overrides: track.of.overrides, atUs });
}

/** The same for cases that differ in their seed or bug alone. */
function keyOfGround(base: Case): string {
  return keyOf({ ...base, seed: '', bug: null });
}

/** What somebody changed, in a few words. */
function whyChanged(
  before: readonly string[],
  after: readonly string[],
  had: string | null,
  bug: string | null,
): string {
  if (had !== bug) return bug === null ? 'without the bug' : `with the bug ${bug}`;
  const gone = before.filter((line) => !after.includes(line));
  const come = after.filter((line) => !before.includes(line));
  if (gone.length === 1 && come.length === 0) return `without "${gone[0] ?? ''}"`;
  if (gone.length === 0 && come.length === 1) return come[0] ?? '';
  if (gone.length === 1 && come.length === 1) return `"${come[0] ?? ''}" in place of "${gone[0] ?? ''}"`;
  return gone.length === 0 && come.length === 0 ? 'the same lines in another order' : 'another script';
}

/** The last event that both have. */
function partingOf(parent: Track, track: Track): number {
  parent.extend(track.length);
  let differs = parent.firstDifference(track);
  for (let more = AHEAD; differs === null && more <= PARTING_MOST; more *= 2) {
    if (track.ended !== null) break;
    track.extend(track.length + more);
    parent.extend(track.length);
    differs = parent.firstDifference(track);
  }
  return differs === null ? Math.min(parent.length, track.length) - 1 : differs - 1;
}

function traceOf({ of, track }: Branch): PlayTrace {
  const { trace, columns } = track.picture();
  return {
    branch: of.id,
    trace,
    columns,
    ended: track.ended,
    fingerprint: track.fingerprint,
    lamps: lampsOf(track.run.simulation),
  };
}

/** An event of the run, to which it is run if need be; fails with a Refusal. */
function checkedEvent(track: Track, event: number): number {
  if (!Number.isInteger(event) || event < -1) {
    throw new Refusal('event', `an event is a whole number from -1 on, not ${String(event)}`);
  }
  track.extend(event + 1);
  if (event < track.length) return event;
  throw new Refusal('event', `the run has ${track.length} events and ends there: ${track.ended ?? ''}`);
}
