import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import { encodeClientMessage } from '../../protocol/wire/client-codec.ts';
import { ServedEnsemble } from '../../scenarios/served/served-ensemble.ts';
import type { ServedInput } from '../../scenarios/served/served-input.ts';
import { InputError } from '../record/input-error.ts';
import { connectRequest, create, exists, RawClient, sessionOf } from './raw-client.testkit.ts';
import { monotonicUs, serve, type ServeOptions } from './serve.ts';
import { leaderOf, portOf, served, stopAll } from './started.testkit.ts';

afterEach(stopAll);

describe('one server', () => {
  test('shakes hands, writes and reads, and closes what a client closes', async () => {
    const client = await RawClient.session(portOf(await served()));
    expect(client.connected).toMatchObject({ timeoutMs: 10_000, readOnly: false });
    expect(await client.ask(create('/a'))).toMatchObject({ err: 0, zxid: 2, result: { path: '/a' } });
    expect(await client.ask(exists('/a'))).toMatchObject({ err: 0, zxid: 2 });
    expect(await client.ask({ type: 'closeSession' })).toMatchObject({ err: 0, zxid: 3 });
    expect((await client.rest()).error).toBe(null);
  });

  test('answers in order what is sent in one go, the handshake included', async () => {
    const client = await RawClient.open(portOf(await served()));
    const paths = Array.from({ length: 200 }, (_, i) => `/n${i}`);
    client.send(encodeClientMessage(connectRequest()));
    client.send(Buffer.concat(paths.map((path) => client.request(create(path)))));
    expect((await client.next()).type).toBe('CONNECTED');
    for (const [i, path] of paths.entries()) {
      expect(await client.reply()).toMatchObject({ xid: i + 1, err: 0, result: { path } });
    }
  });

  test('takes bytes one by one', async () => {
    const client = await RawClient.session(portOf(await served()));
    for (const byte of client.request(create('/a'))) client.send(Uint8Array.of(byte));
    expect(await client.reply()).toMatchObject({ err: 0, result: { path: '/a' } });
  });

  test('answers a four-letter word, and hangs up', async () => {
    const client = await RawClient.open(portOf(await served({ config: { fourLetterWords: '*' } })));
    client.send(encodeText('ruok'));
    expect((await client.rest()).bytes.toString()).toBe('imok');
  });

  test('hangs up on a length that cannot be, without a word', async () => {
    const client = await RawClient.open(portOf(await served()));
    client.send(Uint8Array.of(0x7f, 0xff, 0xff, 0xff));
    expect(await client.rest()).toEqual({ bytes: Buffer.alloc(0), error: null });
  });

  test('hangs up on who stops to send', async () => {
    const client = await RawClient.session(portOf(await served()));
    client.endWriting();
    expect((await client.rest()).error).toBe(null);
  });

  test('gives a session back to who knows its password', async () => {
    const server = await served();
    const first = await RawClient.session(portOf(server));
    await first.ask(create('/mine', 1));
    first.close();
    const again = await RawClient.session(portOf(server), sessionOf(first));
    expect(again.connected.session).toBe(first.connected.session);
    expect(await again.ask(exists('/mine'))).toMatchObject({ err: 0 });
    const stranger = await RawClient.session(portOf(server), { ...sessionOf(first), password: '00'.repeat(16) });
    expect(stranger.connected.timeoutMs).toBe(0);
    await stranger.rest();
  });

  test('expires a session when its time is over, and not before', async () => {
    const server = await served();
    const port = portOf(server);
    const gone = await RawClient.session(port);
    await gone.ask(create('/mine', 1));
    gone.close();
    server.advance(8_000);
    const other = await RawClient.session(port, { timeoutMs: 40_000 });
    expect(await other.ask(exists('/mine'))).toMatchObject({ err: 0 });
    server.advance(5_000);
    expect(await other.ask(exists('/mine'))).toMatchObject({ err: -101 });
    const late = await RawClient.session(port, sessionOf(gone));
    expect(late.connected.timeoutMs).toBe(0);
  });

  test('hangs up on a client whose session expires while it sleeps', async () => {
    const server = await served();
    const sleeper = await RawClient.session(portOf(server));
    server.advance(15_000);
    expect((await sleeper.rest()).error).toBe(null);
  });

  test('shows the time of day', async () => {
    const before = Date.now();
    const client = await RawClient.session(portOf(await served()));
    await client.ask(create('/a'));
    const { result } = await client.ask(exists('/a'));
    const { ctime } = (result as { stat: { ctime: number } }).stat;
    expect(ctime).toBeGreaterThanOrEqual(before);
    expect(ctime).toBeLessThanOrEqual(Date.now() + 1);
  });

  test('is not bothered by many who say nothing, half of it, or go in the middle', async () => {
    const server = await served({ config: { maxClientCnxns: 0 } });
    const port = portOf(server);
    const worker = await RawClient.session(port);
    const crowd = await Promise.all(Array.from({ length: 150 }, () => RawClient.open(port)));
    for (const [i, each] of crowd.entries()) {
      if (i % 3 === 1) each.send(encodeClientMessage(connectRequest()).subarray(0, i % 40));
      if (i % 3 === 2) each.send(encodeClientMessage(connectRequest()), each.request(create(`/n${i}`)));
      if (i % 2 === 0) each.reset();
    }
    expect(await worker.ask(create('/a'))).toMatchObject({ err: 0 });
    for (const each of crowd) each.close();
    while (server.status().connections > 1) await worker.ask({ type: 'ping' });
    expect(await worker.ask(exists('/a'))).toMatchObject({ err: 0 });
  });

  test('does not read from who does not read, and serves others meanwhile', async () => {
    const server = await served();
    const big = 400_000;
    const writer = await RawClient.session(portOf(server));
    await writer.ask({ ...create('/big'), data: new Uint8Array(big) });
    const deaf = await RawClient.session(portOf(server));
    deaf.stopReading();
    for (let i = 0; i < 40; i++) deaf.send(deaf.request({ type: 'getData', path: '/big', watch: false }));
    for (let i = 0; i < 20; i++) expect(await writer.ask(exists('/big'))).toMatchObject({ err: 0 });
    deaf.goOnReading();
    for (let i = 0; i < 40; i++) {
      const { result } = await deaf.reply();
      expect((result as { data: Uint8Array }).data.length).toBe(big);
    }
  });
});

