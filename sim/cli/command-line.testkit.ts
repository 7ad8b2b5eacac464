/** Runs the built program as a user does, in a folder of its own. */
import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFile } from './package-root.ts';

export const bin = join(import.meta.dirname, 'bin.mjs');

/** Runs several command lines one after the other, and prints how each ended: most of what one takes is its start. */
const ONE_AFTER_THE_OTHER = `
  const { commandLine } = await import(process.argv[1]);
  const print = process.stdout.write.bind(process.stdout);
  const ended = [];
  for (const words of JSON.parse(process.argv[2])) {
    const said = { stdout: '', stderr: '' };
    for (const stream of Object.keys(said)) process[stream].write = (text) => ((said[stream] += text), true);
    process.exitCode = 0;
    await commandLine(words);
    ended.push({ code: process.exitCode, ...said });
  }
  process.exitCode = 0;
  print(JSON.stringify(ended));
`;

export interface Ended {
  /** The exit code, or the name of the signal that ended it; `none` when it never began. */
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'zabsim-cli-'));

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** `watch` is given the process while it runs. */
  start(
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    watch: (child: ChildProcess) => void = () => undefined,
  ): Promise<Ended> {
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
      const child = execFile(command, args, options, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? child.signalCode ?? 'none', stdout, stderr });
      });
      watch(child);
    });
  }

  sim(...args: string[]): Promise<Ended> {
    return this.start(process.execPath, [bin, ...args], { NO_COLOR: '1' });
  }

  /** As `sim` does with each of these, in one process of the built program. */
  async simEach(all: readonly (readonly string[])[]): Promise<Ended[]> {
    const built = pathToFileURL(builtFile('sim/cli/command-line.ts')).href;
    const args = ['--input-type=module', '-e', ONE_AFTER_THE_OTHER, built, JSON.stringify(all)];
    const { code, stdout, stderr } = await this.start(process.execPath, args, { NO_COLOR: '1' });
    if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
    return JSON.parse(stdout) as Ended[];
  }

  /** Writes a file and returns its name. */
  file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return name;
  }
}
