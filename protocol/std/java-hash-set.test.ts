import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byText } from './compare.ts';
import { JavaHashSet } from './java-hash-set.ts';

const words = (text: string) => (text === '' ? [] : text.split(' '));
const E_0_TO_25 = Array.from({ length: 26 }, (_, i) => `/e${i}`);
const E_3_TO_22 = E_0_TO_25.slice(3, 23);

/** Texts added, then deleted; the set is cloned; further ones are added, or deleted (-). The order is that of Java 17. */
test.each([
  ['/a', '', '', '/a'],
  ['/b /a', '', '', '/a /b'],
  ['/d9039/a /d9039/c', '', '', '/d9039/c /d9039/a'],
  ['/c /b /a /long/name /q01 /q02 /q03', '/c', '', '/a /q03 /b /q02 /q01 /long/name'],
  ['', '', '/x /y /z /0 /gone -/gone', '/0 /x /y /z'],
  ['/c /b /a', '', '-/b /0 /gone -/gone', '/0 /a /c'],
  ['/Aa /BB /AaAa /BBBB /AaBB', '', '', '/AaAa /BBBB /AaBB /Aa /BB'],
  ['/BB /Aa', '', '', '/BB /Aa'],
  [E_0_TO_25.join(' '), E_3_TO_22.join(' '), '/f1 /f2 /f3 /f4', '/e23 /e0 /f1 /e1 /f2 /e2 /f3 /f4 /e24 /e25'],
])('%s, without %s, then %s: %s', (added, deleted, further, order) => {
  const set = new JavaHashSet();
  for (const text of words(added)) set.add(text);
  for (const text of words(deleted)) set.delete(text);
  const clone = JavaHashSet.cloneOf(set);
  for (const text of words(further)) {
    if (text.startsWith('-')) clone.delete(text.slice(1));
    else clone.add(text);
  }
  expect(clone.values().join(' ')).toBe(order);
});

test('it holds what a set holds', () => {
  const change = fc.record({ add: fc.boolean(), text: fc.nat(40).map(String) });
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const set = new JavaHashSet();
      const twin = new Set<string>();
      for (const { add, text } of changes) {
        if (add) set.add(text);
        else set.delete(text);
        if (add) twin.add(text);
        else twin.delete(text);
      }
      expect(set.values().sort(byText)).toEqual(Array.from(twin).sort(byText));
      expect(set.size).toBe(twin.size);
    }),
  );
});
