/**
 * What `sim serve` does from start to end: serves, takes commands, writes down what enters, and at the end tells what
 * the checks say of it. Everything that can be refused is refused before the first port is open.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ServedRun } from '../../scenarios/served/served-run.ts';
import { servedRun } from '../../scenarios/served/served-run.ts';
import type { Case } from '../record/case.ts';
import {
  checkControlFile,
  controlFileIn,
  makeStateFolder,
  newToken,
  writeControlFile,
  type ControlFile,
} from './control-file.ts';
import { ControlPort, type ControlCommand } from './control-port.ts';
import { Journal, readJournal } from './journal.ts';
import { LOOPBACK, serve, type Served, type ServeOptions } from './serve.ts';

export interface ProgramOptions {
  readonly serve: ServeOptions;
  /** Virtual time after which it ends by itself; null: it does not. */
  readonly forMs: number | null;
  /** Where the case goes at the end. */
  readonly save: string | null;
  /** Where the control file goes; a place of its own when null. */
  readonly control: string | null;
}

/** What a program has to tell while it runs. */
export interface ProgramEvents {
  /** Clients can connect. */
  readonly onReady: (connectString: string) => void;
  /** A line for people. */
  readonly tell: (line: string) => void;
}

export interface ProgramEnd extends ServedRun {
  readonly case: Case;
  /** Where the inputs are kept: the case, or the journal. */
  readonly record: { readonly file: string; readonly isCase: boolean };
}

export class ServeProgram {
  readonly ended: Promise<ProgramEnd>;
  private readonly served: Served;
  private readonly journal: Journal;
  private readonly options: ProgramOptions;
  private readonly files: Files;
  private port: ControlPort | null = null;
  private readonly begunMs = performance.now();
  private end!: (end: ProgramEnd | Promise<ProgramEnd>) => void;
  private isEnding = false;

  private constructor(served: Served, journal: Journal, files: Files, options: ProgramOptions) {
    this.served = served;
    this.journal = journal;
    this.files = files;
    this.options = options;
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** Rejects with an InputError on bad input; nothing is left behind then. */
  static async start(options: ProgramOptions, { onReady, tell }: ProgramEvents): Promise<ServeProgram> {
    if (options.control !== null) checkControlFile(options.control);
    const folder = makeStateFolder();
    const files: Files = {
      folder,
      journal: join(folder, 'journal.jsonl'),
      control: options.control ?? controlFileIn(folder),
    };
    let program: ServeProgram | null = null;
    let served: Served | null = null;
    const journal = new Journal(files.journal);
    try {
      const endUs = { value: Infinity };
      served = await serve({
        ...options.serve,
        onInput: (input) => journal.input(input),
        onTurn: (nowUs) => {
          journal.turn(nowUs);
          if (nowUs >= endUs.value) void program?.finish();
        },
        onFailure: () => void program?.finish(),
      });
      journal.begin(served.case, served.ensemble.options.wallMs);
      if (options.forMs !== null) endUs.value = served.ensemble.nowUs + options.forMs * 1000;
      program = new ServeProgram(served, journal, files, options);
      await program.openControl();
    } catch (error) {
      await served?.stop().catch(() => {});
      journal.end(0);
      rmSync(folder, { recursive: true });
      throw error;
    }
    const { host = LOOPBACK } = options.serve;
    if (host !== LOOPBACK && host !== '::1' && host !== 'localhost') {
      tell(`listening at ${host}: others than this machine may connect`);
    }
    tell(`control file: ${files.control}`);
    tell(`record: ${files.journal}`);
    onReady(served.connectString);
    return program;
  }

  /** Ends it; resolves when all is written. */
  finish(): Promise<ProgramEnd> {
    if (!this.isEnding) {
      this.isEnding = true;
      this.end(this.close());
    }
    return this.ended;
  }

  private async openControl(): Promise<void> {
    const token = newToken();
    this.port = await ControlPort.open(LOOPBACK, token, (command) => this.obey(command));
    const content: ControlFile = {
      schema: 1,
      pid: process.pid,
      host: LOOPBACK,
      port: this.port.port,
      token,
      connect: this.served.connectString,
    };
    writeControlFile(this.files.control, content);
  }

  private async obey(command: ControlCommand): Promise<unknown> {
    switch (command.command) {
      case 'act':
        return this.served.perform(command.line);
      case 'advance':
        this.served.advance(command.ms);
        return { virtualMs: this.served.status().virtualMs };
      case 'status': {
        const { scenario, seed } = this.served.case;
        return { connect: this.served.connectString, scenario, seed, ...this.served.status() };
      }
      case 'stop': {
        const { result, record } = await this.finish();
        return { verdict: result.verdict, fingerprint: result.fingerprint, record: record.file };
      }
    }
  }

  private async close(): Promise<ProgramEnd> {
    const { served, journal, files, options } = this;
    // What it failed with is in the verdict.
    await served.stop().catch(() => {});
    journal.end(served.ensemble.nowUs);
    const of = readJournal(files.journal);
    const wallMs = Math.round((performance.now() - this.begunMs) * 10) / 10;
    const { result, checks } = servedRun(of, served.ensemble, { wallMs });
    const record = { file: options.save ?? files.journal, isCase: options.save !== null };
    if (options.save !== null) {
      writeFileSync(options.save, caseText(of, result));
      rmSync(files.journal);
    }
    rmSync(files.control, { force: true });
    if (options.save !== null && dirname(files.journal) === files.folder) rmSync(files.folder, { recursive: true });
    // An answer to `stop` waits for what is returned here.
    setImmediate(() => void this.port?.close());
    return { case: of, result, checks, record };
  }
}

interface Files {
  readonly folder: string;
  readonly journal: string;
  readonly control: string;
}

/** The case as a file, with what this run found. */
export function caseText(of: Case, { verdict, failure, fingerprint }: ServedRun['result']): string {
  const { inputs, ...rest } = of;
  const found: Case = {
    ...rest,
    inputs: null,
    expect: { verdict, signature: failure?.signature ?? null },
    fingerprint,
  };
  const text = `${JSON.stringify(found, null, 2)}\n`;
  if (inputs === null) return text;
  const { list, ...times } = inputs;
  const lines = list.map((input) => `      ${JSON.stringify(input)}`).join(',\n');
  const head = JSON.stringify(times).slice(0, -1);
  return text.replace('\n  "inputs": null', () => `\n  "inputs": ${head},"list":[\n${lines}\n    ]}`);
}
