import { expect, test } from 'vitest';
import { decodeJavaText } from '../wire/java-text.ts';
import { encodeText } from '../std/text-bytes.ts';
import { StatsTrack } from './stats-track.ts';

/** As StatsTrack of a live 3.8.0 reads and writes them; null where it throws. */
test.each([
  ['', 'count=-1,bytes=-1'],
  ['count=1,bytes=2', 'count=1,bytes=2'],
  ['count==5', 'count=-1,bytes=-1'],
  ['=5', 'count=-1,bytes=-1=;=5'],
  ['count=1,,;bytes=2=;a=3', 'count=1,bytes=2=;a=3'],
  ['bytes=5;x=9,count=+7', 'count=7,bytes=5=;x=9'],
  ['bytes=-3', 'count=-1,bytes=-3'],
  [' count=1', 'count=-1,bytes=-1=; count=1'],
  ['byteHardLimit=9223372036854775807', 'count=-1,bytes=-1=;byteHardLimit=9223372036854775807'],
  [',', 'count=-1,bytes=-1'],
  ['count=,bytes=2', null],
  ['count', null],
  [',count=1', null],
  ['count=x', null],
  ['count=1 ', null],
  ['count=9223372036854775808', null],
])('%j reads as %j', (text, written) => {
  const bytes = StatsTrack.parse(encodeText(text))?.toBytes();
  expect(bytes === undefined ? null : decodeJavaText(bytes, 0, bytes.length)).toBe(written);
});

test('no data cannot be read', () => {
  expect(StatsTrack.parse(null)).toBeNull();
});

test('numbers run over as 64-bit ones do', () => {
  const stats = new StatsTrack();
  stats.set('bytes', 9223372036854775807n + 1n);
  expect(stats.get('bytes')).toBe(-9223372036854775808n);
});
