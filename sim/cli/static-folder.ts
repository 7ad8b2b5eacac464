/** A folder of files as a web server on loopback shows it: read once, compressed once, nothing beside it can be asked for. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};
const packable = new Set(['.html', '.js', '.css', '.json', '.svg', '.txt']);

interface StoredFile {
  readonly type: string;
  readonly tag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
}

export class StaticFolder {
  private readonly files: ReadonlyMap<string, StoredFile>;

  constructor(folder: string) {
    const names = readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    this.files = new Map(names.map((file) => [addressOf(relative(folder, file)), stored(file)]));
  }

  /** What is asked for by an address of HTTP; the query plays no part. */
  answer(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const path = (request.url ?? '/').replace(/[?#].*$/s, '');
    const file = this.files.get(path.endsWith('/') ? `${path}index.html` : path);
    if (file === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.\n');
      return;
    }
    const { body, encoding } = bodyFor(file, String(request.headers['accept-encoding'] ?? ''));
    response.setHeader('content-type', file.type);
    response.setHeader('etag', file.tag);
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === file.tag) {
      response.writeHead(304).end();
      return;
    }
    if (encoding !== null) response.setHeader('content-encoding', encoding);
    response.writeHead(200, { 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  /** Resolves when it listens on loopback; rejects with the error of Node when it may not. */
  listen(port: number): Promise<Server> {
    const server = createServer((request, response) => this.answer(request, response));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve(server);
      });
    });
  }
}

function addressOf(path: string): string {
  return `/${path.split(sep).map(encodeURIComponent).join('/')}`;
}

function stored(file: string): StoredFile {
  const plain = readFileSync(file);
  const extension = extname(file);
  const isPacked = packable.has(extension);
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  return {
    type: types[extension] ?? 'application/octet-stream',
    tag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    gzip: isPacked ? gzipSync(plain, { level: 9 }) : null,
    brotli: isPacked ? brotliCompressSync(plain, brotli) : null,
  };
}

function bodyFor({ plain, gzip, brotli }: StoredFile, accepts: string): { body: Buffer; encoding: string | null } {
  const names = accepts.split(',').map((each) => each.trim());
  const takes = (name: string): boolean =>
    names.some((each) => each === name || (each.startsWith(`${name};`) && !/;\s*q=0(\.0*)?$/.test(each)));
  if (brotli !== null && takes('br')) return { body: brotli, encoding: 'br' };
  if (gzip !== null && takes('gzip')) return { body: gzip, encoding: 'gzip' };
  return { body: plain, encoding: null };
}
