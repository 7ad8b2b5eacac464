/** A link holds a whole play: it is opened again and comes to the same run; a link that is none is told. */
import { deflateRawSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { newCase, type Case } from '../../record/case.ts';
import { packageRoot } from '../package-root.ts';
import { check } from './browser-checks.ts';
import { PlayPage } from './play-page.ts';

export async function checkLinks(browser: Browser, address: string): Promise<void> {
  const link = await roundTrip(browser, address);
  await longPlay(browser, address);
  await storedCase(browser, address);
  await badLinks(browser, address, link);
  await hostile(browser, address);
}

async function roundTrip(browser: Browser, address: string): Promise<string> {
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  await tab.runUntil('any leads');
  const { leader } = await tab.settled();
  await tab.act('c1 create /a "x"');
  await tab.runUntil('leader commits');
  await tab.act(`crash ${leader ?? '1'}`);
  await tab.runUntil('any leads');
  const made = await tab.settled();
  const link = await tab.link();
  await tab.page.waitForTimeout(1500);
  check('the address follows the play', tab.page.url() === link, tab.page.url());
  const again = await PlayPage.playing(browser, link);
  const opened = await again.settled();
  check(
    'a link comes to the same lines and the same event, and nothing is warned of',
    opened.lines.join() === made.lines.join() && opened.event === made.event && (await bars(again)) === 0,
    `${opened.lines.length} lines, event ${opened.event}`,
  );
  // Further than either was run before, so that both are run exactly as far.
  const [there, here] = [await tab.fingerprintAfter(5000), await again.fingerprintAfter(5000)];
  check('and to the same fingerprint', there === here && /^\d+ [0-9a-f]{32}$/.test(here), `${there}, ${here}`);
  await tab.close();
  await again.close();
  return link;
}

function bars(tab: PlayPage): Promise<number> {
  return tab.page.getByRole('alert').filter({ hasText: /\w/ }).count();
}

/** A link stays short, whatever somebody does. */
async function longPlay(browser: Browser, address: string): Promise<void> {
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  await tab.runUntil('any leads');
  for (let i = 0; i < 100; i++) {
    const server = String((i % 5) + 1);
    const lines = [
      `c1 setData /play "${i}"`,
      `pause ${server} for 200ms`,
      `c2 getData /play`,
      `clog 1 > ${server === '1' ? '2' : server} for 100ms`,
    ];
    await tab.act(i === 0 ? 'c1 create /play "0"' : (lines[i % lines.length] as string));
    const { event } = await tab.standing();
    await tab.seek(event + 7);
  }
  const { lines } = await tab.settled();
  const link = await tab.link();
  const fragment = link.slice(link.indexOf('#')).length;
  check(
    '100 hand actions: a link below 2000 characters',
    lines.length === 100 && fragment < 2000,
    `${lines.length} lines, ${fragment} characters`,
  );
  const again = await PlayPage.playing(browser, link);
  check('and it opens', (await again.settled()).lines.length === 100 && (await bars(again)) === 0);
  await tab.close();
  await again.close();
}

function packed(of: unknown): string {
  return deflateRawSync(JSON.stringify(of)).toString('base64url');
}

/** As `sim play CASE` and the gallery open it. */
async function storedCase(browser: Browser, address: string): Promise<void> {
  const of = JSON.parse(readFileSync(join(packageRoot(), 'scenarios', 'corpus', 'zk-2845.json'), 'utf8')) as Case;
  const tab = await PlayPage.playing(browser, `${address}#/play?case=${packed(of)}`);
  const { bug } = await tab.shownCase();
  check('a case in the address is opened', bug === 'ZK-2845', String(bug));
  const broken = await tab.brokenChecks(20_000);
  check(
    'and its check breaks',
    broken.some((name) => name === of.expect?.signature?.split(':')[0]),
    broken.join(', '),
  );
  await tab.close();
  const gallery = await PlayPage.open(browser, `${address}#/bugs`);
  await gallery.page.getByLabel('Show those that mention').fill('ZK-4643');
  await gallery.button('Show the run of ZK-4643').click();
  await gallery.settled();
  check('the gallery opens its cases', (await gallery.shownCase()).bug === 'ZK-4643');
  await gallery.close();
  const files = await PlayPage.open(browser, address);
  await files.page.getByLabel('Choose a file').setInputFiles({
    name: 'case.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(of)),
  });
  await files.settled();
  check('a case is opened from its file', (await files.shownCase()).bug === 'ZK-2845');
  await files.close();
}

/** Each is told in a sentence with a choice, and never leaves a page blank or waiting. */
async function badLinks(browser: Browser, address: string, link: string): Promise<void> {
  const text = link.slice(link.indexOf('?') + 1);
  const middle = Math.floor(text.length / 2);
  const of = newCase('0.1.0', 'play', '1', { voters: 3 });
  const broken: readonly (readonly [string, string])[] = [
    ['a link cut in half', `#/play?${text.slice(0, middle)}`],
    [
      'a link with other characters in it',
      `#/play?${text.slice(0, middle)}${'A'.repeat(12)}${text.slice(middle + 12)}`,
    ],
    ['a link of nothing known', '#/play?x=1'],
    ['an over-long link', `#/play?${text}${'A'.repeat(1_100_000)}`],
    ['a case that is damaged', '#/play?case=AAAA'],
    ['a case that is no base64', '#/play?case=%%%'],
    ['a text that is no case', `#/play?case=${packed([1])}`],
    ['a case of another format', `#/play?case=${packed({ ...of, schema: 9 })}`],
    ['a case of a scenario nobody knows', `#/play?case=${packed({ ...of, scenario: 'mine' })}`],
    ['a case with a field of the wrong kind', `#/play?case=${packed({ ...of, options: { voters: 'many' } })}`],
    ['a text that grows without end', `#/play?case=${deflateRawSync(Buffer.alloc(50_000_000)).toString('base64url')}`],
  ];
  for (const [name, hash] of broken) {
    const tab = await PlayPage.open(browser, address + hash);
    const alert = tab.page.getByRole('alert').filter({ hasText: /cannot be opened: .*\.$|cannot be opened/ });
    await alert
      .first()
      .waitFor({ timeout: 30_000 })
      .catch(() => undefined);
    const told = (await alert.count()) > 0 ? ((await alert.first().innerText()).split('\n')[0] ?? '') : '';
    const choices = await alert.getByRole('button').count();
    check(
      `${name}: a sentence and a choice`,
      told !== '' && choices > 0 && tab.trouble.length === 0,
      told.slice(0, 160),
    );
    if (choices > 0) {
      await tab.button('Play with five servers instead').click();
      const opened = await tab.settled();
      check(`${name}: and another way on`, opened.branch === 'A' && (await bars(tab)) === 0);
    }
    await tab.close();
  }
  await anotherVersion(browser, address, text);
}

/** It runs, and what it comes to is compared with what it once came to. */
async function anotherVersion(browser: Browser, address: string, text: string): Promise<void> {
  const other = text.replace(/v=[^&]*/, 'v=9.9.9');
  const same = await PlayPage.playing(browser, `${address}#/play?${other}`);
  check('a link of another version that comes to the same is opened', (await bars(same)) === 0);
  await same.close();
  const tab = await PlayPage.playing(browser, `${address}#/play?${other.replace(/h=[^&]*/, 'h=00000000')}`);
  const alert = tab.page.getByRole('alert').filter({ hasText: '9.9.9' });
  check(
    'a link of another version that comes to something else: a sentence and a choice',
    (await alert.count()) === 1 && (await alert.getByRole('button').count()) === 2,
    (await alert.innerText()).split('\n')[0],
  );
  await tab.button('Look at it all the same').click();
  check('and it can be looked at all the same', (await bars(tab)) === 0 && (await tab.settled()).lines.length > 0);
  await tab.close();
}

/** Names and data that would do harm if anybody took them for markup. */
const EVIL = `<img src=x onerror="document.title='harm'"><script>document.title='harm'</script>`;

async function hostile(browser: Browser, address: string): Promise<void> {
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  await tab.runUntil('any leads');
  await tab.act(`c1 create /a ${JSON.stringify(EVIL)}`);
  await tab.runUntil('leader commits');
  await tab.page.keyboard.press('1');
  for (const name of ['Server', 'Clients', 'Checks', 'Script', 'Branches', 'As text']) {
    await tab.page.getByRole('tab', { name }).click();
    await tab.settled();
  }
  const images = await tab.page.locator('img').count();
  check(
    'markup in data does nothing',
    !(await tab.page.title()).includes('harm') && images === 0 && tab.trouble.length === 0,
    tab.trouble.join('; '),
  );
  await tab.page.getByRole('tab', { name: 'Script' }).click();
  check(
    'and is shown as it is',
    (await tab.page.locator('main').innerText()).includes('<img src=x') ||
      (await tab.page.locator('main textarea').first().inputValue()).includes('<img src=x'),
  );
  await tab.close();
}
