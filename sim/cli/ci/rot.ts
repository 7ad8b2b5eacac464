/**
 * `rot.js [FOLDER]`: how many stored failures still fail the same way on an engine that was changed in unrelated ways. Prints
 * the share for each change, and the cases that do not; fails when it is below nine of ten for one of them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns, percent } from '../../../reports/text/layout.ts';
import { replayFully } from '../../../scenarios/fit.ts';
import { parseCase } from '../../record/case-schema.ts';
import type { Case } from '../../record/case.ts';
import { parseJson } from '../../record/json-source.ts';
import { compareReplay } from '../../record/replayed.ts';
import { changes, hardships, type Change } from './changed-engines.ts';

const GOAL = 0.9;
const folder = process.argv[2] ?? join('scenarios', 'corpus');

const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file): [string, Case] => {
    const { value, source } = parseJson(join(folder, file), readFileSync(join(folder, file), 'utf8'));
    return [file, parseCase(value, source)];
  })
  .filter(([, of]) => of.expect !== null && of.expect.signature !== null);

/** The sentence of each case that does not fail as it did. */
function rotten({ apply }: Change): string[] {
  return cases.flatMap(([file, stored]) => {
    const { of, registry } = apply(stored);
    const { kind, sentence } = compareReplay(stored, replayFully(of, { registry }));
    return kind === 'exact' || kind === 'same' ? [] : [`${file}: ${sentence}`];
  });
}

const rows: string[][] = [];
const lost: string[] = [];
let failed = cases.length === 0;
for (const [i, change] of [...changes, ...hardships].entries()) {
  const bad = rotten(change);
  const share = cases.length === 0 ? 0 : 1 - bad.length / cases.length;
  const counts = i < changes.length;
  failed ||= counts && share < GOAL;
  rows.push([
    percent(share),
    `${cases.length - bad.length} of ${cases.length}`,
    change.name,
    counts ? '' : '(no goal)',
  ]);
  lost.push(...bad.map((sentence) => `${change.name}: ${sentence}`));
}
process.stdout.write(`${[...columns(rows, [0, 1]), ...lost].join('\n')}\n`);
process.exitCode = failed ? 1 : 0;
