/**
 * Apache ZooKeeper itself, as Debian installs it (3.8.0), started with `java` on the loopback: one standalone server,
 * or an ensemble of three. Its files live in a folder of their own that goes with it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { askWord, modeOf } from './four-letter-word.ts';
import { REAL_PROPERTIES, SLOW, type Clockwork } from './testbed.ts';

const JAR = '/usr/share/java/zookeeper.jar';
/** Says nothing; without a binding slf4j would complain of its absence. */
const QUIET_LOGGING = '/usr/share/java/slf4j-nop.jar';
const DEBIAN: string = `${JAR}:${QUIET_LOGGING}`;
/** How long a server may take until it serves. Generous: other work may keep the machine busy. */
const START_WITHIN_MS = 60_000;
const POLL_EVERY_MS = 50;

/** Servers under test, wherever they run. */
export interface Servers {
  /** Client ports; of an ensemble the leader's first, then its followers by sid. */
  readonly ports: readonly number[];
  /** What their wall clocks show. */
  nowMs(): number;
  stop(): Promise<void>;
}

export function realZooKeeperIsInstalled(): boolean {
  return existsSync(JAR);
}

export async function startRealStandalone(clockwork: Clockwork = SLOW, classPath = DEBIAN): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'zk-standalone-'));
  const [port = 0] = await freePorts(1);
  const server = await launch(folder, configuration(folder, port, clockwork), {
    main: 'org.apache.zookeeper.server.ZooKeeperServerMain',
    clockwork,
    classPath,
  });
  const stop = stopper([server], folder);
  await orStop(stop, untilMode(server, port, ['standalone']));
  return { ports: [port], nowMs: Date.now, stop };
}

/** Servers 1 to 3; the last is asked to lead by starting with one other before the third comes. */
export async function startRealEnsemble(classPath = DEBIAN): Promise<Servers> {
  const folder = await mkdtemp(join(tmpdir(), 'zk-ensemble-'));
  const ports = await freePorts(9);
  const members = [1, 2, 3].map((sid) => ({
    sid,
    client: ports[3 * (sid - 1)] ?? 0,
    quorum: ports[3 * (sid - 1) + 1] ?? 0,
    election: ports[3 * (sid - 1) + 2] ?? 0,
  }));
  const lines = members.map(({ sid, quorum, election }) => `server.${sid}=127.0.0.1:${quorum}:${election}`);
  const servers: ChildProcess[] = [];
  const stop = stopper(servers, folder);
  const start = async (sid: number): Promise<void> => {
    const home = join(folder, String(sid));
    await mkdir(join(home, 'data'), { recursive: true });
    await writeFile(join(home, 'data', 'myid'), String(sid));
    const config = [
      ...configuration(home, members[sid - 1]?.client ?? 0, SLOW),
      'initLimit=20',
      'syncLimit=20',
      ...lines,
    ];
    const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
    servers.push(await launch(home, config, { main, clockwork: SLOW, classPath }));
  };
  const client = (sid: number): number => members[sid - 1]?.client ?? 0;
  const begin = async (): Promise<void> => {
    await Promise.all([start(3), start(2)]);
    await Promise.all(servers.map((server, i) => untilMode(server, client(i === 0 ? 3 : 2), ['leader', 'follower'])));
    await start(1);
    await untilMode(servers[2], client(1), ['follower']);
  };
  await orStop(stop, begin());
  const leaders = await Promise.all([3, 2].map(async (sid) => ({ sid, mode: await modeOf(client(sid)) })));
  const leader = leaders.find(({ mode }) => mode === 'leader')?.sid ?? 3;
  const order = [leader, ...[1, 2, 3].filter((sid) => sid !== leader)];
  return { ports: order.map(client), nowMs: Date.now, stop };
}

function configuration(home: string, clientPort: number, { tickTimeMs }: Clockwork): string[] {
  return [
    `dataDir=${join(home, 'data')}`,
    `clientPort=${clientPort}`,
    'clientPortAddress=127.0.0.1',
    `tickTime=${tickTimeMs}`,
    'maxClientCnxns=0',
  ];
}

async function launch(
  home: string,
  config: readonly string[],
  { main, clockwork, classPath }: { readonly main: string; readonly clockwork: Clockwork; readonly classPath: string },
): Promise<ChildProcess> {
  const file = join(home, 'zoo.cfg');
  await writeFile(file, `${config.join('\n')}\n`);
  return spawn(
    'java',
    [
      '-Xmx160m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      ...Object.entries(REAL_PROPERTIES).map(([name, value]) => `-D${name}=${value}`),
      `-Dznode.container.checkIntervalMs=${clockwork.containerCheckIntervalMs}`,
      '-cp',
      classPath,
      main,
      file,
    ],
    { cwd: home, stdio: 'ignore' },
  );
}

/** Asks until the server is in one of the modes. Fails when it has ended, or takes longer than it may. */
async function untilMode(server: ChildProcess | undefined, port: number, modes: readonly string[]): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (server === undefined || server.exitCode !== null)
      throw new Error(`ZooKeeper on port ${port} ended at its start`);
    if ((await askWord(port, 'ruok')) === 'imok' && modes.includes((await modeOf(port)) ?? '')) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
  throw new Error(`ZooKeeper on port ${port} does not serve after ${START_WITHIN_MS} ms`);
}

function stopper(servers: readonly ChildProcess[], folder: string): () => Promise<void> {
  return async () => {
    await Promise.all(servers.map(ended));
    await rm(folder, { recursive: true, force: true });
  };
}

/** Ends the very process that was started, and waits for its end. */
function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGKILL');
  });
}

async function orStop(stop: () => Promise<void>, starting: Promise<void>): Promise<void> {
  try {
    await starting;
  } catch (error) {
    await stop();
    throw error;
  }
}
