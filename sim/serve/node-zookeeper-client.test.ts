/** A client that others wrote, npm's node-zookeeper-client, with all it can do. */
import zookeeper from 'node-zookeeper-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Served } from './serve.ts';
import { served, stopAll } from './started.testkit.ts';
import { CREATOR_ALL, OPEN, READ_ONLY, TestClient, watcher, type ClientOptions } from './zookeeper-client.testkit.ts';

const { CreateMode, ACL, Id, Permission } = zookeeper;

let server: Served;
const clients: TestClient[] = [];

beforeAll(async () => {
  server = await served();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

afterAll(stopAll);

async function connected(options: ClientOptions = {}, to: Served = server): Promise<TestClient> {
  const client = await TestClient.connect(to.connectString, options);
  clients.push(client);
  return client;
}

test('connects with a session and the time-out it asked for', async () => {
  const client = await connected({ sessionTimeout: 12_345 });
  expect(client.events).toEqual(['connected']);
  expect(client.client.getState().name).toBe('SYNC_CONNECTED');
  expect(client.client.getSessionTimeout()).toBe(12_345);
  expect(client.session).toMatch(/^01[0-9a-f]{14}$/);
  expect(client.client.getSessionPassword().length).toBe(16);
});

test.each([
  ['too short', 100, 4_000],
  ['too long', 500_000, 40_000],
])('a time-out that is %s is brought within bounds', async (_, asked, granted) => {
  expect((await connected({ sessionTimeout: asked })).client.getSessionTimeout()).toBe(granted);
});

describe('create', () => {
  test('in every mode', async () => {
    const client = await connected();
    expect(await client.create('/modes', 'top')).toBe('/modes');
    expect(await client.create('/modes/p', 'data', { mode: CreateMode.PERSISTENT })).toBe('/modes/p');
    expect(await client.create('/modes/e', 'data', { mode: CreateMode.EPHEMERAL })).toBe('/modes/e');
    const sequential = { mode: CreateMode.PERSISTENT_SEQUENTIAL };
    expect(await client.create('/modes/s', null, sequential)).toBe('/modes/s0000000002');
    const fleeting = { mode: CreateMode.EPHEMERAL_SEQUENTIAL };
    expect(await client.create('/modes/s', null, fleeting)).toBe('/modes/s0000000003');
    const { children, stat } = await client.getChildren('/modes');
    expect(children).toEqual(['e', 'p', 's0000000002', 's0000000003']);
    expect(stat).toMatchObject({ version: 0, cversion: 4, numChildren: 4, dataLength: 3 });
    expect((await client.exists('/modes/e'))?.ephemeralOwner.toString('hex')).toBe(client.session);
    expect((await client.exists('/modes/p'))?.ephemeralOwner.toString('hex')).toBe('0'.repeat(16));
  });

  test('fails as it should', async () => {
    const client = await connected();
    await client.create('/once');
    await client.create('/once/fleeting', null, { mode: CreateMode.EPHEMERAL });
    await expect(client.create('/once')).rejects.toMatchObject({ name: 'NODE_EXISTS' });
    await expect(client.create('/nowhere/child')).rejects.toMatchObject({ name: 'NO_NODE' });
    await expect(client.create('/once/fleeting/child')).rejects.toMatchObject({ name: 'NO_CHILDREN_FOR_EPHEMERALS' });
    const nobody = [new ACL(Permission.ALL, new Id('nothing', 'x'))];
    await expect(client.create('/refused', null, { acl: nobody })).rejects.toMatchObject({ name: 'INVALID_ACL' });
  });
});

test('exists tells a Stat, or that there is none', async () => {
  const client = await connected();
  expect(await client.exists('/none')).toBe(null);
  await client.create('/some', 'eight ch');
  const stat = await client.exists('/some');
  expect(stat).toMatchObject({ version: 0, cversion: 0, aversion: 0, dataLength: 8, numChildren: 0 });
  expect(stat?.czxid).toEqual(stat?.mzxid);
});

test('data is set and read, by version where one is asked for', async () => {
  const client = await connected();
  await client.create('/data', 'first');
  expect((await client.getData('/data')).data).toBe('first');
  expect(await client.setData('/data', 'second')).toMatchObject({ version: 1, dataLength: 6 });
  expect(await client.setData('/data', 'third', 1)).toMatchObject({ version: 2 });
  await expect(client.setData('/data', 'late', 1)).rejects.toMatchObject({ name: 'BAD_VERSION' });
  await expect(client.setData('/none', 'x')).rejects.toMatchObject({ name: 'NO_NODE' });
  await expect(client.getData('/none')).rejects.toMatchObject({ name: 'NO_NODE' });
  const { data, stat } = await client.getData('/data');
  expect(data).toBe('third');
  expect(stat.version).toBe(2);
  expect(Number(stat.mtime.readBigInt64BE())).toBeGreaterThanOrEqual(Number(stat.ctime.readBigInt64BE()));
  await client.create('/no-data');
  expect((await client.getData('/no-data')).data).toBe(null);
});

test('a megabyte less the rest of the packet goes in and comes out', async () => {
  const client = await connected();
  const large = 'x'.repeat(1_040_000);
  await client.create('/large', large);
  expect((await client.getData('/large')).data).toBe(large);
});

test('nodes are removed, by version, and not with children', async () => {
  const client = await connected();
  await client.mkdirp('/gone/child');
  await expect(client.remove('/gone')).rejects.toMatchObject({ name: 'NOT_EMPTY' });
  await expect(client.remove('/gone/child', 7)).rejects.toMatchObject({ name: 'BAD_VERSION' });
  await client.remove('/gone/child', 0);
  await client.remove('/gone');
  await expect(client.remove('/gone')).rejects.toMatchObject({ name: 'NO_NODE' });
  await expect(client.getChildren('/gone')).rejects.toMatchObject({ name: 'NO_NODE' });
});

test('whole paths are made, listed and removed', async () => {
  const client = await connected();
  expect(await client.mkdirp('/deep/er/and/deeper')).toBe('/deep/er/and/deeper');
  expect(await client.mkdirp('/deep/er/and/so-on')).toBe('/deep/er/and/so-on');
  // This package looks one level deep, whatever it promises.
  const below = ['/deep/er/and', '/deep/er/and/deeper', '/deep/er/and/so-on'];
  expect((await client.subtree('/deep/er/and')).sort()).toEqual(below);
  await client.removeRecursive('/deep/er/and');
  expect((await client.getChildren('/deep/er')).children).toEqual([]);
});

test('a client may live under a path of its own', async () => {
  const whole = await connected();
  await whole.create('/room');
  const client = await TestClient.connect(`${server.connectString}/room`);
  clients.push(client);
  const { watch, fired } = watcher();
  await client.exists('/inside', watch);
  expect(await client.create('/inside', 'data')).toBe('/inside');
  expect(await fired).toBe('NODE_CREATED /inside');
  expect((await whole.getData('/room/inside')).data).toBe('data');
});

describe('access', () => {
  test('an ACL is read and set, by its version', async () => {
    const client = await connected();
    await client.create('/acl');
    expect(await client.getAcl('/acl')).toMatchObject({ acl: ['world:anyone:31'], stat: { aversion: 0 } });
    const withAddress = [...READ_ONLY, new ACL(Permission.ADMIN, new Id('ip', '127.0.0.1'))];
    expect(await client.setAcl('/acl', withAddress, 0)).toMatchObject({ aversion: 1 });
    await expect(client.setAcl('/acl', OPEN, 0)).rejects.toMatchObject({ name: 'BAD_VERSION' });
    expect((await client.getAcl('/acl')).acl).toEqual(['world:anyone:1', 'ip:127.0.0.1:16']);
    await expect(client.setData('/acl', 'x')).rejects.toMatchObject({ name: 'NO_AUTH' });
    expect(await client.setAcl('/acl', OPEN, 1)).toMatchObject({ aversion: 2 });
    expect(await client.setData('/acl', 'x')).toMatchObject({ version: 1 });
  });

  test('who proves to be the creator may, and nobody else', async () => {
    const owner = await connected();
    await expect(owner.create('/secret', 's', { acl: CREATOR_ALL })).rejects.toMatchObject({ name: 'INVALID_ACL' });
    owner.client.addAuthInfo('digest', Buffer.from('gaius:alea'));
    await owner.create('/secret', 's', { acl: CREATOR_ALL });
    expect((await owner.getAcl('/secret')).acl).toEqual([expect.stringMatching(/^digest:gaius:[\w+/]{27}=:31$/)]);
    const stranger = await connected();
    await expect(stranger.getData('/secret')).rejects.toMatchObject({ name: 'NO_AUTH' });
    await expect(stranger.getAcl('/secret')).rejects.toMatchObject({ name: 'NO_AUTH' });
    stranger.client.addAuthInfo('digest', Buffer.from('gaius:iacta'));
    await expect(stranger.getData('/secret')).rejects.toMatchObject({ name: 'NO_AUTH' });
    stranger.client.addAuthInfo('digest', Buffer.from('gaius:alea'));
    expect((await stranger.getData('/secret')).data).toBe('s');
  });

  test('what was proven is proven again on another connection', async () => {
    const owner = await connected();
    owner.client.addAuthInfo('digest', Buffer.from('marcus:word'));
    await owner.create('/word', 's', { acl: CREATOR_ALL });
    const back = owner.until('connected');
    await owner.breakConnection();
    await back;
    expect((await owner.getData('/word')).data).toBe('s');
  });

  test('a scheme that nobody knows ends the client', async () => {
    const client = await TestClient.connect(server.connectString);
    const failed = client.until('authenticationFailed');
    client.client.addAuthInfo('smoke', Buffer.from('signs'));
    await failed;
    await expect(client.exists('/')).rejects.toMatchObject({ name: 'AUTH_FAILED' });
  });
});

describe('a transaction', () => {
  test('does all', async () => {
    const client = await connected();
    await client.create('/tx', 'before');
    await client.create('/tx/old');
    const results = await client.commit((transaction) =>
      transaction
        .check('/tx')
        .create('/tx/new', Buffer.from('n'), OPEN, CreateMode.PERSISTENT_SEQUENTIAL)
        .setData('/tx', Buffer.from('after'))
        .remove('/tx/old'),
    );
    expect(results).toMatchObject([
      { type: 13 },
      { type: 1, path: '/tx/new0000000001' },
      { type: 5, stat: { version: 1, dataLength: 5 } },
      { type: 2 },
    ]);
    expect((await client.getChildren('/tx')).children).toEqual(['new0000000001']);
  });

  test('or nothing', async () => {
    const client = await connected();
    await client.create('/none-of-it');
    const commit = client.commit((transaction) =>
      transaction.create('/none-of-it/a').check('/none-of-it', 5).create('/none-of-it/b'),
    );
    await expect(commit).rejects.toMatchObject({ name: 'BAD_VERSION' });
    expect((await client.getChildren('/none-of-it')).children).toEqual([]);
  });
});

describe('a watch', () => {
  test('on a node that is to come tells its creation', async () => {
    const [watching, doing] = [await connected(), await connected()];
    const { watch, fired } = watcher();
    expect(await watching.exists('/awaited', watch)).toBe(null);
    await doing.create('/awaited');
    expect(await fired).toBe('NODE_CREATED /awaited');
  });

  test('on data tells a change once', async () => {
    const [watching, doing] = [await connected(), await connected()];
    await doing.create('/watched', 'a');
    const [first, second] = [watcher(), watcher()];
    await watching.getData('/watched', first.watch);
    await doing.setData('/watched', 'b');
    expect(await first.fired).toBe('NODE_DATA_CHANGED /watched');
    await watching.exists('/watched', second.watch);
    await doing.remove('/watched');
    expect(await second.fired).toBe('NODE_DELETED /watched');
  });

  test('on children tells one that comes, and the end of the node itself', async () => {
    const [watching, doing] = [await connected(), await connected()];
    await doing.create('/family');
    const [first, second] = [watcher(), watcher()];
    await watching.getChildren('/family', first.watch);
    await doing.create('/family/child');
    expect(await first.fired).toBe('NODE_CHILDREN_CHANGED /family');
    await doing.remove('/family/child');
    await watching.getChildren('/family', second.watch);
    await doing.remove('/family');
    expect(await second.fired).toBe('NODE_DELETED /family');
  });

  test('comes before the answer to what set it off', async () => {
    const client = await connected();
    await client.create('/own', 'a');
    const told: string[] = [];
    await client.getData('/own', (event) => told.push(event.getName()));
    await client.setData('/own', 'b');
    expect(told).toEqual(['NODE_DATA_CHANGED']);
  });

  test('is set again on a new connection, and tells what was missed', async () => {
    const [watching, doing] = [await connected(), await connected()];
    await doing.create('/missed', 'a');
    await doing.create('/later', 'a');
    const [missed, later] = [watcher(), watcher()];
    await watching.getData('/missed', missed.watch);
    await watching.getData('/later', later.watch);
    const back = watching.until('connected');
    await watching.breakConnection();
    await Promise.all([back, doing.setData('/missed', 'b')]);
    expect(await missed.fired).toBe('NODE_DATA_CHANGED /missed');
    await doing.setData('/later', 'b');
    expect(await later.fired).toBe('NODE_DATA_CHANGED /later');
  });
});

describe('a session', () => {
  test('goes on over another connection', async () => {
    const client = await connected();
    await client.create('/goes-on', null, { mode: CreateMode.EPHEMERAL });
    const { session } = client;
    const back = client.until('connected');
    await client.breakConnection();
    await back;
    expect(client.events).toEqual(['connected', 'disconnected', 'connected']);
    expect(client.session).toBe(session);
    expect(await client.exists('/goes-on')).toBeTruthy();
  });

  test('takes its ephemeral nodes along when it is closed', async () => {
    const [closing, watching] = [await TestClient.connect(server.connectString), await connected()];
    await closing.create('/fleeting', null, { mode: CreateMode.EPHEMERAL });
    const { watch, fired } = watcher();
    await watching.exists('/fleeting', watch);
    await closing.close();
    expect(await fired).toBe('NODE_DELETED /fleeting');
    expect(closing.events).toEqual(['connected', 'disconnected']);
  });

  test('expires when its client is silent for too long', async () => {
    const own = await served();
    const client = await TestClient.connect(own.connectString, { sessionTimeout: 4_000 });
    await client.create('/fleeting', null, { mode: CreateMode.EPHEMERAL });
    const expired = client.until('expired');
    own.advance(60_000);
    await expired;
    expect(client.events.at(-1)).toBe('expired');
    const other = await connected({}, own);
    expect(await other.exists('/fleeting')).toBe(null);
  });
});

test('an ensemble: the client finds another server when the one it is at crashes', async () => {
  const own = await served({ voters: 3, config: { tickTimeMs: 200 } });
  const client = await TestClient.connect(own.connectString, { sessionTimeout: 4_000 });
  await client.create('/kept', 'before', { mode: CreateMode.EPHEMERAL });
  const lost = client.until('disconnected');
  const port = client.client.connectionManager.socket.remotePort as number;
  own.act(`crash ${1 + own.ports.indexOf(port)}`);
  await lost;
  const back = client.until('connected');
  own.advance(2_000);
  await back;
  expect(await client.setData('/kept', 'after')).toMatchObject({ version: 1 });
  await client.close();
});
