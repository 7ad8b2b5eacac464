/**
 * `port-fuzz.js [--seed N] [--share X] [--voters N]`: attacks the ports of `sim serve`, run as a process of its own.
 * Prints what was done and how much memory it took. Fails when that process ended or does not answer, a session beside the
 * attack felt anything, memory grew beyond bounds, or its verdict is not ok; then seed and case are told, to have it again.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { control } from '../../serve/control-client.ts';
import { readControlFile } from '../../serve/control-file.ts';
import { packageRoot } from '../package-root.ts';
import { attackPorts, type AttackSize } from './port-attack.ts';

/** How much the process may have grown at the end: most of it is 10,000 open sockets. */
const GROWTH_MIB_MAX = 400;
const SIZE: AttackSize = { connects: 50_000, frames: 50_000, slow: 500, halfClosed: 500, idle: 10_000 };
/** Who says nothing is hung up on within two looks, ten seconds apart. */
const SILENCE_MS = 21_000;
/** How long the verdict may take. */
const END_MS = 120_000;

interface Asked {
  readonly seed: number;
  readonly share: number;
  readonly voters: number;
}

function readFlags(): Asked {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, share: { type: 'string' }, voters: { type: 'string' } },
  });
  return { seed: Number(values.seed ?? '1'), share: Number(values.share ?? '1'), voters: Number(values.voters ?? '1') };
}

function residentMib(pid: number): number {
  const found = /VmRSS:\s+([0-9]+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(found?.[1] ?? 0) / 1024);
}

class Server {
  readonly case: string;
  private readonly control: string;
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private output = '';

  constructor(folder: string, { seed, voters }: Asked) {
    this.case = join(folder, 'case.json');
    this.control = join(folder, 'control.json');
    const sim = join(packageRoot(), 'sim', 'cli', 'bin.mjs');
    const flags = ['--voters', String(voters), '--seed', String(seed), '--port', '0', '--set', 'maxClientCnxns=0'];
    const files = ['--control', this.control, '--save', this.case];
    this.child = spawn(process.execPath, [sim, 'serve', ...flags, ...files, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: folder },
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.gone = new Promise((resolve) => this.child.once('close', () => resolve()));
  }

  async ports(): Promise<number[]> {
    while (!this.output.includes('\n')) {
      if (this.ended) throw new Error('sim serve did not start');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { connect } = JSON.parse(this.output.split('\n')[0] as string) as { connect: string };
    return connect.split(',').map((address) => Number(address.split(':')[1]));
  }

  get ended(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get memoryMib(): number {
    if (this.ended) throw new Error('sim serve ended');
    return residentMib(this.child.pid as number);
  }

  advance(ms: number): Promise<unknown> {
    return control(readControlFile(this.control), { command: 'advance', ms });
  }

  /** Ends it; fails when its verdict is not ok. Returns what the checks had to pass over. */
  async verdict(): Promise<string> {
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_MS);
    await this.gone;
    clearTimeout(timer);
    const last = this.output.trim().split('\n').slice(1).at(-1);
    if (last === undefined) throw new Error('sim serve ended without a verdict');
    const { verdict, failure, checks } = JSON.parse(last) as {
      verdict: string;
      failure: { check: string; message: string } | null;
      checks: { name: string; detail: string }[];
    };
    if (verdict !== 'ok') throw new Error(`${verdict}: ${failure?.check ?? ''}: ${failure?.message ?? ''}`);
    return checks.find(({ name }) => name === 'not-judged')?.detail ?? '';
  }

  async kill(): Promise<void> {
    if (!this.ended) this.child.kill('SIGKILL');
    await this.gone;
  }
}

async function main(): Promise<void> {
  const asked = readFlags();
  const folder = mkdtempSync(join(tmpdir(), 'zabsim-attack-'));
  const server = new Server(folder, asked);
  let verdict = false;
  try {
    const ports = await server.ports();
    const before = server.memoryMib;
    const size = Object.fromEntries(
      Object.entries(SIZE).map(([what, count]) => [what, Math.ceil(count * asked.share)]),
    );
    const begun = performance.now();
    let after = 0;
    const letSilencePass = (): Promise<unknown> => {
      after = server.memoryMib;
      return server.advance(SILENCE_MS);
    };
    const counts = await attackPorts({ ports, size: size as unknown as AttackSize, seed: asked.seed, letSilencePass });
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(`${JSON.stringify({ ...asked, ...counts, seconds, memoryMib: { before, after } })}\n`);
    if (after - before > GROWTH_MIB_MAX) throw new Error(`memory grew from ${before} to ${after} MiB`);
    verdict = true;
    process.stdout.write(`ok; not judged: ${await server.verdict()}\n`);
    rmSync(folder, { recursive: true });
  } catch (error) {
    process.exitCode = 1;
    const { seed, share, voters } = asked;
    if (!verdict) await server.verdict().catch(() => {});
    const lines = [
      `failed: ${error instanceof Error ? error.message : String(error)}`,
      `the same attack: node dist/sim/cli/ci/port-fuzz.js --seed ${seed} --share ${share} --voters ${voters}`,
      `what entered: sim replay ${server.case}`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await server.kill();
  }
}

await main();
