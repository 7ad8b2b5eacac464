import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { create, exists, RawClient, sessionOf } from '../serve/raw-client.testkit.ts';
import { CommandLine, type Ended } from './command-line.testkit.ts';
import { ServeProcess } from './serve.testkit.ts';

const cli = new CommandLine();
const running: ServeProcess[] = [];

async function start(...args: readonly string[]): Promise<ServeProcess> {
  const made = await ServeProcess.start(cli, ...args);
  running.push(made);
  return made;
}

afterEach(async () => {
  for (const each of running.splice(0)) await each.end('SIGKILL');
});
afterAll(() => cli.remove());

const ctl = (server: ServeProcess, ...words: readonly string[]): Promise<Ended> =>
  cli.sim('ctl', '--control', server.control, ...words);

async function status(server: ServeProcess): Promise<Record<string, unknown> & { servers: Record<string, unknown>[] }> {
  const { stdout } = await ctl(server, 'status', '--json');
  return JSON.parse(stdout) as Awaited<ReturnType<typeof status>>;
}

async function leaderOf(server: ServeProcess): Promise<number> {
  const { servers } = await status(server);
  return servers.find(({ up, state }) => up === true && state === 'LEADING')?.['sid'] as number;
}

test('serves until it is told to end, then tells a verdict; its case is the same run without the client', async () => {
  const server = await start('--voters', '3', '--seed', '7', '--save', 'kept.json');
  expect(server.stdout).toMatch(/^(127\.0\.0\.1:[0-9]+,?){3}\n$/);
  const client = await RawClient.session(server.ports[1] as number);
  expect(await client.ask(create('/a'))).toMatchObject({ err: 0 });
  const { code, stdout } = await server.end('SIGTERM');
  expect(stdout).toMatch(/checks\n {2}ok /);
  expect(stdout.trimEnd().split('\n').slice(-2)).toEqual(['ok', 'replay: sim replay kept.json']);
  expect(code).toBe(0);
  expect(existsSync(server.control)).toBe(false);
  const again = await cli.sim('replay', 'kept.json');
  expect(again.stdout.split('\n')[0]).toBe('exact: the fingerprint is the saved one');
  expect(again.stdout).toMatch(/operations: 1 ok, 0 error, 0 unknown;[^]*\nreplay: sim replay kept\.json\n$/);
  expect(again.code).toBe(0);
  const run = await cli.sim('run', 'kept.json', '--twice', '--json');
  const fingerprint = /fingerprint ([0-9a-f]{32})/.exec(stdout)?.[1];
  expect(JSON.parse(run.stdout)).toMatchObject({ fingerprint, verdict: 'ok' });
}, 60_000);

test('nothing of what entered is lost when it is killed', async () => {
  const server = await start('--voters', '3', '--seed', '8');
  const client = await RawClient.session(server.ports[0] as number);
  expect(await client.ask(create('/kept'))).toMatchObject({ err: 0 });
  await ctl(server, 'crash leader');
  await ctl(server, 'advance 1500ms');
  const journal = /record: (.*)/.exec(server.stderr)?.[1] as string;
  expect(statSync(journal).mode & 0o777).toBe(0o600);
  await expect
    .poll(() => readFileSync(journal, 'utf8'), { timeout: 10_000 })
    .toMatch(/crash leader"\}\n(.*\n)*.*"time"/);
  await server.end('SIGKILL');
  writeFileSync(journal, `${readFileSync(journal, 'utf8')}{"kind":"byt`);
  const recovered = await cli.sim('serve', '--recover', journal, '--save', 'recovered.json', '--json');
  const { fingerprint, checks } = JSON.parse(recovered.stdout) as { fingerprint: string; checks: { name: string }[] };
  expect(checks.map(({ name }) => name)).toContain('activity');
  const again = await cli.sim('replay', 'recovered.json', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ fingerprint, replayed: { kind: 'exact' } });
  const { inputs } = JSON.parse(readFileSync(join(cli.folder, 'recovered.json'), 'utf8')) as {
    inputs: { list: { kind: string }[] };
  };
  expect(inputs.list.map(({ kind }) => kind)).toEqual(['opened', 'bytes', 'bytes', 'fault']);
}, 60_000);

test('a damaged journal is told with its line', async () => {
  cli.file('damaged.jsonl', '{"kind":"served"}\n');
  expect(await cli.sim('serve', '--recover', 'damaged.jsonl', '--save', 'x.json')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^sim: damaged\.jsonl:1: schema is not 1\.\n$/) as string,
  });
  expect(existsSync(join(cli.folder, 'x.json'))).toBe(false);
});

test('ends by itself after --for, and is undecided when nobody came', async () => {
  const { code, stdout } = await (await start('--voters', '1', '--for', '1s', '--json')).ended();
  const [first, second] = stdout.trim().split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({ connect: expect.stringMatching(/^127/) as string });
  expect(JSON.parse(second ?? '')).toMatchObject({ verdict: 'undecided', ensemble: { voters: 1, observers: 0 } });
  expect(code).toBe(5);
}, 30_000);

