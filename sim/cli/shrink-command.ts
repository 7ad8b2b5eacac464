/** `sim shrink`: makes a failing case small. A thread does it, so that an interrupt is heard and keeps the best so far. */
import { writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { shrinkText } from '../../reports/text/shrink.ts';
import type { Case } from '../record/case.ts';
import { parseDurationUs } from '../record/duration.ts';
import { InputError } from '../record/input-error.ts';
import { replayLine } from '../record/replay-line.ts';
import type { ShrinkResult } from '../record/shrink-result.ts';
import { choosePalette, EXIT_INTERRUPTED, print, Progress } from './output.ts';
import { checkWritable } from './run-command.ts';
import { RunPool } from './run-pool.ts';
import { ShrinkBoard } from './shrink-board.ts';
import { caseTarget } from './target.ts';

export interface ShrinkFlags {
  readonly budget: string;
  readonly attempts?: string;
  readonly out?: string;
  readonly json?: true;
}

/** How often the thread is looked at. */
const LOOK_MS = 100;

/** Returns the exit code: 0 when the case was made small, or was already. */
export async function shrinkCommand(file: string, flags: ShrinkFlags): Promise<number> {
  const limits = readLimits(flags);
  const out = flags.out ?? besideOf(file);
  if (resolve(out) === resolve(file)) throw new InputError(`--out: ${out}: the case itself would be overwritten.`);
  checkWritable('--out', out);
  const { base, engine } = await caseTarget(file);
  const shows = engine.run(base).failure?.signature;
  if (shows === undefined) throw new InputError(`${file}: the case does not fail, and there is nothing to keep.`);
  // Told before a thread begins that what its module draws cannot be written out.
  engine.explicit(base);
  const expected = base.expect?.signature ?? shows;
  if (expected !== shows) process.stderr.write(`sim: the case expects ${expected}, and shows ${shows} now.\n`);
  const progress = new Progress();
  const board = new ShrinkBoard();
  const interrupt = (): void => board.stop();
  process.once('SIGINT', interrupt);
  process.stderr.write(`shrinking ${file} for ${flags.budget} at most; Ctrl-C ends it and keeps the best so far\n`);
  const pool = new RunPool(1);
  const looking = setInterval(() => progress.tell(() => board.text()), LOOK_MS);
  try {
    const shrunk = await pool.run('shrink', { of: base, ...limits, board: board.shared });
    progress.clear();
    if (shrunk === null) throw new Error(`${file}: failed once, and passes when it is written out`);
    const { before, after } = shrunk;
    writeFileSync(out, `${JSON.stringify(shrunk.case, null, 2)}\n`);
    const result: ShrinkResult = {
      schema: 1,
      version: engine.version,
      verdict: shrunk.verdict,
      signature: shrunk.signature,
      message: shrunk.message,
      before,
      after,
      attempts: shrunk.attempts,
      finished: shrunk.finished,
      case: out,
      replay: replayLine(shrunk.case, out),
      wallMs: Math.round(progress.elapsedMs),
    };
    if (flags.json === true) print([JSON.stringify(result)]);
    else print(shrinkText(result, await choosePalette()));
    return board.stopped ? EXIT_INTERRUPTED : 0;
  } finally {
    clearInterval(looking);
    process.off('SIGINT', interrupt);
    await pool.close();
  }
}

export interface ShrinkLimits {
  /** Null: no limit. */
  readonly attempts: number | null;
  readonly budgetMs: number;
}

/** What a thread answers. */
export interface ShrunkAnswer extends Pick<
  ShrinkResult,
  'verdict' | 'signature' | 'message' | 'before' | 'after' | 'attempts' | 'finished'
> {
  readonly case: Case;
}

function readLimits({ budget, attempts }: ShrinkFlags): ShrinkLimits {
  const us = parseDurationUs(budget);
  if (us === null || us <= 0) throw new InputError(`--budget: "${budget}" is not a duration such as 10s or 2m.`);
  if (attempts === undefined) return { attempts: null, budgetMs: us / 1000 };
  if (!/^[1-9][0-9]{0,8}$/.test(attempts)) {
    throw new InputError(`--attempts: "${attempts}" is not a whole number from 1.`);
  }
  return { attempts: Number(attempts), budgetMs: us / 1000 };
}

/** `found/case.json` is shrunk to `found/case-shrunk.json`. */
function besideOf(file: string): string {
  return join(dirname(file), `${basename(file, extname(file))}-shrunk.json`);
}
