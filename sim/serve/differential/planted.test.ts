import { describe, expect, test } from 'vitest';
import { firstDifference } from './compare.ts';
import { headerOf } from './frame-splitter.ts';
import { MemoryNetwork } from './memory-network.ts';
import type { Network } from './network.ts';
import { normalise, type Told } from './normalise.ts';
import { recordSequence } from './record-sequence.ts';
import type { Sequence, Step } from './step.ts';
import {
  changing,
  delaying,
  isEvent,
  isReply,
  keepingClose,
  TamperedNetwork,
  withInt,
  type Tampering,
} from './tampered-network.testkit.ts';

const open = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const WALL_MS = 1_700_000_000_000;

function connect(session: string): Step {
  const plain = { resume: false, password: 'own', timeoutMs: 60_000, lastZxid: 'zero', readOnly: false } as const;
  return { kind: 'connect', session, server: 0, ...plain };
}

/** Two sessions: one watches, the other one changes things; a refused request; a session that ends. */
const sequence: Sequence = {
  seed: 1,
  root: '/d1',
  steps: [
    connect('s1'),
    connect('s2'),
    { kind: 'send', session: 's1', packets: [{ op: { type: 'addWatch', path: '/d1', mode: 1 } }] },
    {
      kind: 'send',
      session: 's2',
      packets: [
        { op: { type: 'create2', path: '/d1/a', data: 'one', acl: open, flags: 0 } },
        { op: { type: 'setData', path: '/d1/a', data: 'two', version: 0 } },
        { op: { type: 'setData', path: '/d1/a', data: 'three', version: 0 } },
        { op: { type: 'delete', path: '/d1/b', version: -1 } },
      ],
    },
    { kind: 'send', session: 's1', packets: [{ op: { type: 'setData', path: '/d1/a', data: 'four', version: -1 } }] },
    { kind: 'send', session: 's1', packets: [{ op: { type: 'exists', path: '/d1/a', watch: false } }] },
    { kind: 'send', session: 's2', packets: [{ op: { type: 'unknown', opCode: 99 } }], closes: true },
  ],
};

async function tell(network: Network): Promise<Told[]> {
  return normalise(await recordSequence(sequence, network));
}

const STAT_BYTES = 68;
/** Of a packet: its length, then xid, zxid and error. */
const AT = { timeout: 8, zxidLow: 12, err: 16 };

function errOf(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getInt32(AT.err);
}

function endsWithStat(frame: Uint8Array, isHandshake: boolean): boolean {
  return isReply(frame, isHandshake) && errOf(frame) === 0 && frame.length >= 20 + STAT_BYTES;
}

describe('a planted difference is seen', () => {
  const table: readonly (readonly [string, Tampering, RegExp])[] = [
    [
      'wrong error code',
      changing(
        (frame, handshake) => isReply(frame, handshake) && errOf(frame) === -103,
        (frame) => [withInt(frame, AT.err, () => -101)],
      ),
      /BADVERSION/,
    ],
    [
      'a field of a Stat',
      changing(endsWithStat, (frame) => [withInt(frame, frame.length - 12, (children) => children + 1)]),
      /kids=/,
    ],
    [
      'a zxid that is one step too far',
      changing(
        (frame, handshake) => isReply(frame, handshake) && (headerOf(frame)?.zxid ?? 0) > 0,
        (frame) => [withInt(frame, AT.zxidLow, (zxid) => zxid + 1)],
      ),
      / at \+/,
    ],
    ['a lost event', changing(isEvent, () => []), /event/],
    ['an event that comes twice', changing(isEvent, (frame) => [frame, frame]), /event/],
    [
      'an event of another path',
      changing(isEvent, (frame) => [withInt(frame, frame.length - 4, (text) => text ^ 1)]),
      /event/,
    ],
    ['an event behind the reply it belongs before', delaying(isEvent, isReply), /event/],
    ['a close that does not come', keepingClose(), /closed/],
    [
      'another time-out than was negotiated',
      changing(
        (_, handshake) => handshake,
        (frame) => [withInt(frame, AT.timeout, (timeout) => timeout + 1)],
      ),
      /timeout=/,
    ],
    [
      'another final tree',
      changing(
        (frame, handshake) => isReply(frame, handshake) && Buffer.from(frame).includes('four'),
        (frame) => [withInt(frame, Buffer.from(frame).indexOf('four'), () => 0x66697665)],
      ),
      /four/,
    ],
  ];

  test.each(table)('%s', async (_, tampering, named) => {
    const expected = await tell(new MemoryNetwork(1, WALL_MS));
    const tampered = new TamperedNetwork(new MemoryNetwork(1, WALL_MS), tampering);
    const difference = firstDifference(expected, await tell(tampered));
    expect(tampering.done).toBe(true);
    expect(difference).not.toBeNull();
    expect(difference?.expected.join('\n')).toMatch(named);
  });

  test('and without one there is none', async () => {
    const expected = await tell(new MemoryNetwork(1, WALL_MS));
    expect(firstDifference(expected, await tell(new MemoryNetwork(1, WALL_MS + 86_400_000)))).toBeNull();
  });
});
