/**
 * Attacks the ports of `sim serve`, run as a process of its own: prints what was done and how much memory it took, and
 * fails when the process ended, a session beside it felt anything, or memory grew beyond bounds.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { attackPort } from './port-attack.ts';

/** How much the process may have grown at the end. */
const GROWTH_MIB_MAX = 400;
const SIZE = { connects: 50_000, frames: 50_000, slow: 500, halfClosed: 500, idle: 10_000 };

function residentMib(pid: number): number {
  const found = /VmRSS:\s+([0-9]+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(found?.[1] ?? 0) / 1024);
}

async function main(): Promise<void> {
  const share = Number(process.argv[2] ?? '1');
  const folder = mkdtempSync(join(tmpdir(), 'zabsim-attack-'));
  const sim = join(packageRoot(), 'sim', 'cli', 'bin.mjs');
  const args = ['serve', '--voters', '1', '--port', '0', '--set', 'maxClientCnxns=0'];
  const server = spawn(process.execPath, [sim, ...args, '--control', join(folder, 'control.json'), '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  let ended = false;
  let output = '';
  const gone = new Promise<number | null>((resolve) => server.once('close', resolve));
  void gone.then(() => (ended = true));
  try {
    const connectString = await new Promise<string>((resolve, reject) => {
      server.once('close', () => reject(new Error('sim serve did not start')));
      server.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('\n'))
          resolve((JSON.parse(output.split('\n')[0] as string) as { connect: string }).connect);
      });
    });
    const pid = server.pid as number;
    const before = residentMib(pid);
    const size = Object.fromEntries(Object.entries(SIZE).map(([what, count]) => [what, Math.ceil(count * share)]));
    const begun = performance.now();
    const counts = await attackPort(Number(connectString.split(':')[1]), size as typeof SIZE);
    const after = residentMib(pid);
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(`${JSON.stringify({ ...counts, seconds, memoryMib: { before, after } })}\n`);
    if (ended) throw new Error('sim serve ended');
    if (after - before > GROWTH_MIB_MAX) throw new Error(`memory grew from ${before} to ${after} MiB`);
    server.kill('SIGTERM');
    await gone;
    const { verdict, failure } = JSON.parse(output.trim().split('\n').at(-1) as string) as Record<string, unknown>;
    process.stdout.write(`verdict ${String(verdict)}\n`);
    // Requests of one session with one xid, as doubled frames make them, are beyond what the contract can tell apart.
    if (verdict !== 'ok' && verdict !== 'violation') throw new Error(JSON.stringify(failure));
    if (failure !== null) process.stdout.write(`${JSON.stringify(failure)}\n`);
  } finally {
    if (!ended) server.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true });
  }
}

await main();
