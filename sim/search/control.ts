/** Runs the correct protocol over consecutive seeds and adds up what they were like. */
import type { Verdict } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import type { ControlTally } from '../record/gauntlet-file.ts';
import type { RunResult } from '../record/run-result.ts';
import { byText } from '../../protocol/std/compare.ts';
import { seedsOf, type SeedBlock } from './seed-block.ts';
import { foundSeed, type Runner } from './seed-hunt.ts';

/** A seed with fewer was over before anything could go wrong. */
const FEW_EVENTS = 100;

export function controlSeeds(base: Case, block: SeedBlock, runner: Runner): ControlTally {
  return sumTallies(
    seedsOf(block).map((seed) => {
      const of: Case = { ...base, seed };
      const { result, cpuMs } = runner.run(of);
      return tallyOf(of, result, cpuMs);
    }),
  );
}

function tallyOf(of: Case, result: RunResult, cpuMs: number): ControlTally {
  const passed = result.verdict === 'ok' || result.verdict === 'undecided';
  return {
    seeds: 1,
    verdicts: { [result.verdict]: 1 },
    events: result.events,
    fewEvents: result.events < FEW_EVENTS ? 1 : 0,
    noFault: result.faults.length === 0 ? 1 : 0,
    marks: Object.fromEntries(Object.entries(result.marks).map(([mark, times]) => [mark, { times, seeds: 1 }])),
    failures: passed ? [] : [foundSeed(of, result)],
    cpuMs,
  };
}

/** In the order of their seeds. */
export function sumTallies(tallies: readonly ControlTally[]): ControlTally {
  const verdicts = new Map<Verdict, number>();
  const marks = new Map<string, { times: number; seeds: number }>();
  for (const tally of tallies) {
    for (const [verdict, n] of Object.entries(tally.verdicts) as [Verdict, number][]) {
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + n);
    }
    for (const [mark, seen] of Object.entries(tally.marks)) {
      const before = marks.get(mark) ?? { times: 0, seeds: 0 };
      marks.set(mark, { times: before.times + seen.times, seeds: before.seeds + seen.seeds });
    }
  }
  const total = (of: (tally: ControlTally) => number): number => tallies.reduce((sum, tally) => sum + of(tally), 0);
  return {
    seeds: total((tally) => tally.seeds),
    verdicts: sorted(verdicts),
    events: total((tally) => tally.events),
    fewEvents: total((tally) => tally.fewEvents),
    noFault: total((tally) => tally.noFault),
    marks: sorted(marks),
    failures: tallies.flatMap((tally) => tally.failures),
    cpuMs: total((tally) => tally.cpuMs),
  };
}

/** By name, so that equal tallies are written alike. */
function sorted<V>(entries: ReadonlyMap<string, V>): Record<string, V> {
  return Object.fromEntries([...entries].sort(([a], [b]) => byText(a, b)));
}
