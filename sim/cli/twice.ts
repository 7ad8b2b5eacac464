/** Two runs of one case, compared event by event: the first event that differs is named. */
import { worst, type CheckResult } from '../check/verdict.ts';
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Engine } from './engine.ts';
import { EventDigests } from '../record/event-digests.ts';

/** The first run's result, with one more check: whether the second was the same. `observers` watch the first. */
export function runTwice(engine: Pick<Engine, 'run'>, of: Case, observers: readonly Observer[]): RunResult {
  const seen = [new EventDigests(), new EventDigests()] as const;
  const first = engine.run(of, [seen[0], ...observers]);
  const second = engine.run(of, [seen[1]]);
  const difference = seen[0].firstDifference(seen[1]);
  const same = difference === null && first.fingerprint === second.fingerprint && first.verdict === second.verdict;
  const check: Pick<CheckResult, 'name' | 'verdict' | 'detail'> = {
    name: 'deterministic',
    verdict: same ? 'ok' : 'nondeterminism',
    detail: same ? `two runs of ${first.events} events are equal` : differenceText(difference, seen, first, second),
  };
  const verdict = worst([first.verdict, check.verdict]);
  const failure = first.failure ?? (same ? null : failureOf(difference, check.detail));
  return { ...first, verdict, checks: [...first.checks, check], failure };
}

function differenceText(
  difference: number | null,
  [a, b]: readonly [EventDigests, EventDigests],
  first: RunResult,
  second: RunResult,
): string {
  if (difference === null) {
    return `every event is equal, but fingerprints ${first.fingerprint} and ${second.fingerprint} or verdicts differ`;
  }
  const one = a.labels[difference] ?? 'nothing';
  const other = b.labels[difference] ?? 'nothing';
  const what =
    one === other ? `in both runs ${one}, with other content` : `${one} in the first run, ${other} in the second`;
  return `the first event that differs is event ${difference}: ${what}`;
}

function failureOf(difference: number | null, message: string): RunResult['failure'] {
  return { check: 'deterministic', signature: 'nondeterminism', message, atMs: 0, event: difference ?? -1, replay: '' };
}
