/** What each question reads off a run, told by hand. */
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../protocol/facts.ts';
import { epoch, makeZxid, serverId } from '../../protocol/ids.ts';
import type { QuorumPacket } from '../../protocol/messages.ts';
import type { Input } from '../../protocol/process.ts';
import { NO_AUTH_INFO } from '../../protocol/session/auth-info.ts';
import { firstSessionId } from '../../protocol/session/session-id.ts';
import { makeTxn } from '../../protocol/txn.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import { ElectionProbe } from './elections.ts';
import { BroadcastProbe } from './loss.ts';
import { MessageProbe } from './messages.ts';
import { OutageProbe } from './outage.ts';
import type { Probe } from './question.ts';
import { SurvivalProbe } from './survival.ts';

const session = firstSessionId(serverId(1), 0);
const zxid = makeZxid(1, 1);
const txn = makeTxn({ zxid, session, cxid: 1, timeMs: 0 }, { type: 'setData', path: '/', data: null, version: 1 });

const looks: Fact = { type: 'role', state: 'LOOKING', phase: 'ELECTION', epoch: epoch(1), leader: null };
const elects = (leader: number): Fact => ({
  type: 'elected',
  leader: serverId(leader),
  zxid,
  peerEpoch: epoch(1),
  round: 1,
});
const established: Fact = { type: 'established', epoch: epoch(2), zxid, quorum: [] };

/** Tells a probe what happens, each thing at its millisecond. */
class Teller {
  readonly probe: Probe;

  constructor(probe: Probe) {
    this.probe = probe;
  }

  fact(ms: number, process: string, fact: Fact): this {
    this.probe.onFact?.(process, fact, at(ms));
    return this;
  }

  fault(ms: number, kind = 'crash', effective = true): this {
    this.probe.onFault?.({ kind, text: '', effective }, at(ms));
    return this;
  }

  asks(ms: number, client: string, id: number): this {
    this.probe.onRequest?.(client, id, null, at(ms));
    return this;
  }

  answer(ms: number, client: string, id: number, err = 0): this {
    const outcome = { kind: 'answered', session, xid: id, zxid, err, result: null };
    this.probe.onReply?.(client, id, outcome, at(ms));
    return this;
  }

  unknown(ms: number, client: string, id: number): this {
    this.probe.onReply?.(client, id, { kind: 'unknown', session, xid: id, why: 'CONNECTIONLOSS' }, at(ms));
    return this;
  }

  packet(ms: number, to: string, message: QuorumPacket, channel = 'quorum'): this {
    const input: Input = { kind: 'message', monotonicUs: 0, wallMs: 0, connection: 1, peer: '1', channel, message };
    this.probe.onInput?.(to, input, at(ms));
    return this;
  }

  get sample(): unknown {
    return this.probe.sample();
  }
}

function at(ms: number): Moment {
  return { atUs: ms * 1000, event: 0, cause: -1 };
}

describe('an election', () => {
  test('from a cold start is timed from 0, by the steps of whoever leads in the end', () => {
    const told = new Teller(new ElectionProbe('start'))
      .fact(0, '1', looks)
      .fact(0, '3', looks)
      .fact(210, '1', elects(3))
      .fact(212, '3', elects(3));
    expect(told.probe.done).toBe(false);
    told.fact(230, '3', established);
    expect(told.probe.done).toBe(true);
    expect(told.sample).toEqual({ looksMs: 0, votedMs: 212, servesMs: 230 });
  });

  test('after a loss is timed from the loss; a winner that had to try twice looked once and voted last', () => {
    const told = new Teller(new ElectionProbe('crash'))
      .fact(10, '3', looks)
      .fact(200, '3', elects(3))
      .fact(220, '3', established);
    expect(told.sample).toBeNull();
    told
      .fault(1500)
      .fact(1501, '2', looks)
      .fact(1503, '1', looks)
      .fact(1700, '2', elects(2))
      .fact(1800, '2', looks)
      .fact(2005, '2', elects(2))
      .fact(2050, '2', established);
    expect(told.sample).toEqual({ looksMs: 1, votedMs: 505, servesMs: 550 });
  });

  test('that does not end lies beyond', () => {
    const told = new Teller(new ElectionProbe('isolation')).fault(1500, 'isolate').fact(1600, '2', looks);
    expect(told.probe.done).toBe(false);
    expect(told.sample).toEqual({ looksMs: null, votedMs: null, servesMs: null });
  });

  test('a fault without effect, and one that is taken back, are no loss', () => {
    const told = new Teller(new ElectionProbe('crash')).fault(1500, 'crash', false).fault(1600, 'undo');
    expect(told.fact(1700, '2', established).sample).toBeNull();
  });
});

