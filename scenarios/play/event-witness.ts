/** Everything that is seen of the event under way: what its process is given, what it does, what it tells. */
import type { Fact } from '../../protocol/facts.ts';
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../../sim/kernel/observer.ts';

export interface Of<T> {
  readonly process: ProcessName;
  readonly what: T;
}

export class EventWitness implements Observer {
  event = -1;
  atUs = 0;
  input: Of<Input> | null = null;
  facts: Of<Fact>[] = [];
  outputs: Of<Plain>[] = [];
  lives: Of<Lifecycle>[] = [];
  faults: FaultNotice[] = [];
  requests: (Of<Plain> & { readonly id: number })[] = [];
  replies: (Of<Plain> & { readonly id: number })[] = [];

  private at({ event, atUs }: Moment): void {
    if (event === this.event) return;
    this.event = event;
    this.atUs = atUs;
    this.input = null;
    this.facts = [];
    this.outputs = [];
    this.lives = [];
    this.faults = [];
    this.requests = [];
    this.replies = [];
  }

  /** The kernel fills one input object again and again. */
  onInput(process: ProcessName, input: Input, moment: Moment): void {
    this.at(moment);
    this.input = { process, what: { ...input } };
  }

  onOutput(process: ProcessName, what: Plain, moment: Moment): void {
    this.at(moment);
    this.outputs.push({ process, what });
  }

  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.at(moment);
    this.facts.push({ process, what: fact as Fact });
  }

  onLifecycle(process: ProcessName, what: Lifecycle, moment: Moment): void {
    this.at(moment);
    this.lives.push({ process, what });
  }

  onFault(fault: FaultNotice, moment: Moment): void {
    this.at(moment);
    this.faults.push(fault);
  }

  onRequest(process: ProcessName, id: number, what: Plain, moment: Moment): void {
    this.at(moment);
    this.requests.push({ process, what, id });
  }

  onReply(process: ProcessName, id: number, what: Plain, moment: Moment): void {
    this.at(moment);
    this.replies.push({ process, what, id });
  }
}
