/**
 * The differential test: the same seeded sequences of operations against Apache ZooKeeper and against our servers, over
 * sockets. Prints how many there were and how many differed; a difference is shrunk and printed as a transcript, `-` what
 * the real server does and `+` what ours does, and the exit code is 1.
 *
 * node dist/sim/serve/differential/main.js --sequences 500 --against standalone|ensemble [--from SEED] [--memory]
 */
import { parseArgs } from 'node:util';
import { contend, explain, type Contest } from './campaign.ts';
import { MemoryNetwork } from './memory-network.ts';
import { startOurs } from './our-server.ts';
import { startRealEnsemble, startRealStandalone, type Servers } from './real-server.ts';
import { writeSequence } from './sequence.ts';
import { TcpNetwork } from './tcp-network.ts';

const OPERATIONS = 100;
/** Differences that are explained; what else differs is only counted. */
const EXPLAINED = 3;
/** Sequences tried to make one small. */
const SHRINK_TRIES = 400;
const PROGRESS_EVERY = 50;

const { values } = parseArgs({
  options: {
    sequences: { type: 'string', default: '500' },
    against: { type: 'string', default: 'standalone' },
    from: { type: 'string', default: '1' },
    explain: { type: 'string', default: String(EXPLAINED) },
    memory: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const count = Number(values.sequences);
  const from = Number(values.from);
  if (!(count >= 1) || !(from >= 0) || !['standalone', 'ensemble'].includes(values.against)) {
    process.stderr.write('--sequences and --from are numbers, --against is standalone or ensemble\n');
    return 2;
  }
  const voters = values.against === 'standalone' ? 1 : 3;
  const started: Servers[] = [];
  try {
    const real = await (voters === 1 ? startRealStandalone() : startRealEnsemble());
    started.push(real);
    const contest: Contest = { real: new TcpNetwork(real), ours: await ourNetwork(voters, started) };
    const differing = await campaign(contest, from, count);
    process.stdout.write(`${count} sequences of ${OPERATIONS} operations, ${differing} differences\n`);
    return differing === 0 ? 0 : 1;
  } finally {
    for (const servers of started) await servers.stop();
  }
}

async function ourNetwork(voters: number, started: Servers[]): Promise<Contest['ours']> {
  if (values.memory) return new MemoryNetwork(voters, Date.now());
  const ours = await startOurs(voters);
  started.push(ours);
  return new TcpNetwork(ours);
}

/** How many sequences differed. */
async function campaign(contest: Contest, from: number, count: number): Promise<number> {
  let differing = 0;
  for (let seed = from; seed < from + count; seed++) {
    const sequence = writeSequence(seed, { operations: OPERATIONS, servers: contest.real.servers });
    const finding = await contend(sequence, contest);
    if (finding !== null) {
      differing++;
      if (differing <= Number(values.explain)) {
        const transcript = await explain(sequence, contest, finding, SHRINK_TRIES);
        process.stdout.write(`--- sequence ${seed}\n${transcript}\n`);
      }
    }
    const done = seed - from + 1;
    if (done % PROGRESS_EVERY === 0) process.stderr.write(`${done} of ${count} sequences, ${differing} differences\n`);
  }
  return differing;
}
