/** Where lines go: results to stdout, progress to stderr. */
import type * as colours from 'chalk';
import type { Palette } from '../../reports/palette.ts';
import { plainPalette } from '../../reports/palette.ts';
import { importModule } from './import-module.ts';

/** What a shell expects of a program that was interrupted: 128 + SIGINT. */
export const EXIT_INTERRUPTED = 130;

export function print(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** A reader that has seen enough (`| head`) is no error. */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
}

/** Colours for a terminal; none when NO_COLOR is set or stdout goes elsewhere (FORCE_COLOR asks for them there). */
export async function choosePalette(): Promise<Palette> {
  const { Chalk, supportsColor } = (await importModule('chalk')) as typeof colours;
  if ((process.env['NO_COLOR'] ?? '') !== '' || supportsColor === false) return plainPalette;
  const chalk = new Chalk({ level: supportsColor.level });
  const { themes } = await import('../../reports/spacetime/inks.ts');
  return {
    good: chalk.green,
    bad: chalk.red,
    doubtful: chalk.yellow,
    strong: chalk.bold,
    faint: chalk.dim,
    // Those of the dark page are seen on a light one too.
    ink: (ink, text) => chalk.hex(themes.dark[ink])(text),
  };
}

/** Tells how far a long command is: live on a terminal, else a line every few seconds. */
export class Progress {
  private readonly live = process.stderr.isTTY;
  private readonly begunMs = performance.now();
  private toldMs = performance.now();

  tell(text: () => string): void {
    const now = performance.now();
    if (now - this.toldMs < (this.live ? 100 : 3000)) return;
    this.toldMs = now;
    process.stderr.write(this.live ? `\r\u001b[2K${text()}` : `${text()}\n`);
  }

  /** Takes the live line away, before anything else is printed. */
  clear(): void {
    if (this.live) process.stderr.write('\r\u001b[2K');
  }

  get elapsedMs(): number {
    return performance.now() - this.begunMs;
  }
}
