/**
 * `real-clients.js [--native FOLDER]`: clients of ZooKeeper that others wrote, each against an ensemble of three: it
 * connects, works, and goes on working behind a crash of the leader and behind a partition. Then the session of the
 * README, in Python, as it stands there. A line for each; fails when one of them does not, or a promise was broken.
 *
 * Needs Debian's python3-kazoo, zookeeper (its jar, and Java) and zookeeper-bin. FOLDER is where npm's `zookeeper` is
 * installed: the C library, its shell `cli_st`, and a binding, which npm builds from their sources. Those are left out
 * unless it is there. `cli_st` speaks TLS when OpenSSL's headers (libssl-dev) were there to build it with.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { certificateOf } from '../../../protocol/session/peer-address.ts';
import { columns } from '../../../reports/text/layout.ts';
import { packageRoot } from '../package-root.ts';
import { serve, type Served } from '../../serve/serve.ts';
import type { TlsOptions } from '../../serve/tls-door.ts';

const EXAMPLES = join(packageRoot(), 'scenarios', 'examples');
const PYTHON = '/usr/bin/python3';
const KAZOO = '/usr/lib/python3/dist-packages/kazoo';
const CLI_MT = '/usr/lib/zookeeper/bin/cli_mt';
const JAVA = '/usr/share/java';
const JAR = join(JAVA, 'zookeeper.jar');
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
  /** PEM: the certificate, which signs itself; its key; both. */
  readonly cert: string;
  readonly key: string;
  readonly both: string;
}

const { values } = parseArgs({ options: { native: { type: 'string' } } });

/** Programs that make a node for each line they read, and say so. */
const lines = { ask: (path: string) => path, done: (path: string) => new RegExp(`made ${path}\\b`) };

function zkCli(
  connect: string,
  jars: readonly string[],
  properties: Readonly<Record<string, string>>,
): [string, string[]] {
  const defined = Object.entries(properties).map(([name, value]) => `-Dzookeeper.${name}=${value}`);
  const path = [...jars, 'slf4j-nop'].map((jar) => join(JAVA, `${jar}.jar`)).join(':');
  const main = 'org.apache.zookeeper.ZooKeeperMain';
  return ['java', ['-Xmx128m', '-XX:TieredStopAtLevel=1', ...defined, '-cp', path, main, '-server', connect]];
}

const javaShell = {
  needs: JAR,
  ask: (path: string) => `create ${path} text`,
  done: (path: string) => new RegExp(`(Created|Node already exists:) ${path}\\b`),
};

/** The shells of the C library: `cli_mt` with threads, `cli_st` without. */
const cShell = {
  ask: (path: string) => `create ${path}`,
  done: (path: string) => new RegExp(`\\[${path}\\]: rc = (0|-110)\\b`),
};

/**
 * Runs it where writing to a connection that the server closed is an error, not the end of the program: OpenSSL's
 * writes raise SIGPIPE (the C library keeps it away from its plain ones only, with MSG_NOSIGNAL), so a program that
 * speaks TLS with the C library has to ignore that signal, and its shell does not by itself.
 */
function withoutSigpipe(program: string, args: readonly string[]): [string, string[]] {
  return ['sh', ['-c', `trap '' PIPE; exec "$@"`, 'sh', program, ...args]];
}

