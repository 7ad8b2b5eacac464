import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AscendingMap } from './ascending-map.ts';

const steps = fc.array(
  fc.record({
    act: fc.constantFrom('set', 'set', 'delete', 'delete least'),
    key: fc.oneof(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 5 }).map((n) => n * 2 ** 32),
    ),
  }),
  { maxLength: 200 },
);

describe('an ascending map', () => {
  it('is a Map sorted by its keys, whatever comes and goes', () => {
    fc.assert(
      fc.property(steps, (acts) => {
        const map = new AscendingMap<number, string>();
        const twin = new Map<number, string>();
        for (const [index, { act, key }] of acts.entries()) {
          const meant = act === 'delete least' ? Math.min(...twin.keys()) : key;
          if (act === 'set') {
            map.set(key, `${index}`);
            twin.set(key, `${index}`);
          } else expect(map.delete(meant)).toBe(twin.delete(meant));
          expect(map.size).toBe(twin.size);
          expect(map.get(key)).toBe(twin.get(key));
          expect(map.has(key)).toBe(twin.has(key));
          const sorted = [...twin].sort(([a], [b]) => a - b);
          expect(map.values()).toEqual(sorted.map(([, value]) => value));
        }
      }),
    );
  });

  it('tells what is absent from what is undefined', () => {
    const map = new AscendingMap<number, undefined>();
    map.set(3, undefined);
    expect([map.has(3), map.has(2), map.has(4)]).toEqual([true, false, false]);
  });

  it('stays as large as what was under way at once, however much passes through', () => {
    const map = new AscendingMap<number, number>();
    for (let key = 0; key < 10_000; key++) {
      map.set(key, key);
      if (key >= 5) map.delete(key - 5);
    }
    expect(map.values()).toEqual([9995, 9996, 9997, 9998, 9999]);
    expect((map as unknown as { readonly keys: readonly number[] }).keys.length).toBe(8);
  });
});
