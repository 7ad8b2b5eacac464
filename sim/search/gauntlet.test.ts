import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../check/verdict.ts';
import type { ControlTally, GauntletRecord } from '../record/gauntlet-file.ts';
import { controlSeeds } from './control.ts';
import { caseOf, fakeRunner, type Verdicts } from './fake-runs.testkit.ts';
import { Gauntlet, type GauntletOrder, type GauntletTask } from './gauntlet.ts';
import { huntSeeds, type Hunted, type Runner } from './seed-hunt.ts';

const order: GauntletOrder = {
  bugs: ['a', 'b'],
  modes: ['on'],
  campaigns: 2,
  budget: 20,
  seedsFrom: 1n,
  strategy: 'random',
  control: null,
  batchSeeds: 5,
};

function carryOut(task: GauntletTask, runner: Runner): Hunted | ControlTally {
  return task.kind === 'hunt'
    ? huntSeeds(caseOf(task.of.bug), task.seeds, runner)
    : controlSeeds(caseOf(null), task.seeds, runner);
}

/** Carries out tasks with `jobs` pairs of hands; `pick` says whose work is done next. */
function carryThrough(
  gauntlet: Gauntlet,
  runner: Runner,
  jobs: number,
  pick: (running: number) => number,
): GauntletRecord[] {
  const records: GauntletRecord[] = [];
  const running: GauntletTask[] = [];
  for (;;) {
    while (running.length < jobs) {
      const task = gauntlet.next();
      if (task === null) break;
      running.push(task);
    }
    const [task] = running.splice(pick(running.length), 1);
    if (task === undefined) return records;
    const found = carryOut(task, runner);
    const record = gauntlet.take(task as never, found as never) as GauntletRecord | null;
    if (record !== null) records.push(record);
  }
}

/** What a gauntlet comes to, without what somebody measured. */
function score(gauntlet: Gauntlet): unknown {
  const { bugs, modes } = gauntlet.order;
  const ends = bugs.flatMap((bug) => modes.flatMap((mode) => gauntlet.ends(bug, mode)));
  return { ends, control: gauntlet.controlTally };
}

/** One seed after the other, as one would do by hand. */
function sequentialTwin({ bugs, modes, campaigns, budget, control }: GauntletOrder, runner: Runner): unknown {
  const ends = bugs.flatMap((bug) =>
    modes.flatMap((assertions) =>
      Array.from({ length: campaigns }, (_, campaign) => {
        const block = { from: String(1 + campaign * budget), count: budget };
        return { kind: 'campaign', bug, assertions, campaign, ...huntSeeds(caseOf(bug), block, runner) };
      }),
    ),
  );
  const count = control ?? ends.reduce((sum, { seeds }) => sum + seeds, 0);
  const block = { from: String(1 + campaigns * budget), count };
  return { ends, control: controlSeeds(caseOf(null), block, runner) };
}

const verdict = fc.constantFrom<Verdict>('violation', 'liveness', 'crash', 'undecided', 'internal');
const table = fc.dictionary(fc.integer({ min: 1, max: 70 }).map(String), verdict, { maxKeys: 6 });
const verdicts: fc.Arbitrary<Verdicts> = fc.record({ a: table, b: table, none: table });
const orders: fc.Arbitrary<GauntletOrder> = fc.record({
  bugs: fc.constantFrom(['a'], ['a', 'b'], []),
  modes: fc.constantFrom<GauntletOrder['modes']>(['on'], ['on', 'off']),
  campaigns: fc.integer({ min: 1, max: 3 }),
  budget: fc.integer({ min: 1, max: 20 }),
  seedsFrom: fc.constant(1n),
  strategy: fc.constantFrom('random', 'mix'),
  control: fc.option(fc.integer({ min: 0, max: 40 })),
  batchSeeds: fc.integer({ min: 1, max: 8 }),
});

describe('a gauntlet', () => {
  test('comes to the same whoever runs its seeds, how many at once, and in whatever order they end', () => {
    fc.assert(
      fc.property(
        orders,
        verdicts,
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat()),
        (of, table_, jobs, n) => {
          const runner = fakeRunner(table_);
          const gauntlet = new Gauntlet(of);
          carryThrough(gauntlet, runner, jobs, (running) => (running === 0 ? 0 : (n.next().value as number) % running));
          expect(gauntlet.over).toBe(true);
          expect(score(gauntlet)).toEqual(sequentialTwin(of, runner));
        },
      ),
    );
  });

  test('goes on from what was kept, in any order and only in part', () => {
    fc.assert(
      fc.property(orders, verdicts, fc.nat(), fc.nat(), (of, table_, kept, turn) => {
        const runner = fakeRunner(table_);
        const records = carryThrough(new Gauntlet(of), runner, 2, () => 0);
        const seen: string[] = [];
        const later = new Gauntlet(of);
        const part = records.filter((_, i) => (i + turn) % 3 !== kept % 3);
        for (const record of part) later.restore(record);
        carryThrough(later, fakeRunner(table_, seen), 1, () => 0);
        expect(later.over).toBe(true);
        expect(score(later)).toEqual(sequentialTwin(of, runner));
        if (part.length === records.length) expect(seen).toEqual([]);
      }),
    );
  });

  test('works on one campaign with one pair of hands, so that no seed is run in vain', () => {
    const seen: string[] = [];
    const gauntlet = new Gauntlet({ ...order, bugs: ['a'], control: 0 });
    carryThrough(gauntlet, fakeRunner({ a: { '3': 'violation', '22': 'crash' } }, seen), 1, () => 0);
    expect(seen).toEqual(['a 1', 'a 2', 'a 3', 'none 3', 'a 21', 'a 22', 'none 22']);
  });

  test('lets idle hands go on with the control, and only then run ahead', () => {
    const gauntlet = new Gauntlet({ ...order, bugs: ['a'], campaigns: 1, control: 5 });
    const tasks = [gauntlet.next(), gauntlet.next(), gauntlet.next()];
    expect(tasks.map((task) => task?.kind)).toEqual(['hunt', 'control', 'hunt']);
    expect(tasks.map((task) => task?.seeds.from)).toEqual(['1', '21', '6']);
  });

  test('does not count seeds that ran ahead of the detection, nor what they found', () => {
    const runner = fakeRunner({ a: { '2': 'violation', '7': 'crash' }, none: { '7': 'internal' } });
    const gauntlet = new Gauntlet({ ...order, bugs: ['a'], campaigns: 1, control: 0 });
    // The later of two batches ends first.
    carryThrough(gauntlet, runner, 2, (running) => running - 1);
    expect(gauntlet.ends('a', 'on')).toMatchObject([{ seeds: 2, detection: { seed: '2' }, controlFailures: [] }]);
  });

  test('runs as many seeds of the correct protocol as the bugs took, behind the seeds of all campaigns', () => {
    const gauntlet = new Gauntlet(order);
    carryThrough(gauntlet, fakeRunner({ a: { '3': 'violation' }, none: { '47': 'liveness' } }), 2, () => 0);
    expect(gauntlet.controlFrom).toBe(41n);
    expect(gauntlet.controlTally).toMatchObject({
      seeds: 3 + 20 + 20 + 20,
      verdicts: { ok: 62, liveness: 1 },
      failures: [{ seed: '47', check: 'liveness-check' }],
    });
  });
});
