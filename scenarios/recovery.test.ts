import { expect, test } from 'vitest';
import { makeZxid, type SessionId } from '../protocol/ids.ts';
import { makeTxn } from '../protocol/txn.ts';
import type { FaultNotice } from '../sim/kernel/observer.ts';
import type { World } from '../sim/kernel/world.ts';
import type { EnsembleView } from './ensemble-view.ts';
import { EPOCH_USED_UP } from './marks.ts';
import { Recovery } from './recovery.ts';
import type { Tally } from './tally.ts';
import type { Workload } from './workloads/workload.ts';

/** What there is to see: all agree; a transaction is on its way to server 2; server 2 is down. */
type Sight = 'agreed' | 'behind' | 'down';

/** Since when (milliseconds after the faults healed) there is which. */
type Sights = readonly (readonly [fromMs: number, sight: Sight])[];

const sessionOf2 = makeTxn(
  { zxid: makeZxid(1, 1), session: '0x200000000000000' as SessionId, cxid: 0, timeMs: 0 },
  { type: 'createSession', timeoutMs: 100 },
);

const POLL_MS = 10;
const BOUND_MS = 100;

/** What else happens. */
interface Also {
  /** When an epoch ends, for its counter is used up. */
  readonly usedUpMs?: number;
  /** When a client is connected, which is never answered. */
  readonly connectedMs?: number;
  /** A session was made for it when it had gone on to the next server. */
  readonly lateSession?: true;
  /** Why server 2 does not start. */
  readonly refusal?: string;
  /** A fault that came about before all healed. */
  readonly fault?: FaultNotice;
}

/** What recovery says of three servers that look so. */
function recovery(
  sights: Sights,
  { usedUpMs = Infinity, connectedMs, lateSession, refusal = '', fault }: Also = {},
): string {
  let next: number | null = 0;
  const world = {
    nowUs: 0,
    events: 0,
    schedule: (atUs: number) => (next = atUs),
    stop: () => (next = null),
    request: () => undefined,
    isUp: () => true,
    process: () => ({ inspect: () => ({ phase: 'handshake', server: '3', timeoutMs: 100 }) }),
  };
  const sight = (): Sight => sights.findLast(([fromMs]) => fromMs * 1000 <= world.nowUs)?.[1] ?? 'down';
  const server = (name: string, ahead: number): unknown => {
    const zxid = makeZxid(1, 2 + ahead);
    return {
      name,
      voter: true,
      up: ahead === 0 || sight() !== 'down',
      refusal: ahead === 0 ? '' : refusal,
      serving: true,
      epoch: 1,
      applied: zxid,
      logged: zxid,
      durable: zxid,
    };
  };
  const view = {
    get servers() {
      return new Map([1, 2, 3].map((sid) => [sid, server(String(sid), sid === 2 && sight() !== 'agreed' ? -1 : 0)]));
    },
    leader: () => server('1', 0),
    get connected() {
      return new Set(world.nowUs >= (connectedMs ?? Infinity) * 1000 ? ['c1'] : []);
    },
  };
  const tally = { attempts: 1, countAttemptsFrom: () => undefined };
  const judge = new Recovery(
    world as unknown as World,
    {
      fromUs: 0,
      boundUs: BOUND_MS * 1000,
      attemptsMax: 5,
      pollUs: POLL_MS * 1000,
      settleUs: 30_000,
      clients: connectedMs === undefined ? [] : ['c1'],
    },
    view as unknown as EnsembleView,
    tally as unknown as Tally,
    { moreToCome: false, unanswered: 0 } as unknown as Workload,
    { healAll: () => undefined },
  );
  if (fault !== undefined) judge.onFault(fault);
  while (next !== null && next <= 1_000_000) {
    if (world.nowUs < usedUpMs * 1000 && usedUpMs * 1000 <= next) {
      world.nowUs = usedUpMs * 1000;
      judge.onFact('1', { type: 'roleEnded', reason: EPOCH_USED_UP });
    }
    world.nowUs = next;
    judge.onEvent(null, world as unknown as World);
    if (world.nowUs === 0 && lateSession === true) judge.onFact('2', { type: 'applied', txn: sessionOf2 });
  }
  const { verdict, detail } = judge.result();
  return `${verdict} at ${world.nowUs / 1000} ms: ${detail}`;
}

