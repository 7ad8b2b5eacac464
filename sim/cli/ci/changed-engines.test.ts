import { expect, test } from 'vitest';
import { run } from '../../../scenarios/run.ts';
import type { Case } from '../../record/case.ts';
import { storedCaseIn } from '../stored-cases.testkit.ts';
import { changes, hardships } from './changed-engines.ts';

/** A case without a weather of its own: what the defaults say is what it gets. */
function bare(): Case {
  const { weather: _weather, ...options } = storedCaseIn('zk-2845.json').options;
  return { ...storedCaseIn('zk-2845.json'), options };
}

/** A name that stored cases do not use changes no run; it must change nothing. */
const silent = 'a renamed site';

test.each([...changes, ...hardships].filter(({ name }) => name !== silent))('$name makes another run', ({ apply }) => {
  const { of, registry } = apply(bare());
  expect(run(of, { registry }).fingerprint).not.toBe(run(bare()).fingerprint);
});

test('a renamed site draws as it did under its old name', () => {
  const change = changes.find(({ name }) => name === silent);
  const { of, registry } = change?.apply(bare()) ?? { of: bare(), registry: new Map() };
  expect(run(of, { registry }).fingerprint).toBe(run(bare()).fingerprint);
});
