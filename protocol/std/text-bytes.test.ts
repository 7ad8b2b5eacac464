import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeText, encodeText } from './text-bytes.ts';

test('text survives its bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeText(encodeText(text))).toBe(text);
    }),
  );
});

test.each([
  ['a lone continuation', [0x80], '\ufffd'],
  ['an overlong slash', [0xc0, 0xaf], '\ufffd\ufffd'],
  ['a surrogate', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  ['a sequence cut short', [0xe2, 0x82], '\ufffd'],
  ['a sequence cut short by a letter', [0xe2, 0x82, 0x41], '\ufffdA'],
  ['four bytes above the last character', [0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
  ['a byte that never occurs', [0x61, 0xff, 0x62], 'a\ufffdb'],
  ['four bytes', [0xf0, 0x9f, 0x90, 0x98], '\u{1f418}'],
])('malformed bytes are replaced: %s', (_what, bytes, text) => {
  expect(decodeText(Uint8Array.from(bytes))).toBe(text);
});
