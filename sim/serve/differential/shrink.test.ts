import { describe, expect, test } from 'vitest';
import { writeSequence } from './sequence.ts';
import { shrink } from './shrink.ts';
import type { Packet, Sequence } from './step.ts';

const sequence = writeSequence(11, { operations: 100, servers: 1 });

function packetsOf({ steps }: Sequence): readonly Packet[] {
  return steps.flatMap((step) => ('packets' in step ? step.packets : []));
}

/** Differs while there is an operation of each of these types. */
function needs(...types: readonly string[]): (candidate: Sequence) => Promise<boolean> {
  return (candidate) => {
    const found = new Set<string>(packetsOf(candidate).map(({ op }) => op.type));
    return Promise.resolve(types.every((type) => found.has(type)));
  };
}

describe('a sequence that differs', () => {
  test('shrinks to what makes the difference', async () => {
    const small = await shrink(sequence, { differs: needs('create2', 'getData'), tries: 1000 });
    expect(
      packetsOf(small)
        .map(({ op }) => op.type)
        .sort(),
    ).toEqual(['create2', 'getData']);
    expect(small.steps.length).toBeLessThanOrEqual(2);
  });

  test('shrinks inside a multi', async () => {
    const hasPart = (candidate: Sequence): boolean =>
      packetsOf(candidate).some(({ op }) => op.type === 'multi' && op.parts.some(({ type }) => type === 'setData'));
    expect(hasPart(sequence)).toBe(true);
    const small = await shrink(sequence, { differs: (candidate) => Promise.resolve(hasPart(candidate)), tries: 1000 });
    expect(packetsOf(small)).toMatchObject([{ op: { type: 'multi', parts: [{ type: 'setData' }] } }]);
  });

  test('is given back as it is when nothing smaller differs, or there are no tries', async () => {
    const nothing = { differs: () => Promise.resolve(false), tries: 1000 };
    expect(await shrink(sequence, nothing)).toEqual(sequence);
    expect(await shrink(sequence, { differs: needs('create2'), tries: 0 })).toEqual(sequence);
  });
});
