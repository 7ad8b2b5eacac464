/** Several runs of one case, compared event by event: the first event that differs is named. */
import { worst, type CheckResult, type Verdict } from '../check/verdict.ts';
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Engine } from './engine.ts';
import { EventDigests } from '../record/event-digests.ts';

/** What a further run is to show by being the same as the first. */
interface Purpose {
  readonly check: string;
  /** When it is not. */
  readonly verdict: Verdict;
  readonly paranoid: boolean;
  readonly equal: (events: number) => string;
}

/** Which further runs are wanted. */
export interface AgainFlags {
  readonly twice?: true;
  readonly paranoid?: true;
}

const deterministic: Purpose = {
  check: 'deterministic',
  verdict: 'nondeterminism',
  paranoid: false,
  equal: (events) => `two runs of ${events} events are equal`,
};
const codec: Purpose = {
  check: 'codec',
  verdict: 'internal',
  paranoid: true,
  equal: (events) => `${events} events are the same with all messages and records as bytes`,
};

/** The first run's result, with one more check for each further run. `observers` watch the first. */
export function runAgain(
  engine: Pick<Engine, 'run'>,
  of: Case,
  observers: readonly Observer[],
  flags: AgainFlags,
): RunResult {
  const purposes = [...(flags.twice === true ? [deterministic] : []), ...(flags.paranoid === true ? [codec] : [])];
  if (purposes.length === 0) return engine.run(of, observers);
  const seen = new EventDigests();
  const first = engine.run(of, [seen, ...observers]);
  let result = first;
  for (const purpose of purposes) {
    const again = new EventDigests();
    const second = engine.run(of, [again], { paranoid: purpose.paranoid });
    result = compared(purpose, result, [first, seen], [second, again]);
  }
  return result;
}

type Seen = readonly [RunResult, EventDigests];

function compared(purpose: Purpose, result: RunResult, [first, seen]: Seen, [second, again]: Seen): RunResult {
  const difference = seen.firstDifference(again);
  const same = difference === null && first.fingerprint === second.fingerprint && first.verdict === second.verdict;
  const check: Pick<CheckResult, 'name' | 'verdict' | 'detail'> = {
    name: purpose.check,
    verdict: same ? 'ok' : purpose.verdict,
    detail: same ? purpose.equal(first.events) : differenceText(difference, [first, seen], [second, again]),
  };
  const verdict = worst([result.verdict, check.verdict]);
  const failure = result.failure ?? (same ? null : failureOf(purpose, difference, check.detail));
  return { ...result, verdict, checks: [...result.checks, check], failure };
}

function differenceText(difference: number | null, [first, seen]: Seen, [second, again]: Seen): string {
  if (difference === null) {
    return `every event is equal, but fingerprints ${first.fingerprint} and ${second.fingerprint} or verdicts differ`;
  }
  const one = seen.labels[difference] ?? 'nothing';
  const other = again.labels[difference] ?? 'nothing';
  const what =
    one === other ? `in both runs ${one}, with other content` : `${one} in the first run, ${other} in the second`;
  return `the first event that differs is event ${difference}: ${what}`;
}

function failureOf({ check, verdict }: Purpose, difference: number | null, message: string): RunResult['failure'] {
  const signature = verdict === 'nondeterminism' ? 'nondeterminism' : `${check}: ${verdict}`;
  return { check, signature, message, atMs: 0, event: difference ?? -1, replay: '' };
}
