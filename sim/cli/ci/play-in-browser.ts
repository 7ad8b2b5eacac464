/**
 * The playground in Chromium, served on loopback and opened as a file: its main paths by mouse and by keys, links that come to
 * the same run, bad links, frames, what everybody can use, and budgets. `--screenshots DIR` keeps pictures. Ends with 1 when
 * something does not hold; times are printed beside their goals and judged generously, for machines differ.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { packageRoot } from '../package-root.ts';
import { StaticFolder } from '../static-folder.ts';
import { check, finishChecks } from './browser-checks.ts';
import { launchChromium } from './browsers.ts';
import { checkAccess } from './play-access.ts';
import { checkBudgets } from './play-budgets.ts';
import { checkFrames } from './play-frames.ts';
import { checkHands } from './play-hands.ts';
import { checkLinks } from './play-links.ts';
import { checkPanels } from './play-panels.ts';
import { playScreenshots } from './play-screenshots.ts';

const folder = join(packageRoot(), 'dist', 'playground');
const file = join(folder, 'index.html');
const server = await new StaticFolder(folder).listen(0);
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const browser = await launchChromium();
try {
  const packed = gzipSync(readFileSync(file), { level: 9 }).length;
  check('first visit: 400 kB transferred at most', packed <= 400_000, `${packed} bytes`);
  await checkHands(browser, address);
  await checkLinks(browser, address);
  await checkFrames(browser, address);
  await checkPanels(browser, address);
  await checkHands(browser, pathToFileURL(file).href);
  await checkBudgets(browser, address);
  await checkAccess(browser, address);
  const at = process.argv.indexOf('--screenshots');
  if (at >= 0) await playScreenshots(browser, address, process.argv[at + 1] ?? 'out');
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
finishChecks();
