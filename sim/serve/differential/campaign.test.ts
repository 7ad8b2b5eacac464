import { expect, test } from 'vitest';
import { contend } from './campaign.ts';
import { MemoryNetwork } from './memory-network.ts';
import { writeSequence } from './sequence.ts';
import { isReply, TamperedNetwork, withInt, type Tampering } from './tampered-network.testkit.ts';

/** Of a reply: its length, then xid and zxid. */
const ERR = 16;
const WALL_MS = 1_700_000_000_000;
/** So often the driver wakes a server that owes an answer before it gives up. */
const ONCE = 20;
const sequence = writeSequence(7, { operations: 12, servers: 1 });

/** Says nothing for as long as anybody waits, so many times. */
class SilentAtFirst extends MemoryNetwork {
  private times: number;

  constructor(times: number) {
    super(1, WALL_MS);
    this.times = times;
  }

  override until(met: () => boolean, withinMs: number): Promise<boolean> {
    return this.times-- > 0 ? Promise.resolve(false) : super.until(met, withinMs);
  }
}

test.each([
  ['the real server falls silent once', ONCE, 0, [7], false],
  ['it falls silent each time', 1e6, 0, [7], true],
  ['ours falls silent once', 0, ONCE, [], true],
  ['nobody does', 0, 0, [], false],
])('%s', async (_title, real, ours, again, differs) => {
  const told: number[] = [];
  const finding = await contend(sequence, {
    real: new SilentAtFirst(real),
    ours: new SilentAtFirst(ours),
    onSilence: (seed) => told.push(seed),
  });
  expect({ again: told, differs: finding !== null }).toEqual({ again, differs });
});

test('a difference beside the silence comes back', async () => {
  const wrong = (frame: Uint8Array): Uint8Array => withInt(frame, ERR, (err) => err - 1);
  const changed: Tampering = { done: false, onFrame: (frame, first) => [isReply(frame, first) ? wrong(frame) : frame] };
  const finding = await contend(sequence, {
    real: new SilentAtFirst(ONCE),
    ours: new TamperedNetwork(new MemoryNetwork(1, WALL_MS), changed),
  });
  expect(finding).not.toBeNull();
});
