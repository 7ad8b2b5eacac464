/** Prints the fingerprints that Chromium computes, from one bundle of the pure library opened as a file. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const folder = mkdtempSync(join(tmpdir(), 'zabsim-page-'));
try {
  await build({
    entryPoints: [fileURLToPath(new URL('./page.js', import.meta.url))],
    bundle: true,
    outfile: join(folder, 'page.js'),
    format: 'iife',
    platform: 'browser',
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'page.html'), '<!doctype html><meta charset="utf-8"><script src="page.js"></script>\n');
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(pathToFileURL(join(folder, 'page.html')).href, { timeout: 180_000 });
  const lines: unknown = await page.evaluate('globalThis.fingerprints');
  await browser.close();
  if (typeof lines !== 'string') throw new Error(`the page computed nothing: ${errors.join('; ')}`);
  process.stdout.write(lines);
} finally {
  rmSync(folder, { recursive: true });
}
