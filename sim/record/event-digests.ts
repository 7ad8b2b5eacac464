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
    this.note(moment, `${process} ${input.kind}${objectOf(input)}`, input);
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
    const before = this.digests[event] ?? 0;
    const hash = this.hash.begin().number(before).number(atUs).text(label);
    hashPlain(hash, value);
    this.digests[event] = hash.end();
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

/** What an input is about, beside its kind. */
function objectOf(input: Input): string {
  switch (input.kind) {
    case 'message':
      return ` ${input.message.type}`;
    case 'timer':
      return ` ${input.timer}`;
    case 'stage':
      return ` ${input.stage}`;
    case 'synced':
    case 'contents':
    case 'diskError':
      return ` ${input.file}`;
    default:
      return '';
  }
}

/** What each value begins with: so no two values are one row of words. */
const [NUMBER, TEXT, BYTES, ARRAY, OBJECT, OTHER] = [1, 2, 3, 4, 5, 6];

/** Everything in a plain value, whatever digests of its own it carries. */
function hashPlain(hash: ContentHash, value: Plain): void {
  if (typeof value === 'number' && Number.isSafeInteger(value)) hash.number(NUMBER).number(value);
  else if (typeof value === 'string') hash.number(TEXT).text(value);
  else if (typeof value !== 'object' || value === null) hash.number(OTHER).text(String(value));
  else if (value instanceof Uint8Array) hash.number(BYTES).bytes(value);
  else if (Array.isArray(value)) {
    hash.number(ARRAY).number(value.length);
    for (const item of value as readonly Plain[]) hashPlain(hash, item);
  } else {
    const keys = Object.keys(value);
    hash.number(OBJECT).number(keys.length);
    for (const key of keys) {
      hash.text(key);
      hashPlain(hash, (value as Readonly<Record<string, Plain>>)[key]);
    }
  }
}
