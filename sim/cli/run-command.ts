/** `sim run`: one seed or a range of them. */
import { writeFileSync } from 'node:fs';
import { RangeSummary } from '../../reports/range-summary.ts';
import { rangeText } from '../../reports/text/range.ts';
import { runLine, runText } from '../../reports/text/run.ts';
import { exitCodes, worst } from '../check/verdict.ts';
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import { replayLine } from '../record/replay-line.ts';
import type { RunResult } from '../record/run-result.ts';
import { countSeeds, type SeedRange } from '../record/seed.ts';
import { seedsOf } from '../search/seed-block.ts';
import { printColumns } from './columns.ts';
import { bugFlag, type Engine } from './engine.ts';
import { readJobs } from './jobs-flag.ts';
import { choosePalette, EXIT_INTERRUPTED, print, Progress } from './output.ts';
import { readOptions, readSeeds, type RunFlags } from './run-flags.ts';
import { runRange, threadsFor } from './run-range.ts';
import { resolveTarget, type Target } from './target.ts';
import { timedRun } from './timed-run.ts';
import type { AgainFlags } from './twice.ts';
import { checkWritable } from './writable.ts';

export { checkWritable };

/** Returns the exit code. */
export async function runCommand(name: string, flags: RunFlags): Promise<number> {
  const seeds = readSeeds(flags);
  const options = readOptions(flags);
  const jobs = flags.jobs === undefined || flags.jobs === 'auto' ? null : readJobs(flags.jobs);
  const range = seeds !== null && typeof seeds !== 'string' ? seeds : null;
  for (const flag of ['trace', 'save'] as const) {
    const file = flags[flag];
    if (file === undefined) continue;
    if (range !== null) throw new InputError(`--${flag} is for one seed, not for a range.`);
    checkWritable(`--${flag}`, file);
  }
  if (flags.jobs !== undefined && range === null) throw new InputError('--jobs is for a range of seeds, not for one.');
  if (flags.columns === true && range !== null) throw new InputError('--columns is for one seed, not for a range.');
  if (flags.columns === true && flags.json === true) throw new InputError('--columns and --json exclude each other.');
  const target = await resolveTarget(name);
  const { base } = target;
  const asked: Case = {
    ...base,
    seed: typeof seeds === 'string' ? seeds : range !== null ? String(range.from) : base.seed,
    options: { ...base.options, ...options },
    bug: flags.bug === undefined ? base.bug : bugFlag(target.engine, flags.bug),
  };
  target.engine.check(asked);
  warnOfBug(target.engine, asked, range);
  return range === null ? runOne(target, asked, flags) : runSeeds(target, asked, range, jobs, flags);
}

/** So many seeds of a range tell whether any may draw what a bug needs. */
const SEEDS_ASKED = 50;

/** A bug that cannot show is no bad input: the run is as good as any, but nobody should wait for a finding. */
export function warnOfBug(engine: Engine, of: Case, range: SeedRange | null = null): void {
  const seeds =
    range === null ? [of.seed] : seedsOf({ from: String(range.from), count: Math.min(SEEDS_ASKED, countSeeds(range)) });
  const why = engine.bugNeeds(of, seeds);
  if (why !== null) process.stderr.write(`sim: ${why}: nothing will be found.\n`);
}

async function runOne({ engine, base, origin }: Target, of: Case, flags: RunFlags): Promise<number> {
  const replay = replayLine(of, origin, base);
  const chronicle = engine.chronicle(of);
  const observers = flags.columns === true ? [chronicle] : [];
  const ran =
    flags.trace === undefined
      ? timedRun(engine, of, flags, observers)
      : await traced(engine, of, flags, flags.trace, observers);
  const result = withReplay(ran, replay);
  if (flags.save !== undefined) writeFileSync(flags.save, savedCase(engine, of, result));
  if (flags.columns === true) await printColumns(chronicle, result);
  await printResult(result, replay, flags);
  return exitCodes[result.verdict];
}

async function traced(
  engine: Engine,
  of: Case,
  again: AgainFlags,
  file: string,
  observers: readonly Observer[],
): Promise<RunResult> {
  const { TraceFile } = await import('./trace-file.ts');
  const trace = new TraceFile(file);
  try {
    return timedRun(engine, of, again, [trace, ...observers]);
  } finally {
    trace.close();
  }
}

/** The replay line is the one this command line understands. */
function withReplay(result: RunResult, replay: string): RunResult {
  return result.failure === null ? result : { ...result, failure: { ...result.failure, replay } };
}

export async function printResult(
  result: RunResult,
  replay: string,
  flags: { readonly json?: true; readonly quiet?: true },
): Promise<void> {
  if (flags.json === true) {
    print([JSON.stringify(result)]);
    return;
  }
  const palette = await choosePalette();
  print(flags.quiet === true ? [runLine(result, palette, { replay })] : runText(result, palette, { replay }));
}

/** The case as a file: what was asked, and what this run found. */
function savedCase(engine: Engine, of: Case, { verdict, failure, fingerprint }: RunResult): string {
  const signature = failure?.signature ?? null;
  const saved: Case = { ...engine.stored(of), expect: { verdict, signature }, fingerprint };
  return `${JSON.stringify(saved, null, 2)}\n`;
}

async function runSeeds(
  { engine, base, origin }: Target,
  of: Case,
  range: SeedRange,
  jobs: number | null,
  flags: RunFlags,
): Promise<number> {
  const palette = await choosePalette();
  const summary = new RangeSummary(engine.scenarioOf(of).sometimes ?? []);
  const progress = new Progress();
  const total = countSeeds(range);
  const threads = threadsFor(range, jobs);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  const take = (ran: RunResult): void => {
    const replay = replayLine({ ...of, seed: ran.seed }, origin, base);
    const result = withReplay(ran, replay);
    summary.add(result);
    if (flags.json === true) print([JSON.stringify(result)]);
    else if (result.verdict !== 'ok') {
      progress.clear();
      print([runLine(result, palette, { replay })]);
    }
    progress.tell(() => `${summary.seeds} of ${total} seeds, ${total - summary.seeds} to go`);
  };
  const deadly = await runRange(engine, of, range, { threads, again: flags, stopped: stop.signal, take });
  process.off('SIGINT', interrupt);
  progress.clear();
  if (deadly !== null) {
    const seeds = `${deadly.seeds.from}..${deadly.seeds.to}`;
    process.stderr.write(
      `sim: ${deadly.message} in one of the seeds ${seeds}; sim fuzz with --seeds ${seeds} tells which.\n`,
    );
  }
  const interrupted = stop.signal.aborted || deadly !== null;
  if (flags.json !== true) {
    if (interrupted) print([`interrupted after ${summary.seeds} of ${total} seeds`]);
    print(
      flags.quiet === true ? [summary.verdict] : rangeText(summary, palette, { wallMs: progress.elapsedMs, threads }),
    );
  }
  if (deadly !== null) return exitCodes[worst(['crash', summary.verdict])];
  return interrupted ? EXIT_INTERRUPTED : exitCodes[summary.verdict];
}
