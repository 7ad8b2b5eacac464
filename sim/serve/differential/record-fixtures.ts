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
import { TcpNetwork } from './tcp-network.ts';

const FOLDER = 'sim/serve/differential/fixtures';
const OPERATIONS = 100;
/** Seeds that the live test does not begin with. */
const FIRST_SEED = 100_001;

await record('standalone', startRealStandalone, 60);
await record('ensemble', startRealEnsemble, 20);

async function record(name: string, start: () => Promise<Servers>, count: number): Promise<void> {
  const servers = await start();
  try {
    const network = new TcpNetwork(servers);
    const fixtures: Fixture[] = [];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + count; seed++) {
      const sequence = writeSequence(seed, { operations: OPERATIONS, servers: network.servers });
      fixtures.push({ sequence, recording: await recordSequence(sequence, network) });
    }
    mkdirSync(FOLDER, { recursive: true });
    const bytes = packFixtures('Apache ZooKeeper 3.8.0', network.servers, fixtures);
    writeFileSync(join(FOLDER, `${name}.br`), bytes);
    process.stdout.write(`${name}: ${count} sequences, ${bytes.length} bytes\n`);
  } finally {
    await servers.stop();
  }
}
