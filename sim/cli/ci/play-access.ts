/** Everybody can use every screen: axe finds nothing in any theme, and nothing sticks out of a narrow page. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { accessible, fitsIn } from './browser-checks.ts';
import { PlayPage } from './play-page.ts';

const screens = [
  '#/',
  '#/free',
  '#/bugs',
  '#/lessons',
  '#/l/01',
  '#/play',
  '#/cmp',
  '#/play?embed=1',
  '#/play?present=1',
];
const panels = ['Clients', 'Checks', 'Script', 'Branches', 'As text'];

const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { reducedMotion: 'reduce' }],
  ['dark', { colorScheme: 'dark' }],
  ['high contrast', { contrast: 'more' }],
];

const sizes: readonly (readonly [string, BrowserContextOptions])[] = [
  ['a phone', { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true }],
  ['320 pixels', { viewport: { width: 320, height: 640 } }],
  // 1280 by 900 at twice its size.
  ['200 % zoom', { viewport: { width: 640, height: 450 } }],
];

export async function checkAccess(browser: Browser, address: string): Promise<void> {
  for (const [name, options] of looks) {
    for (const screen of screens) {
      const tab = await shown(browser, address + screen, { ...options, bypassCSP: true });
      await accessible(`${screen}, ${name}`, tab.page);
      await tab.close();
    }
    await panelsAndDialogs(browser, address, name, options);
  }
  for (const [name, options] of sizes) {
    for (const screen of screens) {
      const tab = await shown(browser, address + screen, { ...options, bypassCSP: true });
      await fitsIn(`${screen}, ${name}`, tab.page);
      await tab.close();
    }
  }
}

async function shown(browser: Browser, address: string, options: BrowserContextOptions): Promise<PlayPage> {
  const isPlay = address.includes('#/play');
  const tab = isPlay
    ? await PlayPage.playing(browser, address, options)
    : await PlayPage.open(browser, address, options);
  if (isPlay) await tab.runUntil('any leads');
  if (isPlay) await tab.settled();
  await tab.page
    .getByText(/being prepared|being made|^Running/)
    .first()
    .waitFor({ state: 'detached' });
  await tab.page.waitForTimeout(200);
  return tab;
}

async function panelsAndDialogs(
  browser: Browser,
  address: string,
  name: string,
  options: BrowserContextOptions,
): Promise<void> {
  const tab = await shown(browser, `${address}#/play`, { ...options, bypassCSP: true });
  await tab.page.keyboard.press('1');
  await tab.act('c1 create /a "x"');
  await tab.settled();
  for (const panel of panels) {
    await tab.page.getByRole('tab', { name: panel }).click();
    await accessible(`panel ${panel}, ${name}`, tab.page);
  }
  for (const [button, title] of [
    ['Help', 'Help'],
    ['How it looks', 'How it looks'],
    ['Share', 'Share'],
  ] as const) {
    await tab.button(button).click();
    await tab.page.getByRole('dialog', { name: title }).waitFor();
    await accessible(`dialog ${title}, ${name}`, tab.page);
    await tab.page.keyboard.press('Escape');
    await tab.page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await tab.close();
}
