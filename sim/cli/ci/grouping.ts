/**
 * `grouping.js [--each N] [ID...]`: how well signatures tell failures apart. Runs seeds of the fuzzing profile against
 * each bug until N of them failed, and prints under which signatures they fall. Good is one signature for each bug; it
 * fails when their number is off by more than two.
 */
import { parseArgs } from 'node:util';
import { bugs, findBug, type Bug } from '../../../scenarios/bugs/index.ts';
import { isCaught, newCase, run, version } from '../../../scenarios/index.ts';
import { PROFILE } from '../profile.ts';

/** Five that break promises in five ways, in four phases, and often enough to count them. */
const FIVE = ['ZK-4643', 'ZK-335', 'ZK-1154', 'ZK-1208', 'ZK-1367'];
const SEEDS_MAX = 40_000;
const OFF_BY = 2;

function signaturesOf(bug: Bug, wanted: number): { readonly failed: number; readonly counts: Map<string, number> } {
  const counts = new Map<string, number>();
  let failed = 0;
  for (let seed = 1; failed < wanted && seed <= SEEDS_MAX; seed++) {
    const result = run({ ...newCase(version, PROFILE, String(seed)), bug: bug.id });
    const signature = result.failure?.signature;
    if (!isCaught(result) || signature === undefined) continue;
    failed++;
    counts.set(signature, (counts.get(signature) ?? 0) + 1);
  }
  return { failed, counts };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { each: { type: 'string', default: '200' } },
});
const ids = positionals.length === 0 ? FIVE : positionals[0] === 'all' ? [...bugs.keys()] : positionals;
const all = new Set<string>();
let seeds = 0;
for (const id of ids) {
  const bug = findBug(id);
  if (bug === undefined) throw new Error(`there is no bug "${id}"`);
  const { failed, counts } = signaturesOf(bug, Number(values.each));
  seeds += failed;
  process.stdout.write(`${bug.id}: ${failed} failing seeds, ${counts.size} signatures\n`);
  for (const [signature, n] of [...counts].sort(([, a], [, b]) => b - a)) {
    all.add(signature);
    process.stdout.write(`  ${String(n).padStart(5)}  ${signature}\n`);
  }
}
process.stdout.write(`${seeds} failing seeds of ${ids.length} bugs fall into ${all.size} signatures\n`);
process.exitCode = Math.abs(all.size - ids.length) <= OFF_BY ? 0 : 1;
