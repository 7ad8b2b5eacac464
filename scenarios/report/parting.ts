/** Where a run and the same without its bug part: the first event that differs, in words on each side, and the states after it. */
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Moment, Observer } from '../../sim/kernel/observer.ts';
import type { Case } from '../../sim/record/case.ts';
import { EventDigests } from '../../sim/record/event-digests.ts';
import type { ReportParting, PartingSide } from '../../sim/record/report-data.ts';
import { describeOutput, describePlain } from '../../sim/record/trace-text.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import { EventWords } from '../event-words.ts';
import { Rerun } from '../rerun.ts';
import { run } from '../run.ts';
import type { RunHost } from '../simulation.ts';

/** Events that led to the one that differs, on each side. */
const CAUSES = 6;

type Host = Pick<RunHost, 'registry'>;

interface Seen {
  readonly of: Case;
  readonly result: RunResult;
  readonly digests: EventDigests;
}

/** Null when the case has no bug. */
export function partingOf(of: Case, host: Host): ReportParting | null {
  if (of.bug === null) return null;
  const [actual, expected] = [of, { ...of, bug: null }].map((each) => look(each, host)) as [Seen, Seen];
  const event = actual.digests.firstDifference(expected.digests);
  const seen = event === null ? [] : [actual, expected].map(({ of: each }) => new Rerun(each, host).stateAt(event));
  const [a, b] = seen;
  const sides = [sideOf(actual, event, host), sideOf(expected, event, host)] as const;
  const told = event === null ? sides : ownEffects(sides, [actual, expected], event, host);
  return {
    event,
    actual: told[0],
    expected: told[1],
    states: a === undefined || b === undefined ? null : { actual: a, expected: b },
  };
}

type Sides = readonly [PartingSide, PartingSide];

/** Where the words are the same on both sides, what differs is told as it was recorded. */
function ownEffects(sides: Sides, seen: readonly [Seen, Seen], event: number, host: Host): Sides {
  const [a, b] = sides;
  if (a.first === null || b.first === null || a.first.effects.join() !== b.first.effects.join()) return sides;
  const [ours, theirs] = seen.map(({ of }) => {
    const recorded = new RecordedEffects(event);
    run(of, { ...host, observers: [recorded] });
    return recorded.effects;
  }) as [string[], string[]];
  return [
    { ...a, first: { ...a.first, effects: ours.filter((effect) => !theirs.includes(effect)) } },
    { ...b, first: { ...b.first, effects: theirs.filter((effect) => !ours.includes(effect)) } },
  ];
}

/** What came of one event, as a trace has it. */
class RecordedEffects implements Observer {
  readonly effects: string[] = [];
  private readonly event: number;

  constructor(event: number) {
    this.event = event;
  }

  onOutput(_process: ProcessName, output: Plain, { event }: Moment): void {
    if (event === this.event) this.effects.push(describeOutput(output));
  }

  onFact(_process: ProcessName, fact: Plain, { event }: Moment): void {
    if (event === this.event) this.effects.push(`tells ${describePlain(fact)}`);
  }
}

function look(of: Case, host: Host): Seen {
  const digests = new EventDigests();
  return { of, digests, result: run(of, { ...host, observers: [digests] }) };
}

/** Runs once more and puts into words what led to the event. */
function sideOf({ of, result, digests }: Seen, event: number | null, host: Host): PartingSide {
  const { verdict, events } = result;
  if (event === null || digests.digests[event] === undefined) return { verdict, events, first: null, causes: [] };
  const chain = digests.chain(event, CAUSES + 1);
  const words = chain.map((each) => new EventWords(each));
  run(of, { ...host, observers: words satisfies Observer[] });
  const told = words.map(({ atUs, given, effects }, i) => ({ event: chain[i] as number, atUs, text: given, effects }));
  const [first, ...causes] = told;
  return { verdict, events, first: first ?? null, causes };
}
