/**
 * Records what Apache ZooKeeper answers, for tests that have none. From the package's folder:
 * node dist/sim/serve/differential/record-fixtures.js
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packFixtures, type Fixture } from './fixture-file.ts';
import { startRealEnsemble, startRealStandalone, type Servers } from './real-server.ts';
import { recordSequence } from './record-sequence.ts';
import { writeSequence } from './sequence.ts';
import type { Sequence } from './step.ts';
import { TcpNetwork } from './tcp-network.ts';
import { FAST } from './testbed.ts';
import { timedStories } from './timed-stories.ts';

const FOLDER = 'sim/serve/differential/fixtures';
const OPERATIONS = 100;
/** Seeds that the live test does not begin with. */
const FIRST_SEED = 100_001;

await record('standalone', startRealStandalone, (servers) => written(60, servers));
await record('ensemble', startRealEnsemble, (servers) => written(20, servers));
await record('clock', () => startRealStandalone(FAST), timedStories);

function written(count: number, servers: number): Sequence[] {
  return Array.from({ length: count }, (_, i) => writeSequence(FIRST_SEED + i, { operations: OPERATIONS, servers }));
}

async function record(
  name: string,
  start: () => Promise<Servers>,
  write: (servers: number) => Sequence[],
): Promise<void> {
  const servers = await start();
  try {
    const network = new TcpNetwork(servers);
    const fixtures: Fixture[] = [];
    for (const sequence of write(network.servers)) {
      fixtures.push({ sequence, recording: await recordSequence(sequence, network) });
    }
    mkdirSync(FOLDER, { recursive: true });
    const bytes = packFixtures('Apache ZooKeeper 3.8.0', network.servers, fixtures);
    writeFileSync(join(FOLDER, `${name}.br`), bytes);
    process.stdout.write(`${name}: ${fixtures.length} sequences, ${bytes.length} bytes\n`);
  } finally {
    await servers.stop();
  }
}
