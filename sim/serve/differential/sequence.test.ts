import { describe, expect, test } from 'vitest';
import { leftOut } from './quirks.ts';
import { writeSequence } from './sequence.ts';
import { showStep } from './show-step.ts';
import { countOperations, type Packet, type Step } from './step.ts';

const SEEDS = Array.from({ length: 60 }, (_, i) => i + 1);

function packetsOf(steps: readonly Step[]): readonly Packet[] {
  return steps.flatMap((step) => ('packets' in step ? step.packets : []));
}

describe('a sequence', () => {
  test('is a function of its seed', () => {
    for (const servers of [1, 3]) {
      const once = writeSequence(7, { operations: 100, servers });
      expect(writeSequence(7, { operations: 100, servers })).toEqual(once);
      expect(writeSequence(8, { operations: 100, servers })).not.toEqual(once);
    }
  });

  test('survives being stored', () => {
    const sequence = writeSequence(3, { operations: 100, servers: 1 });
    expect(JSON.parse(JSON.stringify(sequence))).toEqual(sequence);
  });

  test('has as many operations as it was asked for, or the few more of its last step', () => {
    for (const seed of SEEDS) {
      const { steps } = writeSequence(seed, { operations: 100, servers: 1 });
      const last = countOperations(steps.slice(-2));
      expect(countOperations(steps)).toBeGreaterThanOrEqual(100);
      expect(countOperations(steps)).toBeLessThan(100 + last);
    }
  });

  test('prints one line for each step', () => {
    for (const step of writeSequence(5, { operations: 100, servers: 3 }).steps) {
      expect(showStep(step)).toMatch(/^\S[^\n]*$/);
    }
  });

  test('leaves out what is known to be no fair question', () => {
    for (const seed of SEEDS) {
      for (const servers of [1, 3]) {
        for (const step of writeSequence(seed, { operations: 100, servers }).steps) {
          expect(leftOut(step, servers)?.what ?? null, showStep(step)).toBeNull();
        }
      }
    }
  });
});

test('some sixty sequences ask for every operation, and for everything that happens to connections', () => {
  const steps = SEEDS.flatMap((seed) => writeSequence(seed, { operations: 100, servers: 3 }).steps);
  const types = new Set(packetsOf(steps).map(({ op }) => op.type));
  expect([...types].sort()).toEqual(
    (
      'addWatch auth checkWatches closeSession create create2 createContainer createTTL delete deleteContainer exists getACL ' +
      'getAllChildrenNumber getChildren getChildren2 getData getEphemerals multi multiRead ping reconfig removeWatches ' +
      'sasl setACL setData setWatches setWatches2 sync unknown whoAmI'
    ).split(' '),
  );
  const kinds = new Set(steps.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(['connect', 'drop', 'raw', 'send', 'stale', 'word']);
  const flaws = new Set(packetsOf(steps).map(({ flaw }) => flaw?.kind ?? 'none'));
  expect([...flaws].sort()).toEqual(['cut', 'length', 'none', 'opCode', 'short', 'splice']);
});
