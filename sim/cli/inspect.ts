/**
 * `--inspect`: Node's debugger, stopped at one event of a run. The event is known from a first run; the second waits for a
 * debugger, and stops just before the process takes its step.
 */
import { open, url, waitForDebugger } from 'node:inspector';
import type { Input, Plain, ProcessName } from '../../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import type { Engine } from './engine.ts';
import { EventDigests } from '../record/event-digests.ts';
import { readCount } from './run-flags.ts';

const PORT = '9229';

/** Stops at the first thing that is seen of the event. */
export class Breakpoint implements Observer {
  private readonly event: number;
  private passed = false;

  constructor(event: number) {
    this.event = event;
  }

  onInput(process: ProcessName, input: Input, moment: Moment): void {
    this.stop(process, input, moment);
  }
  onFact(process: ProcessName, fact: Plain, moment: Moment): void {
    this.stop(process, fact, moment);
  }
  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    this.stop(process, lifecycle, moment);
  }
  onFault(fault: FaultNotice, moment: Moment): void {
    this.stop(null, fault, moment);
  }

  /** `what` is the input that comes next; up the stack are the process and the world. */
  private stop(process: ProcessName | null, what: Plain, { event, atUs }: Moment): void {
    if (this.passed || event < this.event) return;
    this.passed = true;
    debugger;
    // Here a debugger shows them by name.
    void [process, what, event, atUs];
  }
}

/** The event to stop at: that of the finding, or the last before a condition ended the run; the nearest that anybody sees. */
export function eventToStopAt(engine: Pick<Engine, 'run'>, of: Case, until: boolean): number {
  const seen = new EventDigests();
  const { events, failure } = engine.run(of, [seen]);
  let event = until ? events - 1 : (failure?.event ?? -1);
  while (event >= 0 && seen.digests[event] === undefined) event--;
  if (event >= 0) return event;
  throw new InputError('--inspect stops at the event of a finding or of --until, and this run has neither.');
}

/** `flag`: a port, or true for the usual one. Returns when a debugger is there and lets the program go on. */
export function waitForInspector(flag: string | true, event: number): void {
  const port = readCount('--inspect', flag === true ? PORT : flag, 0, 65_535) ?? 0;
  open(port, '127.0.0.1');
  process.stderr.write(`sim: the debugger stops at event ${event}; it is awaited at ${url() ?? `port ${port}`}\n`);
  waitForDebugger();
}
