/**
 * `bugs.js [FIRST SEED]`: shows every re-created bug from its stored case, which fails as it did and passes without
 * the bug, and the most probable ones from fresh seeds of the profile too, with so many seeds that a miss tells of
 * a change and not of bad luck.
 */
import { readFileSync } from 'node:fs';
import { columns } from '../../../reports/text/layout.ts';
import type { Bug } from '../../../scenarios/bugs/bug.ts';
import { parseCase } from '../../record/case-schema.ts';
import type { Case } from '../../record/case.ts';
import { parseJson } from '../../record/json-source.ts';
import { Campaign } from '../../search/campaign.ts';
import { loadEngine } from '../engine.ts';
import { profileCase } from '../profile.ts';
import { BATCH, RunPool } from '../run-pool.ts';
import { storedCase } from '../stored-case.ts';
import { probableBugs, seedsToBeSure } from './probable-bugs.ts';

const JOBS = 2;
const FIRST_SEED = BigInt(process.argv[2] ?? '1000000');

const engine = await loadEngine();
const rows: string[][] = [];
const problems: string[] = [];

/** What is wrong with the stored case of a bug; null when it shows the bug. */
function storedProblem(bug: Bug): string | null {
  const file = storedCase(bug);
  if (file === null) return 'no case is stored';
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  const of: Case = parseCase(value, source);
  if (of.bug === null || engine.bug(of.bug) !== bug) return `${file} is about ${String(of.bug)}`;
  const found = engine.run(of);
  if (!engine.isCaught(found)) return `${file}: ${found.verdict}`;
  const signature = found.failure?.signature ?? null;
  if (of.expect !== null && of.expect.signature !== null && of.expect.signature !== signature) {
    return `${file}: ${String(signature)} where ${of.expect.signature} is expected`;
  }
  const correct = engine.run({ ...of, bug: null });
  if (correct.verdict !== 'ok')
    return `${file} is ${correct.verdict} without the bug: ${correct.failure?.message ?? ''}`;
  rows.push(['stored', bug.id, found.failure?.check ?? '', file]);
  return null;
}

for (const bug of engine.bugs()) {
  const problem = storedProblem(bug);
  if (problem !== null) problems.push(`${bug.id}: ${problem}`);
}

const pool = new RunPool(JOBS);
for (const [id, probability] of Object.entries(probableBugs)) {
  const block = { from: String(FIRST_SEED), count: seedsToBeSure(probability) };
  const campaign = new Campaign({ bug: engine.bug(id).id, assertions: 'on', campaign: 0 }, block, BATCH);
  await pool.drive({
    next: () => (campaign.hasMore ? campaign.hand() : null),
    run: async ({ number, seeds }) => {
      const hunted = await pool.run('hunt', { base: profileCase(engine.version, id, 'on'), seeds, strategy: 'random' });
      return () => campaign.take(number, hunted);
    },
    stopped: new AbortController().signal,
  });
  const detection = campaign.end?.detection ?? null;
  if (detection === null) problems.push(`${id}: not found in ${block.count} fresh seeds from ${block.from}`);
  else rows.push(['fresh', id, detection.check, `${String(campaign.end?.seeds)} of ${block.count} seeds`]);
}
await pool.close();

process.stdout.write(`${columns(rows).join('\n')}\n`);
for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
