/** From what a campaign counted to what is printed and stored of it. */
import { byText } from '../../protocol/std/compare.ts';
import { worst, type Verdict } from '../check/verdict.ts';
import { shortDigest } from '../record/canonical.ts';
import { scenarioName, type Case } from '../record/case.ts';
import type { FuzzHeader } from '../record/fuzz-journal.ts';
import type { FuzzFailure, FuzzResult, FuzzTiming } from '../record/fuzz-result.ts';
import type { FuzzTally } from './fuzz-tally.ts';

/**
 * Content name of a campaign: `fuzz-random-1` of the plain profile from seed 1 on, with six digits of a digest when
 * anything else was chosen.
 */
export function campaignName(of: Pick<FuzzHeader, 'bases' | 'strategy' | 'islands' | 'from'>): string {
  const { bases, strategy, islands, from } = of;
  const names = bases.map(({ scenario }) => scenarioName(scenario));
  const asked = bases.map(({ scenario, options, bug, plan, overrides }) => ({
    scenario,
    options,
    bug,
    plan,
    overrides,
  }));
  const digest = shortDigest({ asked, islands }, 6);
  const plain = islands === 1 && asked.every((each) => isPlain(each));
  const scenarios = names.length > 2 ? `${names[0] ?? ''}+${names.length - 1}` : names.join('+');
  return `${scenarios}-${strategy}-${from}${plain && names.length <= 2 ? '' : `-${digest}`}`;
}

function isPlain({ scenario, options, bug, plan, overrides }: Partial<Case>): boolean {
  const chosen = Object.keys(options ?? {}).length + Object.keys(overrides ?? {}).length;
  return typeof scenario === 'string' && !scenario.includes('/') && chosen === 0 && bug === null && plan === null;
}

export interface FuzzOutcome {
  readonly header: Pick<FuzzHeader, 'version' | 'campaign' | 'bases' | 'strategy'>;
  readonly tally: FuzzTally;
  /** Of the tally's failures, in their order. */
  readonly failures: readonly FuzzFailure[];
  /** Rare situations that the scenarios ask for; none of a shard, which sees a part of the seeds. */
  readonly wanted: readonly string[];
  readonly complete: boolean;
  readonly timing: Pick<FuzzTiming, 'jobs' | 'wallMs'>;
}

export function fuzzResultOf({ header, tally, failures, wanted, complete, timing }: FuzzOutcome): FuzzResult {
  const { range, seeds, marks } = tally;
  return {
    schema: 1,
    version: header.version,
    campaign: header.campaign,
    scenarios: header.bases.map(({ scenario }) => scenarioName(scenario)),
    strategy: header.strategy,
    range: range === null ? 'none' : `${range.from}..${range.to}`,
    seeds,
    ok: tally.ok,
    undecided: tally.undecided,
    doubts: tally.doubts,
    failures,
    marks,
    missing: [...new Set(wanted)].filter((mark) => !Object.hasOwn(marks, mark)).sort(byText),
    behaviours: tally.behaviours,
    alone: tally.alone,
    virtualMs: tally.virtualMs,
    events: tally.events,
    complete,
    timing: {
      ...timing,
      cpuMs: Math.round(tally.cpuMs),
      seedsPerSecond: timing.wallMs === 0 ? null : Math.round((10_000 * seeds) / timing.wallMs) / 10,
    },
  };
}

/**
 * What the campaign ends with: the worst of the failures that are not in the baseline. Undecided seeds, and rare
 * situations that were never reached, are warnings unless `undecided` says that they fail. A campaign in which nothing
 * was decided is undecided itself.
 */
export function fuzzVerdict(result: FuzzResult, undecided: 'fail' | 'warn'): Verdict {
  const verdicts = result.failures.filter(({ known }) => !known).map(({ verdict }) => verdict);
  const decided = result.ok > 0 || result.failures.length > 0;
  if (!decided || (undecided === 'fail' && result.undecided > 0)) verdicts.push('undecided');
  if (undecided === 'fail' && result.missing.length > 0) verdicts.push('expectation');
  return worst(verdicts);
}