/** Whoever speaks TLS is there twice. */
function realClients(tls: TlsFiles): RealClient[] {
  const kazoo = join(EXAMPLES, 'kazoo_client.py');
  const { native } = values;
  const clients: RealClient[] = [
    {
      name: 'node-zookeeper-client (npm)',
      needs: join(packageRoot(), 'node_modules', 'node-zookeeper-client'),
      command: (connect) => [process.execPath, [join(EXAMPLES, 'npm_client.mjs'), connect]],
      ...lines,
    },
    { name: 'kazoo (Python)', needs: KAZOO, command: (connect) => [PYTHON, [kazoo, connect]], ...lines },
    {
      name: 'kazoo (Python), TLS',
      needs: KAZOO,
      tls,
      command: (connect) => [PYTHON, [kazoo, connect, tls.cert, tls.cert, tls.key]],
      ...lines,
    },
    { name: 'zkCli (Java)', command: (connect) => zkCli(connect, ['zookeeper'], {}), ...javaShell },
    {
      name: 'zkCli (Java), TLS',
      tls,
      command: (connect) =>
        zkCli(connect, ['zookeeper', 'netty-resolver', 'netty-codec'], {
          clientCnxnSocket: 'org.apache.zookeeper.ClientCnxnSocketNetty',
          'client.secure': 'true',
          'ssl.keyStore.location': tls.both,
          'ssl.keyStore.type': 'PEM',
          'ssl.trustStore.location': tls.cert,
          'ssl.trustStore.type': 'PEM',
        }),
      ...javaShell,
    },
    {
      name: 'cli_mt (C)',
      needs: CLI_MT,
      command: (connect) => [CLI_MT, ['-h', connect]],
      ...cShell,
    },
  ];
  if (native !== undefined) {
    const installed = resolve(native, 'node_modules', 'zookeeper');
    const cliSt = join(installed, 'deps', 'zookeeper-client-c', 'cli_st');
    clients.push(
      {
        name: 'zookeeper (npm, C)',
        needs: installed,
        command: (connect) => [process.execPath, [join(EXAMPLES, 'native_client.mjs'), `${resolve(native)}/`, connect]],
        ...lines,
      },
      { name: 'cli_st (C)', needs: cliSt, command: (connect) => [cliSt, ['-h', connect]], ...cShell },
      {
        name: 'cli_st (C), TLS',
        needs: cliSt,
        tls,
        command: (connect) => withoutSigpipe(cliSt, ['-h', connect, '--ssl', [tls.cert, tls.cert, tls.key].join(',')]),
        ...cShell,
      },
    );
  }
  return clients;
}

/** A program and what it has said. */
class Dialogue {
  private readonly child: ChildProcess;
  said = '';
  /** Its exit code, or the signal that ended it. */
  private ended: number | string | null = null;

  constructor([program, args]: readonly [string, readonly string[]], env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(program, [...args], { stdio: 'pipe', env, cwd: packageRoot() });
    const hear = (chunk: Buffer): void => void (this.said += chunk.toString());
    this.child.stdout?.on('data', hear);
    this.child.stderr?.on('data', hear);
    this.child.stdin?.on('error', () => {});
    this.child.on('error', (error) => (this.said += error.message));
    this.child.on('close', (code, signal) => (this.ended = code ?? signal ?? 'unknown'));
  }

  /** Says it, and again if nothing comes of it, until it is answered. */
  async ask(line: string, answer: RegExp): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += AGAIN_MS) {
      this.child.stdin?.write(`${line}\n`);
      for (let slept = 0; slept < AGAIN_MS; slept += 20) {
        if (answer.test(this.said)) return;
        this.mustGoOn();
        await new Promise((wake) => setTimeout(wake, 20));
      }
    }
    throw new Error(`no answer to "${line}": ${this.tail}`);
  }

  /** The first line it says that is a list of addresses. */
  async connectString(): Promise<string> {
    for (;;) {
      const found = /^\S+:[0-9]+$/m.exec(this.said);
      if (found !== null) return found[0];
      this.mustGoOn();
      await new Promise((wake) => setTimeout(wake, 20));
    }
  }

  async code(): Promise<number | null> {
    if (this.ended === null) await new Promise((wake) => this.child.once('close', wake));
    return this.child.exitCode;
  }

  async end(): Promise<void> {
    if (this.ended !== null) return;
    const gone = new Promise((wake) => this.child.once('close', wake));
    this.child.kill('SIGKILL');
    await gone;
  }

  private mustGoOn(): void {
    if (this.ended !== null) throw new Error(`it ended (${this.ended}): ${this.tail}`);
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
  const peers = new Set<string>();
  const served = await serve({
    voters: 3,
    seed: '7',
    config: { tickTimeMs: 500 },
    ...tlsOptions(client.tls),
    onInput: (input) => {
      if (input.kind === 'socket') peers.add(input.peer);
    },
  });
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
  // The port takes plain connections too.
  const overTls = [...peers].every((peer) => certificateOf(peer) !== null);
  if (overTls !== (client.tls !== undefined)) throw new Error(`it came as ${[...peers].join(' and ')}`);
  return `${lived.join(', ')}; ${result.commits} commits, ok`;
}

