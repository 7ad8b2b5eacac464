/** One event of a run in words: what a process is given, and what it does with it. */
import type { Fact } from '../protocol/facts.ts';
import type { Input, Plain, ProcessName } from '../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../sim/kernel/observer.ts';
import { factWords } from './fact-words.ts';

export class EventWords implements Observer {
  private readonly event: number;
  atUs = 0;
  /** `server 1 got NEWLEADER from 2`; empty when nobody was given anything. */
  given = '';
  /** `wrote currentEpoch.tmp`, `made currentEpoch 2 durable`; those of which there is nothing to tell are left out. */
  readonly effects: string[] = [];

  constructor(event: number) {
    this.event = event;
  }

  onInput(process: ProcessName, input: Input, moment: Moment): void {
    if (!this.isIt(moment)) return;
    const words = inputWords(input);
    if (words !== null) this.given = `${/^[0-9]+$/.test(process) ? 'server' : 'client'} ${process} ${words}`;
  }
  onOutput(_process: ProcessName, output: Plain, moment: Moment): void {
    if (this.isIt(moment)) this.put(outputWords(output as Output));
  }
  onFact(_process: ProcessName, fact: Plain, moment: Moment): void {
    if (this.isIt(moment)) this.put(factWords(fact as Fact)?.long ?? null);
  }
  onLifecycle(_process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    // An exit is told with its reason, as an output.
    if (this.isIt(moment) && lifecycle.change !== 'exited') this.put(lifecycle.change);
  }
  onFault(fault: FaultNotice, moment: Moment): void {
    if (this.isIt(moment)) this.put(`was struck by "${fault.text}"`);
  }

  private isIt({ event, atUs }: Moment): boolean {
    if (event !== this.event) return false;
    this.atUs = atUs;
    return true;
  }

  private put(words: string | null): void {
    if (words !== null) this.effects.push(words);
  }
}

function inputWords(input: Input): string | null {
  switch (input.kind) {
    case 'start':
      return 'started';
    case 'opened':
      return `had a ${input.channel} connection with ${input.peer}`;
    case 'closed':
      return `lost its ${input.channel} connection with ${input.peer}`;
    case 'message':
      return `got ${input.message.type} from ${input.peer}`;
    case 'timer':
      return `had its timer ${input.timer} fire`;
    case 'contents':
      return `had read ${input.file}`;
    case 'synced':
      return `had ${input.file} durable`;
    case 'diskError':
      return `could not ${input.operation} ${input.file}`;
    case 'stage':
      return `went on in stage ${input.stage}`;
    case 'request':
      return 'was asked by its application';
    case 'writable':
      return null;
  }
}

interface Output {
  readonly kind: string;
  readonly file?: string;
  readonly message?: { readonly type: string };
  readonly stage?: string;
  readonly reason?: string;
}

/** Timers, connections and choices say nothing by themselves. */
function outputWords(output: Output): string | null {
  switch (output.kind) {
    case 'send':
      return `sent ${output.message?.type ?? 'a message'}`;
    case 'write':
      return `wrote ${output.file ?? ''}`;
    case 'append':
      return `appended to ${output.file ?? ''}`;
    case 'truncate':
      return `cuts ${output.file ?? ''}`;
    case 'handOver':
      return output.stage?.startsWith('send/') === true ? `queued a packet for server ${output.stage.slice(5)}` : null;
    case 'exit':
      return `exited (${output.reason ?? ''})`;
    default:
      return null;
  }
}
