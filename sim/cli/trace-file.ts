/** `--trace`: every event as a line of JSON, written as the run goes, so that memory stays flat. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Input, ProcessName } from '../../protocol/process.ts';
import type { Moment } from '../kernel/observer.ts';
import { TraceRecorder } from '../record/trace.ts';

const KEPT_MAX = 4096;

export class TraceFile extends TraceRecorder {
  private readonly handle: number;

  constructor(file: string) {
    super();
    this.handle = openSync(file, 'w');
  }

  override onInput(process: ProcessName, input: Input, moment: Moment): void {
    if (this.events.length >= KEPT_MAX) this.flush();
    super.onInput(process, input, moment);
  }

  private flush(): void {
    writeSync(this.handle, this.events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    this.events.length = 0;
  }

  close(): void {
    this.flush();
    closeSync(this.handle);
  }
}
