/**
 * `real-clients.js [--native FOLDER]`: clients of ZooKeeper that others wrote, each against an ensemble of three: it
 * connects, works, and goes on working behind a crash of the leader and behind a partition. Then the session of the
 * README, in Python, as it stands there. A line for each; fails when one of them does not, or a promise was broken.
 *
 * Needs Debian's python3-kazoo, zookeeper (its jar, and Java) and zookeeper-bin. FOLDER is where npm's `zookeeper` is
 * installed; it is the C library with a binding that npm builds, so it is left out unless it is there.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { columns } from '../../../reports/text/layout.ts';
import { serve, type Served } from '../../serve/serve.ts';
import type { TlsOptions } from '../../serve/tls-door.ts';

const EXAMPLES = join('scenarios', 'examples');
const PYTHON = '/usr/bin/python3';
const CLI_MT = '/usr/lib/zookeeper/bin/cli_mt';
const JAR = '/usr/share/java/zookeeper.jar';
/** How long a client may take over one answer; most of it is its own waiting. */
const PATIENCE_MS = 60_000;
/** A client that reports an error to its user is asked again after that. */
const AGAIN_MS = 1_000;

interface RealClient {
  readonly name: string;
  /** What has to be there. */
  readonly needs: string;
  readonly tls?: TlsFiles;
  command(connect: string): readonly [string, readonly string[]];
  /** Makes it make the node. */
  ask(path: string): string;
  /** What it says when the node is there. */
  readonly done: (path: string) => RegExp;
}

interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const { values } = parseArgs({ options: { native: { type: 'string' } } });

function realClients(tls: TlsFiles): RealClient[] {
  const kazoo = join(EXAMPLES, 'kazoo_client.py');
  const line = (path: string): string => path;
  const made = (path: string): RegExp => new RegExp(`made ${path}\\b`);
  const clients: RealClient[] = [
    {
      name: 'kazoo (Python)',
      needs: '/usr/lib/python3/dist-packages/kazoo',
      command: (connect) => [PYTHON, [kazoo, connect]],
      ask: line,
      done: made,
    },
    {
      name: 'kazoo (Python), TLS',
      needs: '/usr/lib/python3/dist-packages/kazoo',
      tls,
      command: (connect) => [PYTHON, [kazoo, connect, tls.ca, tls.cert, tls.key]],
      ask: line,
      done: made,
    },
    {
      name: 'zkCli (Java)',
      needs: JAR,
      command: (connect) => [
        'java',
        ['-Xmx128m', '-cp', `/etc/zookeeper/conf:${JAR}`, 'org.apache.zookeeper.ZooKeeperMain', '-server', connect],
      ],
      ask: (path) => `create ${path} text`,
      done: (path) => new RegExp(`(Created|Node already exists:) ${path}\\b`),
    },
    {
      name: 'cli_mt (C)',
      needs: CLI_MT,
      command: (connect) => [CLI_MT, ['-h', connect]],
      ask: (path) => `create ${path}`,
      done: (path) => new RegExp(`\\[${path}\\]: rc = (0|-110)\\b`),
    },
  ];
  const { native } = values;
  if (native !== undefined) {
    clients.push({
      name: 'zookeeper (npm, C)',
      needs: join(native, 'node_modules', 'zookeeper'),
      command: (connect) => [process.execPath, [join(EXAMPLES, 'native_client.mjs'), `${resolve(native)}/`, connect]],
      ask: line,
      done: made,
    });
  }
  return clients;
}

/** A program and what it has said. */
class Dialogue {
  private readonly child: ChildProcess;
  private said = '';
  private ended = false;

  constructor([program, args]: readonly [string, readonly string[]]) {
    this.child = spawn(program, [...args], { stdio: 'pipe' });
    const hear = (chunk: Buffer): void => void (this.said += chunk.toString());
    this.child.stdout?.on('data', hear);
    this.child.stderr?.on('data', hear);
    this.child.stdin?.on('error', () => {});
    this.child.on('error', (error) => (this.said += error.message));
    this.child.on('close', () => (this.ended = true));
  }