function tlsOptions(files: TlsFiles | undefined): { tls?: TlsOptions } {
  if (files === undefined) return {};
  return { tls: { cert: readFileSync(files.cert), key: readFileSync(files.key), ca: readFileSync(files.cert) } };
}

/** One certificate that signs itself, for both sides. */
function makeCertificate(folder: string): TlsFiles {
  const [key, cert, both] = ['key.pem', 'cert.pem', 'both.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '2'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const { status, stderr } = spawnSync('openssl', [...request, ...subject]);
  if (status !== 0) throw new Error(`openssl makes no certificate: ${String(stderr)}`);
  writeFileSync(both, `${readFileSync(key, 'utf8')}${readFileSync(cert, 'utf8')}`);
  return { cert, key, both };
}

const README_PORTS = '127.0.0.1:2181,127.0.0.1:2182,127.0.0.1:2183';

/** The README's session in Python: what is typed in a shell, and what in Python with what that answers. */
function readmeSession(): { readonly shell: readonly string[]; readonly python: string; readonly last: string } {
  const blocks = readFileSync(join(packageRoot(), 'README.md'), 'utf8').split('```\n');
  const lines = (blocks.find((text) => text.includes('>>> ')) ?? '').trimEnd().split('\n');
  const shell = lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  const from = lines.findIndex((line) => line.startsWith('>>> '));
  const to = lines.findLastIndex((line) => line.startsWith('$ '));
  if (lines[1] !== README_PORTS || to !== lines.length - 2) throw new Error('it is not as this check reads it');
  return { shell, python: `${lines.slice(from, to).join('\n')}\n`, last: lines.at(-1) as string };
}

/** Does what the README's session does and expects what it shows; only the ports are free ones, and `npx` finds this build. */
async function tryReadme(folder: string): Promise<string> {
  const { shell, python, last } = readmeSession();
  const scripts = {
    npx: 'exec "$@"',
    sim: `exec '${process.execPath}' '${join(packageRoot(), 'sim', 'cli', 'bin.mjs')}' "$@"`,
  };
  for (const [name, body] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  }
  const env = { ...process.env, TMPDIR: folder, PATH: `${folder}:${process.env['PATH'] ?? ''}`, NO_COLOR: '1' };
  const type = (line: string): Dialogue => new Dialogue(['sh', ['-c', `exec ${line}`]], env);
  const server = type(`${shell[0]?.replace(/ &$/, '') ?? ''} --port 0`);
  try {
    const session = join(folder, 'session.txt');
    writeFileSync(session, python.replace(README_PORTS, await server.connectString()));
    const doctest = type(`${PYTHON} -m doctest ${session}`);
    if ((await doctest.code()) !== 0) throw new Error(doctest.said);
    const stop = type(shell.at(-1) ?? '');
    await stop.code();
    if (!stop.said.startsWith(last.replace('[...]', ''))) throw new Error(`not "${last}": ${stop.said}`);
    if ((await server.code()) !== 0) throw new Error(server.said);
  } finally {
    await server.end();
  }
  return 'as it stands there; the verdict is ok';
}

interface Row {
  readonly ok: boolean;
  readonly name: string;
  readonly what: string;
}

async function row(name: string, needs: string, what: () => Promise<string>): Promise<Row> {
  try {
    if (!existsSync(needs)) throw new Error(`${needs} is not there`);
    return { ok: true, name, what: await what() };
  } catch (error) {
    return { ok: false, name, what: error instanceof Error ? error.message : String(error) };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'zabsim-clients-'));
let rows: Row[];
try {
  // Most of it is waiting, so all of them wait at the same time.
  rows = await Promise.all([
    ...realClients(makeCertificate(folder)).map((client) => row(client.name, client.needs, () => tryOut(client))),
    row("the README's session", KAZOO, () => tryReadme(folder)),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const table = rows.map(({ ok, name, what }) => [ok ? 'ok' : 'failed', name, what]);
process.stdout.write(`${columns(table, []).join('\n')}\n`);
process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;
