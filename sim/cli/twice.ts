/** Two runs of one case, compared event by event: the first event that differs is named. */
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import { ContentHash } from '../../protocol/std/hash.ts';
import { worst, type CheckResult } from '../check/verdict.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Engine } from './engine.ts';

/** One digest for all that was seen of each event, and what the event was. */
class EventDigests implements Observer {
  readonly digests: number[] = [];
  readonly labels: string[] = [];
  private readonly hash = new ContentHash();

  onInput(process: ProcessName, input: Input, moment: Moment): void {
    const detail =
      'message' in input ? input.message.type : 'timer' in input ? input.timer : 'file' in input ? input.file : '';
    this.note(moment, `${process} ${input.kind}${detail === '' ? '' : ` ${detail}`}`, input);
  }
  onOutput(process: ProcessName, output: Plain, moment: Moment): void {
    this.note(moment, `an output of ${process}`, output);
  }
  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.note(moment, `a fact of ${process}`, fact);
  }
  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    this.note(moment, `${process} ${lifecycle.change}`, lifecycle);
  }
  onFault(fault: FaultNotice, moment: Moment): void {
    this.note(moment, `the fault ${fault.text}`, fault);
  }

  private note(moment: Moment, label: string, value: Plain): void {
    const { event, atUs } = moment;
    this.labels[event] ??= `${(atUs / 1e6).toFixed(6)} s, ${label}`;
    this.digests[event] = this.hash
      .begin()
      .number(this.digests[event] ?? 0)
      .number(atUs)
      .text(label)
      .text(plainText(value))
      .end();
  }

  /** Index of the first event that is not the same in both, null when there is none. */
  firstDifference(other: EventDigests): number | null {
    const length = Math.max(this.digests.length, other.digests.length);
    for (let i = 0; i < length; i++) if (this.digests[i] !== other.digests[i]) return i;
    return null;
  }
}

/** Everything in a plain value, in one text. */
function plainText(value: Plain): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => {
      if (typeof inner === 'bigint') return `${inner}n`;
      if (inner instanceof Map || inner instanceof Set) return [...inner] as unknown[];
      return inner;
    }) ?? ''
  );
}

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