describe('an ensemble', () => {
  test('is one: what is written at one server is read at another after a sync', async () => {
    const server = await served({ voters: 3 });
    const clients = await Promise.all([1, 2, 3].map((each) => RawClient.session(portOf(server, each))));
    for (const [i, writer] of clients.entries()) {
      expect(await writer.ask(create(`/from${i}`))).toMatchObject({ err: 0 });
      for (const reader of clients) {
        expect(await reader.ask({ type: 'sync', path: '/' })).toMatchObject({ err: 0 });
        expect(await reader.ask(exists(`/from${i}`))).toMatchObject({ err: 0 });
      }
    }
    expect(
      server
        .status()
        .servers.map(({ state }) => state)
        .sort(),
    ).toEqual(['FOLLOWING', 'FOLLOWING', 'LEADING']);
  });

  test('survives its leader: the session goes on elsewhere, and the leader comes back as a follower', async () => {
    const server = await served({ voters: 3, config: { tickTimeMs: 200 } });
    const leader = leaderOf(server);
    const client = await RawClient.session(portOf(server, leader), { timeoutMs: 4_000 });
    const { zxid } = await client.ask(create('/kept', 1));
    server.act('crash leader');
    expect((await client.rest()).error).toBe('ECONNRESET');
    server.advance(3_000);
    const next = leaderOf(server);
    expect(next).not.toBe(leader);
    const again = await RawClient.session(portOf(server, next), { ...sessionOf(client), lastZxidSeen: zxid });
    expect(again.connected.session).toBe(client.connected.session);
    expect(await again.ask(exists('/kept'))).toMatchObject({ err: 0 });
    const refused = await RawClient.open(portOf(server, leader));
    await refused.rest();
    server.act(`restart ${leader}`);
    server.advance(2_000);
    expect(server.status().servers[leader - 1]).toMatchObject({ up: true, state: 'FOLLOWING' });
  });

  test('lets a paused server keep its clients waiting', async () => {
    const server = await served({ voters: 3 });
    const client = await RawClient.session(portOf(server, 1));
    server.act('pause 1');
    expect(server.status().servers[0]).toMatchObject({ paused: true });
    client.send(client.request(exists('/')));
    server.act('resume 1');
    expect(await client.reply()).toMatchObject({ err: 0 });
  });
});

