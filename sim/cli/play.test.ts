import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { inflateRawSync } from 'node:zlib';
import { afterAll, afterEach, expect, test } from 'vitest';
import { bin, CommandLine, type Ended } from './command-line.testkit.ts';

const cli = new CommandLine();
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});
afterAll(() => cli.remove());

/** The program while it serves: the first line it printed, and how it ends. */
async function playing(...args: string[]): Promise<{ url: string; end(signal: NodeJS.Signals): Promise<Ended> }> {
  const ended = cli.start(process.execPath, [bin, 'play', ...args], { NO_COLOR: '1' }, (child) => {
    running.add(child);
    child.once('close', () => running.delete(child));
  });
  const [child] = [...running].slice(-1);
  if (child?.stdout === null || child === undefined) throw new Error('the program has no output');
  const { stdout } = child;
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    stdout.on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    child.once('close', () => reject(new Error(`sim play ended: ${text}`)));
  });
  return {
    url,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

test('shows the playground on loopback and ends with Ctrl-C', async () => {
  const { url, end } = await playing('--port', '0');
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const text = await response.text();
  expect(text).toContain('default-src &#39;none&#39;');
  expect(text).toContain('id="engine"');
  expect((await end('SIGINT')).code).toBe(0);
});

test('a case travels in the address', async () => {
  const saved = await cli.sim('run', 'steady', '--seed', '3', '--voters', '3', '--save', 'kept.json', '--quiet');
  expect(saved.code).toBe(0);
  const { url, end } = await playing('--port', '0', '--json', 'kept.json');
  const { url: address } = JSON.parse(url) as { url: string };
  const packed = /#\/play\?case=([\w-]+)$/.exec(address)?.[1] ?? '';
  const of: unknown = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString());
  expect(of).toMatchObject({ scenario: 'steady', seed: '3', options: { voters: 3 } });
  expect((await end('SIGTERM')).code).toBe(0);
});

test.each([
  [['--port', 'http'], '--port'],
  [['--port', '65536'], '--port'],
  [['nowhere.json'], 'nowhere.json: there is no such file or folder.'],
  [['broken.json'], 'broken.json'],
  [['mine.json'], 'a page runs no modules'],
])('%j is told to be wrong', async (args, words) => {
  cli.file('broken.json', '{ "schema": 1, ');
  cli.file('mine.mjs', 'import { defineScenario, registry } from "zabsim"; export default registry.get("steady");\n');
  cli.file(
    'mine.json',
    JSON.stringify({ schema: 1, engine: '0.1.0', scenario: './mine.mjs', options: {}, bug: null, seed: '1' }),
  );
  const { code, stdout, stderr } = await cli.sim('play', ...args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test('a port that is taken is told', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await cli.sim('play', '--port', String(port));
  other.close();
  expect([code, stderr]).toEqual([2, `sim: --port: port ${port} is taken.\n`]);
});
