/** Two runs side by side: the first event that is not the same, and on each side how it came to that. */
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import type { Difference, DifferenceSide, SideEvent } from '../record/difference.ts';
import type { RunResult } from '../record/run-result.ts';
import { describeInput, describeOutput, describePlain } from '../record/trace-text.ts';
import type { Engine } from './engine.ts';
import { EventDigests } from '../record/event-digests.ts';

const CAUSES = 8;

export interface Side {
  readonly name: string;
  readonly of: Case;
}

interface Seen extends Side {
  readonly digests: EventDigests;
  readonly result: RunResult;
}

export function firstDifference(engine: Pick<Engine, 'run'>, a: Side, b: Side): Difference {
  const [seenA, seenB] = [a, b].map(({ name, of }): Seen => {
    const digests = new EventDigests();
    return { name, of, digests, result: engine.run(of, [digests]) };
  }) as [Seen, Seen];
  const event = seenA.digests.firstDifference(seenB.digests);
  const ended = event === null && seenA.result.fingerprint !== seenB.result.fingerprint;
  return {
    schema: 1,
    equal: event === null && !ended,
    event,
    a: sideOf(engine, seenA, event, seenB),
    b: sideOf(engine, seenB, event, seenA),
  };
}

/** Runs again, and writes down the events that led to the difference. */
function sideOf(engine: Pick<Engine, 'run'>, seen: Seen, event: number | null, other: Seen): DifferenceSide {
  const { name, digests, result } = seen;
  const head = { name, verdict: result.verdict, events: result.events };
  if (event === null || digests.digests[event] === undefined) return { ...head, first: null, causes: [] };
  const chain = digests.chain(event, CAUSES + 1);
  const close = new CloseUp(chain);
  engine.run(seen.of, [close]);
  const [first, ...causes] = chain.map((each) => close.events.get(each)).filter((each) => each !== undefined);
  const far = new CloseUp([event]);
  if (first !== undefined && other.digests.digests[event] !== undefined) engine.run(other.of, [far]);
  const theirs = far.events.get(event)?.effects ?? [];
  return { ...head, first: first === undefined ? null : onlyOwn(first, theirs), causes };
}

/** Of what came of the differing event, what did not come of it on the other side too. */
function onlyOwn(first: SideEvent, theirs: readonly string[]): SideEvent {
  const own = first.effects.filter((effect) => !theirs.includes(effect));
  return own.length === 0 ? first : { ...first, effects: own };
}

interface Written {
  readonly event: number;
  readonly atUs: number;
  text: string;
  readonly effects: string[];
}

/** Writes down what happens in some events. */
class CloseUp implements Observer {
  readonly events = new Map<number, Written>();
  private readonly wanted: ReadonlySet<number>;

  constructor(wanted: readonly number[]) {
    this.wanted = new Set(wanted);
  }

  onInput(process: ProcessName, input: Input, moment: Moment): void {
    const written = this.at(moment);
    if (written !== null) written.text = `${process}: ${describeInput(input)}`;
  }
  onOutput(process: ProcessName, output: Plain, moment: Moment): void {
    this.at(moment)?.effects.push(`${process} ${describeOutput(output)}`);
  }
  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.at(moment)?.effects.push(`${process} tells ${describePlain(fact)}`);
  }
  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    this.at(moment)?.effects.push(`${process} ${describePlain(lifecycle)}`);
  }
  onFault(fault: FaultNotice, moment: Moment): void {
    const written = this.at(moment);
    if (written === null) return;
    if (written.text === '') written.text = `fault: ${fault.text}`;
    else written.effects.push(`fault: ${fault.text}`);
  }

  private at({ event, atUs }: Moment): Written | null {
    if (!this.wanted.has(event)) return null;
    let written = this.events.get(event);
    if (written === undefined) {
      written = { event, atUs, text: '', effects: [] };
      this.events.set(event, written);
    }
    return written;
  }
}
