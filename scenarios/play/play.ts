/**
 * Playing with an ensemble: branches of one play, each a case of its own, each run as far as somebody looks and looked at
 * wherever somebody likes. Bad input is an answer, and changes nothing.
 */
import type { Case } from '../../sim/record/case.ts';
import { placed, showHandLine } from '../../sim/record/hand-line.ts';
import type { BranchId, PlayAnswer, PlayBranch, PlayRequest, PlaySource, PlayTrace } from '../../sim/record/play.ts';
import { branchName } from './branch-name.ts';
import { CaseMaker, Refusal, sameCase } from './case-of-play.ts';
import { lampsOf } from './lamps.ts';
import { momentOf } from './moment.ts';
import { Track, type TrackHost } from './track.ts';

/** A run goes on so far beyond what is asked for. */
const AHEAD = 256;
/** To find where a new branch parts from its parent, so many events more are run at most. */
const PARTING_MOST = 4096;

interface Branch {
  readonly of: PlayBranch;
  readonly bug: string | null;
  readonly track: Track;
}

type Of<K extends PlayRequest['kind']> = Extract<PlayRequest, { readonly kind: K }>;

export class Play {
  private readonly host: TrackHost;
  private maker: CaseMaker | null = null;
  private branches: Branch[] = [];

  constructor(host: TrackHost = {}) {
    this.host = host;
  }

  answer(request: PlayRequest): PlayAnswer {
    try {
      return this.answerTo(request);
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', field: error.field, message: error.message };
      if (error instanceof RangeError) return { kind: 'refused', field: 'case', message: error.message };
      throw error;
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
      case 'message':
      case 'change':
      case 'difference':
      case 'pack':
      case 'unpack':
        throw new Refusal('kind', `${request.kind} is not there yet`);
    }
  }

  // --- opening -------------------------------------------------------------------------------------------------

  private open({ base, lines }: PlaySource): PlayAnswer {
    const maker = new CaseMaker(base, this.host);
    const of = maker.caseOf(lines, base.bug);
    const track = new Track(of, this.host);
    track.extend(AHEAD);
    this.maker = maker;
    this.branches = [];
    const branch = this.add(track, { parent: -1, leftAt: -1, lines, bug: base.bug, why: 'the beginning' });
    return { kind: 'opened', branch: branch.of, trace: traceOf(branch), event: 0, warning: null };
  }

  private add(
    track: Track,
    {
      parent,
      leftAt,
      lines,
      bug,
      why,
    }: Pick<PlayBranch, 'parent' | 'leftAt' | 'why'> & {
      readonly lines: readonly string[];
      readonly bug: string | null;
    },
  ): Branch {
    const id = this.branches.length;
    const source: PlaySource = { base: { ...this.base, bug }, lines };
    const branch: Branch = {
      of: { id, name: branchName(id), parent, leftAt, source, of: track.of, why },
      bug,
      track,
    };
    this.branches.push(branch);
    return branch;
  }

  private get base(): Case {
    if (this.maker === null) throw new Refusal('branch', 'nothing is open yet: open a play first');
    return this.maker.base;
  }

  private branch(id: BranchId): Branch {
    const branch = this.branches[id];
    if (branch !== undefined) return branch;
    const why = this.branches.length === 0 ? 'nothing is open yet: open a play first' : `there is no branch ${id}`;
    throw new Refusal('branch', why);
  }

  // --- running and looking -------------------------------------------------------------------------------------

  private extend({ branch: id, events }: Of<'extend'>): PlayAnswer {
    const branch = this.branch(id);
    branch.track.extend(events);
    return { kind: 'trace', trace: traceOf(branch), reached: -1 };
  }

  private moment({ branch: id, event }: Of<'moment'>): PlayAnswer {
    const { track } = this.branch(id);
    const run = track.at(checkedEvent(track, event));
    return { kind: 'moment', moment: momentOf(run, { branch: id, atUs: (each) => track.atUs(each) }) };
  }

  // --- acting --------------------------------------------------------------------------------------------------

  private act({ branch: id, event, line }: Of<'act'>): PlayAnswer {
    const { of, track } = this.branch(id);
    const maker = this.maker as CaseMaker;
    const atUs = event < 0 ? 0 : track.atUs(checkedEvent(track, event)) + 1;
    const text = showHandLine(placed(maker.check(line), atUs));
    return this.branchOff(id, [...of.source.lines, text], this.branch(id).bug, event, text);
  }

  private branchOff(
    parentId: BranchId,
    lines: readonly string[],
    bug: string | null,
    event: number,
    why: string,
  ): PlayAnswer {
    const parent = this.branch(parentId);
    const made = (this.maker as CaseMaker).caseOf(lines, bug);
    const known = this.branches.find((each) => sameCase(each.of.of, made));
    if (known !== undefined) return { kind: 'branched', branch: known.of, trace: traceOf(known) };
    const track = new Track(made, this.host);
    track.extend(event + 1 + AHEAD);
    const leftAt = partingOf(parent.track, track);
    const branch = this.add(track, { parent: parentId, leftAt, lines, bug, why });
    return { kind: 'branched', branch: branch.of, trace: traceOf(branch) };
  }
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
