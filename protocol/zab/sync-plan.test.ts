import { describe, expect, test } from 'vitest';
import { makeZxid, NO_SESSION, showZxid, type Zxid } from '../ids.ts';
import { makeTxn, type Txn } from '../txn.ts';
import { planSync, type SyncPlan } from './sync-plan.ts';

/** `1:3` as in transcripts; `e:0` is the position an established leader takes. */
function zxid(text: string): Zxid {
  const [epoch, counter] = text.split(':');
  return makeZxid(Number(epoch), Number.parseInt(counter ?? '', 16));
}

function txns(text: string): Txn[] {
  return text
    .split(' ')
    .filter((each) => each !== '')
    .map((each) =>
      makeTxn({ zxid: zxid(each), session: NO_SESSION, cxid: 0, timeMs: 0 }, { type: 'error', err: -101 }),
    );
}

function show(plan: SyncPlan): string {
  if (plan.mode === 'DISK') return 'DISK';
  if (plan.mode === 'SNAP') return `SNAP ${showZxid(plan.zxid)}`;
  return [plan.mode, showZxid(plan.zxid), ...plan.txns.map((txn) => `+${showZxid(txn.zxid)}`)].join(' ');
}

interface Row {
  readonly story: string;
  readonly peer: string;
  readonly committed: string;
  readonly lastProcessed?: string;
  readonly lastProposed?: string;
  readonly floor?: string;
  readonly disk?: { readonly prev: string; readonly txns: string };
  readonly diskAllowed?: boolean;
  readonly plan: string;
}

const rows: Row[] = [
  { story: 'nothing is missing', peer: '1:3', committed: '1:1 1:2 1:3', plan: 'DIFF 1:3' },
  { story: 'the tail is missing', peer: '1:1', committed: '1:1 1:2 1:3', plan: 'DIFF 1:3 +1:2 +1:3' },
  { story: 'a later epoch follows', peer: '1:2', committed: '1:1 1:2 2:1', plan: 'DIFF 2:1 +2:1' },
  { story: 'a tail nobody committed, above all', peer: '1:5', committed: '1:1 1:2 1:3', plan: 'TRUNC 1:3' },
  {
    story: 'a tail of an older epoch inside the window',
    peer: '1:3',
    committed: '1:1 1:2 2:1',
    plan: 'TRUNC 1:2 +2:1',
  },
  {
    story: 'proposals of this epoch still in flight',
    peer: '2:5',
    committed: '2:1 2:2',
    lastProposed: '2:6',
    plan: 'DIFF 2:5',
  },
  {
    story: 'an older epoch’s tail beside proposals in flight',
    peer: '1:5',
    committed: '1:1 1:2',
    lastProposed: '2:6',
    plan: 'TRUNC 1:2',
  },
  {
    story: 'a cut below the learner’s oldest snapshot',
    peer: '1:5',
    committed: '1:1 1:2',
    floor: '1:3',
    plan: 'SNAP 1:2',
  },
  { story: 'TRUNC never crosses an epoch', peer: '2:1', committed: '1:1 1:2 3:1', plan: 'SNAP 3:1' },
  { story: 'a fresh leader that lost its epoch', peer: '2:0', committed: '1:1 1:2 3:1', plan: 'DIFF 3:1 +3:1' },
  { story: 'position 0 above the window', peer: '4:0', committed: '1:1 1:2 3:1', plan: 'SNAP 3:1' },
  {
    story: 'an established leader sits at position 0',
    peer: '1:3',
    committed: '1:2 1:3',
    lastProcessed: '2:0',
    plan: 'DIFF 1:3',
  },
  { story: 'older than the window, no log may be read', peer: '1:1', committed: '1:4 1:5', plan: 'SNAP 1:5' },
  {
    story: 'older than the window: the log is asked',
    peer: '1:1',
    committed: '1:4 1:5',
    diskAllowed: true,
    plan: 'DISK',
  },
  {
    story: 'the log bridges to the window',
    peer: '1:1',
    committed: '1:4 1:5',
    disk: { prev: '0:0', txns: '1:1 1:2 1:3 1:4 1:5 1:6' },
    plan: 'DIFF 1:5 +1:2 +1:3 +1:4 +1:5',
  },
  {
    story: 'the log begins right after the learner',
    peer: '1:1',
    committed: '1:4',
    disk: { prev: '1:1', txns: '1:2 1:3 1:4' },
    plan: 'DIFF 1:4 +1:2 +1:3 +1:4',
  },
  {
    story: 'the log begins too late',
    peer: '1:1',
    committed: '1:4',
    disk: { prev: '1:2', txns: '1:3 1:4' },
    plan: 'SNAP 1:4',
  },
  {
    story: 'the window has moved on while the log was read',
    peer: '1:1',
    committed: '1:8 1:9',
    disk: { prev: '0:0', txns: '1:1 1:2 1:3' },
    plan: 'SNAP 1:9',
  },
  {
    story: 'a dirty learner below the window is cut with the help of the log',
    peer: '1:3',
    committed: '2:4',
    disk: { prev: '0:0', txns: '1:1 1:2 2:1 2:2 2:3 2:4' },
    plan: 'TRUNC 1:2 +2:1 +2:2 +2:3 +2:4',
  },
  {
    story: 'an empty window means min = max = last processed (ZOOKEEPER-4352)',
    peer: '1:1',
    committed: '',
    lastProcessed: '1:4',
    plan: 'SNAP 1:4',
  },
  {
    story: 'an empty window over a log: all of the log counts, to the last processed one',
    peer: '1:2',
    committed: '',
    lastProcessed: '1:4',
    disk: { prev: '0:0', txns: '1:1 1:2 1:3 1:4 1:5' },
    plan: 'DIFF 1:4 +1:3 +1:4',
  },
];

describe('planSync', () => {
  test.each(rows)('$story: learner at $peer, window [$committed] gives $plan', (row) => {
    const committed = txns(row.committed);
    const plan = planSync({
      peerZxid: zxid(row.peer),
      lastProcessed: row.lastProcessed === undefined ? (committed.at(-1)?.zxid as Zxid) : zxid(row.lastProcessed),
      truncFloor: zxid(row.floor ?? '0:0'),
      lastProposed: zxid(row.lastProposed ?? '0:0'),
      committed,
      disk: row.disk === undefined ? null : { prev: zxid(row.disk.prev), txns: txns(row.disk.txns) },
      diskAllowed: row.diskAllowed ?? row.disk !== undefined,
    });
    expect(show(plan)).toBe(row.plan);
  });
});
