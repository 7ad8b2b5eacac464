/** The observers of a world, sorted by what they listen to and by when they want to know it. */
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import { Notices, Now } from './notices.ts';
import type { FaultNotice, Lifecycle, Observer } from './observer.ts';

/** Who is told of one kind of thing. */
class Audience {
  /** At once. */
  readonly now: Observer[] = [];
  /** Later: their bits. */
  late = 0;

  add(observer: Observer, bit: number): void {
    if (bit === 0) this.now.push(observer);
    else this.late |= bit;
  }
}

/** An observer and its method, which engines would look up at each call where many classes come by. */
interface Listener<Method> {
  readonly observer: Observer;
  readonly method: Method;
}

interface FactAudience {
  readonly now: readonly Listener<NonNullable<Observer['onFact']>>[];
  readonly late: number;
}

export class Watchers {
  readonly moment = new Now();
  private readonly notices: Notices;
  /** Those that hear facts, with their bits. */
  private readonly factObservers: { readonly observer: Observer; readonly bit: number }[] = [];
  /** Who is told facts of a type, worked out when the first one comes. */
  private factsByType = new Map<unknown, FactAudience>();
  private readonly requests = new Audience();
  private readonly replies: Listener<NonNullable<Observer['onReply']>>[] = [];
  private lateReplies = 0;
  private readonly lifecycles = new Audience();
  private readonly faults = new Audience();
  /** Null where nobody listens. */
  inputs: Observer[] | null = null;
  outputs: Observer[] | null = null;
  /** An observer is being told something: what is thrown now is its mistake, not that of the process under way. */
  telling = false;

  /** `batch`: the most that those who are told later wait for. */
  constructor(batch?: number) {
    this.notices = new Notices(batch);
  }

  add(observer: Observer): void {
    const bit = observer.later === true ? this.notices.add(observer) : 0;
    const { onFact, onReply } = observer;
    if (onFact !== undefined) {
      this.factObservers.push({ observer, bit });
      this.factsByType = new Map();
    }
    if (observer.onRequest !== undefined) this.requests.add(observer, bit);
    if (onReply !== undefined) {
      if (bit === 0) this.replies.push({ observer, method: onReply });
      else this.lateReplies |= bit;
    }
    if (observer.onLifecycle !== undefined) this.lifecycles.add(observer, bit);
    if (observer.onFault !== undefined) this.faults.add(observer, bit);
    if (observer.onInput !== undefined) (this.inputs ??= []).push(observer);
    if (observer.onOutput !== undefined) (this.outputs ??= []).push(observer);
  }

  /** A run begins: who is told later may wait until `catchUp`. */
  letWait(): void {
    this.notices.gather();
  }

  catchUp(): void {
    this.notices.tell();
  }

  fact(process: ProcessName, fact: Plain): void {
    const type = (fact as { readonly type?: unknown } | null)?.type;
    const { now, late } = this.factsByType.get(type) ?? this.audienceOf(type);
    this.telling = true;
    if (late !== 0) this.notices.fact(late, process, fact, this.moment);
    this.moment.process = process;
    for (let i = 0; i < now.length; i++) {
      const { observer, method } = now[i] as FactAudience['now'][number];
      method.call(observer, process, fact, this.moment);
    }
    this.telling = false;
  }

  private audienceOf(type: unknown): FactAudience {
    const hears = ({ factTypes }: Observer): boolean => typeof type !== 'string' || factTypes?.includes(type) !== false;
    const told = this.factObservers.filter(({ observer }) => hears(observer));
    const audience = {
      now: told.flatMap(({ observer, bit }) =>
        bit === 0 && observer.onFact !== undefined ? [{ observer, method: observer.onFact }] : [],
      ),
      late: told.reduce((bits, { bit }) => bits | bit, 0),
    };
    this.factsByType.set(type, audience);
    return audience;
  }

  request(process: ProcessName, id: number, request: Plain): void {
    const { now, late } = this.requests;
    if (late !== 0) this.notices.request(late, process, id, request, this.moment);
    for (const each of now) each.onRequest?.(process, id, request, this.moment);
  }

  reply(process: ProcessName, id: number, value: Plain): void {
    this.telling = true;
    if (this.lateReplies !== 0) this.notices.reply(this.lateReplies, process, id, value, this.moment);
    this.moment.process = process;
    for (const { observer, method } of this.replies) method.call(observer, process, id, value, this.moment);
    this.telling = false;
  }

  lifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    const { now, late } = this.lifecycles;
    if (late !== 0) this.notices.lifecycle(late, process, lifecycle, this.moment);
    for (const each of now) each.onLifecycle?.(process, lifecycle, this.moment);
  }

  fault(fault: FaultNotice): void {
    const { now, late } = this.faults;
    if (late !== 0) this.notices.fault(late, fault, this.moment);
    for (const each of now) each.onFault?.(fault, this.moment);
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
