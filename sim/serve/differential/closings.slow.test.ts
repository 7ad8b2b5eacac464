import { afterEach, expect, test } from 'vitest';
import type { SharedConfig } from '../../../scenarios/settings.ts';
import { serve, type Served } from '../serve.ts';
import { compareClosings } from './closings.ts';
import { OUR_CONFIG } from './testbed.ts';

/** So that a busy machine has told its time-out by then. */
const LONG_MS = 1_500;

const running: Served[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
});

async function port(config: Partial<SharedConfig> = {}): Promise<number> {
  const served = await serve({ config: { ...OUR_CONFIG, ...config } });
  running.push(served);
  return served.ports[0] as number;
}

test('two servers that are the same close the same', async () => {
  expect(await compareClosings({ real: await port(), ours: await port() }, 20, 1)).toEqual([]);
}, 60_000);

test.each<[string, Partial<SharedConfig>, number, RegExp]>([
  ['takes only small packets', { juteMaxBuffer: 40 }, 20, /^connect/],
  ['grants other time-outs', { tickTimeMs: 30_000 }, 60, /grant/],
])(
  'a server that %s is seen',
  async (_what, config, count, told) => {
    const differing = await compareClosings({ real: await port(), ours: await port(config) }, count, 1, LONG_MS);
    expect(differing.map(({ what, real, ours }) => `${what} ${real} ${ours}`).join('\n')).toMatch(told);
  },
  120_000,
);
