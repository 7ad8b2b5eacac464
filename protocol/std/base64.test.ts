import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { encodeText } from './text-bytes.ts';

/** RFC 4648, section 10. */
test.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
])('%j is %j', (plain, text) => {
  expect(encodeBase64(encodeText(plain))).toBe(text);
  expect(decodeBase64(text)).toEqual(encodeText(plain));
});

test.each(['Zg', 'Zg=', 'Z===', 'Zh==', 'Zm9=', 'Zm9v Zm9v', 'Zm-v', '====', 'Zg==Zg=='])('%j is none', (text) => {
  expect(decodeBase64(text)).toBeNull();
});

test('bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }),
  );
});
