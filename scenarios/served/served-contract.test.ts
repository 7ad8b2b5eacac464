/** What the contract makes of real clients: what it keeps, what it passes over, and what it says when nobody came. */
import { expect, test } from 'vitest';
import type { SessionId } from '../../protocol/ids.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { encodeClientMessage } from '../../protocol/wire/client-codec.ts';
import { connectMessage, HANDSHAKE, joined, Table } from './served.testkit.ts';

const SECOND = 1_000_000;
const acl = [{ perms: 31, scheme: 'world', id: 'anyone' }];

function row(table: Table, name: string) {
  return table.ensemble.resultsSoFar().find((each) => each.name === name);
}

test.each([1, 3])('what is kept does not grow with the length of a run, at an ensemble of %i', (voters) => {
  const table = new Table({ voters });
  // One only sits there with a watch, one writes.
  table.open(1, String(voters)).open(2).bytes(1, HANDSHAKE).bytes(2, HANDSHAKE).wait(SECOND);
  table.bytes(2, table.request(2, { type: 'create', path: '/a', data: null, acl, flags: 0 })).wait(SECOND);
  table.bytes(1, table.request(1, { type: 'getChildren', path: '/a', watch: true }));
  let most = 0;
  for (let round = 0; round < 100; round++) {
    const writes = Array.from({ length: 10 }, () =>
      table.request(2, { type: 'setData', path: '/a', data: encodeText(String(round)), version: -1 }),
    );
    table.bytes(2, joined(...writes)).wait(SECOND);
    table.bytes(1, table.request(1, { type: 'ping' })).wait(SECOND);
    most = Math.max(most, table.ensemble.contract.held);
  }
  expect(table.ensemble.contract.commits).toBeGreaterThan(1000);
  expect(most).toBeLessThan(500);
  expect(table.violations()).toEqual([]);
});

test('what no check knows is passed over and counted', () => {
  const table = new Table({ voters: 1 });
  table.open(1).bytes(1, HANDSHAKE).wait(SECOND);
  table.bytes(1, table.request(1, { type: 'getData', path: '/zookeeper/config', watch: false })).wait(SECOND);
  table.bytes(1, table.request(1, { type: 'exists', path: 'no path', watch: false })).wait(SECOND);
  expect(row(table, 'not-judged')).toMatchObject({
    verdict: 'ok',
    detail: '1 reads of /zookeeper/config, 1 reads of what is no path',
  });
  expect(table.violations()).toEqual([]);
});

test('rows may be asked for at any time, and what comes later is judged all the same', () => {
  const table = new Table({ voters: 3 });
  expect(row(table, 'updates-linearizable')?.verdict).toBe('undecided');
  table.open(1).bytes(1, HANDSHAKE).wait(SECOND);
  const create = (path: string) => table.request(1, { type: 'create', path, data: null, acl, flags: 0 });
  table.bytes(1, create('/a')).wait(SECOND);
  expect(row(table, 'updates-linearizable')).toMatchObject({ verdict: 'ok', detail: '1 checked' });
  table.bytes(1, create('/b')).wait(SECOND);
  expect(row(table, 'updates-linearizable')).toMatchObject({ verdict: 'ok', detail: '2 checked' });
  expect(table.ensemble.results().filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
});

test('a request with the xid that beginnings and ends of sessions have is found all the same', () => {
  for (let afterUs = 0; afterUs < 12_000; afterUs += 4_000) {
    const table = new Table({ voters: 3, seed: String(afterUs) });
    table.open(1).deafen(1).open(2).bytes(2, HANDSHAKE).wait(SECOND).bytes(1, HANDSHAKE).wait(20_000);
    const ops = [
      { type: 'create', path: '/a', data: null, acl, flags: 1 },
      { type: 'create', path: '/a/b', data: null, acl, flags: 0 },
    ] as const;
    table.bytes(1, joined(...ops.map((op) => encodeClientMessage({ type: 'REQUEST', xid: 0, op }))));
    table.wait(afterUs).arrive(1, { kind: 'closed' });
    for (let round = 0; round < 100; round++) {
      table.bytes(2, table.request(2, { type: 'setData', path: '/', data: null, version: -1 })).wait(SECOND / 4);
    }
    expect(table.ensemble.results().filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  }
});

test('operations of real clients are counted by what came of them, and sessions that moved', () => {
  const table = new Table({ voters: 3 });
  const create = (socket: number) => table.request(socket, { type: 'create', path: '/a', data: null, acl, flags: 0 });
  table
    .open(1, '1')
    .bytes(1, HANDSHAKE)
    .wait(SECOND)
    .bytes(1, joined(create(1), create(1)))
    .wait(SECOND);
  table.bytes(1, table.request(1, { type: 'ping' })).wait(SECOND);
  table.bytes(1, create(1)).arrive(1, { kind: 'closed' });
  const { session, password } = table.messages(1)[0] as { session: SessionId; password: string };
  for (const [socket, server] of [
    [2, '1'],
    [3, '2'],
  ] as const) {
    table
      .open(socket, server)
      .bytes(socket, encodeClientMessage({ ...connectMessage, session, password }))
      .wait(SECOND);
  }
  const { ok, error, unknown, asked, underFault, movedSessions } = table.ensemble.tally;
  expect({ ok, error, unknown, asked, underFault, movedSessions }).toEqual({
    ok: 1,
    error: 1,
    unknown: 1,
    asked: 3,
    underFault: 0,
    movedSessions: 1,
  });
});

test('requests in flight when their server crashes may be done or not', () => {
  for (let afterUs = 0; afterUs < 12_000; afterUs += 1_000) {
    const table = new Table({ voters: 3, seed: String(afterUs) });
    const leader = table.ensemble.view.leader()?.name ?? '';
    table.open(1, leader).bytes(1, HANDSHAKE).wait(SECOND);
    for (const path of ['/a', '/b', '/c']) {
      table.bytes(1, table.request(1, { type: 'create', path, data: null, acl, flags: 0 }));
    }
    table
      .wait(afterUs)
      .fault('crash leader for 1s')
      .wait(20 * SECOND);
    table.open(2, leader).bytes(2, HANDSHAKE).wait(SECOND);
    table.bytes(2, table.request(2, { type: 'getChildren', path: '/', watch: false })).wait(SECOND);
    expect(table.violations()).toEqual([]);
  }
});

test('a leader whose disk is behind those of its followers has lost nothing', () => {
  const table = new Table({ voters: 3 });
  const leader = table.ensemble.view.leader();
  table.open(1, leader?.name).bytes(1, HANDSHAKE).wait(SECOND).fault('stuck disk leader for 300ms');
  const create = (path: string) => table.request(1, { type: 'create', path, data: null, acl, flags: 0 });
  let behind = 0;
  for (const path of ['/a', '/b', '/c']) {
    table.bytes(1, create(path)).wait(20_000);
    if ((leader?.logged ?? 0) < (leader?.applied ?? 0)) behind++;
    expect(table.violations()).toEqual([]);
  }
  expect(behind).toBeGreaterThan(0);
  table.wait(SECOND);
  expect(row(table, 'durability')?.verdict).toBe('ok');
});
