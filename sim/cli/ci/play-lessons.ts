/**
 * Lessons in the page: from seeing to explaining by keys alone, every kind of answer, what a page says to who is right and to
 * who is not, links to each step, and the file with answers. Answers are not written down here: the page is asked, as somebody
 * who tries until it is right.
 */
import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { lessonHeads } from '../../../scenarios/teaching/lessons/heads.ts';
import { lessons } from '../../../scenarios/teaching/lessons/index.ts';
import { parseCompletion } from '../../record/lesson-schema.ts';
import { parseJson } from '../../record/json-source.ts';
import { accessible, check, fitsIn } from './browser-checks.ts';
import { PlayPage } from './play-page.ts';

export async function checkLessons(browser: Browser, address: string): Promise<void> {
  await everyStepOpens(browser, address);
  await byKeys(browser, address);
  await everyKind(browser, address);
  await badAddresses(browser, address);
}

const column = (page: Page): Locator => page.getByRole('complementary', { name: 'Lesson' });
const card = (page: Page, text: string | RegExp): Locator => column(page).getByRole('region', { name: text });

async function prepared(browser: Browser, address: string, hash: string): Promise<PlayPage> {
  const made = await PlayPage.open(browser, `${address}${hash}`, { bypassCSP: true });
  await column(made.page).waitFor({ timeout: 60_000 });
  await made.settled();
  return made;
}

async function graded(of: Locator): Promise<string> {
  const box = of.getByRole('status');
  await box.waitFor({ timeout: 60_000 });
  return box.innerText();
}

async function everyStepOpens(browser: Browser, address: string): Promise<void> {
  for (const { id, title, steps } of lessons) {
    const at = await prepared(browser, address, `#/l/${id}/see?variant=1`);
    let opened = 0;
    for (const step of steps) {
      await at.page.evaluate(
        (hash) => void ((globalThis as unknown as Place).location.hash = hash),
        `#/l/${id}/${step.id}?variant=1`,
      );
      await at.page.getByRole('heading', { name: step.title, exact: true, level: 2 }).waitFor();
      await at.settled();
      opened += (await column(at.page).innerText()).includes('{') ? 0 : 1;
    }
    check(`lesson ${id}: every step opens by its link`, opened === steps.length, `${opened} of ${steps.length}`);
    check(
      `lesson ${id}: its title is shown`,
      await column(at.page)
        .getByRole('heading', { level: 1 })
        .innerText()
        .then((text) => text.includes(title)),
    );
    check(`lesson ${id}: the page complains about nothing`, at.trouble.length === 0, at.trouble.join('; '));
    await accessible(`lesson ${id}`, at.page);
    await at.close();
  }
  const narrow = await PlayPage.open(browser, `${address}#/l/votes/check?variant=1`, {
    viewport: { width: 360, height: 740 },
  });
  await column(narrow.page).waitFor({ timeout: 60_000 });
  await fitsIn('a lesson on a telephone', narrow.page);
  await narrow.close();
}

interface Place {
  location: { hash: string };
}

