import { describe, expect, test } from 'vitest';
import { crc32 } from './crc32.ts';
import { sha1 } from './sha1.ts';
import { encodeText } from './text-bytes.ts';

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

describe('SHA-1, vectors of FIPS 180 and RFC 3174', () => {
  test.each([
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
    [
      '0123456701234567012345670123456701234567012345670123456701234567'.repeat(10),
      'dea356a2cddd90c7a7ecedc5ebb563934f460452',
    ],
    ['a'.repeat(1_000_000), '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
  ])('%#', (message, digest) => {
    expect(hex(sha1(encodeText(message)))).toBe(digest);
  });
});

describe('CRC-32, the check value of its catalogue and others', () => {
  test.each([
    ['', 0],
    ['a', 0xe8b7be43],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('%j', (text, crc) => {
    expect(crc32(encodeText(text))).toBe(crc);
  });

  test('goes on where it ended', () => {
    expect(crc32(encodeText('6789'), crc32(encodeText('12345')))).toBe(0xcbf43926);
  });
});
