/**
 * `fuzz-jobs.js [ROUNDS]`: seeds per second of one worker thread and of two, by turns: a round is one, two, and one again on the
 * same seeds, since a virtual machine changes its own speed within minutes. Both have run for a while then, as in a campaign of
 * tens of thousands of seeds. Short campaigns flatter one worker: V8 compiles for it on the other core, some eight seconds in all,
 * and where there are two that core is taken.
 */
import { InputError } from '../../record/input-error.ts';
import { mean, meanInterval } from '../../search/bootstrap.ts';
import { asked } from './asked.ts';
import { BusyWorkers } from './busy-workers.ts';

/** Seeds of a worker before it is timed, and in each turn: some seven seconds. */
const WARM_UP = 6000;
const TURN = 1500;

const rounds = asked(() => {
  const given = process.argv[2] ?? '12';
  if (!/^[1-9][0-9]{0,3}$/.test(given)) throw new InputError(`"${given}" is no number of rounds.`);
  return Number(given);
});
const one = new BusyWorkers(1);
const two = new BusyWorkers(2);

async function seconds(workers: BusyWorkers, first: number, count: number): Promise<number> {
  const begun = performance.now();
  await workers.run(first + 1, first + count);
  return (performance.now() - begun) / 1000;
}

await seconds(one, 0, WARM_UP);
await seconds(two, 0, 2 * WARM_UP);
const ratios: number[] = [];
process.stdout.write('one worker, two workers (seeds/s), times as fast\n');
for (let round = 0; round < rounds; round++) {
  const at = 2 * WARM_UP + round * 2 * TURN;
  const before = await seconds(one, at, TURN);
  const both = await seconds(two, at, 2 * TURN);
  const after = await seconds(one, at + TURN, TURN);
  ratios.push((before + after) / both);
  const speeds = [(2 * TURN) / (before + after), (2 * TURN) / both].map((speed) => speed.toFixed(0).padStart(6));
  process.stdout.write(`${speeds.join('')}  ${(ratios.at(-1) ?? NaN).toFixed(2)}\n`);
}
const [low, high] = meanInterval(ratios);
process.stdout.write(
  `two workers are ${mean(ratios).toFixed(2)} times as fast (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)})\n`,
);
await one.close();
await two.close();
