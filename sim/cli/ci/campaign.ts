/**
 * `campaign.js SCENARIO A..B`, or `campaign.js all A..B`: runs the seeds of a scenario, or of every scenario of the
 * catalogue, over two threads. Each run must come to the verdict its scenario is about, and together they must
 * reach the rare paths the scenario names. Where all is to be well, checks must come to an end. Chaos must not be idle
 * besides.
 */
import { plainPalette } from '../../../reports/palette.ts';
import { RangeSummary } from '../../../reports/range-summary.ts';
import { rangeText } from '../../../reports/text/range.ts';
import { registry, version } from '../../../scenarios/index.ts';
import { newCase, type Case } from '../../record/case.ts';
import { replayLine } from '../../record/replay-line.ts';
import { parseSeedRange } from '../../record/seed.ts';
import { RunPool } from '../run-pool.ts';
import { notIdle, undecidedTooOften } from './not-idle.ts';

const JOBS = 2;

const [name = 'chaos', seeds = '1..100'] = process.argv.slice(2);
const range = parseSeedRange(seeds);
if (range === null || typeof range === 'string') throw new Error(`"${seeds}" is no range of seeds`);

const names = name === 'all' ? [...registry.keys()] : [name];
const cases: Case[] = names.flatMap((scenario) =>
  Array.from({ length: Number(range.to - range.from) + 1 }, (_, i) =>
    newCase(version, scenario, String(range.from + BigInt(i))),
  ),
);

const summaries = new Map(
  names.map((scenario) => [scenario, new RangeSummary(registry.get(scenario)?.sometimes ?? [])]),
);
const problems: string[] = [];
const pool = new RunPool(JOBS);
await pool.runAll(cases, (of, result) => {
  const scenario = String(of.scenario);
  summaries.get(scenario)?.add(result);
  const expected = registry.get(scenario)?.expect ?? 'ok';
  if (result.verdict === expected) return;
  const found =
    result.failure?.message ?? result.checks.find((check) => check.verdict === result.verdict)?.detail ?? '';
  problems.push(`${result.case}: ${result.verdict} where ${expected} is expected: ${found}  ${replayLine(of, null)}`);
});
await pool.close();

for (const [scenario, summary] of summaries) {
  process.stdout.write(`${scenario}\n${rangeText(summary, plainPalette, null).join('\n')}\n`);
  problems.push(...summary.missingMarks.map((mark) => `${scenario}: no seed reached "${mark}"`));
  if (registry.get(scenario)?.expect !== undefined) continue;
  problems.push(...undecidedTooOften(summary).map((problem) => `${scenario}: ${problem}`));
}
const chaos = name === 'chaos' ? summaries.get('chaos') : undefined;
if (chaos !== undefined) problems.push(...notIdle(chaos));
for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
