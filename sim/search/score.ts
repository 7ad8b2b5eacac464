/** From finished campaigns to the score of a bug, and from the control to what it says about the bench. */
import { byText } from '../../protocol/std/compare.ts';
import { worst, type Verdict } from '../check/verdict.ts';
import type { Assertions, CampaignEnd, ControlTally, FoundSeed } from '../record/gauntlet-file.ts';
import type { BugScore, ControlScore, GauntletResult, ModeScore } from '../record/gauntlet-result.ts';
import { clopperPearson } from './interval.ts';
import { median, percentile } from './quantile.ts';

/** What a score says about the bug itself. */
export type BugFacts = Pick<BugScore, 'id' | 'name' | 'kind' | 'phase' | 'title' | 'properties' | 'maskedBy'>;

/** `modes`: in the order asked for, at least one; the first gives the bug's own figures. */
export function scoreBug(bug: BugFacts, modes: readonly ModeScore[]): BugScore {
  const [first] = modes;
  if (first === undefined) throw new RangeError('a bug is scored in one mode at least');
  const { found, seeds, probability, interval, seconds, check } = first;
  return { ...bug, found, seeds, probability, interval, seconds, check, shrunk: null, modes };
}

/** `ends`: the finished campaigns of one bug and mode, in the order of their seeds. */
export function scoreMode(bug: BugFacts, assertions: Assertions, ends: readonly CampaignEnd[]): ModeScore {
  const detections = ends.filter((end) => end.detection !== null);
  const total = (of: (end: CampaignEnd) => number): number => ends.reduce((sum, end) => sum + of(end), 0);
  const toDetection = ends.map((end) => (end.detection === null ? null : end.seeds));
  const seeds = { median: median(toDetection), p95: percentile(toDetection, 95) };
  const seedsRun = total((end) => end.seeds);
  const cpuMs = total((end) => end.cpuMs);
  const checks = checksOf(bug, detections);
  return {
    assertions,
    found: detections.length > 0,
    seeds,
    probability: seedsRun === 0 ? 0 : detections.length / seedsRun,
    interval: clopperPearson(detections.length, seedsRun),
    seconds: seeds.median === null || cpuMs === 0 ? null : (seeds.median * cpuMs) / seedsRun / 1000,
    check: checks[0]?.check ?? null,
    campaigns: ends.length,
    detections: detections.length,
    seedsRun,
    checks,
    undecided: total((end) => end.undecided),
    doubtful: total((end) => end.doubtful),
    errors: ends.flatMap((end) => end.errors),
    example: detections[0]?.detection ?? null,
  };
}

function checksOf(bug: BugFacts, detections: readonly CampaignEnd[]): ModeScore['checks'] {
  const counts = new Map<string, number>();
  for (const { detection } of detections) {
    const check = detection?.check ?? '';
    counts.set(check, (counts.get(check) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || byText(a, b))
    .map(([check, count]) => ({ check, count, meant: bug.properties.includes(check) }));
}

/** The control's own seeds and the catching seeds that fail without their bug; a seed that both modes met counts once. */
export function scoreControl(from: string, tally: ControlTally, ends: readonly CampaignEnd[]): ControlScore {
  const { cpuMs: _measured, ...counts } = tally;
  const failures = new Map<string, FoundSeed>();
  for (const failure of [...ends.flatMap((end) => end.controlFailures), ...tally.failures]) {
    failures.set(failure.replay, failure);
  }
  return { from, ...counts, undecided: tally.verdicts.undecided ?? 0, failures: [...failures.values()] };
}

/** What the whole gauntlet comes to: the control's verdict, else whether every bug was found. */
export function verdictOf({ bugs, control }: Pick<GauntletResult, 'bugs' | 'control'>): Verdict {
  const missed: Verdict[] = bugs.every((bug) => bug.found) ? [] : ['expectation'];
  return worst([...control.failures.map((failure) => failure.verdict), ...missed]);
}
