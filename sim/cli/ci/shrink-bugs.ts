/**
 * `shrink-bugs.js [ID...]`: of each re-created bug the first seed of the profile that shows it, shrunk, as a table: what
 * it was, what is left of it, and whether that replays. A bug that the profile does not show so soon is looked for in
 * the scenarios that are about one thing, by turns. Exits with 1 where a case does not replay, is larger than it may be,
 * or took longer.
 * SHRINK_SECONDS: of one core, for each; SHRINK_SEEDS: of the profile to try at most; SHRINK_OUT: a folder for the cases.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from '../../../reports/text/layout.ts';
import { hunt } from '../../../scenarios/bugs/hunt.ts';
import type { Bug } from '../../../scenarios/bugs/index.ts';
import { catalogue } from '../../../scenarios/catalogue/index.ts';
import { phaseStepsOf, totalOf } from '../../../scenarios/phase-steps.ts';
import { run } from '../../../scenarios/run.ts';
import { SERVERS_ENOUGH } from '../../../scenarios/shrink/ensemble-passes.ts';
import { shrinkCase } from '../../../scenarios/shrink/shrink.ts';
import { stepsOf } from '../../../scenarios/shrink/size.ts';
import type { Case } from '../../record/case.ts';
import type { ShrunkSize } from '../../record/fuzz-result.ts';
import { median } from '../../search/quantile.ts';
import { PROFILE } from '../profile.ts';
import { threadClock } from '../thread-cpu.ts';
import { bugsAsked } from './asked.ts';

const SECONDS_MOST = Number(process.env['SHRINK_SECONDS'] ?? 10);
const SEEDS_MOST = Number(process.env['SHRINK_SEEDS'] ?? 3000);
/** Of each scenario beside the profile. */
const SEEDS_BESIDE = 100;
const FOLDER = process.env['SHRINK_OUT'];

/** Faults, operations and overrides together: of half of the cases, and of any. */
const STEPS_MEDIAN = 8;
const STEPS_MOST = 20;
/** Steps of the shortest traces that were published for a specification, and how far we may be from them. */
const published: Readonly<Record<string, number>> = {
  'ZK-2845': 10,
  'ZK-4685': 12,
  'ZK-4394': 20,
  'ZK-4643': 21,
  'ZK-4646': 21,
};
const DEPTH_PERCENT = 160;
/**
 * Bugs that three servers cannot show, and how many can. ZK-2959 needs two sets of as many servers as a majority has
 * voters that share none: of two voters and an observer each two share one, of three voters and an observer not.
 */
const serversNeeded: Readonly<Record<string, number>> = { 'ZK-2959': 4 };
/** What every seed of fails, and has to, shows no bug. */
const scenariosBeside = [...catalogue.values()].filter(({ name, expect }) => name !== PROFILE && expect === undefined);

const clock = threadClock();
const problems: string[] = [];
const steps: number[] = [];
const rows: string[][] = [
  [
    'bug',
    'seed',
    'servers',
    'clients',
    'faults',
    'ops',
    'overrides',
    'world',
    'phase steps',
    'tried',
    'seconds',
    'replays',
  ],
];

function change(before: ShrunkSize, after: ShrunkSize, of: keyof ShrunkSize): string {
  return `${before[of]} > ${after[of]}`;
}

function firstCaught(id: string): Case | null {
  const { caught } = hunt(id, { scenario: PROFILE, most: SEEDS_MOST });
  if (caught !== null) return caught;
  for (let from = 1; from <= SEEDS_BESIDE; from++) {
    for (const { name } of scenariosBeside) {
      const beside = hunt(id, { scenario: name, from, most: 1 });
      if (beside.caught !== null) return beside.caught;
    }
  }
  return null;
}

function shrinkOne({ id }: Bug): void {
  const caught = firstCaught(id);
  if (caught === null) {
    problems.push(`${id}: not found within ${SEEDS_MOST} seeds of the profile`);
    return;
  }
  const begunMs = clock();
  const interrupted = (): boolean => clock() - begunMs > 1000 * SECONDS_MOST;
  const shrinking = shrinkCase(caught, { attempts: Infinity, events: Infinity, interrupted });
  const seconds = (clock() - begunMs) / 1000;
  if (shrinking === null) {
    problems.push(`${id}: the case of seed ${caught.seed} does not fail when it is written out`);
    return;
  }
  const { shrunk, sizeBefore, size, attempts, finished } = shrinking;
  if (FOLDER !== undefined)
    writeFileSync(join(FOLDER, `${id.toLowerCase()}.json`), `${JSON.stringify(shrunk, null, 2)}\n`);
  const again = run(shrunk);
  const replays = again.verdict === caught.expect?.verdict && again.failure?.signature === caught.expect.signature;
  const phases = totalOf(phaseStepsOf(shrunk));
  const depth = published[id];
  const total = stepsOf(size);
  steps.push(total);
  if (!replays) problems.push(`${id}: the shrunk case shows ${again.failure?.signature ?? again.verdict}`);
  if (total > STEPS_MOST) problems.push(`${id}: ${total} faults, operations and overrides`);
  if (size.servers > (serversNeeded[id] ?? SERVERS_ENOUGH)) problems.push(`${id}: ${size.servers} servers`);
  if (!finished) problems.push(`${id}: not finished within ${SECONDS_MOST} seconds`);
  if (depth !== undefined && 100 * phases > DEPTH_PERCENT * depth) {
    problems.push(`${id}: ${phases} phase steps where ${depth} were published`);
  }
  rows.push([
    id,
    caught.scenario === PROFILE ? caught.seed : `${String(caught.scenario)} ${caught.seed}`,
    change(sizeBefore, size, 'servers'),
    change(sizeBefore, size, 'clients'),
    change(sizeBefore, size, 'faults'),
    change(sizeBefore, size, 'operations'),
    String(size.overrides),
    shrunk.seed === 'quiet' ? 'quiet' : `seed ${shrunk.seed}`,
    depth === undefined ? String(phases) : `${phases} of ${depth}`,
    finished ? String(attempts) : `${attempts}, cut`,
    seconds.toFixed(1),
    replays ? 'same' : 'other',
  ]);
  process.stderr.write(`${rows.at(-1)?.join('  ') ?? ''}\n`);
}

const asked = bugsAsked(process.argv.slice(2));
if (FOLDER !== undefined) mkdirSync(FOLDER, { recursive: true });
for (const bug of asked) shrinkOne(bug);
const half = median(steps) ?? 0;
if (half > STEPS_MEDIAN) problems.push(`half of the cases have more than ${STEPS_MEDIAN} steps`);
for (const line of columns(rows)) process.stdout.write(`${line}\n`);
process.stdout.write(`faults, operations and overrides: median ${half}, most ${Math.max(...steps)}\n`);
for (const problem of problems) process.stdout.write(`not as it should be: ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
