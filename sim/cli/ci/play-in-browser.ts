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
import type { Browser } from 'playwright-core';
import { packageRoot } from '../package-root.ts';
import { StaticFolder } from '../static-folder.ts';
import { check, finishChecks } from './browser-checks.ts';
import { launchChromium } from './browsers.ts';
import { checkAccess } from './play-access.ts';
import { checkBudgets } from './play-budgets.ts';
import { checkCluster } from './play-cluster.ts';
import { checkFrames } from './play-frames.ts';
import { checkHands } from './play-hands.ts';
import { checkLessons } from './play-lessons.ts';
import { checkLinks } from './play-links.ts';
import { checkPanels } from './play-panels.ts';
import { playScreenshots } from './play-screenshots.ts';

/** Parts by name: `--only hands,links` runs these. Each is given where the page is served. */
const parts: Readonly<Record<string, (browser: Browser, address: string) => Promise<void>>> = {
  hands: checkHands,
  links: checkLinks,
  frames: checkFrames,
  file: (browser) => checkHands(browser, pathToFileURL(file).href),
  cluster: checkCluster,
  panels: checkPanels,
  lessons: checkLessons,
  budgets: checkBudgets,
  access: checkAccess,
};

const folder = join(packageRoot(), 'dist', 'playground');
const file = join(folder, 'index.html');

function flag(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

const server = await new StaticFolder(folder).listen(0);
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const browser = await launchChromium();
try {
  const packed = gzipSync(readFileSync(file), { level: 9 }).length;
  check('first visit: 400 kB transferred at most', packed <= 400_000, `${packed} bytes`);
  const only = flag('--only')?.split(',');
  for (const [name, run] of Object.entries(parts)) {
    if (only !== undefined && !only.includes(name)) continue;
    const begun = performance.now();
    try {
      await run(browser, address);
    } catch (error) {
      check(`${name}: goes to its end`, false, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    process.stdout.write(`    ${name} took ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  }
  const pictures = flag('--screenshots');
  if (pictures !== undefined) await playScreenshots(browser, address, pictures);
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
finishChecks();
