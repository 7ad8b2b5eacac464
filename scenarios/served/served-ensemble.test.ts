import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../protocol/error-code.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { encodeClientMessage } from '../../protocol/wire/client-codec.ts';
import { connectMessage, HANDSHAKE, Table, WALL_MS } from './served.testkit.ts';
import { ServedEnsemble, servedConfig } from './served-ensemble.ts';

const SECOND = 1_000_000;
const create = (path: string) =>
  ({
    type: 'create',
    path,
    data: encodeText('data'),
    acl: [{ perms: 31, scheme: 'world', id: 'anyone' }],
    flags: 0,
  }) as const;

describe('what is asked for', () => {
  test('one voter stands alone, more do not', () => {
    expect(servedConfig({ voters: 1, config: {} }).standalone).toBe(true);
    expect(servedConfig({ voters: 3, config: {} }).standalone).toBe(false);
    expect(servedConfig({ voters: 1, config: { standalone: false, tickTimeMs: 500 } })).toMatchObject({
      standalone: false,
      tickTimeMs: 500,
      initLimit: 10,
    });
  });

  test.each([
    [0, {}, 'an ensemble has from 1 to 255 voters, not 0'],
    [1.5, {}, 'an ensemble has from 1 to 255 voters, not 1.5'],
    [1, { tickTime: 1 }, 'there is no configuration field "tickTime" (did you mean tickTimeMs?)'],
    [1, { tickTimeMs: '1' }, 'configuration field tickTimeMs is a number, not "1"'],
    [3, { standalone: true }, 'a server that stands alone is one, not 3'],
  ])('%j voters with %j are refused', (voters, config, sentence) => {
    expect(() => new ServedEnsemble({ voters, config: config as object, seed: 'quiet', wallMs: 0 })).toThrow(
      new RangeError(sentence),
    );
  });
});

describe.each([1, 3, 5])('an ensemble of %i', (voters) => {
  test('serves clients at each of its servers, and shows the time it was told', () => {
    const table = new Table({ voters });
    const { ensemble } = table;
    const settledUs = ensemble.nowUs;
    table
      .open(1, '1')
      .bytes(1, HANDSHAKE)
      .wait(SECOND)
      .bytes(1, table.request(1, create('/a')))
      .wait(SECOND);
    expect(table.last(1)).toMatchObject({ type: 'REPLY', err: 0, result: { path: '/a' } });
    const writtenMs = WALL_MS + Math.floor((ensemble.nowUs - settledUs) / 1000);
    for (let server = 1; server <= voters; server++) {
      const socket = 10 + server;
      table.open(socket, String(server)).bytes(socket, HANDSHAKE).wait(SECOND);
      table.bytes(socket, table.request(socket, { type: 'getData', path: '/a', watch: false })).wait(SECOND);
      const reply = table.last(socket);
      expect(reply).toMatchObject({ err: 0, result: { data: encodeText('data') } });
      const { ctime } = (reply as { result: { stat: { ctime: number } } }).result.stat;
      expect(ctime).toBeGreaterThanOrEqual(writtenMs - 1100);
      expect(ctime).toBeLessThanOrEqual(writtenMs);
    }
  });
});

test('a session goes on at another server behind a crash of its own', () => {
  const table = new Table({ voters: 3 });
  const leader = table.ensemble.view.leader()?.name ?? '';
  table
    .open(1, leader)
    .bytes(1, HANDSHAKE)
    .wait(SECOND)
    .bytes(1, table.request(1, create('/kept')))
    .wait(SECOND);
  const [connected, created] = table.messages(1);
  if (connected?.type !== 'CONNECTED' || created?.type !== 'REPLY') throw new Error('the first server answers');
  table.fault('crash leader').wait(5 * SECOND);
  expect(table.log(1)).toEqual(['reset']);
  const other = table.ensemble.view.leader()?.name ?? '';
  expect(other).not.toBe(leader);
  const { session, password } = connected;
  const again = { ...connectMessage, session, password, lastZxidSeen: created.zxid };
  table.open(2, other).bytes(2, encodeClientMessage(again)).wait(SECOND);
  expect(table.last(2)).toMatchObject({ type: 'CONNECTED', session, timeoutMs: connected.timeoutMs });
  table.bytes(2, table.request(2, { type: 'exists', path: '/kept', watch: false })).wait(SECOND);
  expect(table.last(2)).toMatchObject({ err: 0 });
});

