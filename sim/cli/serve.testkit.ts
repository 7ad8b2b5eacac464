/** `sim serve` as a process of its own, and its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandLine } from './command-line.testkit.ts';
import { bin, type Ended } from './command-line.testkit.ts';

export class ServeProcess {
  readonly connect: string;
  readonly ports: readonly number[];
  readonly control: string;
  private readonly child: ChildProcess;
  private readonly output: { stdout: string; stderr: string };
  private readonly gone: Promise<number | null>;

  private constructor(child: ChildProcess, output: ServeProcess['output'], gone: Promise<number | null>, file: string) {
    this.child = child;
    this.output = output;
    this.gone = gone;
    this.control = file;
    this.connect = output.stdout.split('\n')[0] ?? '';
    this.ports = this.connect.split(',').map((address) => Number(address.slice(address.lastIndexOf(':') + 1)));
  }

  /** Resolves when the connect string is there; rejects when the process ends before. */
  static async start({ folder }: CommandLine, ...args: readonly string[]): Promise<ServeProcess> {
    const file = join(folder, `control-${args.length}-${Math.floor(performance.now() * 1000)}.json`);
    const all = [bin, 'serve', '--port', '0', '--control', file, ...args];
    const env = { ...process.env, NO_COLOR: '1', TMPDIR: folder };
    const child = spawn(process.execPath, all, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    const gone = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output.stdout += chunk.toString();
        if (output.stdout.includes('\n')) resolve();
      });
      child.once('close', () => reject(new Error(`sim serve ended: ${output.stderr}`)));
    });
    return new ServeProcess(child, output, gone, file);
  }

  async end(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended();
  }

  async ended(): Promise<Ended> {
    const code = await this.gone;
    return { code: code ?? -1, ...this.output };
  }

  get stderr(): string {
    return this.output.stderr;
  }

  get stdout(): string {
    return this.output.stdout;
  }

  get token(): string {
    return (JSON.parse(readFileSync(this.control, 'utf8')) as { token: string }).token;
  }
}
