/** The picture of the ensemble: hands on it by mouse, keys and finger, its text twin, its files, and how long a frame takes. */
import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { accessible, check, timed } from './browser-checks.ts';
import { PlayPage, type Standing } from './play-page.ts';

export async function checkCluster(browser: Browser, address: string): Promise<void> {
  await byMouse(browser, address);
  await byKeys(browser, address);
  await byFinger(browser, address);
  await textTwin(browser, address);
  await files(browser, address);
  await frames(browser, address);
}

/** With a leader that serves. */
async function served(
  browser: Browser,
  address: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<PlayPage> {
  const tab = await PlayPage.playing(browser, `${address}#/play`, { bypassCSP: true, ...options });
  await tab.runUntil('any leads');
  await tab.runUntil('any serves x3');
  await tab.settled();
  return tab;
}

async function lastLine(tab: PlayPage, holds: (line: string) => boolean): Promise<string | null> {
  for (let i = 0; i < 400; i++) {
    const { lines, event, shown }: Standing = await tab.standing();
    const line = (lines.at(-1) ?? '').replace(/^at [^:]*: /, '');
    if (event === shown && holds(line)) return line;
    await tab.page.waitForTimeout(50);
  }
  return null;
}

function spot({ page }: PlayPage, who: string): Locator {
  return page.locator(`[data-spot="${who}"]`);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

async function middleOf(of: Locator): Promise<Point> {
  const box = await of.boundingBox();
  if (box === null) throw new Error('it is not shown');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Across the whole picture, between the lower servers and the others; gives the groups that it should make. */
async function drawCut(tab: PlayPage): Promise<string> {
  const { page } = tab;
  await page.locator('.cluster-stage').scrollIntoViewIfNeeded();
  const places = await Promise.all(['1', '2', '3', '4', '5'].map((name) => middleOf(spot(tab, `server ${name}`))));
  const heights = places.map(({ y }) => y).sort((a, b) => a - b);
  const y = ((heights[2] as number) + (heights[3] as number)) / 2;
  const stage = await page.locator('.cluster-stage').boundingBox();
  if (stage === null) throw new Error('there is no picture');
  await page.mouse.move(stage.x + 4, y);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) await page.mouse.move(stage.x + 4 + ((stage.width - 8) * i) / 8, y + (i % 2) * 3);
  const told = await page.locator('.cluster-tip').innerText();
  await page.mouse.up();
  const side = (below: boolean): string[] =>
    places.flatMap((place, i) => (place.y > y === below ? [String(i + 1)] : []));
  const expected = `partition ${side(false).join(',')} | ${side(true).join(',')}`;
  check('cluster: a line that is drawn tells which groups it makes', told.includes(expected), told);
  return expected;
}

async function byMouse(browser: Browser, address: string): Promise<void> {
  const tab = await served(browser, address);
  const { page } = tab;
  const canvas = page.locator('.cluster-stage canvas');
  check('cluster: the canvas is not for screen readers', (await canvas.getAttribute('aria-hidden')) === 'true');
  const names = await page
    .locator('[data-spot]')
    .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')));
  check(
    'cluster: servers and clients are there in words',
    names.filter((name) => /^Server \d, (LEADING|FOLLOWING)/.test(name ?? '')).length === 5 &&
      names.some((name) => /^Client c1, /.test(name ?? '')),
    names.join('; '),
  );
  const expected = await drawCut(tab);
  const cut = await lastLine(tab, (line) => line.startsWith('partition'));
  check('cluster: a drawn line cuts', cut === expected, `${cut ?? 'nothing'}, expected ${expected}`);
  await page.locator('[data-tool=heal]').click();
  check('cluster: heal', (await lastLine(tab, (line) => line === 'heal')) !== null);

  await page.locator('.cluster-stage').scrollIntoViewIfNeeded();
  const at = await middleOf(spot(tab, 'server 2'));
  await page.mouse.click(at.x, at.y);
  const title = await page.locator('[data-tool=menu]').innerText();
  check('cluster: a click selects', title === 'Server 2…', title);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  await page.getByRole('menu', { name: 'Server 2' }).waitFor();
  await accessible('cluster, menu', page);
  await page.getByRole('menuitem', { name: 'Pause' }).click();
  check('cluster: a menu acts', (await lastLine(tab, (line) => line === 'pause 2')) !== null);
  await page.mouse.click(at.x, at.y, { button: 'right' });
  check(
    'cluster: the menu knows what is possible now',
    (await page.getByRole('menuitem', { name: 'Let it go on' }).count()) === 1,
  );
  await page.keyboard.press('Escape');
  check('cluster: no error', tab.trouble.length === 0, tab.trouble.join('; '));
  await tab.close();
}

async function byKeys(browser: Browser, address: string): Promise<void> {
  const tab = await served(browser, address);
  const { page } = tab;
  await spot(tab, 'server 3').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu', { name: 'Server 3' }).waitFor();
  const { event } = await tab.standing();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  check('cluster, keys: arrows stay in the menu', (await tab.standing()).event === event);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  const focused = await page.evaluate('document.activeElement.dataset.spot');
  check('cluster, keys: Escape leads back to the server', focused === 'server 3', String(focused));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  check('cluster, keys: Enter twice crashes it', (await lastLine(tab, (line) => line === 'crash 3')) !== null);

  await page.locator('[data-tool=groups]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await accessible('cluster, groups', page);
  await page.getByLabel('Groups', { exact: true }).fill('12');
  await page.keyboard.press('Enter');
  check('cluster, keys: groups are typed', (await lastLine(tab, (line) => line === 'partition 1,2 | 3,4,5')) !== null);
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.locator('[data-tool=client]').click();
  await page.getByLabel('Path', { exact: true }).fill('no path');
  check('cluster, keys: what is wrong is told', await page.getByText('A path begins with "/".').isVisible());
  await page.getByLabel('Path', { exact: true }).fill('/from-the-picture');
  await page.getByLabel('Data', { exact: true }).fill('</script><img src=x>');
  await page.keyboard.press('Enter');
  check(
    'cluster, keys: a client is asked, and data stays data',
    (await lastLine(tab, (line) => line === 'c1 create /from-the-picture "</script><img src=x>"')) !== null,
  );
  check('cluster, keys: no error', tab.trouble.length === 0, tab.trouble.join('; '));
  await tab.close();
}

async function byFinger(browser: Browser, address: string): Promise<void> {
  const tab = await served(browser, address, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const { page } = tab;
  await page.locator('.cluster-stage').scrollIntoViewIfNeeded();
  const at = await middleOf(spot(tab, 'server 4'));
  await page.touchscreen.tap(at.x, at.y);
  await page.touchscreen.tap(at.x, at.y);
  const menu = page.getByRole('menu', { name: 'Server 4' });
  await menu.waitFor();
  const small = await menu
    .getByRole('menuitem')
    .evaluateAll((all) => all.filter((each) => each.getBoundingClientRect().height < 44).length);
  check('cluster, finger: a second tap opens the menu, with entries of 44 pixels', small === 0, `${small} are smaller`);
  await page.getByRole('menuitem', { name: 'Crash' }).tap();
  check('cluster, finger: and it acts', (await lastLine(tab, (line) => line === 'crash 4')) !== null);
  check('cluster, finger: no error', tab.trouble.length === 0, tab.trouble.join('; '));
  await tab.close();
}

async function textTwin(browser: Browser, address: string): Promise<void> {
  const tab = await served(browser, address);
  const { page } = tab;
  await tab.act('c1 create /twin "x"');
  await tab.runUntil('leader proposes');
  await tab.settled();
  for (let i = 0; i < 2; i++) await tab.press('ArrowRight');
  await page.getByRole('tab', { name: 'As text' }).click();
  await page.locator('.cluster-text tr[data-server]').first().waitFor();
  const rows = await page.locator('.cluster-text tr[data-server]').count();
  check('cluster, text: a row for each server', rows === 5, String(rows));
  const message = page.locator('.cluster-text tr[data-message]').filter({ hasText: 'PROPOSAL' }).first();
  await message.waitFor();
  const address1 = (await message.getAttribute('data-message')) ?? '';
  await message.locator('[data-act=hold]').click();
  const held = page.locator(`.cluster-text tr[data-message=${JSON.stringify(address1)}]`);
  await held.filter({ hasText: 'held by hand' }).waitFor({ timeout: 20_000 });
  check('cluster, text: a message is held', true);
  await held.locator('[data-act=release]').click();
  await held.filter({ hasText: 'held by hand' }).waitFor({ state: 'detached', timeout: 20_000 });
  check('cluster, text: and released', true);
  const barred = page.locator('.cluster-text button[data-act][aria-disabled=true]').first();
  const why = (await barred.getAttribute('title')) ?? '';
  check('cluster, text: what cannot be done says why', why.length > 5, why);
  await page.locator('.cluster-text tr[data-server="1"] [data-act=menu]').click();
  check('cluster, text: the menu of a server', await page.getByRole('menu', { name: 'Server 1' }).isVisible());
  await page.keyboard.press('Escape');
  check('cluster, text: no error', tab.trouble.length === 0, tab.trouble.join('; '));
  await tab.close();
}

async function files(browser: Browser, address: string): Promise<void> {
  const tab = await served(browser, address);
  const saved = async (tool: string): Promise<Buffer> => {
    const coming = tab.page.waitForEvent('download');
    await tab.page.locator(`[data-tool=${tool}]`).click();
    return readFileSync(await (await coming).path());
  };
  const svg = (await saved('svg')).toString('utf8');
  check('cluster: the picture as SVG', /^<svg[^>]*>[^]*LEADING[^]*<\/svg>\s*$/.test(svg), `${svg.length} characters`);
  const png = await saved('png');
  const size = png.length > 24 ? [png.readUInt32BE(16), png.readUInt32BE(20)] : [];
  check('cluster: the picture as PNG', size.join(' x ') === '1920 x 1280', size.join(' x '));
  await tab.close();
}

async function frames(browser: Browser, address: string): Promise<void> {
  const tab = await served(browser, address);
  const { page } = tab;
  await page.evaluate('zabsim.play.play()');
  const times: number[] = [];
  for (let i = 0; i < 40; i++) {
    await page.waitForTimeout(40);
    times.push(Number(await page.locator('.cluster-stage canvas').getAttribute('data-paint-ms')));
  }
  times.sort((a, b) => a - b);
  timed('cluster: a frame of the picture while it plays, median of 40', times[20] as number, 8);
  await tab.close();
}
