/** A client of npm's `node-zookeeper-client` for sim/cli/ci/real-clients.ts: makes a node for each line it reads. */
import { createInterface } from 'node:readline';
import zookeeper from 'node-zookeeper-client';

const client = zookeeper.createClient(process.argv[2], { sessionTimeout: 10_000, retries: 3 });
const create = (path) =>
  new Promise((resolve, reject) => client.create(path, (error) => (error === null ? resolve() : reject(error))));
const pause = () => new Promise((resolve) => setTimeout(resolve, 200));

async function make(path) {
  for (;;) {
    try {
      await create(path);
      return;
    } catch (error) {
      // An attempt whose answer was lost had made it.
      if (error.code === zookeeper.Exception.NODE_EXISTS) return;
      await pause();
    }
  }
}

client.connect();
for await (const path of createInterface({ input: process.stdin })) {
  await make(path);
  console.log(`made ${path}`);
}
client.close();
