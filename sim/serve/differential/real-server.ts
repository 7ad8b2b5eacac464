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

/** How its processes are run. */
export interface RealRun {
  /** Debian's 3.8.0 unless another release is to be compared with. */
  readonly classPath: string;
  readonly initLimit: number;
  readonly syncLimit: number;
  /** System properties. */
  readonly properties: Readonly<Record<string, string | number>>;
  readonly jvm: readonly string[];
}

/** For comparing answers: small, and soon there. */
export const FOR_ANSWERS: RealRun = {
  classPath: DEBIAN,
  initLimit: 20,
  syncLimit: 20,
  properties: REAL_PROPERTIES,
  jvm: ['-Xmx160m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
};

export interface RealServers extends Servers {
  /** Kills the process behind this port, at once. */
  crash(port: number): Promise<void>;
  /** Starts it again, with what its disk holds; resolves when it serves. */
  restart(port: number): Promise<void>;
}

export async function startRealStandalone(
  clockwork: Clockwork = SLOW,
  run: RealRun = FOR_ANSWERS,
): Promise<RealServers> {
  const folder = await mkdtemp(join(tmpdir(), 'zk-standalone-'));
  const [port = 0] = await freePorts(1);
  const members = [new Member(folder, port, 'org.apache.zookeeper.server.ZooKeeperServerMain', { clockwork, run }, [])];
  return started(members, folder, async () => {
    await members[0]?.start(['standalone']);
    return [port];
  });
}

/** Servers 1 to 3; the last is asked to lead by starting with one other before the third comes. */
export async function startRealEnsemble(clockwork: Clockwork = SLOW, run: RealRun = FOR_ANSWERS): Promise<RealServers> {
  const folder = await mkdtemp(join(tmpdir(), 'zk-ensemble-'));
  const ports = await freePorts(9);
  const port = (sid: number, kind: number): number => ports[3 * (sid - 1) + kind] ?? 0;
  const sids = [1, 2, 3];
  const lines = [
    `initLimit=${run.initLimit}`,
    `syncLimit=${run.syncLimit}`,
    ...sids.map((sid) => `server.${sid}=127.0.0.1:${port(sid, 1)}:${port(sid, 2)}`),
  ];
  const members: Member[] = [];
  for (const sid of sids) {
    const home = join(folder, String(sid));
    await mkdir(join(home, 'data'), { recursive: true });
    await writeFile(join(home, 'data', 'myid'), String(sid));
    const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
    members.push(new Member(home, port(sid, 0), main, { clockwork, run }, lines));
  }
  return started(members, folder, async () => {
    const [first, second, third] = members as [Member, Member, Member];
    await Promise.all([third, second].map((member) => member.start(QUORUM_MODES)));
    await first.start(['follower']);
    const leader = (await modeOf(second.port)) === 'leader' ? second : third;
    return [leader, ...members.filter((member) => member !== leader)].map((member) => member.port);
  });
}

const QUORUM_MODES = ['leader', 'follower'];

async function started(
  members: readonly Member[],
  folder: string,
  begin: () => Promise<number[]>,
): Promise<RealServers> {
  const stop = async (): Promise<void> => {
    await Promise.all(members.map((member) => member.end()));
    await rm(folder, { recursive: true, force: true });
  };
  const member = (port: number): Member => {
    const found = members.find((each) => each.port === port);
    if (found === undefined) throw new Error(`no server has the port ${port}`);
    return found;
  };
  try {
    return {
      ports: await begin(),
      nowMs: Date.now,
      stop,
      crash: (port) => member(port).end(),
      restart: (port) => member(port).start([...QUORUM_MODES, 'standalone']),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One server and its files, whether its process runs or not. */
class Member {
  readonly port: number;
  private readonly home: string;
  private readonly main: string;
  private readonly settings: { readonly clockwork: Clockwork; readonly run: RealRun };
  private readonly lines: readonly string[];
  private process: ChildProcess | null = null;

  constructor(home: string, port: number, main: string, settings: Member['settings'], lines: readonly string[]) {
    this.home = home;
    this.port = port;
    this.main = main;
    this.settings = settings;
    this.lines = lines;
  }

  /** Resolves when it serves in one of the modes. */
  async start(modes: readonly string[]): Promise<void> {
    const { clockwork, run } = this.settings;
    const file = join(this.home, 'zoo.cfg');
    const config = [
      `dataDir=${join(this.home, 'data')}`,
      `clientPort=${this.port}`,
      'clientPortAddress=127.0.0.1',
      `tickTime=${clockwork.tickTimeMs}`,
      'maxClientCnxns=0',
      ...this.lines,
    ];
    await writeFile(file, `${config.join('\n')}\n`);
    const properties = {
      ...run.properties,
      'znode.container.checkIntervalMs': clockwork.containerCheckIntervalMs,
    };
    const defined = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
    const args = [...run.jvm, ...defined, '-cp', run.classPath, this.main, file];
    this.process = spawn('java', args, { cwd: this.home, stdio: 'ignore' });
    await untilMode(this.process, this.port, modes);
  }

  /** Ends the very process that was started, and waits for its end. */
  end(): Promise<void> {
    const { process } = this;
    if (process === null || process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      process.once('exit', () => resolve());
      process.kill('SIGKILL');
    });
  }
}

/** Asks until the server is in one of the modes. Fails when it has ended, or takes longer than it may. */
async function untilMode(server: ChildProcess, port: number, modes: readonly string[]): Promise<void> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`ZooKeeper on port ${port} ended at its start`);
    if ((await askWord(port, 'ruok')) === 'imok' && modes.includes((await modeOf(port)) ?? '')) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
  throw new Error(`ZooKeeper on port ${port} does not serve after ${START_WITHIN_MS} ms`);
}