test('the address a client comes from is its identity', () => {
  const table = new Table();
  table.open(1, '1', '10.1.2.3').bytes(1, HANDSHAKE).wait(SECOND);
  table.open(2, '1', '10.1.2.4').bytes(2, HANDSHAKE).wait(SECOND);
  const acl = [{ perms: 31, scheme: 'ip', id: '10.1.2.3' }];
  const op = { type: 'create', path: '/mine', data: null, acl, flags: 0 } as const;
  table.bytes(1, table.request(1, op)).wait(SECOND);
  const get = { type: 'getData', path: '/mine', watch: false } as const;
  table.bytes(1, table.request(1, get)).bytes(2, table.request(2, get)).wait(SECOND);
  expect(table.last(1)).toMatchObject({ err: ErrorCode.OK });
  expect(table.last(2)).toMatchObject({ err: ErrorCode.NOAUTH });
});

test('a fault that cannot be read, or names nobody, is told before it is taken', () => {
  const { ensemble } = new Table({ voters: 3 });
  expect(() => ensemble.checkFault('crash leader')).not.toThrow();
  expect(() => ensemble.checkFault('when leader commits 3 writes: crash leader for 2s')).not.toThrow();
  expect(() => ensemble.checkFault('crush leader')).toThrow(RangeError);
  expect(() => ensemble.checkFault('crash 4')).toThrow(/there is no process 4/);
});

describe('a run is a function of its options and inputs', () => {
  /** A run with bytes, faults and waits; its inputs enter at times that have nothing round about them. */
  function played(seed: string): Table {
    const table = new Table({ voters: 3, seed });
    for (let socket = 1; socket <= 6; socket++) {
      table.open(socket, String(1 + (socket % 3)), socket < 4 ? '127.0.0.1' : '127.0.0.2');
    }
    for (let round = 0; round < 12; round++) {
      for (let socket = 1; socket <= 6; socket++) {
        const bytes = round === 0 ? HANDSHAKE : table.request(socket, create(`/n${socket}-${round}`));
        table.arrive(socket, { kind: 'bytes', bytes }, 137 * socket);
      }
      if (round === 4) table.fault('crash leader for 3s');
      if (round === 6) table.fault('pause 1 for 1s');
      table.wait(333_333);
    }
    return table;
  }

  test.each(['quiet', '7'])('seed %s', (seed) => {
    const first = played(seed);
    const { options, nowUs } = first.ensemble;
    const again = new ServedEnsemble(options);
    again.settle();
    for (const input of first.inputs) again.take(input);
    again.runTo(nowUs);
    expect(again.world.fingerprint()).toBe(first.ensemble.world.fingerprint());
    expect(again.world.events).toBe(first.ensemble.world.events);
  });

  test('another seed is another run', () => {
    expect(played('8').ensemble.world.fingerprint()).not.toBe(played('7').ensemble.world.fingerprint());
  });
});

test('a server that fails an assertion ends the run, and says so', () => {
  const table = new Table();
  const broken = {
    step: () => {
      throw new Error('a slip');
    },
    inspect: () => null,
  };
  Object.assign(table.ensemble.world.process('1'), broken);
  table.open(1);
  expect(table.ensemble.failure).toBe('server 1: Error: a slip');
  const { nowUs } = table.ensemble;
  table.ensemble.runTo(nowUs + SECOND);
  expect(table.ensemble.nowUs).toBe(nowUs);
});
