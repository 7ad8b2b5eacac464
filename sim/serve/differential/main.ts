/**
 * The differential test: the same seeded sequences of operations against Apache ZooKeeper and against our servers, over
 * sockets. Prints how many there were and how many differed; a difference is shrunk and printed as a transcript, `-` what
 * the real server does and `+` what ours does, and the exit code is 1.
 *
 * node dist/sim/serve/differential/main.js --sequences 500 --against standalone|ensemble|clock|port [--from SEED] [--memory]
 *     [--class-path JARS --compat 3.9]
 *
 * `clock`: the timed stories, against a standalone server. `port`: so many changed connects, and frames, one a connection.
 * `--class-path`: another ZooKeeper than Debian's 3.8.0.
 */
import { parseArgs } from 'node:util';
import type { CompatRelease } from '../../../protocol/compat.ts';
import { contend, explain, type Contest } from './campaign.ts';
import { compareClosings } from './closings.ts';
import { MemoryNetwork } from './memory-network.ts';
import { startOurs } from './our-server.ts';
import { FOR_ANSWERS, startRealEnsemble, startRealStandalone, type RealRun, type Servers } from './real-server.ts';
import { withoutSpoiltWrites } from './quirks.ts';
import { writeSequence } from './sequence.ts';
import type { Sequence } from './step.ts';
import { TcpNetwork } from './tcp-network.ts';
import { FAST, SLOW, type Clockwork } from './testbed.ts';
import { timedStories } from './timed-stories.ts';

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
    'class-path': { type: 'string' },
    compat: { type: 'string', default: '3.8' },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const count = Number(values.sequences);
  const from = Number(values.from);
  if (!(count >= 1) || !(from >= 0) || !['standalone', 'ensemble', 'clock', 'port'].includes(values.against)) {
    process.stderr.write('--sequences and --from are numbers, --against is standalone, ensemble, clock or port\n');
    return 2;
  }
  const compat = values.compat;
  if (compat !== '3.8' && compat !== '3.9') {
    process.stderr.write('--compat is 3.8 or 3.9\n');
    return 2;
  }
  if (values.against === 'port') return closings(count, from, compat);
  const voters = values.against === 'ensemble' ? 3 : 1;
  const clockwork = values.against === 'clock' ? FAST : SLOW;
  const drawn = values.against === 'clock' ? timedStories() : written(from, count, voters);
  const sequences = compat === '3.9' && voters > 1 ? drawn.map(withoutSpoiltWrites) : drawn;
  const started: Servers[] = [];
  try {
    const start = voters === 1 ? startRealStandalone : startRealEnsemble;
    const real = await start(clockwork, realRun());
    started.push(real);
    const contest: Contest = {
      real: new TcpNetwork(real),
      ours: await ourNetwork(voters, clockwork, compat, started),
      onSilence: (seed) => process.stderr.write(`sequence ${seed}: the real server fell silent, performed again\n`),
    };
    const differing = await campaign(contest, sequences);
    const what = values.against === 'clock' ? 'timed stories' : `sequences of ${OPERATIONS} operations`;
    process.stdout.write(`${sequences.length} ${what}, ${differing} differences\n`);
    return differing === 0 ? 0 : 1;
  } finally {
    for (const servers of started) await servers.stop();
  }
}

function realRun(): RealRun {
  const classPath = values['class-path'];
  return classPath === undefined ? FOR_ANSWERS : { ...FOR_ANSWERS, classPath };
}

function written(from: number, count: number, servers: number): Sequence[] {
  return Array.from({ length: count }, (_, i) => writeSequence(from + i, { operations: OPERATIONS, servers }));
}

async function ourNetwork(
  voters: number,
  clockwork: Clockwork,
  compat: CompatRelease,
  started: Servers[],
): Promise<Contest['ours']> {
  if (values.memory) return new MemoryNetwork(voters, Date.now(), clockwork, compat);
  const ours = await startOurs(voters, clockwork, compat);
  started.push(ours);
  return new TcpNetwork(ours);
}

/** How many sequences differed. */
async function campaign(contest: Contest, sequences: readonly Sequence[]): Promise<number> {
  let differing = 0;
  for (const [i, sequence] of sequences.entries()) {
    const finding = await contend(sequence, contest);
    if (finding !== null) {
      differing++;
      if (differing <= Number(values.explain)) {
        const transcript = await explain(sequence, contest, finding, SHRINK_TRIES);
        process.stdout.write(`--- sequence ${sequence.seed}\n${transcript}\n`);
      }
    }
    if ((i + 1) % PROGRESS_EVERY === 0) {
      process.stderr.write(`${i + 1} of ${sequences.length} sequences, ${differing} differences\n`);
    }
  }
  return differing;
}

/** Compares what the ports of two servers that stand alone close. */
async function closings(count: number, seed: number, compat: CompatRelease): Promise<number> {
  const started: Servers[] = [];
  try {
    started.push(await startRealStandalone(SLOW, realRun()));
    started.push(await startOurs(1, SLOW, compat));
    const [real, ours] = started.map(({ ports }) => ports[0] ?? 0) as [number, number];
    const differing = await compareClosings({ real, ours }, count, seed);
    for (const { what, bytes, real: is, ours: our } of differing.slice(0, Number(values.explain))) {
      process.stdout.write(`--- ${what}: ${bytes}\n- ${is}\n+ ${our}\n`);
    }
    process.stdout.write(`${count} connects and ${count} frames with bytes changed, ${differing.length} differences\n`);
    return differing.length === 0 ? 0 : 1;
  } finally {
    for (const servers of started) await servers.stop();
  }
}