/** A port that is in use, and the one below it, which is not. */
async function neighbours(): Promise<{ taken: Server; port: number }> {
  for (;;) {
    const taken = await listening(0);
    const { port } = taken?.address() as AddressInfo;
    const below = await listening(port - 1);
    if (taken !== null && below !== null) {
      await new Promise((resolve) => below.close(resolve));
      return { taken, port };
    }
    taken?.close();
  }
}

function listening(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('time', () => {
  /** The machine's clock, and what a test lets pass besides. */
  class Wall {
    aheadUs = 0;
    private stoppedUs: number | null = null;
    readonly clock = (): number => (this.stoppedUs ?? monotonicUs()) + this.aheadUs;

    /** It goes on only as it is told to. */
    stop(): void {
      this.stoppedUs = monotonicUs();
    }
  }

  test('a stall of an hour expires no session, and is told', async () => {
    const wall = new Wall();
    const server = await served({ clock: wall.clock });
    const client = await RawClient.session(portOf(server), { timeoutMs: 4_000 });
    wall.aheadUs += 3_600_000_000;
    expect(await client.ask(exists('/'))).toMatchObject({ err: 0 });
    const { shiftedMs, virtualMs } = server.status();
    expect(shiftedMs).toBeGreaterThan(3_590_000);
    expect(virtualMs).toBeLessThan(60_000);
  });

  test('bytes that have arrived come before a time that is over', async () => {
    const wall = new Wall();
    const server = await served({ clock: wall.clock });
    const client = await RawClient.session(portOf(server), { timeoutMs: 4_000 });
    await client.ask(create('/mine', 1));
    const now = (): number => server.ensemble.nowUs / 1000;
    // In the middle of a tick, so that it is known in which tick the session was touched last, and expires.
    server.advance(2_000 - ((now() + 1_000) % 2_000));
    expect(await client.ask({ type: 'ping' })).toMatchObject({ err: 0 });
    wall.stop();
    server.advance(0);
    const expiryMs = 2_000 * (Math.floor((now() + 4_000) / 2_000) + 1);
    server.advance(expiryMs - now() - 5);
    client.send(client.request({ type: 'ping' }));
    // The host is late, though less than in a stall.
    wall.aheadUs += 15_000;
    expect(await client.reply()).toMatchObject({ xid: -2 });
    server.advance(2_000);
    expect(now()).toBeGreaterThan(expiryMs);
    expect(await client.ask(exists('/mine'))).toMatchObject({ err: 0 });
    server.advance(10_000);
    await client.rest();
  });

  test('what is under way comes before its time by the wall clock, by two milliseconds at the most', async () => {
    const wall = new Wall();
    const server = await served({ voters: 3, clock: wall.clock });
    const [writer, reader] = await Promise.all([RawClient.session(portOf(server)), RawClient.session(portOf(server))]);
    wall.stop();
    server.advance(0);
    // No timer is in the way.
    while ((server.ensemble.nextUs ?? Infinity) < server.ensemble.nowUs + 3_000) server.advance(1);
    const begunUs = server.ensemble.nowUs;
    const aheadUs = (): number => server.ensemble.nowUs - begunUs;
    const look = async (): Promise<void> => void (await reader.ask(exists('/')));
    const writes = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) expect(await writer.ask(create(`/n${i}`))).toMatchObject({ err: 0 });
    };
    // A write takes a hop, a sync and two hops more, 120 microseconds at least: all of them take longer than that.
    const written = writes();
    while (aheadUs() < 1_700) await look();
    for (let i = 0; i < 50; i++) await look();
    expect(aheadUs()).toBeLessThanOrEqual(2_000);
    wall.aheadUs += 10_000;
    await written;
  });

  test('a timer never comes before its time by the wall clock', async () => {
    const wall = new Wall();
    const server = await served({ clock: wall.clock });
    const silent = await RawClient.session(portOf(server), { timeoutMs: 4_000 });
    const busy = await RawClient.session(portOf(server), { timeoutMs: 4_000 });
    const now = (): number => server.ensemble.nowUs / 1000;
    const ping = async (client: RawClient): Promise<void> => {
      expect(await client.ask({ type: 'ping' })).toMatchObject({ err: 0 });
    };
    server.advance(2_000 - ((now() + 1_000) % 2_000));
    await ping(silent);
    wall.stop();
    server.advance(0);
    const expiryMs = 2_000 * (Math.floor((now() + 4_000) / 2_000) + 1);
    server.advance(expiryMs - now() - 1);
    for (let i = 0; i < 20; i++) await ping(busy);
    expect(server.status().sessions).toHaveLength(2);
    wall.aheadUs += 1_000;
    await silent.rest();
    expect(server.status().sessions).toHaveLength(1);
    await ping(busy);
  });

  test('goes faster where it is told to', async () => {
    const server = await served({ speed: 1_000 });
    const client = await RawClient.session(portOf(server), { timeoutMs: 4_000 });
    expect((await client.rest()).error).toBe(null);
    expect(server.status().virtualMs).toBeGreaterThanOrEqual(4_000);
  });
});

