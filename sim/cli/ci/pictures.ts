/** Makes the pictures of README: one of a report, one of the playground, as PNG files of moderate size in reports/pictures. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { explain } from '../../../scenarios/explain.ts';
import { collectReport } from '../../../scenarios/report/collect.ts';
import type { Case } from '../../record/case.ts';
import { packageRoot } from '../package-root.ts';
import { packRun, reportFile } from '../report-file.ts';
import { open } from './browser-checks.ts';
import { launchChromium } from './browsers.ts';
import { PlayPage } from './play-page.ts';
import { busy } from './play-screenshots.ts';

const BYTES_MOST = 150_000;
const root = packageRoot();
const pictures = join(root, 'reports', 'pictures');

async function ofReport(browser: Browser, folder: string): Promise<string> {
  const of = JSON.parse(readFileSync(join(root, 'scenarios', 'corpus', 'zk-4643.json'), 'utf8')) as Case;
  const run = collectReport(of, { story: explain(of, { runs: 40 }), replay: 'sim replay case.json' });
  const file = join(folder, 'report.html');
  writeFileSync(file, await reportFile(packRun(run)));
  const { page } = await open(browser, pathToFileURL(file).href, { viewport: { width: 1180, height: 760 } });
  await page.locator('#replay-check').filter({ hasText: /^[✔⚠]/ }).waitFor({ timeout: 120_000 });
  await page.evaluate('document.getElementById("picture").scrollIntoView({ block: "start" })');
  await page.waitForTimeout(500);
  const place = join(pictures, 'report.png');
  await page.screenshot({ path: place });
  await page.context().close();
  return place;
}

async function ofPlayground(browser: Browser): Promise<string> {
  const address = pathToFileURL(join(root, 'dist', 'playground', 'index.html')).href;
  const tab = await PlayPage.playing(browser, `${address}#/play`, { viewport: { width: 1240, height: 712 } });
  await busy(tab);
  // So far that the sentence on what happens stands above the controls.
  await tab.page.evaluate('scrollTo(0, 48)');
  await tab.page.waitForTimeout(600);
  const place = join(pictures, 'playground.png');
  await tab.page.screenshot({ path: place });
  await tab.close();
  return place;
}

mkdirSync(pictures, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'zabsim-pictures-'));
const browser = await launchChromium();
try {
  for (const place of [await ofReport(browser, folder), await ofPlayground(browser)]) {
    const { size } = statSync(place);
    process.stdout.write(`${place}  ${size} bytes\n`);
    if (size > BYTES_MOST) throw new Error(`${place} is larger than ${BYTES_MOST} bytes`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
