/** `sim serve` as a process of its own, for programs that measure it or attack it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { control } from '../serve/control-client.ts';
import { readControlFile } from '../serve/control-file.ts';
import type { ControlCommand } from '../serve/control-port.ts';
import { packageRoot } from './package-root.ts';

const POLL_MS = 5;
/** How long the verdict may take. */
const END_MS = 120_000;

export class ServeChild {
  private readonly controlFile: string;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private output = '';

  /** Ports are free ones; its files are in `folder`, which is the caller's. */
  constructor(folder: string, flags: readonly string[]) {
    this.controlFile = join(folder, 'control.json');
    const sim = join(packageRoot(), 'sim', 'cli', 'bin.mjs');
    const all = [sim, 'serve', ...flags, '--port', '0', '--control', this.controlFile, '--json'];
    this.child = spawn(process.execPath, all, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TMPDIR: folder },
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.gone = new Promise((resolve) => this.child.once('close', () => resolve()));
  }

  /** Resolves when clients can connect. */
  async ports(): Promise<number[]> {
    while (!this.output.includes('\n')) {
      if (this.ended) throw new Error('sim serve did not start');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const { connect } = JSON.parse(this.output.split('\n')[0] as string) as { connect: string };
    return connect.split(',').map((address) => Number(address.slice(address.lastIndexOf(':') + 1)));
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Resident memory of the process; fails when it has ended. */
  get memoryMib(): number {
    if (this.ended) throw new Error('sim serve ended');
    const found = /VmRSS:\s+([0-9]+) kB/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'));
    return Math.round(Number(found?.[1] ?? 0) / 1024);
  }

  control(command: ControlCommand): Promise<unknown> {
    return control(readControlFile(this.controlFile), command);
  }

  /** Ends it; fails when its verdict is not ok. Returns what the checks had to pass over. */
  async verdict(): Promise<string> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_MS);
    await this.gone;
    clearTimeout(timer);
    const last = this.output.trim().split('\n').slice(1).at(-1);
    if (last === undefined) throw new Error('sim serve ended without a verdict');
    const { verdict, failure, checks } = JSON.parse(last) as {
      verdict: string;
      failure: { check: string; message: string } | null;
      checks: { name: string; detail: string }[];
    };
    if (verdict !== 'ok') throw new Error(`${verdict}: ${failure?.check ?? ''}: ${failure?.message ?? ''}`);
    return checks.find(({ name }) => name === 'not-judged')?.detail ?? '';
  }

  async kill(): Promise<void> {
    if (!this.ended) this.child.kill('SIGKILL');
    await this.gone;
  }
}
