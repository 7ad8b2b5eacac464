import { expect, test } from 'vitest';
import { packFixtures, unpackFixtures } from './fixture-file.ts';
import { MemoryNetwork } from './memory-network.ts';
import { recordSequence } from './record-sequence.ts';
import { writeSequence } from './sequence.ts';

test('a recording is read back as it was written', async () => {
  const sequence = writeSequence(4, { operations: 30, servers: 1 });
  const recording = await recordSequence(sequence, new MemoryNetwork(1, 1_700_000_000_000));
  const { servers, fixtures } = unpackFixtures(packFixtures('ours', 1, [{ sequence, recording }]));
  expect(servers).toBe(1);
  expect(fixtures).toEqual([{ sequence, recording }]);
});
