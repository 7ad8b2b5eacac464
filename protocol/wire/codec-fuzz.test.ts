import { expect, test } from 'vitest';
import { fuzzCodecs } from './mutated-frames.testkit.ts';

test('whatever is done to bytes, a decoder returns a record of their size or throws a WireError', () => {
  for (const { name, attempts, read, refused } of fuzzCodecs(20260101, 45_000)) {
    expect(read + refused).toBe(attempts);
    // Both happen: neither is everything refused, nor is nothing wrong.
    expect(`${name} ${read > 20 && refused > 500 ? 'both' : `${read} ${refused}`}`).toBe(`${name} both`);
  }
});
