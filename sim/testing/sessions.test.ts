/** Sessions of real clients: they expire, move between servers, and may be an observer's; the contract watches. */
import { afterEach, expect, test } from 'vitest';
import { RawClient, sessionOf } from '../serve/raw-client.testkit.ts';
import { TestClient } from '../serve/zookeeper-client.testkit.ts';
import { startEnsemble, type EnsembleOptions, type StartedEnsemble } from './index.ts';
import './vitest.ts';

const OPEN = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const create = (path: string, flags = 0) => ({ type: 'create2', path, data: null, acl: OPEN, flags }) as const;
const exists = (path: string, watch = false) => ({ type: 'exists', path, watch }) as const;

const started: StartedEnsemble[] = [];

async function ensemble(options: EnsembleOptions = {}): Promise<StartedEnsemble> {
  const made = await startEnsemble({ seed: '5', config: { tickTimeMs: 500 }, ...options });
  started.push(made);
  return made;
}

/** Whatever a test did, every promise was kept. */
afterEach(async () => {
  for (const each of started.splice(0)) {
    await each.stop();
    expect(each).toHold();
  }
});

function port({ ports }: StartedEnsemble, server: number): number {
  return ports[server - 1] as number;
}

test('a silent session expires: its node goes, who watches is told, its connection ends', async () => {
  const three = await ensemble();
  const silent = await RawClient.session(port(three, 1), { timeoutMs: 2_000 });
  await silent.ask(create('/mine', 1));
  const witness = await RawClient.session(port(three, 2), { timeoutMs: 10_000 });
  await witness.ask({ type: 'sync', path: '/' });
  expect(await witness.ask(exists('/mine', true))).toMatchObject({ err: 0 });
  three.advance(4_000);
  expect(await witness.next()).toMatchObject({ type: 'EVENT', event: 'NodeDeleted', path: '/mine' });
  expect((await silent.rest()).error).toBe(null);
  const late = await RawClient.session(port(three, 3), sessionOf(silent));
  expect(late.connected.timeoutMs).toBe(0);
  witness.close();
});

test('a session moves to another server with its node; the connection it leaves hears no more of it', async () => {
  const three = await ensemble();
  const before = await RawClient.session(port(three, 1));
  await before.ask(create('/kept', 1));
  const after = await RawClient.session(port(three, 2), sessionOf(before));
  expect(after.connected.session).toBe(before.connected.session);
  expect((await after.ask(create('/from-there'))).err).toBe(0);
  before.send(before.request(create('/too-late')));
  await before.rest();
  await after.ask({ type: 'sync', path: '/' });
  expect((await after.ask(exists('/too-late'))).err).toBe(-101);
  expect((await after.ask(exists('/kept'))).err).toBe(0);
  after.close();
});

test('a session comes back to its server while its old connection still stands', async () => {
  const three = await ensemble();
  const before = await RawClient.session(port(three, 1));
  await before.ask(exists('/awaited', true));
  const after = await RawClient.session(port(three, 1), sessionOf(before));
  await before.rest();
  await after.ask(create('/awaited'));
  expect((await after.ask(exists('/awaited'))).err).toBe(0);
  after.close();
});

test('watches are registered again at another server, and what was missed is told', async () => {
  const three = await ensemble();
  const watching = await RawClient.session(port(three, 1));
  await watching.ask(create('/data'));
  const { zxid } = await watching.ask({ type: 'getData', path: '/data', watch: true });
  watching.close();
  const writer = await RawClient.session(port(three, 3));
  await writer.ask({ type: 'setData', path: '/data', data: new Uint8Array([1]), version: -1 });
  const back = await RawClient.session(port(three, 3), { ...sessionOf(watching), lastZxidSeen: zxid });
  const again = { type: 'setWatches', relativeZxid: zxid, data: ['/data'], exist: ['/none'], child: ['/'] } as const;
  back.send(back.request(again));
  expect(await back.next()).toMatchObject({ type: 'EVENT', event: 'NodeDataChanged', path: '/data' });
  expect(await back.next()).toMatchObject({ type: 'REPLY', err: 0 });
  writer.send(writer.request(create('/none')));
  expect([await back.next(), await back.next()]).toMatchObject([
    { type: 'EVENT', event: 'NodeCreated', path: '/none' },
    { type: 'EVENT', event: 'NodeChildrenChanged', path: '/' },
  ]);
  back.close();
  writer.close();
});

test('an observer serves clients as a voter does, and goes on doing so behind a crash of the leader', async () => {
  const four = await ensemble({ voters: 3, observers: 1 });
  expect(four.status().servers[3]).toMatchObject({ sid: 4, state: 'OBSERVING' });
  const client = await RawClient.session(port(four, 4));
  expect((await client.ask(create('/by-observer'))).err).toBe(0);
  four.act('crash leader for 1s');
  four.advance(5_000);
  const back = await RawClient.session(port(four, 4), sessionOf(client));
  expect(back.connected.session).toBe(client.connected.session);
  expect((await back.ask(exists('/by-observer'))).err).toBe(0);
  back.close();
});

test('a client of npm is told that its session has expired', async () => {
  const three = await ensemble();
  const client = await TestClient.connect(three.connectString, { sessionTimeout: 4_000 });
  const expired = client.until('expired');
  three.act(`expire 0x${client.session}`);
  await expired;
  expect(client.events).toContain('expired');
});
