import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, editDistance, nearest, plainly } from './nearest.ts';

test.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('from "%s" to "%s" it is %i letters', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
});

test('the distance is the same both ways, and nothing only of equal texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 7 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b) === 0).toBe(a === b);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

test('one that is near is offered', () => {
  expect(didYouMean('chaoss', ['steady', 'chaos'])).toBe(' (did you mean "chaos"?)');
  expect(didYouMean('chaoss', ['steady', 'chaos'], plainly)).toBe(' (did you mean chaos?)');
  expect(didYouMean('thunderstorm', ['steady', 'chaos'])).toBe('');
});

test('the nearest names come first', () => {
  expect(nearest('chaoss', ['steady', 'canary', 'chaos'])).toEqual(['chaos']);
});
