/** Runs the built program as a user does, in a folder of its own. */
import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const bin = join(import.meta.dirname, 'bin.mjs');

export interface Ended {
  readonly code: number;
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
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
      watch(child);
    });
  }

  sim(...args: string[]): Promise<Ended> {
    return this.start(process.execPath, [bin, ...args], { NO_COLOR: '1' });
  }

  /** Writes a file and returns its name. */
  file(name: string, text: string): string {
    writeFileSync(join(this.folder, name), text);
    return name;
  }
}