// prettier-ignore
test.each<[string, Sights, string]>([
  ['all agree in time, and go on agreeing', [[90, 'agreed']], 'ok at 120 ms: served 90 ms after'],
  ['all agree too late', [[0, 'behind'], [130, 'agreed']], 'liveness at 110 ms'],
  ['a server fails again, and time is up', [[90, 'agreed'], [110, 'down']], 'liveness at 110 ms'],
  ['a server fails again, and is back in time', [[20, 'agreed'], [40, 'down'], [60, 'agreed']], 'ok at 90 ms: served 60 ms after'],
  ['a session runs out when time is up, and all agree again', [[90, 'agreed'], [110, 'behind'], [130, 'agreed']], 'ok at 160 ms: served 90 ms after'],
  ['a transaction never arrives', [[90, 'agreed'], [110, 'behind']], 'liveness at 210 ms'],
])('%s', (_title, sights, said) => {
  expect(recovery(sights)).toMatch(new RegExp(`^${said}`));
});

test('an epoch that ends because its counter is used up is nothing to be late for', () => {
  expect(recovery([[170, 'agreed']], { usedUpMs: 80 })).toMatch(/^ok at 200 ms: served 170 ms after/);
  expect(recovery([[170, 'agreed']], { usedUpMs: 40 })).toMatch(/^liveness at 150 ms/);
});

test('a client for which sessions came too late has the bound from when it is connected', () => {
  const after = 'did not within 100 ms: client c1 has no answer to its write';
  expect(recovery([[0, 'agreed']], { connectedMs: 90 })).toMatch(new RegExp(`^liveness at 110 ms: .*${after}`));
  const late = recovery([[0, 'agreed']], { connectedMs: 90, lateSession: true });
  expect(late).toMatch(new RegExp(`^liveness at 200 ms: .*${after}`));
});

// prettier-ignore
test.each<[what: string, fault: Partial<FaultNotice>, refusal: string, verdict: string]>([
  ['a disk that lied', { kind: 'lying disk', text: 'lying disk 2' }, 'no snapshot is usable', 'undecided'],
  ['a record that is damaged', { kind: 'rot', text: 'rot 2 log' }, 'a record of log.1 is damaged', 'undecided'],
  ['the disk of whoever it was', { kind: 'lying disk', text: 'lying disk leader' }, 'no snapshot is usable', 'undecided'],
  ['the disk of another server', { kind: 'lying disk', text: 'lying disk 3' }, 'no snapshot is usable', 'liveness'],
  ['a disk that was asked to lie and did not', { kind: 'lying disk', text: 'lying disk 2', effective: false }, 'no snapshot is usable', 'liveness'],
  ['an honest disk', { kind: 'crash', text: 'crash 2' }, 'no snapshot is usable', 'liveness'],
  ['something else, though its disk lied', { kind: 'lying disk', text: 'lying disk 2' }, '', 'liveness'],
])('a server that stays down for %s', (_title, fault, refusal, verdict) => {
  const notice = { effective: true, ...fault } as FaultNotice;
  const why = verdict === 'undecided' ? `server 2 refuses to load its database: ${refusal}` : 'server 2 is down';
  expect(recovery([[0, 'down']], { fault: notice, refusal })).toMatch(new RegExp(`^${verdict} at 110 ms: .*${why}`));
});

test('what is missing when time is up is told', () => {
  expect(recovery([[0, 'behind']])).toContain('did not within 100 ms: server 2 has applied 1:1, its leader 1:2');
});