  /** Says it, and again if nothing comes of it, until it is answered. */
  async ask(line: string, answer: RegExp): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += AGAIN_MS) {
      this.child.stdin?.write(`${line}\n`);
      for (let slept = 0; slept < AGAIN_MS; slept += 20) {
        if (answer.test(this.said)) return;
        if (this.ended) throw new Error(`it ended: ${this.tail}`);
        await new Promise((wake) => setTimeout(wake, 20));
      }
    }
    throw new Error(`no answer to "${line}": ${this.tail}`);
  }

  async end(): Promise<void> {
    if (this.ended) return;
    const gone = new Promise((wake) => this.child.once('close', wake));
    this.child.kill('SIGKILL');
    await gone;
  }

  private get tail(): string {
    return this.said.slice(-600);
  }
}

const troubles: readonly (readonly [string, (served: Served) => void])[] = [
  ['works', () => {}],
  ['leader crash', (served) => served.act('crash leader for 2s')],
  ['partition', (served) => served.act('partition leader | followers for 8s')],
];

async function tryOut(client: RealClient): Promise<string> {
  const served = await serve({ voters: 3, seed: '7', config: { tickTimeMs: 500 }, ...tlsOptions(client.tls) });
  const dialogue = new Dialogue(client.command(served.connectString));
  const lived: string[] = [];
  try {
    for (const [index, [name, strike]] of troubles.entries()) {
      strike(served);
      const path = `/node-${index}`;
      await dialogue.ask(client.ask(path), client.done(path));
      lived.push(name);
    }
  } finally {
    await dialogue.end();
    await served.stop();
  }
  const { result } = served.verdict();
  if (result.verdict !== 'ok') throw new Error(`${result.verdict}: ${result.failure?.message ?? ''}`);
  return `${lived.join(', ')}; ${result.commits} commits, ok`;
}

function tlsOptions(files: TlsFiles | undefined): { tls?: TlsOptions } {
  if (files === undefined) return {};
  return { tls: { cert: readFileSync(files.cert), key: readFileSync(files.key), ca: readFileSync(files.ca) } };
}

/** One certificate that signs itself, for both sides. */
function makeCertificate(folder: string): TlsFiles {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    key,
    '-out',
    cert,
    '-days',
    '2',
    ...subject,
  ];
  const { status, stderr } = spawnSync('openssl', made);
  if (status !== 0) throw new Error(stderr.toString());
  return { ca: cert, cert, key };
}

/** The README's session: `sim serve` and `sim ctl` are those of this build, the ports are free ones. */
async function readmeSession(folder: string): Promise<string> {
  const bin = resolve('sim', 'cli', 'bin.mjs');
  const sim = join(folder, 'sim');
  writeFileSync(sim, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(sim, 0o755);
  const env = { ...process.env, TMPDIR: folder, PATH: `${folder}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
  const child = spawn(sim, ['serve', '--voters', '3', '--port', '0', '--seed', '7'], { env, stdio: 'pipe' });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = new Promise<number | null>((wake) => child.once('close', wake));
  while (!out.includes('\n')) await new Promise((wake) => setTimeout(wake, 20));
  const connect = out.slice(0, out.indexOf('\n'));
  const text = readFileSync(join(EXAMPLES, 'session.txt'), 'utf8');
  const session = join(folder, 'session.txt');
  writeFileSync(session, text.replace('127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183', connect));
  const python = spawn(PYTHON, ['-m', 'doctest', session], { env, stdio: 'pipe' });
  let complaint = '';
  python.stdout.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((wake) => python.once('close', wake));
  child.kill('SIGTERM');
  const verdict = await ended;
  if (code !== 0) throw new Error(complaint);
  if (verdict !== 0) throw new Error(`sim serve ended with ${verdict}: ${out}`);
  return 'as it stands there; the verdict is ok';
}

const folder = mkdtempSync(join(tmpdir(), 'zabsim-clients-'));
const rows: string[][] = [];
let failed = false;

async function row(name: string, needs: string, what: () => Promise<string>): Promise<void> {
  try {
    if (!existsSync(needs)) throw new Error(`${needs} is not there`);
    rows.push(['ok', name, await what()]);
  } catch (error) {
    failed = true;
    rows.push(['failed', name, error instanceof Error ? error.message : String(error)]);
  }
}

try {
  for (const client of realClients(makeCertificate(folder))) await row(client.name, client.needs, () => tryOut(client));
  await row("the README's session", '/usr/lib/python3/dist-packages/kazoo', () => readmeSession(folder));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${columns(rows, []).join('\n')}\n`);
process.exitCode = failed ? 1 : 0;
