/** The main paths through the playground, by mouse and by keys. */
import type { Browser } from 'playwright-core';
import { check } from './browser-checks.ts';
import { PlayPage, type Standing } from './play-page.ts';

export async function checkHands(browser: Browser, address: string): Promise<void> {
  const where = address.startsWith('file:') ? 'as a file' : 'served';
  await byMouse(browser, address, where);
  await byKeys(browser, address, where);
}

async function byMouse(browser: Browser, address: string, where: string): Promise<void> {
  const tab = await PlayPage.open(browser, address);
  const { page } = tab;
  await tab.button('Start the tour').click();
  await page.getByRole('heading', { name: 'Five servers, and no leader' }).waitFor();
  const begun = await tab.settled();
  check(`${where}: the tour begins with five servers and no leader`, begun.up.length === 5 && begun.leader === null);
  await tab.button('Run until one leads').click();
  await waitFor(tab, ({ leader }) => leader !== null);
  await tab.button('Next').click();
  await tab.button('Next').click();
  await tab.button('Create /tour').click();
  await waitFor(tab, ({ lines }) => lines.length === 1);
  await tab.button('Next').click();
  await tab.button('Crash the leader').click();
  await waitFor(tab, ({ lines, leader }) => lines.length === 2 && leader !== null);
  const crashed = await tab.settled();
  check(
    `${where}: the tour comes to another leader`,
    crashed.leader !== null && crashed.up.length === 4 && /: crash \d$/.test(crashed.lines[1] ?? ''),
    crashed.lines.join('; '),
  );
  await tab.button('End the tour').click();
  await tab.button('Undo the last act').click();
  const undone = await tab.settled();
  check(`${where}: undo leads back, and the branch stays`, undone.lines.length === 1 && undone.branches >= 3);
  await tab.button('One event back').click();
  const back = await tab.settled();
  check(`${where}: one event back`, back.event === undone.event - 1);
  await tab.button('On to the next that matters').click();
  check(`${where}: on to what matters`, await tab.waited(({ event }) => event > back.event));
  await tab.button('To the beginning').click();
  check(`${where}: to the beginning`, (await tab.settled()).event === 0);
  await page.getByRole('slider', { name: 'Event' }).fill('120');
  check(`${where}: the slider leads to an event`, (await tab.settled()).event === 120);
  await tab.button('Play').click();
  await waitFor(tab, ({ event }) => event > 120);
  await tab.button('Pause').click();
  await page.getByLabel('until').fill('server 2 bakes');
  await tab.button('Run').click();
  await page.getByRole('alert').filter({ hasText: 'bakes' }).waitFor();
  check(`${where}: a condition that is none is told`, true);
  await tab.button('Dismiss').click();
  await noTrouble(tab, where, address);
}

async function byKeys(browser: Browser, address: string, where: string): Promise<void> {
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  const { page } = tab;
  await tab.runUntil('any leads');
  const led = await tab.settled();
  const first = await tab.press('ArrowLeft');
  check(
    `${where}, keys: ← and →`,
    first.event === led.event - 1 && (await tab.press('ArrowRight')).event === led.event,
  );
  check(`${where}, keys: Home`, (await tab.press('Home')).event === 0);
  const told = await tab.press('Shift+ArrowRight');
  check(`${where}, keys: Shift+→`, told.event > 0);
  await tab.seek(led.event);
  await tab.press(led.leader ?? '1');
  await page.keyboard.press('c');
  const crash = `crash ${led.leader ?? ''}`;
  check(
    `${where}, keys: a digit and C crash a server`,
    await tab.waited(({ lines, up }) => (lines[0] ?? '').endsWith(crash) && up.length === 4),
  );
  await page.keyboard.press('z');
  check(`${where}, keys: Z`, await tab.waited(({ lines, event }) => lines.length === 0 && event === led.event));
  await page.keyboard.press('Shift+Z');
  check(`${where}, keys: Shift+Z`, await tab.waited(({ lines, up }) => lines.length === 1 && up.length === 4));
  await page.keyboard.press('c');
  check(
    `${where}, keys: C starts it again`,
    await tab.waited(({ lines }) => (lines[1] ?? '').endsWith(`restart ${led.leader ?? ''}`)),
  );
  await page.keyboard.press('p');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  check(`${where}, keys: P cuts`, await tab.waited(({ lines }) => (lines[2] ?? '').endsWith('partition 1,2 | 3,4,5')));
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('h');
  check(`${where}, keys: H heals`, await tab.waited(({ lines }) => (lines[3] ?? '').endsWith('heal')));
  for (const key of ['w', 's', 't']) await page.keyboard.press(key);
  check(
    `${where}, keys: W, S and T ask as a client`,
    await tab.waited(
      ({ lines }) =>
        lines
          .slice(4)
          .map((line) => line.replace(/^at [^:]*: /, ''))
          .join('; ') === 'c1 create /play "1"; c1 sync /; c1 getData /',
    ),
    (await tab.standing()).lines.slice(4).join('; '),
  );
  await page.keyboard.press('/');
  await page.keyboard.type('cC1');
  check(`${where}, keys: what is typed is text`, (await tab.settled()).lines.length === 7);
  await page.keyboard.press('Escape');
  await page.evaluate('document.activeElement.blur()');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Help' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  check(`${where}, keys: ? and Escape`, true);
  await page.keyboard.press('Tab');
  const focused = await page.evaluate('document.activeElement.textContent');
  check(`${where}, keys: the first Tab leads to the ways past the header`, typeof focused === 'string');
  await tab.button('Help').click();
  await page.getByLabel('Letters, digits and signs do something by themselves').uncheck();
  await page.keyboard.press('Escape');
  await tab.press('z');
  check(`${where}, keys: letters can be switched off`, (await tab.settled()).lines.length === 7);
  await noTrouble(tab, `${where}, keys`, address);
}

async function waitFor(tab: PlayPage, holds: (standing: Standing) => boolean): Promise<void> {
  if (await tab.waited(holds)) return;
  throw new Error(`what was waited for did not come about: ${JSON.stringify(await tab.standing())}`);
}

async function noTrouble(tab: PlayPage, name: string, address: string): Promise<void> {
  check(`${name}: no error`, tab.trouble.length === 0, tab.trouble.join('; '));
  const others = tab.requests.filter((url) => url.replace(/#.*/, '') !== address && !/^(blob|data):/.test(url));
  check(`${name}: no request leaves the page`, others.length === 0, others.join(' '));
  await tab.close();
}
