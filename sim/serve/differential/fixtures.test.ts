/** Ours against what Apache ZooKeeper 3.8.0 was recorded to answer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstDifference, showDifference } from './compare.ts';
import { unpackFixtures } from './fixture-file.ts';
import { MemoryNetwork } from './memory-network.ts';
import { normalise } from './normalise.ts';
import { recordSequence } from './record-sequence.ts';
import { FAST, SLOW } from './testbed.ts';

const WALL_MS = 1_700_000_000_000;

describe.each([
  ['standalone', SLOW],
  ['ensemble', SLOW],
  ['clock', FAST],
])('recordings of the real server, %s', (name, clockwork) => {
  const { servers, fixtures } = unpackFixtures(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.br`)));

  test('are read by the codec and written back byte for byte, and agree with themselves', () => {
    for (const { recording } of fixtures) {
      const told = normalise(recording);
      const odd = told.flatMap(({ lines }) =>
        lines.filter((line) => /BYTES DIFFER|UNDECODABLE|silent| off by /.test(line)),
      );
      expect(odd).toEqual([]);
      expect(told.at(-1)).toEqual({ step: 'rules', lines: [] });
    }
  });

  test('are what our servers answer', async () => {
    const network = new MemoryNetwork(servers, WALL_MS, clockwork);
    for (const { sequence, recording } of fixtures) {
      const expected = normalise(recording);
      const difference = firstDifference(expected, normalise(await recordSequence(sequence, network)));
      expect(difference === null ? '' : `sequence ${sequence.seed}\n${showDifference(expected, difference)}`).toBe('');
    }
  });
});
