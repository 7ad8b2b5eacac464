/** `sim measure`: figures about ensembles over many seeds, as a table, as JSON, and as a page of charts. */
import { writeFileSync } from 'node:fs';
import { measurePage } from '../../reports/charts/measure-page.ts';
import { measureText } from '../../reports/text/measure.ts';
import type { MeasureOrder, MeasureRun, Sample } from '../../scenarios/measure/question.ts';
import type { MeasuredRun } from '../../scenarios/measure/run-question.ts';
import { exitCodes, worst } from '../check/verdict.ts';
import type { MeasureFinding, MeasureResult } from '../record/measure-result.ts';
import { seedsOf } from '../search/seed-block.ts';
import { readMeasureFlags, type MeasureAsked, type MeasureFlags } from './measure-flags.ts';
import { loadMeasuring, type Measuring } from './measuring.ts';
import { choosePalette, EXIT_INTERRUPTED, print, Progress } from './output.ts';
import { BATCH, RunPool } from './run-pool.ts';
import { checkWritable } from './writable.ts';

/** Returns the exit code. */
export async function measureCommand(texts: readonly string[], flags: MeasureFlags): Promise<number> {
  const asked = readMeasureFlags(texts, flags);
  if (flags.out !== undefined) checkWritable('--out', flags.out);
  const measuring = await loadMeasuring();
  const { voters, config, weather } = asked;
  const order: MeasureOrder = { engine: measuring.version, voters, config, weather };
  measuring.check(asked.questions, order);

  const runs = measuring.runs(asked.questions, order, seedsOf(asked.seeds));
  const made: (MeasuredRun | undefined)[] = new Array<undefined>(runs.length);
  const progress = new Progress();
  const interrupted = await runAll(order, runs, made, asked.jobs, progress);
  progress.clear();

  const result = resultOf(measuring, asked, order, runs, made, Math.round(progress.elapsedMs));
  if (flags.out !== undefined) writeFileSync(flags.out, measurePage(result));
  if (flags.json === true) print([JSON.stringify(result)]);
  else print(measureText(result, await choosePalette()));
  if (interrupted) return EXIT_INTERRUPTED;
  return exitCodes[worst(result.findings.map((finding) => finding.verdict))];
}

/** Returns whether it was interrupted. What each run came to is put where the run stands. */
async function runAll(
  order: MeasureOrder,
  runs: readonly MeasureRun[],
  made: (MeasuredRun | undefined)[],
  jobs: number,
  progress: Progress,
): Promise<boolean> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  const pool = new RunPool(Math.min(jobs, Math.ceil(runs.length / BATCH)));
  let at = 0;
  let done = 0;
  const next = (): number | null => {
    const from = at;
    at += BATCH;
    return from < runs.length ? from : null;
  };
  const run = async (from: number): Promise<() => void> => {
    const answers = await pool.run('measure', { order, runs: runs.slice(from, from + BATCH) });
    return () => {
      answers.forEach((answer, i) => (made[from + i] = answer));
      done += answers.length;
      progress.tell(() => `${(progress.elapsedMs / 1000).toFixed(0)} s: ${done} of ${runs.length} runs`);
    };
  };
  try {
    await pool.drive({ next, run, stopped: stop.signal });
  } finally {
    process.off('SIGINT', interrupt);
    await pool.close();
  }
  return stop.signal.aborted;
}

function resultOf(
  measuring: Measuring,
  { questions, seeds, jobs }: MeasureAsked,
  order: MeasureOrder,
  runs: readonly MeasureRun[],
  made: readonly (MeasuredRun | undefined)[],
  wallMs: number,
): MeasureResult {
  const samples: (Sample | null)[] = runs.map((_, i) => made[i]?.sample ?? null);
  const findings: MeasureFinding[] = runs.flatMap((_, i) => made[i]?.finding ?? []);
  const finished = runs.filter((_, i) => made[i] !== undefined).length;
  return {
    schema: 1,
    version: measuring.version,
    seeds: { from: seeds.from, to: String(BigInt(seeds.from) + BigInt(seeds.count) - 1n) },
    voters: order.voters,
    weather: order.weather,
    config: order.config,
    confidence: measuring.confidence,
    complete: finished === runs.length,
    runs: finished,
    questions: measuring.questions(questions, order, runs, samples),
    findings,
    timing: { jobs, wallMs },
  };
}
