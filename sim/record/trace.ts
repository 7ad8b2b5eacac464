/**
 * Records a run as events, one JSON object each: an observer that changes nothing. A failing case can be run again,
 * so a trace is recorded on request only, and it may cost what it likes.
 */
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../kernel/observer.ts';
import { describeInput, describeOutput, describePlain } from './trace-text.ts';

/** Changes with the shape of the events. */
export const TRACE_SCHEMA = 1;

export interface TraceEvent {
  readonly schema: number;
  /** Index of the event in the run; several lines may belong to one. */
  readonly event: number;
  /** Index of the event that caused it, -1 for none. */
  readonly cause: number;
  readonly atUs: number;
  /** Null for faults, which belong to no process. */
  readonly process: ProcessName | null;
  readonly kind: 'input' | 'output' | 'fact' | 'lifecycle' | 'fault';
  /** Kind of the input or output, type of the fact, change of the life, kind of the fault. */
  readonly what: string;
  /** One line for people. */
  readonly text: string;
}

export interface TraceOptions {
  /** Outputs as well as inputs; default true. */
  readonly outputs?: boolean;
  /** Events kept, the newest; default all. */
  readonly keep?: number;
}

function nameOf(plain: Plain, field: 'type' | 'kind'): string {
  if (typeof plain !== 'object' || plain === null) return typeof plain;
  const name = (plain as Record<string, unknown>)[field];
  return typeof name === 'string' ? name : 'object';
}

export class TraceRecorder implements Observer {
  /** What was recorded, oldest first; whoever reads it may take it away. */
  readonly events: TraceEvent[];
  private readonly outputs: boolean;
  private readonly keep: number;

  /** `sink`: where events are put. */
  constructor(sink: TraceEvent[] = [], options: TraceOptions = {}) {
    this.events = sink;
    this.outputs = options.outputs ?? true;
    this.keep = options.keep ?? 0;
  }

  private put(moment: Moment, process: ProcessName | null, kind: TraceEvent['kind'], what: string, text: string): void {
    const { event, cause, atUs } = moment;
    this.events.push({ schema: TRACE_SCHEMA, event, cause, atUs, process, kind, what, text });
    if (this.keep > 0 && this.events.length >= 2 * this.keep) this.events.splice(0, this.events.length - this.keep);
  }

  onInput(process: ProcessName, input: Input, moment: Moment): void {
    this.put(moment, process, 'input', input.kind, describeInput(input));
  }

  onOutput(process: ProcessName, output: Plain, moment: Moment): void {
    if (this.outputs) this.put(moment, process, 'output', nameOf(output, 'kind'), describeOutput(output));
  }

  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.put(moment, process, 'fact', nameOf(fact, 'type'), describePlain(fact));
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    this.put(moment, process, 'lifecycle', lifecycle.change, describePlain(lifecycle));
  }

  onFault(fault: FaultNotice, moment: Moment): void {
    this.put(moment, null, 'fault', fault.kind, `${fault.text}${fault.effective ? '' : ' (no effect)'}`);
  }
}

/** The lines of a trace file. */
export function traceLines(events: readonly TraceEvent[]): string[] {
  return events.map((event) => JSON.stringify(event));
}
