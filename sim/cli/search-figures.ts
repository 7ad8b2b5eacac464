/** What `npm run bench search` measures: how well failures are found and made small, each by a program of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

interface Figure {
  readonly about: string;
  readonly program: string;
  readonly flags?: readonly string[];
  readonly arguments?: readonly string[];
}

/** Together about forty minutes on two cores. */
const figures: readonly Figure[] = [
  { about: 'how fast two workers are beside one', program: 'fuzz-jobs' },
  {
    about: 'whether a worker holds more and more',
    program: 'fuzz-memory',
    flags: ['--expose-gc'],
    arguments: ['100000'],
  },
  { about: 'what the first failure of each bug shrinks to', program: 'shrink-bugs' },
  { about: 'how many stored failures survive an engine that was changed', program: 'rot' },
  { about: 'how many signatures five bugs have', program: 'grouping' },
  { about: 'how many seeds the strategy mix takes beside random', program: 'strategies' },
];

/** Prints what each program prints; says at the end which of them were not content. Returns the exit code. */
export function printSearchFigures(): number {
  const failed = figures.filter(({ about, program, flags = [], arguments: given = [] }) => {
    process.stdout.write(`\n${program}: ${about}\n`);
    const file = join(packageRoot(), 'dist', 'sim', 'cli', 'ci', `${program}.js`);
    return spawnSync(process.execPath, [...flags, file, ...given], { stdio: 'inherit' }).status !== 0;
  });
  for (const { program } of failed) process.stdout.write(`not as it should be: ${program}\n`);
  return failed.length === 0 ? 0 : 1;
}
