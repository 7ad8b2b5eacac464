import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StaticFolder } from './static-folder.ts';

const above = mkdtempSync(join(tmpdir(), 'zabsim-static-'));
const page = `<!doctype html>${'many words. '.repeat(500)}`;
let server: Server;
let port = 0;

beforeAll(async () => {
  const folder = join(above, 'shown');
  mkdirSync(join(folder, 'parts'), { recursive: true });
  writeFileSync(join(above, 'secret.txt'), 'not for anybody');
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'parts', 'a sheet.css'), 'p { color: red }');
  writeFileSync(join(folder, 'parts', 'picture.png'), Buffer.from([1, 2, 3]));
  server = await new StaticFolder(folder).listen(0);
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.close();
  rmSync(above, { recursive: true });
});

interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** As no client writes it. */
function raw(line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`));
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('end', () => resolve(text));
    socket.on('error', reject);
  });
}

test.each([
  ['/', 'text/html; charset=utf-8', page],
  ['/?embed=1', 'text/html; charset=utf-8', page],
  ['/index.html', 'text/html; charset=utf-8', page],
  ['/parts/a%20sheet.css', 'text/css; charset=utf-8', 'p { color: red }'],
  ['/parts/picture.png', 'image/png', '\u0001\u0002\u0003'],
])('%s is shown as %s', async (path, type, text) => {
  const { status, headers, body } = await get(path);
  expect([status, headers['content-type'], body.toString()]).toEqual([200, type, text]);
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('text is packed as the browser likes it, pictures are not', async () => {
  const brotli = await get('/', { 'accept-encoding': 'gzip, deflate, br' });
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(brotli.body).toString()).toBe(page);
  const gzip = await get('/', { 'accept-encoding': 'gzip;q=1.0, br;q=0' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzip.body).toString()).toBe(page);
  expect(gzip.body.length).toBeLessThan(page.length / 10);
  const picture = await get('/parts/picture.png', { 'accept-encoding': 'gzip, br' });
  expect(picture.headers['content-encoding']).toBeUndefined();
});

test('what the browser has already is not sent again', async () => {
  const { headers } = await get('/');
  const again = await get('/', { 'if-none-match': headers.etag ?? '' });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test('HEAD tells the length and sends nothing', async () => {
  const { status, headers, body } = await get('/', {}, 'HEAD');
  expect([status, headers['content-length'], body.length]).toEqual([200, String(page.length), 0]);
});

test.each(['/secret.txt', '/../secret.txt', '/parts/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt'])(
  '%s leads nowhere',
  async (path) => {
    expect(await raw(`GET ${path} HTTP/1.1`)).toMatch(/^HTTP\/1\.1 404 /);
  },
);

test('nothing can be sent to it', async () => {
  const { status, headers } = await get('/', {}, 'POST');
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
});
