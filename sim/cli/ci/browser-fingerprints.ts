/**
 * Prints the fingerprints that a browser computes, from one bundle of the pure library: `browser-fingerprints.js chromium` or
 * `firefox`. The page is served on loopback and sends back what it came to.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { bundle } from '../pages/bundle.ts';
import { inFirefox, launchChromium } from './browsers.ts';

const PATIENCE_MS = 300_000;

const { script } = await bundle(fileURLToPath(new URL('./page.js', import.meta.url)));
const page = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="page.js"></script>\n';

let tell: (lines: string) => void = () => undefined;
const told = new Promise<string>((resolve, reject) => {
  tell = resolve;
  setTimeout(() => reject(new Error('the page computed nothing in time')), PATIENCE_MS).unref();
});
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      response.end();
      tell(body);
    });
  } else if (request.url === '/page.js') {
    response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
  } else {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
  }
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

async function inChromium(): Promise<string> {
  const browser = await launchChromium();
  try {
    const tab = await browser.newPage();
    await tab.goto(address, { timeout: PATIENCE_MS });
    return await told;
  } finally {
    await browser.close();
  }
}

try {
  const lines = process.argv[2] === 'firefox' ? await inFirefox(address, told) : await inChromium();
  if (lines.startsWith('failed')) throw new Error(lines);
  process.stdout.write(lines);
} finally {
  server.closeAllConnections();
  server.close();
}
