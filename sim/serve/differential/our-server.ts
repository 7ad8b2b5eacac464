/** Our servers behind real sockets, told what the real ones are told. */
import type { CompatRelease } from '../../../protocol/compat.ts';
import { serve } from '../serve.ts';
import type { Servers } from './real-server.ts';
import { OUR_CONFIG, SLOW, type Clockwork } from './testbed.ts';

export async function startOurs(
  voters: number,
  clockwork: Clockwork = SLOW,
  compat: CompatRelease = '3.8',
): Promise<Servers> {
  const served = await serve({ voters, compat, config: { ...OUR_CONFIG, ...clockwork } });
  const leads = (i: number): number => (served.status().servers[i]?.state === 'LEADING' ? 0 : 1);
  const order = served.ports.map((_, i) => i).sort((a, b) => leads(a) - leads(b) || a - b);
  return {
    ports: order.map((i) => served.ports[i] ?? 0),
    // Time in which this process was kept from serving does not pass there.
    nowMs: () => Date.now() - served.status().shiftedMs,
    stop: () => served.stop(),
  };
}
