/** The observers of a world, sorted by what they listen to; null where nobody does. */
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from './observer.ts';

/** The one moment object, reused. */
export class Now implements Moment {
  atUs = 0;
  event = -1;
  cause = -1;
  process: ProcessName = '';
}

/** An observer and its method, which engines would look up at each call where many classes come by. */
interface Listener<Method> {
  readonly observer: Observer;
  readonly method: Method;
}
type FactListener = Listener<NonNullable<Observer['onFact']>>;
type ReplyListener = Listener<NonNullable<Observer['onReply']>>;

export class Watchers {
  readonly moment = new Now();
  private readonly all: Observer[] = [];
  private facts: FactListener[] | null = null;
  /** Who is told facts of a type, worked out when the first one comes. */
  private factsByType = new Map<string, FactListener[]>();
  private requests: Observer[] | null = null;
  private replies: ReplyListener[] | null = null;
  private lifecycles: Observer[] | null = null;
  private faults: Observer[] | null = null;
  inputs: Observer[] | null = null;
  outputs: Observer[] | null = null;
  /** An observer is being told something: what is thrown now is its mistake, not that of the process under way. */
  telling = false;

  add(observer: Observer): void {
    this.all.push(observer);
    const { onFact, onReply } = observer;
    if (onFact !== undefined) {
      (this.facts ??= []).push({ observer, method: onFact });
      this.factsByType = new Map();
    }
    if (observer.onRequest !== undefined) (this.requests ??= []).push(observer);
    if (onReply !== undefined) (this.replies ??= []).push({ observer, method: onReply });
    if (observer.onLifecycle !== undefined) (this.lifecycles ??= []).push(observer);
    if (observer.onFault !== undefined) (this.faults ??= []).push(observer);
    if (observer.onInput !== undefined) (this.inputs ??= []).push(observer);
    if (observer.onOutput !== undefined) (this.outputs ??= []).push(observer);
  }

  fact(process: ProcessName, fact: Plain): void {
    if (this.facts === null) return;
    const type = (fact as { readonly type?: unknown } | null)?.type;
    const listeners = typeof type === 'string' ? (this.factsByType.get(type) ?? this.listenersTo(type)) : this.facts;
    this.telling = true;
    this.moment.process = process;
    for (let i = 0; i < listeners.length; i++) {
      const { observer, method } = listeners[i] as FactListener;
      method.call(observer, process, fact, this.moment);
    }
    this.telling = false;
  }

  private listenersTo(type: string): FactListener[] {
    const told = (this.facts ?? []).filter(({ observer: { factTypes } }) => factTypes?.includes(type) !== false);
    this.factsByType.set(type, told);
    return told;
  }

  request(process: ProcessName, id: number, request: Plain): void {
    const observers = this.requests;
    if (observers === null) return;
    for (const each of observers) each.onRequest?.(process, id, request, this.moment);
  }

  reply(process: ProcessName, id: number, value: Plain): void {
    if (this.replies === null) return;
    this.telling = true;
    this.moment.process = process;
    for (const { observer, method } of this.replies) method.call(observer, process, id, value, this.moment);
    this.telling = false;
  }

  lifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    const observers = this.lifecycles;
    if (observers === null) return;
    for (const each of observers) each.onLifecycle?.(process, lifecycle, this.moment);
  }

  fault(fault: FaultNotice): void {
    const observers = this.faults;
    if (observers === null) return;
    for (const each of observers) each.onFault?.(fault, this.moment);
  }

  input(process: ProcessName, input: Input): void {
    const observers = this.inputs;
    if (observers === null) return;
    for (const each of observers) each.onInput?.(process, input, this.moment);
  }

  output(process: ProcessName, output: Plain): void {
    const observers = this.outputs;
    if (observers === null) return;
    this.telling = true;
    for (const each of observers) each.onOutput?.(process, output, this.moment);
    this.telling = false;
  }
}