/** The first lesson with nothing but keys: reading on, writing a prediction down, choosing seats, and checking. */
async function byKeys(browser: Browser, address: string): Promise<void> {
  const at = await prepared(browser, address, `#/l/majorities-meet/see?variant=0`);
  const { page } = at;
  const follow = async (name: string): Promise<void> => {
    await column(page).getByRole('link', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await follow('Next: predict');
  const odd = card(page, /Any two majorities/);
  await odd.getByRole('textbox').focus();
  await page.keyboard.type('0');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  check('a prediction is written down and stays', await odd.getByRole('textbox').isDisabled());
  await follow('Next: do');
  const seats = card(page, /share exactly one/);
  await seats.getByRole('group', { name: 'Written to' }).getByRole('checkbox').first().focus();
  await page.keyboard.press('Space');
  await seats.getByRole('button', { name: 'Check' }).focus();
  await page.keyboard.press('Enter');
  check('a set that is too small is told so', (await graded(seats)).includes('no majority'));
  await follow('Next: check');
  const settled = card(page, /Any two majorities/);
  await settled.getByRole('button', { name: 'How did it go?' }).focus();
  await page.keyboard.press('Enter');
  const told = await graded(settled);
  check('a wrong idea has its name', told.includes('half is enough') && told.includes('Not yet'), told);
  check('what was written down is shown', (await settled.innerText()).includes('You wrote: 0'));
  await follow('Play freely with this run');
  await page.waitForFunction(() => (globalThis as unknown as Place).location.hash.startsWith('#/play'));
  check('free play is one step away, and what was open stays', (await at.settled()).branch !== null);
  await at.close();
}

async function everyKind(browser: Browser, address: string): Promise<void> {
  const pair = await prepared(browser, address, '#/l/split-brain/check?variant=0');
  await pick(pair);
  await hunt(pair);
  await file(pair);
  await pair.close();

  const votes = await prepared(browser, address, '#/l/votes/check?variant=0');
  await order(votes.page);
  await votes.close();

  const power = await prepared(browser, address, '#/l/commit/do?variant=0');
  await script(power);
  await power.close();
}

async function pick(at: PlayPage): Promise<void> {
  const { page } = at;
  const question = card(page, /first moment from which two servers accept writes/);
  await question.getByRole('button', { name: 'Open the run of this question' }).click();
  await question.getByText('Under the cursor:').waitFor();
  await at.seek(20);
  await question.getByRole('button', { name: 'Choose this event' }).click();
  await question.getByRole('button', { name: 'Check' }).click();
  check('another moment is told to be one', (await graded(question)).includes('It comes later'));
  await question.getByRole('button', { name: /Show me/ }).click();
  await question.getByText('Under the cursor:').waitFor();
  await at.settled();
  await question.getByRole('button', { name: 'Choose this event' }).click();
  await question.getByRole('button', { name: 'Check' }).click();
  check('the moment that is shown is the right one', (await graded(question)).startsWith('✔'));
}

async function hunt(at: PlayPage): Promise<void> {
  const { page } = at;
  const question = card(page, /shortest script that loses/);
  await question.getByRole('textbox').fill('at 1s: crash 1');
  await question.getByRole('button', { name: 'Check' }).click();
  check('a crash alone loses nothing', (await graded(question)).includes('It does not break'));
  await question.getByRole('button', { name: 'Open its run' }).click();
  await at.settled();
  for (const line of ['at 1s: partition 1 | 2 for 1s', 'at 1.6s: c2 setData /x "red"']) await at.act(line);
  await question.getByRole('button', { name: /Take my acts from the play \(2\)/ }).click();
  await question.getByRole('button', { name: 'Check' }).click();
  const told = await graded(question);
  check('a hunt breaks the one and not the other', told.startsWith('✔') && told.includes('full marks'), told);
  await question.getByRole('textbox').fill('at 1s: explode 2');
  await question.getByRole('button', { name: 'Check' }).click();
  check('a line that cannot be read is told in a sentence', (await graded(question)).includes('explode'));
  await question.getByRole('textbox').fill('at 1s: partition 1 | 2 for 1s\nat 1.6s: c2 setData /x "<b>red</b>"');
  await question.getByRole('button', { name: 'Check' }).click();
  await graded(question);
  check('what is typed stays text', (await question.locator('b').count()) === 0);
}

async function file(at: PlayPage): Promise<void> {
  const waiting = at.page.waitForEvent('download');
  await at.page.getByRole('button', { name: 'Save my answers' }).click();
  const path = await (await waiting).path();
  const { value, source } = parseJson(path, readFileSync(path, 'utf8'));
  const { lesson, answers } = parseCompletion(value, source);
  const kinds = answers.map(({ answer }) => answer.kind).join(' ');
  check('the file has the answers', lesson === lessonHeads.splitBrain.id && kinds === 'pick hunt', kinds);
  check(
    'and where each was given',
    answers.every(({ link }) => link.includes('#/l/split-brain/check?variant=0')),
  );
}

async function order(page: Page): Promise<void> {
  const question = card(page, /three votes in order/);
  const verdict = async (): Promise<string> => {
    await question.getByRole('button', { name: 'Check' }).click();
    return graded(question);
  };
  const items = question.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Move up/ }) });
  let told = await verdict();
  // All six orders come by, if need be.
  for (let turn = 0; turn < 6 && !told.startsWith('✔'); turn++) {
    const at = turn % 2;
    await items
      .nth(at)
      .getByRole('button', { name: /^Move down/ })
      .click();
    told = await verdict();
  }
  check('votes are sorted by buttons', told.startsWith('✔'), told);
}

async function script(at: PlayPage): Promise<void> {
  const question = card(at.page, /Two scripts/);
  const fields = question.getByRole('textbox');
  await fields.nth(0).fill('at 2s: restart 1,2,4');
  await fields.nth(1).fill('at 2s: restart 1,2,4');
  await question.getByRole('button', { name: 'Check' }).click();
  check('one end is not both', (await graded(question)).includes('Not yet'));
  await fields.nth(1).fill('at 2s: restart 1,2,3');
  await question.getByRole('button', { name: 'Check' }).click();
  check('both ends of one story', (await graded(question)).startsWith('✔'));
  await question
    .getByRole('button', { name: /Show me/ })
    .last()
    .click();
  check('the end can be looked at', (await at.settled()).notice === null);
}

async function badAddresses(browser: Browser, address: string): Promise<void> {
  const nobody = await PlayPage.open(browser, `${address}#/l/no-such-lesson`);
  const alert = nobody.page.getByRole('alert');
  await alert.waitFor({ timeout: 60_000 });
  check('a lesson that is not there is a sentence', (await alert.innerText()).includes('no-such-lesson'));
  check('and a way on', await nobody.page.getByRole('main').getByRole('link', { name: 'All lessons' }).isVisible());
  await nobody.close();
  const step = await prepared(browser, address, '#/l/04/no-such-step?variant=abc');
  check('a step that is not there is the first', await step.page.getByText('The lights go out').isVisible());
  await step.close();
}
