/** Ensembles for tests, and that the contract watches what clients do at them: through real sockets. */
import { afterEach, describe, expect, test } from 'vitest';
import { RawClient } from '../serve/raw-client.testkit.ts';
import { startEnsemble, type EnsembleOptions, type StartedEnsemble } from './index.ts';
import './vitest.ts';

const OPEN = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const create = (path: string, flags = 0) => ({ type: 'create2', path, data: bytes('x'), acl: OPEN, flags }) as const;

const started: StartedEnsemble[] = [];

async function ensemble(options: EnsembleOptions = {}): Promise<StartedEnsemble> {
  const made = await startEnsemble(options);
  started.push(made);
  return made;
}

afterEach(async () => {
  for (const each of started.splice(0)) await each.stop().catch(() => {});
});

function port({ ports }: StartedEnsemble, server: number | null): number {
  return ports[(server ?? 1) - 1] as number;
}

function follower(of: StartedEnsemble): number {
  const { servers } = of.status();
  return servers.find(({ up, state }) => up && state === 'FOLLOWING')?.sid ?? 0;
}

/** The leader is gone and another leads; in virtual time, at once. */
function changeLeader(of: StartedEnsemble): void {
  of.act('crash leader');
  for (let tries = 0; tries < 100 && of.leader() === null; tries++) of.advance(500);
}

test('an ensemble of three serves, changes its leader and has kept every promise', async () => {
  const three = await ensemble({ seed: '1', config: { tickTimeMs: 500 } });
  const client = await RawClient.session(port(three, follower(three)));
  expect((await client.ask(create('/a'))).err).toBe(0);
  changeLeader(three);
  const another = await RawClient.session(port(three, three.leader()));
  expect(await another.ask({ type: 'getData', path: '/a', watch: false })).toMatchObject({ err: 0 });
  client.close();
  another.close();
  expect(three).toHold();
  const { verdict, failure, checks } = await three.stop();
  expect([verdict, failure]).toEqual(['ok', null]);
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['updates-linearizable', 'watches', 'not-judged']),
  );
});

test('nobody came: nothing is known', async () => {
  const alone = await ensemble({ voters: 1 });
  expect(alone.verdict()).toMatchObject({ verdict: 'undecided', failure: null });
});

test('several at once know nothing of each other', async () => {
  const [one, other] = await Promise.all([ensemble({ voters: 1 }), ensemble({ voters: 3, seed: '2' })]);
  const client = await RawClient.session(port(one, 1));
  await client.ask(create('/mine'));
  const stranger = await RawClient.session(port(other, 2));
  expect(await stranger.ask({ type: 'exists', path: '/mine', watch: false })).toMatchObject({ err: -101 });
  other.advance(60_000);
  expect(one.status().virtualMs).toBeLessThan(other.status().virtualMs);
  client.close();
  stranger.close();
});

test.each([
  [{ faults: ['crash nobody'] }, /nobody/],
  [{ scenario: 'no-such' }, /there is no scenario "no-such"/],
  [{ bug: 'ZK-0' }, /there is no bug "ZK-0"/],
  [{ voters: 0 }, /an ensemble has from 1 to 255 voters/],
])('%j is refused in one sentence', async (options, sentence) => {
  await expect(startEnsemble(options)).rejects.toThrow(sentence);
});

test('a fault waits for its trigger', async () => {
  const three = await ensemble({
    seed: '3',
    config: { tickTimeMs: 500 },
    faults: ['when leader commits 2 writes: crash 1 for 1s'],
  });
  const client = await RawClient.session(port(three, 3));
  expect(three.status().servers[0]?.up).toBe(true);
  await client.ask(create('/a'));
  await client.ask(create('/b'));
  expect(three.status().servers[0]?.up).toBe(false);
  client.close();
});

/** What a client does that a mistake of a server shows to. */
type Story = (of: StartedEnsemble) => Promise<void>;

const watchesAndWrites: Story = async (of) => {
  const client = await RawClient.session(port(of, follower(of)));
  const writer = await RawClient.session(port(of, of.leader()));
  await client.ask(create('/w'));
  await client.ask({ type: 'addWatch', path: '/w', mode: 0 });
  for (let round = 0; round < 3; round++) {
    await writer.ask({ type: 'setData', path: '/w', data: bytes(String(round)), version: -1 });
  }
  client.send(client.request({ type: 'sync', path: '/w' }));
  for (let message = await client.next(); message.type !== 'REPLY'; message = await client.next());
  client.close();
  writer.close();
};

const ephemeralsAndClose: Story = async (of) => {
  const owner = await RawClient.session(port(of, of.leader()));
  await owner.ask(create('/e', 1));
  await owner.ask({ type: 'closeSession' });
  const reader = await RawClient.session(port(of, of.leader()));
  await reader.ask({ type: 'exists', path: '/e', watch: false });
  await reader.ask(create('/after'));
  reader.close();
};

const staleMulti: Story = async (of) => {
  const client = await RawClient.session(port(of, of.leader()));
  await client.ask(create('/m'));
  await client.ask({
    type: 'multi',
    parts: [
      { type: 'check', path: '/m', version: 0 },
      { type: 'setData', path: '/m', data: bytes('y'), version: 7 },
    ],
  });
  await client.ask({ type: 'getData', path: '/m', watch: false });
  await client.ask(create('/m/next'));
  client.close();
};

const silentSession: Story = async (of) => {
  const client = await RawClient.session(port(of, of.leader()), { timeoutMs: 4_000 });
  await client.ask(create('/s', 1));
  of.advance(3_000);
  const reader = await RawClient.session(port(of, of.leader()));
  await reader.ask(create('/later'));
  client.close();
  reader.close();
};

const sequences: Story = async (of) => {
  const client = await RawClient.session(port(of, of.leader()));
  await client.ask(create('/q'));
  const first = (await client.ask(create('/q/n-', 2))).result as { path: string };
  await client.ask({ type: 'delete', path: first.path, version: -1 });
  await client.ask(create('/q/n-', 2));
  await client.ask(create('/q/n-', 2));
  client.close();
};

describe.each([
  ['persistent-used-up', watchesAndWrites],
  ['ephemerals-kept', ephemeralsAndClose],
  ['version-ignored-in-multi', staleMulti],
  ['early-expiry', silentSession],
  ['sequence-from-stat', sequences],
  ['ack-before-sync', ephemeralsAndClose],
] as const)('%s', (bug, story) => {
  const options = { seed: '1', config: { tickTimeMs: 500 } };

  test('is found through real sockets', async () => {
    const spoiled = await ensemble({ ...options, bug });
    await story(spoiled);
    // What a follower has not applied yet is judged when it has.
    spoiled.advance(200);
    expect(spoiled).toFailWith({ verdict: 'violation' });
  });

  test('is not seen where it is not', async () => {
    const correct = await ensemble(options);
    await story(correct);
    expect(correct).toHold();
  });
});
