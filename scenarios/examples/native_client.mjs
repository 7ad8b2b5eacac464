/** A client of npm's `zookeeper`, the C library, for sim/cli/ci/real-clients.ts: makes a node for each line it reads. */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [folder, connect] = process.argv.slice(2);
const ZooKeeper = createRequire(folder)('zookeeper');
const client = new ZooKeeper({ connect, timeout: 10_000, debug_level: 1, host_order_deterministic: false });
const pause = () => new Promise((resolve) => setTimeout(resolve, 200));

async function make(path) {
  for (;;) {
    try {
      await client.create(path, 'made by the C library', 0);
      return;
    } catch (error) {
      if (/node exists/i.test(String(error.message ?? error))) return;
      await pause();
    }
  }
}

client.on('connect', () => {});
client.init({});
for await (const path of createInterface({ input: process.stdin })) {
  await make(path);
  console.log(`made ${path}`);
}
client.close();
process.exit(0);
