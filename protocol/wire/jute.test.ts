import { describe, expect, it } from 'vitest';
import type { SessionId } from '../ids.ts';
import { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import { WireError } from './wire-error.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const reader = (hex: string, maxBuffer?: number): JuteReader => {
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  return new JuteReader(bytes, 0, bytes.length, maxBuffer);
};

describe('a long', () => {
  it.each([
    [0, '0000000000000000'],
    [1, '0000000000000001'],
    [-1, 'ffffffffffffffff'],
    [-2, 'fffffffffffffffe'],
    [4294967295, '00000000ffffffff'],
    [4294967296, '0000000100000000'],
    [-4294967296, 'ffffffff00000000'],
    [-4294967297, 'fffffffeffffffff'],
    [Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
    [Number.MIN_SAFE_INTEGER, 'ffe0000000000001'],
  ])('%i is %s', (value, hex) => {
    expect(hexOf(new JuteWriter().long(value).content())).toBe(hex);
    expect(hexOf(new JuteWriter().bigLong(BigInt(value)).content())).toBe(hex);
    expect(reader(hex).long()).toBe(value);
    expect(reader(hex).bigLong()).toBe(BigInt(value));
  });

  it('beyond 53 bits is exact as a bigint and the nearest as a number', () => {
    expect(reader('7fffffffffffffff').bigLong()).toBe(0x7fffffffffffffffn);
    expect(reader('8000000000000000').bigLong()).toBe(-0x8000000000000000n);
    expect(reader('7fffffffffffffff').long()).toBe(9223372036854775807);
  });
});

describe('a session id', () => {
  it.each([
    ['0x0', '0000000000000000'],
    ['0x1', '0000000000000001'],
    ['0x80000001', '0000000080000001'],
    ['0x100000000', '0000000100000000'],
    ['0x100012345678901', '0100012345678901'],
    ['0xff00000000000000', 'ff00000000000000'],
    ['0x8000000000000000', '8000000000000000'],
  ])('%s is %s', (text, hex) => {
    expect(hexOf(new JuteWriter().session(text as SessionId).content())).toBe(hex);
    expect(reader(hex).session()).toBe(text);
  });

  it('is never taken for another that fell into its place of the table', () => {
    for (let i = 0; i < 5000; i++) {
      const id = `0x${(0x100000000 + i * 65537).toString(16)}` as SessionId;
      expect(new JuteReader(new JuteWriter().session(id).content()).session()).toBe(id);
    }
  });
});

describe('lengths', () => {
  it('-1 is null, for buffers, strings and vectors', () => {
    expect(hexOf(new JuteWriter().buffer(null).ustring(null).strings(null).content())).toBe('ff'.repeat(12));
    expect(reader('ffffffff').buffer()).toBeNull();
    expect(reader('ffffffff').ustring()).toBeNull();
    expect(reader('ffffffff').count()).toBe(-1);
    expect(reader('fffffffe').count()).toBe(0);
  });

  it('other negative lengths and those beyond the bytes there are no good', () => {
    expect(() => reader('fffffffe').buffer()).toThrow(WireError);
    expect(() => reader('00000002ff').buffer()).toThrow(WireError);
    expect(() => reader('7fffffff00').ustring()).toThrow(WireError);
  });

  it('a field may have twice the longest packet, or 1024 bytes more', () => {
    const field = (length: number, maxBuffer: number): number => {
      const bytes = new JuteWriter().buffer(new Uint8Array(length)).content();
      return new JuteReader(bytes, 0, bytes.length, maxBuffer).buffer()?.length as number;
    };
    expect(field(4000, 2000)).toBe(4000);
    expect(() => field(4001, 2000)).toThrow('Unreasonable length = 4001');
    expect(field(1034, 10)).toBe(1034);
    expect(() => field(1035, 10)).toThrow(WireError);
  });

  it('a vector is read as far as there are bytes, whatever its count', () => {
    expect(() => reader('7fffffff0000000161').strings()).toThrow(WireError);
  });
});

describe('a writer', () => {
  it('grows, and puts the length before a frame', () => {
    const writer = new JuteWriter(0);
    for (let i = 0; i < 100; i++) writer.byte(i).ustring('€');
    const frame = writer.frame();
    expect(frame.length).toBe(4 + 100 * 8);
    expect(new JuteReader(frame).int()).toBe(800);
    expect(writer.reset().int(5).frame()).toEqual(Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 5));
  });
});
