/**
 * `fuzz-jobs.js [SEEDS]`: seeds per second of a campaign with one worker and with two, and of two campaigns with one
 * worker each at the same time, which share nothing: what the machine itself makes of two.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { columns } from '../../../reports/text/layout.ts';
import type { FuzzResult } from '../../record/fuzz-result.ts';
import { packageRoot } from '../package-root.ts';

const seeds = process.argv[2] ?? '40000';
const program = join(packageRoot(), 'sim', 'cli', 'bin.mjs');

async function seedsPerSecond(jobs: number): Promise<number> {
  const flags = ['--strategy', 'random', '--seeds', seeds, '--stop-after', 'never', '--jobs', String(jobs), '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'fuzz', ...flags], { maxBuffer: 1 << 26 });
  const { timing, ...result } = JSON.parse(stdout) as FuzzResult;
  return (1000 * result.seeds) / timing.wallMs;
}

const one = await seedsPerSecond(1);
const two = await seedsPerSecond(2);
const apart = (await Promise.all([seedsPerSecond(1), seedsPerSecond(1)])).reduce((sum, each) => sum + each);
const row = (what: string, speed: number): string[] => [speed.toFixed(0), `${(speed / one).toFixed(2)}x`, what];
const rows = [
  row('seeds/s, one worker', one),
  row('two workers', two),
  row('two campaigns of one worker each, at the same time', apart),
];
for (const line of columns(rows, [0, 1])) process.stdout.write(`${line}\n`);