test('a scenario gives ensemble and faults, observers come after the voters', async () => {
  const server = await start('--scenario', 'rolling-restart', '--observers', '1', '--speed', '50');
  expect(server.ports).toHaveLength(4);
  await ctl(server, 'advance', '20s');
  const { code, stdout } = await ctl(server, 'stop', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
  expect((await server.ended()).stdout).toMatch(/[1-9] faults?: .*crash/);
}, 60_000);

describe('sim ctl', () => {
  test('each command has taken effect when it returns', async () => {
    const server = await start('--voters', '3', '--seed', '3');
    const leader = await leaderOf(server);
    const client = await RawClient.session(server.ports[leader % 3] as number);
    expect(await client.ask(create('/mine', 1))).toMatchObject({ err: 0 });
    const { session } = client.connected;
    expect(await status(server)).toMatchObject({
      connections: 1,
      sessions: [session],
      shiftedMs: expect.any(Number) as number,
    });

    expect(await ctl(server, 'pause', String(leader))).toMatchObject({ code: 0, stdout: `pause ${leader}\n` });
    expect((await status(server)).servers[leader - 1]).toMatchObject({ paused: true });
    expect(await ctl(server, 'resume', String(leader))).toMatchObject({ code: 0 });

    expect(await ctl(server, 'expire', session)).toMatchObject({ code: 0 });
    expect(await status(server)).toMatchObject({ connections: 0, sessions: [] });
    const other = await RawClient.session(server.ports[0] as number);
    expect(await other.ask(exists('/mine'))).toMatchObject({ err: -101 });
    const back = await RawClient.session(server.ports[0] as number, sessionOf(client));
    expect(back.connected.timeoutMs).toBe(0);

    expect(await ctl(server, 'crash', 'leader')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^crash [123]\n$/) as string,
    });
    const down = (await status(server)).servers.find(({ up }) => up === false)?.['sid'] as number;
    expect(await ctl(server, 'crash', String(down))).toMatchObject({
      code: 5,
      stdout: `nothing changed: crash ${down}\n`,
    });
    expect(await ctl(server, 'restart', String(down))).toMatchObject({ code: 0 });
    expect((await status(server)).servers[down - 1]).toMatchObject({ up: true });

    expect(await ctl(server, 'partition', '1', '|', '2,3')).toMatchObject({ code: 0 });
    expect(await ctl(server, 'heal')).toMatchObject({ code: 0, stdout: 'heal\n' });

    const before = (await status(server))['virtualMs'] as number;
    expect(await ctl(server, 'advance', '60s')).toMatchObject({ code: 0 });
    expect((await status(server))['virtualMs']).toBeGreaterThanOrEqual(before + 60_000);
    const line = 'when leader commits 2 writes: crash leader for 2s';
    expect(await ctl(server, line)).toMatchObject({ code: 0, stdout: `armed: ${line}\n` });
  }, 90_000);

  test('refuses what makes no sense, and who has not the token', async () => {
    const server = await start('--voters', '3');
    expect(statSync(server.control).mode & 0o777).toBe(0o600);
    const refused = async (...words: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await ctl(server, ...words);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    expect(await refused('crash', '4')).toMatch(
      /^sim: the fault "crash 4" is not possible: there is no process 4;.*\n$/,
    );
    expect(await refused('crush', '1')).toMatch(/^sim: the fault "crush 1" cannot be read: .*\n$/);
    expect(await refused('expire', '0x123')).toBe('sim: there is no session 0x123; there is none.\n');
    expect(await refused('advance', 'soon')).toMatch(/^sim: advance: "soon" is not a duration/);
    const forged = JSON.parse(readFileSync(server.control, 'utf8')) as Record<string, unknown>;
    cli.file('forged.json', JSON.stringify({ ...forged, token: '0'.repeat(48) }));
    expect(await cli.sim('ctl', '--control', 'forged.json', 'stop')).toMatchObject({
      code: 2,
      stderr: 'sim: the token is not the one that sim serve has written down.\n',
    });
    expect(await status(server)).toMatchObject({ failure: null });
    cli.file('kept-control.json', JSON.stringify(forged));
    await server.end('SIGTERM');
    expect((await cli.sim('ctl', '--control', 'kept-control.json', 'status')).stderr).toMatch(
      /^sim: nobody answers at /,
    );
    expect((await cli.sim('ctl', '--control', 'absent.json', 'status')).stderr).toMatch(
      /^sim: absent\.json: there is no/,
    );
  }, 60_000);
});

describe('what cannot be is refused before anything starts', () => {
  test.each([
    [['--voters', '0'], /^sim: --voters: "0" is not a whole number from 1 to 15\.\n$/],
    [['--seed', '007'], /^sim: seed 007 has leading zeros\.\n$/],
    [['--compat', '3.5'], /^sim: configuration field compat is 3\.9 or 3\.8, not "3\.5"\.\n$/],
    [['--scenario', 'calmer'], /^sim: there is no scenario "calmer"/],
    [['--set', 'tickTimes=5'], /^sim: --set: tickTimes is no setting that is known here\.\n$/],
    [['--set', 'tickTime=0'], /^sim: --set: tickTime is "0", not a whole number from 1 to /],
    [['--config', 'bad.cfg'], /^sim: bad\.cfg:2: initLimt is no setting that is known here\.\n$/],
    [['--config', 'absent.cfg'], /^sim: absent\.cfg: there is no such file or folder\.\n$/],
    [['--tls-cert', 'bad.cfg', '--tls-key', 'bad.cfg'], /^sim: the certificate or its key cannot be used: /],
    [['--tls-cert', 'bad.cfg'], /^sim: --tls-key is missing/],
    [['--speed', '0'], /^sim: --speed: "0" is not a number above 0\.\n$/],
    [['--for', 'ever'], /^sim: --for: "ever" is not a duration/],
    [['--save', 'no/such/case.json'], /^sim: --save: no\/such: there is no such folder\.\n$/],
  ])('%j', async (args, sentence) => {
    cli.file('bad.cfg', 'tickTime=2000\ninitLimt=10\n');
    const { code, stdout, stderr } = await cli.sim('serve', '--port', '0', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });

  test('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await cli.sim('serve', '--voters', '1', '--port', String(port))).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `sim: port ${port} of 127.0.0.1 is in use.\n`,
    });
    await new Promise((resolve) => other.close(resolve));
  });
});