describe('the host', () => {
  test('runs several at once', async () => {
    const [one, two] = await Promise.all([served(), served({ compat: '3.8' })]);
    const clients = await Promise.all([RawClient.session(portOf(one)), RawClient.session(portOf(two))]);
    await clients[0].ask(create('/one'));
    expect(await clients[1].ask(exists('/one'))).toMatchObject({ err: -101 });
    expect(one.connectString).toBe(`127.0.0.1:${portOf(one)}`);
  });

  test('hangs up on everybody and frees its ports when it stops', async () => {
    const server = await serve({ voters: 3 });
    const client = await RawClient.session(portOf(server, 2));
    await server.stop();
    await client.rest();
    await expect(RawClient.open(portOf(server, 2))).rejects.toThrow(/ECONNREFUSED/);
    await server.stop();
  });

  test('opens all ports or none', async () => {
    const { taken, port } = await neighbours();
    await expect(serve({ voters: 2, port: port - 1 })).rejects.toThrow(
      new InputError(`port ${port} of 127.0.0.1 is in use`),
    );
    await expect(RawClient.open(port - 1)).rejects.toThrow(/ECONNREFUSED/);
    taken.close();
  });

  test.each<[ServeOptions, RegExp]>([
    [{ voters: 0 }, /from 1 to 255 voters/],
    [{ config: { tickTime: 2000 } as object }, /no configuration field "tickTime"/],
    [{ compat: '3.7' as '3.8' }, /compat/],
    [{ config: { tickTimeMs: 0 } }, /tickTimeMs is a whole number from 1/],
  ])('refuses %j', async (options, sentence) => {
    await expect(serve(options)).rejects.toThrow(InputError);
    await expect(serve(options)).rejects.toThrow(sentence);
  });

  test('refuses a fault that cannot be read, and goes on', async () => {
    const server = await served();
    expect(() => server.act('crush 1')).toThrow(InputError);
    expect(server.status().failure).toBe(null);
  });

  test('writes down inputs that give the same run again, without the clients', async () => {
    const inputs: ServedInput[] = [];
    const server = await served({ voters: 3, seed: '5', onInput: (input) => inputs.push(input) });
    const clients = await Promise.all([1, 2, 3].map((each) => RawClient.session(portOf(server, each))));
    await Promise.all(clients.map((client, i) => client.ask(create(`/n${i}`))));
    server.act('pause 2 for 1s');
    await Promise.all([clients[0], clients[2]].map((client) => client?.ask(exists('/n0'))));
    server.advance(1_500);
    const { ensemble } = server;
    const again = new ServedEnsemble(ensemble.options);
    again.settle();
    for (const input of inputs) again.take(input);
    again.runTo(ensemble.nowUs);
    expect(again.world.fingerprint()).toBe(ensemble.world.fingerprint());
    await server.stop();
  });

  test('tells what a server of ours did wrong: nothing goes on, and stopping fails', async () => {
    const server = await serve();
    const client = await RawClient.session(portOf(server));
    const slip = (): never => {
      throw new Error('a slip');
    };
    Object.assign(server.ensemble.world.process('1'), { step: slip });
    client.send(client.request(exists('/')));
    await client.rest();
    expect(server.status().failure).toBe('server 1: Error: a slip');
    await expect(server.stop()).rejects.toThrow('a slip');
  });
});
