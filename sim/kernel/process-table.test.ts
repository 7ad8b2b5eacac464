import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProcessTable } from './process-table.ts';

test('a table of processes is a Map by their names', () => {
  const name = fc.constantFrom('1', '2', '10', 'c1');
  fc.assert(
    fc.property(fc.array(name), (names) => {
      const table = new ProcessTable<number>();
      const twin = new Map<string, number>();
      for (const [index, each] of names.entries()) {
        expect([table.has(each), table.get(each)]).toEqual([twin.has(each), twin.get(each)]);
        table.set(each, index);
        twin.set(each, index);
        expect(table.size).toBe(twin.size);
        expect(table.values()).toEqual([...twin.values()]);
      }
    }),
  );
});
