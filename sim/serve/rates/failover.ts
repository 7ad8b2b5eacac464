/** How long writes stand still when the leader crashes, by a client that does all it can to go on at once. */
import type { ClientOp } from '../../../protocol/op.ts';
import { PipelinedClient } from './pipelined-client.ts';

const AGAIN_MS = 10;
const PATIENCE_MS = 60_000;

/**
 * From the crash to the first answer to a write that was sent behind it, in milliseconds. `client` is connected to a
 * server that stays; whenever it is hung up on it takes its session to the next of `ports`.
 */
export async function outageMs(
  client: PipelinedClient,
  ports: readonly number[],
  write: ClientOp,
  crash: () => Promise<unknown>,
): Promise<number> {
  const begun = performance.now();
  await crash();
  let connected: PipelinedClient | null = client;
  const { identity } = client;
  for (let attempt = 0; performance.now() - begun < PATIENCE_MS; attempt++) {
    try {
      connected ??= await PipelinedClient.open(ports[attempt % ports.length] as number, identity);
      if ((await connected.ask(write)) === 0) {
        const took = performance.now() - begun;
        connected.close();
        return took;
      }
    } catch {
      // Not yet.
    }
    connected?.close();
    connected = null;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  throw new Error('no write was answered after the crash of the leader');
}
