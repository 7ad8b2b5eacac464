/**
 * `store-bugs.js [ID...]`: stores a case of each re-created bug in scenarios/corpus: written out in full and shrunk to
 * what the failure needs, without a fingerprint. Of the first few seeds that show the bug the one that comes out
 * smallest is kept; it must pass without the bug, so some operation stays that succeeds. Best is a case that shows what
 * the bug comes to, with assertions off; where none turns up, one that shows its root. Run it when bugs are added or a
 * stored case no longer fails.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bug } from '../../../scenarios/bugs/index.ts';
import { hunt } from '../../../scenarios/bugs/hunt.ts';
import { run } from '../../../scenarios/run.ts';
import { storedCase, version } from '../../../scenarios/index.ts';
import { shrinkCase } from '../../../scenarios/shrink/shrink.ts';
import { sizeOf } from '../../../scenarios/shrink/size.ts';
import type { Case, CaseOptions } from '../../record/case.ts';
import { bugsAsked } from './asked.ts';

const SEEDS_MAX = Number(process.env['STORE_SEEDS'] ?? 6000);
const CANDIDATES = 4;
const ATTEMPTS = 1500;
/** A case that is left to its seed counts as one of so many more steps. */
const SEED_COUNTS = 20;

/** A shrunk case of the bug that failed with seed `of.seed`; null where it fails without the bug too. */
function shrunk(of: Case): Case | null {
  if (run({ ...of, bug: null }).verdict !== 'ok') return null;
  const small = shrinkCase(of, { attempts: ATTEMPTS })?.shrunk ?? null;
  return small === null || run({ ...small, bug: null }).verdict !== 'ok' ? null : { ...small, fingerprint: null };
}

function smallest(bug: Bug, options: CaseOptions): Case | null {
  let best: Case | null = null;
  let from = 1;
  for (let found = 0; found < CANDIDATES && from <= SEEDS_MAX;) {
    const { caught, seeds, result } = hunt(bug.id, { from, most: SEEDS_MAX - from + 1, options });
    from += seeds;
    if (caught === null) break;
    if (!bug.properties.includes(result?.failure?.check ?? '')) continue;
    const candidate = shrunk(caught);
    if (candidate === null) continue;
    found++;
    if (best === null || size(candidate) < size(best)) best = candidate;
  }
  return best;
}

function size(of: Case): number {
  const { servers, faults, operations, overrides } = sizeOf(of);
  return operations + 3 * faults + 3 * overrides + servers + (of.seed === 'quiet' ? 0 : SEED_COUNTS);
}

let missing = 0;
for (const bug of bugsAsked(process.argv.slice(2))) {
  const of = smallest(bug, { config: { assertions: false } }) ?? smallest(bug, {});
  if (of === null) {
    missing++;
    process.stdout.write(`${bug.id}: no case within ${SEEDS_MAX} seeds\n`);
    continue;
  }
  writeFileSync(
    join('scenarios', 'corpus', `${bug.id.toLowerCase()}.json`),
    `${JSON.stringify({ ...storedCase(of, version), fingerprint: null }, null, 2)}\n`,
  );
  const { operations, faults, overrides } = sizeOf(of);
  process.stdout.write(
    `${bug.id}: seed ${of.seed}, ${operations} operations, ${faults} faults, ${overrides} overrides: ${of.expect?.signature ?? ''}\n`,
  );
}
process.exitCode = missing === 0 ? 0 : 1;
