/** `--trace`: every event as a line of JSON, written as the run goes, so that memory stays flat. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import { caseName } from '../record/case.ts';
import { TraceRecorder } from '../record/trace.ts';

const BUFFERED_MAX = 1 << 20;

export class TraceFile {
  readonly observer: Observer;
  private readonly handle: number;
  private buffered = '';

  constructor(file: string, of: Case) {
    this.handle = openSync(file, 'w');
    this.observer = new TraceRecorder((line) => this.add(line), { case: caseName(of), seed: of.seed });
  }

  private add(line: string): void {
    this.buffered += `${line}\n`;
    if (this.buffered.length > BUFFERED_MAX) this.flush();
  }

  private flush(): void {
    writeSync(this.handle, this.buffered);
    this.buffered = '';
  }

  close(): void {
    this.flush();
    closeSync(this.handle);
  }
}