describe('an outage', () => {
  const probe = (): Teller => new Teller(new OutageProbe(['c1', 'c2']));

  test('lasts from the last success before to the first behind, for one client and for both', () => {
    const told = probe()
      .answer(100, 'c1', 1)
      .answer(110, 'c2', 1)
      .fault(120)
      .unknown(121, 'c1', 2)
      .fact(400, '2', established)
      .answer(420, 'c2', 2);
    expect(told.probe.done).toBe(false);
    told.answer(500, 'c1', 3);
    expect(told.probe.done).toBe(true);
    expect(told.sample).toEqual({ anyMs: 310, oneMs: 400 });
  });

  test('does not end with an answer that was still on its way, nor with an error', () => {
    const told = probe()
      .answer(100, 'c1', 1)
      .answer(110, 'c2', 1)
      .fault(120)
      .answer(122, 'c1', 2)
      .answer(300, 'c2', 2, -101)
      .fact(400, '2', established)
      .answer(420, 'c2', 3)
      .answer(430, 'c1', 3);
    expect(told.sample).toEqual({ anyMs: 298, oneMs: 308 });
  });

  test('that does not end lies beyond, and a run without a loss says nothing', () => {
    expect(probe().answer(100, 'c1', 1).sample).toBeNull();
    expect(probe().answer(100, 'c1', 1).fault(120).sample).toEqual({ anyMs: null, oneMs: null });
  });
});

describe('the cost of a commit', () => {
  const committed: Fact = { type: 'committed', zxid, acks: [] };
  const synced: Fact = { type: 'synced', zxid, group: 1 };

  test('is what crossed the quorum port in the window, over the commits in it', () => {
    const told = new Teller(new MessageProbe(1_000_000, 2_000_000))
      .packet(999, '2', { type: 'PING', zxid, touched: [] })
      .packet(1100, '1', {
        type: 'REQUEST',
        request: { session, cxid: 1, op: { type: 'closeSession' }, auth: NO_AUTH_INFO },
      })
      .packet(1101, '2', { type: 'PROPOSAL', txn })
      .packet(1101, '3', { type: 'PROPOSAL', txn })
      .fact(1102, '1', synced)
      .fact(1102, '2', synced)
      .packet(1103, '1', { type: 'ACK', zxid })
      .fact(1103, '1', committed)
      .packet(1104, '2', { type: 'COMMIT', zxid })
      .packet(1200, '2', { type: 'PING', zxid, touched: [] })
      .packet(1300, '2', { type: 'COMMIT', zxid }, 'client')
      .fact(1400, '1', committed)
      .packet(2001, '2', { type: 'COMMIT', zxid });
    const bytes = 36 + 2 * (20 + 32 + 13) + 3 * 20;
    expect(told.sample).toEqual({ broadcast: 2, forwarded: 0.5, pings: 0.5, all: 3, bytes: bytes / 2, syncs: 1 });
  });

  test('is not told where nothing was committed, or another leader came', () => {
    const probe = (): Teller => new Teller(new MessageProbe(1_000_000, 2_000_000));
    expect(probe().sample).toBeNull();
    expect(probe().fact(1100, '1', committed).fact(1500, '2', established).sample).toBeNull();
    expect(probe().fact(500, '2', established).fact(1100, '1', committed).sample).not.toBeNull();
  });
});

describe('survival', () => {
  const probe = (): Teller => new Teller(new SurvivalProbe(1_500_000));

  test('is a success of what was asked for behind the failures', () => {
    const told = probe().asks(1400, 'c1', 1).asks(1501, 'c1', 2).asks(1501, 'c2', 1);
    expect(told.answer(1502, 'c1', 1).probe.done).toBe(false);
    expect(told.unknown(1600, 'c2', 1).probe.done).toBe(false);
    expect(told.answer(1700, 'c1', 2, -101).probe.done).toBe(false);
    expect(told.answer(1800, 'c1', 2).probe.done).toBe(true);
    expect(told.sample).toEqual({ servesMs: 300 });
  });

  test('nobody answers: it did not survive', () => {
    expect(probe().asks(1600, 'c1', 1).sample).toEqual({ servesMs: null });
  });
});

describe('a broadcast', () => {
  const proposed: Fact = { type: 'proposed', txn };
  const committed: Fact = { type: 'committed', zxid, acks: [] };
  const probe = (): Teller => new Teller(new BroadcastProbe(1_500_000));

  test('takes from its proposal to its commit; others, and what came before, do not count', () => {
    const opens = makeTxn({ zxid, session, cxid: 0, timeMs: 0 }, { type: 'createSession', timeoutMs: 1 });
    const told = probe()
      .fact(1400, '1', proposed)
      .fact(1510, '1', { type: 'proposed', txn: opens })
      .fact(1600, '1', proposed)
      .fact(1601, '1', { type: 'committed', zxid: makeZxid(1, 7), acks: [] });
    expect(told.probe.done).toBe(false);
    expect(told.fact(1602.5, '1', committed).probe.done).toBe(true);
    expect(told.sample).toEqual({ tookMs: 2.5 });
  });

  test('that is not committed in time lies beyond, and one that is never proposed says nothing', () => {
    expect(probe().sample).toBeNull();
    expect(probe().fact(1600, '1', proposed).sample).toEqual({ tookMs: null });
    const late = probe().fact(1600, '1', proposed).fact(6700, '1', committed);
    expect(late.probe.done).toBe(true);
    expect(late.sample).toEqual({ tookMs: null });
  });
});
