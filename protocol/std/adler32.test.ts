import { adler32 } from './adler32.ts';
import { describe, expect, it } from 'vitest';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('Adler-32', () => {
  it.each([
    ['', 0x00000001],
    ['a', 0x00620062],
    ['abc', 0x024d0127],
    ['Wikipedia', 0x11e60398],
    ['message digest', 0x29750586],
    ['abcdefghijklmnopqrstuvwxyz', 0x90860b20],
  ])('of %j is as published', (text, sum) => {
    expect(adler32(ascii(text))).toBe(sum);
  });

  it('does not overflow', () => {
    // As java.util.zip.Adler32 computes it.
    expect(adler32(new Uint8Array(1_000_000).fill(255))).toBe(943972798);
  });

  it('of a part is that of the part alone', () => {
    expect(adler32(ascii('xabcy'), 1, 4)).toBe(0x024d0127);
  });
});
