import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeJavaText, encodeJavaText, javaTextLength } from './java-text.ts';
import { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('text as Java reads it', () => {
  const cases = readFileSync(join(import.meta.dirname, 'testdata/java-text.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' ') as [string, string]);

  it('has U+FFFD for each malformed part, and as many as Java puts', () => {
    expect(cases.length).toBeGreaterThan(300);
    for (const [hex, units] of cases) {
      const bytes = bytesOf(`41${hex}`);
      const text = decodeJavaText(bytes, 1, bytes.length);
      const seen = [...Array(text.length).keys()].map((i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
      expect([hex, seen.join('')]).toEqual([hex, units]);
    }
  });
});

describe('text as ZooKeeper writes it', () => {
  it.each([
    ['plain', '706c61696e'],
    ['ö', 'c3b6'],
    ['€', 'e282ac'],
    ['\0\x7f\u0080\u07ff\u0800\uffff', '007fc280dfbfe0a080efbfbf'],
    // Each half by itself, which no reader of UTF-8 takes for the character it was.
    ['\u{1f600}', 'eda0bdedb880'],
    ['\ud800', 'eda080'],
  ])('%j is %s', (text, hex) => {
    const bytes = new Uint8Array(3 * text.length);
    const end = encodeJavaText(text, bytes, 0);
    expect(Buffer.from(bytes.subarray(0, end)).toString('hex')).toBe(hex);
    expect(javaTextLength(text)).toBe(end);
  });

  it('comes back, but for surrogates', () => {
    const back = (text: string): string | null => new JuteReader(new JuteWriter().ustring(text).content()).ustring();
    expect(back('/a/ö€\0\uffff')).toBe('/a/ö€\0\uffff');
    expect(back('x\u{1f600}y')).toBe('x\ufffd\ufffdy');
  });
});
