/** Pictures of every screen, to be looked at. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { PlayPage } from './play-page.ts';

const shots: readonly (readonly [string, string, BrowserContextOptions])[] = [
  ['start', '#/', {}],
  ['start-phone', '#/', { viewport: { width: 390, height: 800 } }],
  ['free', '#/free', {}],
  ['bugs', '#/bugs', { colorScheme: 'dark' }],
  ['lessons', '#/lessons', {}],
  ['lesson', '#/l/01', {}],
  ['play', '#/play', { viewport: { width: 1440, height: 900 } }],
  ['play-dark', '#/play', { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }],
  ['play-contrast', '#/play', { viewport: { width: 1440, height: 900 }, contrast: 'more' }],
  ['play-projector', '#/play', { viewport: { width: 1280, height: 720 } }],
  ['play-phone', '#/play', { viewport: { width: 390, height: 800 } }],
  ['play-320', '#/play', { viewport: { width: 320, height: 640 } }],
  ['compare', '#/cmp', {}],
  ['embed', '#/play?embed=1', { viewport: { width: 640, height: 480 } }],
  ['embed-small', '#/play?embed=1', { viewport: { width: 320, height: 240 } }],
  ['present', '#/play?present=1', { viewport: { width: 1280, height: 720 } }],
];

export async function playScreenshots(browser: Browser, address: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, hash, options] of shots) {
    const isPlay = hash.startsWith('#/play');
    const open = isPlay ? PlayPage.playing : PlayPage.open;
    const tab = await open(browser, address + hash, options);
    if (isPlay) await busy(tab);
    await tab.page
      .getByText(/being prepared|being made|^Running/)
      .first()
      .waitFor({ state: 'detached' });
    await tab.page.waitForTimeout(600);
    await tab.page.screenshot({ path: join(folder, `${name}.png`) });
    await tab.close();
  }
}

/** A moment in which something is going on: a leader, a write under way, a server that is down. */
export async function busy(tab: PlayPage): Promise<void> {
  await tab.runUntil('any leads');
  await tab.act('c1 create /config "v1"');
  // Two sessions before it.
  await tab.runUntil('leader commits x3');
  await tab.act('crash 2');
  await tab.runUntil('any applies x4');
  await tab.act('c2 setData /config "v2"');
  await tab.runUntil('leader proposes');
  await tab.settled();
  for (let i = 0; i < 3; i++) await tab.press('ArrowRight');
  await tab.page.keyboard.press('3');
  await tab.settled();
}
