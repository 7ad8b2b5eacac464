import { expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import type { PlanOp } from '../../sim/record/plan.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';

function searched(...ops: readonly PlanOp[]): unknown {
  const operations = ops.map((op, i) => ({ client: 'c1', atUs: 600_000 + 100_000 * i, op }));
  const { verdict, checks } = run({ ...newCase(version, 'fuzz', 'quiet'), plan: { operations, faults: [] } });
  const row = checks.find(({ name }) => name === 'linearizable-search');
  return { verdict, search: row?.verdict, detail: row?.detail };
}

/** Names of sequential nodes hang on the counter of their parent; the root belongs to no part that is searched. */
test.each(['/', '/s-', '/zookeeper'])(
  'with a sequential node %s the search says nothing, and the certificate decides',
  (path) => {
    const create: PlanOp = { type: 'create', path, data: '', mode: 'PERSISTENT_SEQUENTIAL' };
    const undecided = {
      verdict: 'ok',
      search: 'undecided',
      detail: 'a sequential node was asked for directly under the root',
    };
    expect(searched(create, create)).toMatchObject(undecided);
    expect(searched({ type: 'multi', parts: [create, create] })).toMatchObject(undecided);
  },
);

test('deeper ones are searched', () => {
  const parent: PlanOp = { type: 'create', path: '/q', data: '', mode: 'PERSISTENT' };
  const create: PlanOp = { type: 'create', path: '/q/s-', data: '', mode: 'EPHEMERAL_SEQUENTIAL' };
  expect(searched(parent, create, create)).toMatchObject({ verdict: 'ok', search: 'ok' });
});
