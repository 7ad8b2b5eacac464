import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasSlot, SLOTS_MAX, withoutSlot, withSlot } from './slot-set.ts';

test('a packed set holds what a set holds', () => {
  const slots = fc.array(fc.nat(SLOTS_MAX - 1), { maxLength: 120 });
  fc.assert(
    fc.property(slots, (toggled) => {
      let packed = 0;
      const twin = new Set<number>();
      for (const slot of toggled) {
        packed = hasSlot(packed, slot) ? withoutSlot(packed, slot) : withSlot(packed, slot);
        if (!twin.delete(slot)) twin.add(slot);
        expect(Number.isSafeInteger(packed)).toBe(true);
        for (let each = 0; each < SLOTS_MAX; each++) expect(hasSlot(packed, each)).toBe(twin.has(each));
      }
    }),
    { seed: 20261127, numRuns: 100 },
  );
  expect(withoutSlot(withSlot(0, 3), 4)).toBe(withSlot(0, 3));
});
