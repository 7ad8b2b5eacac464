/**
 * Hunts every re-created bug with fresh seeds of chaos; one that escapes means that the checks are blind to it. A
 * seed counts only when the correct protocol passes it.
 */
import { columns } from '../../../reports/text/layout.ts';
import { hunt, isCaught } from '../../../scenarios/bugs/hunt.ts';
import { bugs } from '../../../scenarios/bugs/index.ts';
import { run } from '../../../scenarios/run.ts';
import type { RunResult } from '../../record/run-result.ts';

const SEEDS_MAX = 1500;

/** The first run that the bug fails and the correct protocol does not, and how many seeds it took. */
function catchBug(id: string): { seeds: number; result: RunResult | null } {
  let tried = 0;
  while (tried < SEEDS_MAX) {
    const { seeds, caught, result } = hunt(id, { from: tried + 1, most: SEEDS_MAX - tried });
    tried += seeds;
    if (caught === null) break;
    if (!isCaught(run({ ...caught, bug: null }))) return { seeds: tried, result };
  }
  return { seeds: tried, result: null };
}

const rows: string[][] = [];
for (const [id, bug] of bugs) {
  const { seeds, result } = catchBug(id);
  const check = result?.failure?.check ?? '';
  const meant = bug.properties.includes(check) ? '' : `(${bug.properties.join(', ')} expected)`;
  rows.push(
    result === null ? ['ESCAPED', id, `${seeds} seeds`] : ['caught', id, `${seeds} seeds`, `${check} ${meant}`.trim()],
  );
}
process.stdout.write(`${columns(rows).join('\n')}\n`);
process.exitCode = rows.some(([found]) => found === 'ESCAPED') ? 1 : 0;
