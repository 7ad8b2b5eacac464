/**
 * `port-fuzz.js [--seed N] [--share X] [--voters N]`: attacks the ports of `sim serve`, run as a process of its own.
 * Prints what was done and how much memory it took. Fails when that process ended or does not answer, a session beside the
 * attack felt anything, memory grew beyond bounds, or its verdict is not ok; then seed and case are told, to have it again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ServeChild } from '../serve-child.ts';
import { attackPorts, type AttackSize } from './port-attack.ts';

/** How much the process may have grown at the end: most of it is 10,000 open sockets. */
const GROWTH_MIB_MAX = 400;
const SIZE: AttackSize = { connects: 50_000, frames: 50_000, slow: 500, halfClosed: 500, idle: 10_000 };
/** Who says nothing is hung up on within two looks, ten seconds apart. */
const SILENCE_MS = 21_000;

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

async function main(): Promise<void> {
  const asked = readFlags();
  const folder = mkdtempSync(join(tmpdir(), 'zabsim-attack-'));
  const { seed, share, voters } = asked;
  const file = join(folder, 'case.json');
  const flags = ['--voters', String(voters), '--seed', String(seed), '--set', 'maxClientCnxns=0', '--save', file];
  const server = new ServeChild(folder, flags);
  let verdict = false;
  try {
    const ports = await server.ports();
    const before = server.memoryMib;
    const size = Object.fromEntries(Object.entries(SIZE).map(([what, count]) => [what, Math.ceil(count * share)]));
    const begun = performance.now();
    let after = 0;
    const letSilencePass = (): Promise<unknown> => {
      after = server.memoryMib;
      return server.control({ command: 'advance', ms: SILENCE_MS });
    };
    const counts = await attackPorts({ ports, size: size as unknown as AttackSize, seed, letSilencePass });
    const seconds = Math.round((performance.now() - begun) / 1000);
    process.stdout.write(`${JSON.stringify({ ...asked, ...counts, seconds, memoryMib: { before, after } })}\n`);
    if (after - before > GROWTH_MIB_MAX) throw new Error(`memory grew from ${before} to ${after} MiB`);
    verdict = true;
    process.stdout.write(`ok; not judged: ${await server.verdict()}\n`);
    rmSync(folder, { recursive: true });
  } catch (error) {
    process.exitCode = 1;
    if (!verdict) await server.verdict().catch(() => {});
    const lines = [
      `failed: ${error instanceof Error ? error.message : String(error)}`,
      `the same attack: node dist/sim/cli/ci/port-fuzz.js --seed ${seed} --share ${share} --voters ${voters}`,
      `what entered: sim replay ${file}`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await server.kill();
  }
}

await main();
