/** One digest for all that was seen of each event of a run, so that two runs can be compared event by event. */
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import { ContentHash } from '../../protocol/std/hash.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../kernel/observer.ts';

export class EventDigests implements Observer {
  readonly digests: number[] = [];
  readonly labels: string[] = [];
  /** By the index of an event, that of the event which caused it. */
  readonly causes: number[] = [];
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
    this.causes[event] = moment.cause;
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

  /** An event and those that led to it, the latest first. */
  chain(event: number, most: number): number[] {
    const chain: number[] = [];
    for (let at = event; at >= 0 && chain.length < most; at = this.causes[at] ?? -1) chain.push(at);
    return chain;
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
