/**
 * `npm run bench`: what the engine, the ensemble and the checks cost, all measured in one go, each configuration in a
 * process of its own. Figures are ratios of one run on one machine; nothing is asserted. `npm run bench search` measures
 * how failures are found and made small, `npm run bench serve` compares `sim serve` with a real ZooKeeper, and the name of
 * a configuration measures that one and prints JSON.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { columns } from '../../reports/text/layout.ts';
import { benchmarks, type Measured } from './benchmarks.ts';
import { median } from '../search/quantile.ts';
import { printSearchFigures } from './search-figures.ts';

/** Of the bare loop and what is compared with it, by turns. */
const ROUNDS = 5;
const UNCOLLECTED = ['--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256'];

/** Rounded to three significant digits, with separators. */
function show(value: number): string {
  if (!Number.isFinite(value)) return '-';
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function inOwnProcess(name: string, flags: readonly string[]): Measured {
  const args = [...flags, fileURLToPath(import.meta.url), name];
  const printed = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(printed) as Measured;
}

/** A virtual machine changes its own speed within minutes: each ratio is of neighbours. */
function timesSlower(name: string): string[] {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const bare = inOwnProcess('bare', [])['events/s'] ?? NaN;
    const { 'events/s': all = NaN, 'events/s without hand-overs': without = NaN } = inOwnProcess(name, []);
    return { all: bare / all, without: bare / without };
  });
  return (['all', 'without'] as const).map((which) => {
    const ratios = rounds.map((round) => round[which]);
    return `${show(median(ratios) ?? NaN)} (${show(Math.min(...ratios))} - ${show(Math.max(...ratios))})`;
  });
}

function main(): void {
  const only = process.argv[2];
  if (only === 'search') {
    process.exitCode = printSearchFigures();
    return;
  }
  if (only === 'serve') {
    const program = fileURLToPath(new URL('ci/serve-bench.js', import.meta.url));
    process.exitCode =
      spawnSync(process.execPath, [program, ...process.argv.slice(3)], { stdio: 'inherit' }).status ?? 1;
    return;
  }
  const chosen = only === undefined ? undefined : benchmarks.get(only);
  if (chosen !== undefined) {
    process.stdout.write(`${JSON.stringify(chosen.measure())}\n`);
    return;
  }
  if (only !== undefined) {
    const known = ['search', 'serve', ...benchmarks.keys()].join(', ');
    process.stderr.write(`bench: "${only}" is nothing that is measured; there are ${known}.\n`);
    process.exitCode = 2;
    return;
  }
  for (const [name, benchmark] of benchmarks) {
    const measured = inOwnProcess(name, benchmark.uncollected === true ? UNCOLLECTED : []);
    const rows = Object.entries(measured).map(([what, value]) => [show(value), what]);
    process.stdout.write(`${name}: ${benchmark.about}\n`);
    process.stdout.write(
      `${columns(rows, [0])
        .map((row) => `  ${row}\n`)
        .join('')}`,
    );
  }
  process.stdout.write(
    `times slower than the bare loop, per event and per event without hand-overs: the middle of ${ROUNDS} rounds (least - most)\n`,
  );
  const rows = ['engine', 'ensemble'].map((name) => [...timesSlower(name), name]);
  process.stdout.write(
    `${columns(rows, [0, 1])
      .map((row) => `  ${row}\n`)
      .join('')}`,
  );
  process.stdout.write(`node ${process.version}\n`);
}

main();
