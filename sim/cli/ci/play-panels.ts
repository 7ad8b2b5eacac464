/** The panels of the play screen and the comparison, by what people read and press in them. */
import type { Browser, Page } from 'playwright-core';
import type { PlayAbout } from '../../record/play-about.ts';
import { accessible, check, fitsIn } from './browser-checks.ts';
import { PlayPage, type Standing } from './play-page.ts';

export async function checkPanels(browser: Browser, address: string): Promise<void> {
  await serverAndClient(browser, address);
  await storyAndScript(browser, address);
  await eventsAndPicture(browser, address);
  await brokenCheck(browser, address);
  await comparison(browser, address);
  await everybody(browser, address);
}

/** The panel of a tab of the play screen. */
async function tabOf(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

async function until(tab: PlayPage, holds: (standing: Standing) => boolean): Promise<Standing> {
  for (let tries = 0; tries < 200; tries++) {
    const standing = await tab.settled();
    if (holds(standing)) return standing;
    await tab.page.waitForTimeout(50);
  }
  return tab.standing();
}

async function led(browser: Browser, address: string): Promise<{ tab: PlayPage; leader: string }> {
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  await tab.runUntil('any leads');
  const { leader } = await tab.settled();
  return { tab, leader: leader ?? '' };
}

async function serverAndClient(browser: Browser, address: string): Promise<void> {
  const { tab, leader } = await led(browser, address);
  const { page } = tab;
  const server = page.locator('.panel-server');
  check(
    'server: who leads is shown by itself',
    (await server.getByRole('heading').first().innerText()).includes(leader),
  );
  await tabOf(page, 'Clients');
  const client = page.locator('.panel-client');
  await client.getByLabel('path').fill('/a');
  await client.getByRole('button', { name: 'ask', exact: true }).click();
  await until(tab, ({ lines }) => lines.length === 1);
  await tab.runUntil('any applies x2');
  await until(tab, () => true);
  const waits = await client.locator('.operations li').first().innerText();
  check(
    'client: an operation that was asked for stands first',
    waits.includes('create /a'),
    waits.replaceAll('\n', ' '),
  );
  await client.getByLabel('operation').selectOption('setData');
  await client.getByLabel('expected version').fill('two');
  await client.getByRole('button', { name: 'ask', exact: true }).click();
  const problem = await client.getByRole('alert').innerText();
  check('client: what is no version is told at its field', problem.includes('whole number'), problem);
  await client.getByLabel('operation').selectOption('getData');
  await client.getByRole('checkbox', { name: 'watch' }).check();
  await client.getByRole('button', { name: 'ask', exact: true }).click();
  const asked = await until(tab, ({ lines }) => lines.length === 2);
  check(
    'client: a read with a watch is a line',
    (asked.lines[1] ?? '').endsWith('c1 getData /a watch'),
    asked.lines[1],
  );
  await tab.seek(asked.event + 250);
  const at = await connectedTo(tab);
  await tabOf(page, 'Server');
  await server.getByLabel('server', { exact: true }).selectOption(at);
  const text = await server.innerText();
  check('server: the watch of its client is told', /\/a\s+c1\s+data, fires once/.test(text), '');
  check('server: the session of its client, and how long it has', /c1\s.*s left of \d+ s/s.test(text), '');
  const cells = await server.locator('.log .cell').count();
  check('server: a cell for each record', cells === (await records(tab, at)) && cells > 0, `${cells}`);
  check('server: each mark is a shape', (await server.locator('.log .cell.committed').count()) > 0);
  await server.getByRole('button', { name: '/a', exact: true }).click();
  check('server: a znode tells its stat', (await server.locator('.stat').innerText()).includes('created'));
  await server.getByLabel('differs from server').selectOption(leader === at ? '1' : leader);
  check('server: its tree beside another one', (await server.locator('.difference').innerText()).length > 20);
  const before = (await tab.settled()).lines.length;
  await server.getByRole('button', { name: 'pause', exact: true }).click();
  const paused = await until(tab, ({ lines }) => lines.length === before + 1);
  check('server: a button is a line', (paused.lines.at(-1) ?? '').endsWith(`pause ${at}`), paused.lines.at(-1));
  check('server: what it is now', (await server.getByRole('heading').first().innerText()).includes('PAUSED'));
  await quorumLost(tab, leader);
  await quiet('server and client', tab);
}

function connectedTo(tab: PlayPage): Promise<string> {
  return tab.page.evaluate(() => {
    const { play } = (globalThis as unknown as Page1).zabsim;
    return play.moment.value.state.clients.find(({ name }) => name === 'c1')?.server ?? '';
  });
}

function records(tab: PlayPage, server: string): Promise<number> {
  return tab.page.evaluate((name) => {
    const { play } = (globalThis as unknown as Page1).zabsim;
    return play.moment.value.state.servers.find((each) => each.name === name)?.log.length ?? -1;
  }, server);
}

/** The little of the page's store that is asked here. */
interface Page1 {
  readonly zabsim: {
    readonly play: {
      readonly moment: {
        readonly value: {
          readonly state: {
            readonly clients: readonly { readonly name: string; readonly server: string | null }[];
            readonly servers: readonly { readonly name: string; readonly log: readonly unknown[] }[];
          };
        };
      };
      readonly view: {
        readonly value: { readonly columns: { readonly cause: Int32Array }; mark(event: number): string };
      };
    };
  };
}

async function quorumLost(tab: PlayPage, leader: string): Promise<void> {
  const quorum = tab.page.locator('.panel-quorum');
  const others = ['1', '2', '3', '4', '5'].filter((name) => name !== leader).slice(0, 3);
  await tab.act(`crash ${others.join(',')}`);
  await until(tab, ({ up }) => up.length === 2);
  const words = await quorum.locator('.answer').innerText();
  check('quorum: what is missing is told', /need \d more/.test(words), words);
  check('quorum: a seat for each voter', (await quorum.locator('.seats').first().locator('.seat').count()) === 5);
  await quorum.getByRole('button', { name: /leader reaches/ }).click();
  check('quorum: another question', (await quorum.locator('.answer').innerText()).includes('reach'));
  check('quorum: the last decision', /committed \d+:[0-9a-f]+/.test(await quorum.locator('.intersection').innerText()));
}

async function storyAndScript(browser: Browser, address: string): Promise<void> {
  const { tab } = await led(browser, address);
  const { page } = tab;
  await tab.act('c1 create /a "1"');
  const caption = page.locator('.panel-caption');
  const from = (await tab.settled()).event;
  await caption.getByRole('button', { name: /next commit/ }).click();
  const commit = await until(tab, ({ event }) => event > from);
  check('caption: the next commit', commit.event > from && /commit/i.test(await caption.locator('.what').innerText()));
  await caption.getByRole('button', { name: 'why?' }).press('Enter');
  const causes = caption.locator('.causes li');
  check('caption: causes, nearest first', (await causes.count()) > 2);
  await causes.first().getByRole('button').click();
  const cause = await until(tab, ({ event }) => event < commit.event);
  check('caption: a cause leads to its event', cause.event < commit.event, `${commit.event} to ${cause.event}`);
  await tabOf(page, 'Script');
  const script = page.locator('.panel-script');
  const lines = script.getByLabel('lines of the script');
  const good = await lines.inputValue();
  await lines.fill(`# by hand\n${good}\nat 2s: crsh 2`);
  await script.getByRole('button', { name: 'run these lines' }).click();
  await script.locator('.problem').filter({ hasText: 'line 3' }).waitFor();
  check('script: a bad line is named where it stands', true, await script.locator('.problem').innerText());
  await lines.fill(`${good}\nat 2s: crash 2`);
  await lines.press('Control+Enter');
  const run = await until(tab, ({ lines: now }) => now.length === 2);
  check('script: good lines run', run.lines[1] === 'at 2s: crash 2', run.lines.join('; '));
  await script.getByRole('button', { name: 'undo' }).click();
  await until(tab, ({ lines: now }) => now.length === 1);
  check('script: undo', (await lines.inputValue()) === good);
  await tabOf(page, 'Branches');
  const branches = page.locator('.panel-branches .branches button');
  check('branches: all of them stay', (await branches.count()) === run.branches, `${run.branches}`);
  await branches.first().click();
  check('branches: a press shows one', (await until(tab, ({ branch }) => branch === 'A')).branch === 'A');
  await quiet('story and script', tab);
}

async function eventsAndPicture(browser: Browser, address: string): Promise<void> {
  const { tab } = await led(browser, address);
  const { page } = tab;
  const heights = await page.locator('.panel-space-time canvas').first().boundingBox();
  check('picture: it is drawn', (heights?.height ?? 0) > 150 && (heights?.width ?? 0) > 400);
  await tabOf(page, 'Events');
  const events = page.locator('.panel-events');
  await events.getByLabel('filter').fill('kind=NOTIFICATION');
  await page.waitForTimeout(200);
  const texts = await events.locator('tbody tr').allInnerTexts();
  check(
    'events: a filter leaves what it says',
    texts.length > 0 && texts.every((text) => text.includes('NOTIFICATION')),
  );
  await events.getByLabel('filter').fill('size=3');
  check('events: a field that is none is told', (await events.locator('.problem').innerText()).includes('"size"'));
  await events.getByLabel('filter').fill('');
  const first = events.locator('tbody tr').first().getByRole('button').first();
  const wanted = Number(await first.innerText());
  await first.click();
  check('events: a row leads to its event', (await until(tab, ({ event }) => event === wanted)).event === wanted);
  const now = (await tab.settled()).event;
  const picture = page.locator('.panel-space-time');
  await picture.getByRole('button', { name: 'event order' }).click();
  await picture.getByRole('button', { name: 'whole run' }).click();
  const canvas = picture.locator('canvas').first();
  const box = await canvas.boundingBox();
  // Somewhere on the lanes of the servers there is an event under the pointer.
  for (let x = 0.3; x < 0.95 && (await tab.settled()).event === now; x += 0.05) {
    await canvas.click({ position: { x: (box?.width ?? 0) * x, y: (box?.height ?? 0) * 0.55 } });
    await page.waitForTimeout(60);
  }
  check('picture: a click goes to an event', (await tab.settled()).event !== now, `${now}`);
  await picture.getByRole('button', { name: 'clients', exact: true }).click();
  const fewer = await canvas.boundingBox();
  check('picture: lanes can be hidden', (fewer?.height ?? 0) < (box?.height ?? 0));
  await quiet('events and picture', tab);
}

/** The first re-created bug of which a case lies in the page. */
async function brokenCheck(browser: Browser, address: string): Promise<void> {
  const { tab } = await led(browser, address);
  const { page } = tab;
  const about = JSON.parse((await page.locator('#about').textContent()) ?? '') as PlayAbout;
  const stored = about.bugs.find((bug) => bug.of !== null && bug.of.inputs === null)?.of ?? null;
  if (stored === null) {
    check('checks: a bug has a case in the page', false);
    return;
  }
  await tab.openCase(stored);
  await tab.seek(1_000_000);
  await page.locator('.panel-space-time canvas').first().waitFor();
  await tabOf(page, 'Checks');
  const lamps = page.locator('.panel-lamps');
  const count = await lamps.locator('.lamp').count();
  check('checks: each is a lamp', count > 15, `${count}`);
  const first = lamps.locator('.lamp').first();
  await lamps.locator('.lamp.broken').first().waitFor();
  check('checks: what is broken comes first', (await first.getAttribute('class')) === 'lamp broken');
  check('checks: why, and what it promises', (await first.innerText()).split('\n').length >= 4);
  const link = first.getByRole('button', { name: /event/ }).first();
  const broke = Number((await link.innerText()).replace('event ', ''));
  await link.click();
  check('checks: a press leads to where it broke', (await until(tab, ({ event }) => event === broke)).event === broke);
  await tab.seek(broke - 1);
  check('checks: before, it held, and what comes is told', (await lamps.locator('.later').count()) > 0);
  await quiet('checks', tab);
}

async function comparison(browser: Browser, address: string): Promise<void> {
  const { tab } = await led(browser, address);
  const { page } = tab;
  await tab.act('crash leader');
  const crashed = await tab.settled();
  await tab.seek(crashed.event + 60);
  await page.evaluate(() => {
    (globalThis as unknown as { location: { hash: string } }).location.hash = '#/cmp';
  });
  const parts = page.locator('.first-difference');
  await parts.waitFor();
  const words = await parts.innerText();
  check(
    'compare: where they part and what each did',
    /part at event \d+/.test(words) && words.includes('crash'),
    words.replaceAll('\n', ' '),
  );
  const clock = page.locator('.panel-clock');
  await clock.getByRole('button', { name: 'first difference' }).click();
  await page.waitForTimeout(500);
  const table = page.locator('.panel-difference table');
  check('compare: in what the states differ', /server \d\s+role/.test(await table.innerText()));
  check('compare: two pictures', (await page.locator('.comparison .picture canvas').count()) >= 2);
  const time = await clock.locator('.aside').innerText();
  await clock.getByRole('button', { name: 'on ▶' }).press('Enter');
  await page.waitForTimeout(300);
  check('compare: one clock goes on for both', (await clock.locator('.aside').innerText()) !== time);
  await clock.getByRole('button', { name: 'by event' }).click();
  check('compare: linked by event', (await clock.locator('.aside').innerText()).startsWith('event'));
  const right = page.getByRole('region', { name: 'run on the right' });
  await right.getByRole('textbox', { name: 'seed' }).fill('4711');
  await right.getByRole('textbox', { name: 'seed' }).press('Enter');
  await right.getByRole('combobox').first().getByText('the seed 4711').waitFor({ state: 'attached' });
  const other = await tab.page.waitForFunction(() => {
    const { document } = globalThis as unknown as { document: { body: { innerText: string } } };
    return /They part at event \d+/.exec(document.body.innerText)?.[0] ?? null;
  });
  check('compare: another seed on one side', (await other.jsonValue()) !== null, String(await other.jsonValue()));
  const chosen = await right.getByRole('combobox').first().inputValue();
  check(
    'compare: it stands there, and the play shows what it did',
    chosen === '2' && (await tab.standing()).branches === 3,
  );
  await right.getByRole('textbox', { name: 'seed' }).fill('no/..seed');
  await right.getByRole('textbox', { name: 'seed' }).press('Enter');
  await tab.waited(({ notice }) => notice !== null);
  check('compare: what is no seed is told', ((await tab.standing()).notice ?? '').includes('seed'));
  await page.getByRole('region', { name: 'run on the left' }).getByRole('button', { name: 'open in play' }).click();
  await page.locator('.panel-server').waitFor();
  check('compare: a side opens in play', (await tab.settled()).branch === 'A');
  await quiet('compare', tab);
}

const tabs = ['Server', 'Clients', 'Checks', 'Script', 'Branches', 'Events'];

/** With everything that folds open: axe finds nothing, and nothing sticks out of a narrow page. */
async function everybody(browser: Browser, address: string): Promise<void> {
  for (const [look, options] of [
    ['light', {}],
    ['dark', { colorScheme: 'dark' as const }],
    ['320 pixels', { viewport: { width: 320, height: 640 } }],
  ] as const) {
    const tab = await PlayPage.playing(browser, `${address}#/play`, { ...options, bypassCSP: true });
    await tab.runUntil('any leads');
    await tab.act('c1 create /a "1"');
    await tab.runUntil('any commits x2');
    for (const name of tabs) {
      await tabOf(tab.page, name);
      await tab.page.evaluate(() => {
        const { document } = globalThis as unknown as {
          document: { querySelectorAll(selector: string): Iterable<{ open: boolean }> };
        };
        for (const each of document.querySelectorAll('.panel details')) each.open = true;
      });
      await tab.page.waitForTimeout(150);
      if (look === '320 pixels') await fitsIn(`${name}, all open, ${look}`, tab.page);
      else await accessible(`${name}, all open, ${look}`, tab.page);
    }
    await tab.close();
  }
}

async function quiet(what: string, tab: PlayPage): Promise<void> {
  check(`${what}: the page complains of nothing`, tab.trouble.length === 0, tab.trouble.slice(0, 3).join(' | '));
  await tab.close();
}
