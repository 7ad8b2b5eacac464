import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFaults } from '../../scenarios/fault-plan.ts';
import { checkCase, run } from '../../scenarios/run.ts';
import { parseCase } from '../record/case-schema.ts';
import type { Case } from '../record/case.ts';
import { arbitraryCase, planOf } from './arbitrary-case.ts';
import { arbitraryFaults, faultKinds } from './arbitrary-faults.ts';
import { arbitraryOperations } from './arbitrary-operations.ts';

const sizes = fc.record({
  voters: fc.integer({ min: 1, max: 7 }),
  observers: fc.integer({ min: 0, max: 2 }),
  clients: fc.integer({ min: 1, max: 4 }),
});

function namesOf({ voters, observers, clients }: { voters: number; observers: number; clients: number }): string[] {
  const servers = Array.from({ length: voters + observers }, (_, i) => String(i + 1));
  return [...servers, ...Array.from({ length: clients }, (_, i) => `c${i + 1}`)];
}

describe('any fault plan', () => {
  test('can be read and is possible, whatever the size of the ensemble', () => {
    const both = sizes.chain((size) =>
      fc.tuple(fc.constant(size), arbitraryFaults({ ...size, kinds: faultKinds, most: 12 })),
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(both, ([size, lines]) => {
        const steps = readFaults(planOf([], lines).faults, namesOf(size));
        for (const { action, trigger } of steps) seen.add(action.kind).add(trigger.kind);
        expect(steps).toHaveLength(lines.length);
      }),
      { numRuns: 200 },
    );
    for (const kind of ['crash', 'partition', 'shape', 'flap', 'disk error', 'rot', 'clock drift', 'slow start']) {
      expect([...seen]).toContain(kind);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['at', 'when', 'write']));
  });

  test('has no more faults than were asked for, and of no other kind', () => {
    const drawn = fc.sample(arbitraryFaults({ kinds: ['pause', 'loss'], most: 2 }), { numRuns: 200, seed: 1 });
    expect(Math.max(...drawn.map((lines) => lines.length))).toBe(2);
    expect(drawn.flat().every((line) => /: (pause|loss) /.test(line))).toBe(true);
  });

  test.each([1, 2, 3])('shrinks to a crash of the first server, early and short (%i)', (seed) => {
    const { counterexample } = fc.check(
      fc.property(arbitraryFaults({ most: 6 }), (lines) => !lines.some((line) => line.includes(': crash'))),
      { seed, numRuns: 1000 },
    );
    expect(counterexample?.[0]).toEqual(['at 300ms: crash 1 for 10ms']);
  });

  test.each([1, 2, 3])('keeps a moment of the protocol where that is what it takes (%i)', (seed) => {
    const waits = (line: string): boolean => /^when .* commits.*partition/.test(line);
    const { counterexample } = fc.check(
      fc.property(arbitraryFaults({ kinds: ['crash', 'partition'] }), (lines) => !lines.some(waits)),
      { seed, numRuns: 10_000 },
    );
    expect(counterexample?.[0]).toEqual(['when any commits: partition 1 | 2,3 for 10ms']);
  });
});

describe('any operations', () => {
  test('come in the order of their times, of clients there are, and write what no other one writes', () => {
    fc.assert(
      fc.property(arbitraryOperations({ clients: 3, most: 20 }), (operations) => {
        const times = operations.map(({ atUs }) => atUs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(operations.every(({ client }) => /^c[123]$/.test(client))).toBe(true);
        const data = operations.flatMap(({ op }) =>
          (op.type === 'multi' ? op.parts : [op]).flatMap((part) => ('data' in part ? [part.data] : [])),
        );
        expect(new Set(data).size).toBe(data.length);
      }),
    );
  });

  test('shrink to one create', () => {
    const { counterexample } = fc.check(
      fc.property(arbitraryOperations({ paths: ['/x', '/y'] }), (operations) => operations.length === 0),
      { seed: 1 },
    );
    const op = { type: 'create', path: '/x', data: 'c1.0', mode: 'PERSISTENT' };
    expect(counterexample?.[0]).toEqual([{ client: 'c1', atUs: 500_000, op }]);
  });
});

const source = { file: 'case.json', lineOf: () => null };

function size({ plan }: Case): number {
  return (plan?.faults.length ?? 0) + (plan?.operations.length ?? 0);
}

describe('any case', () => {
  test('is plain data, which a file holds and the engine can run', () => {
    fc.assert(
      fc.property(
        arbitraryCase({ voters: [1, 7], observers: [0, 2], clients: [1, 4], faults: { kinds: faultKinds } }),
        (of) => {
          expect(parseCase(JSON.parse(JSON.stringify(of)), source)).toEqual(of);
          checkCase(of);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of the correct protocol holds, and is decided', () => {
    fc.assert(
      fc.property(arbitraryCase({ observers: [0, 1] }), (of) => {
        expect(run(of).verdict).toBe('ok');
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  test('shrinks to three servers, one client, no fault and the operation that is always there', () => {
    const { counterexample } = fc.check(
      fc.property(arbitraryCase({ observers: [0, 2] }), (of) => size(of) === 0),
      { seed: 1 },
    );
    const of = counterexample?.[0];
    expect(of).toMatchObject({ seed: 'quiet', options: { voters: 3, observers: 0, clients: 1 }, plan: { faults: [] } });
    expect(of?.plan?.operations.map(({ op }) => 'path' in op && op.path)).toEqual(['/last']);
  });

  /**
   * G5 applies commits out of order, with G7 a learner misses what is proposed while it is synchronised; what ZK-2845 takes
   * is a server that falls back with a log that nobody has.
   */
  test.each([
    ['G5', 1],
    ['G5', 2],
    ['G7', 1],
    ['G7', 2],
    ['ZK-2845', 1],
  ])('with the bug %s fails, and shrinks to little (%i)', (bug, seed) => {
    const property = fc.property(arbitraryCase({ bug }), (of) => run(of).verdict === 'ok');
    const { counterexample, failed } = fc.check(property, { seed });
    expect(failed).toBe(true);
    const of = counterexample?.[0] as Case;
    expect(of.plan?.faults.length).toBeLessThanOrEqual(2);
    expect(size(of)).toBeLessThanOrEqual(6);
    expect(run({ ...of, bug: null }).verdict).toBe('ok');
  });
});

test('a fault keeps its name when another one goes', () => {
  const all = planOf([], ['at 1s: crash 1', 'at 1s: crash 2', 'at 1s: crash 1']).faults;
  expect(new Set(all.map(({ id }) => id)).size).toBe(3);
  expect(planOf([], ['at 1s: crash 2']).faults[0]).toEqual(all[1]);
});
