/** The playground in a frame of somebody's slides: without rights, without storage, driven by messages. */
import type { Browser, Frame, Page } from 'playwright-core';
import { check } from './browser-checks.ts';
import { PlayPage } from './play-page.ts';

export async function checkFrames(browser: Browser, address: string): Promise<void> {
  for (const [width, height] of [
    [640, 480],
    [320, 240],
  ] as const)
    await inFrame(browser, address, width, height);
  await presented(browser, address);
}

interface Heard {
  readonly heard: { readonly zabsim: string; readonly event?: number; readonly check?: string }[];
}

async function inFrame(browser: Browser, address: string, width: number, height: number): Promise<void> {
  const name = `in a sandboxed frame of ${width} by ${height}`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  await page.setContent(
    `<!doctype html><script>heard = []; addEventListener('message', ({ data }) => heard.push(data));</script>
     <input id="own"><div style="height: 400px"></div>
     <iframe src="${address}#/play?embed=1" sandbox="allow-scripts" width="${width}" height="${height}"></iframe>
     <div style="height: 3000px"></div>`,
  );
  await page.focus('#own');
  const frame = await frameOf(page);
  await heard(page, 'moment');
  check(`${name}: it plays, and tells its moments`, trouble.length === 0, trouble.join('; '));
  check(`${name}: it takes no focus`, (await page.evaluate('document.activeElement.id')) === 'own');
  await say(page, { zabsim: 'until', condition: 'any leads' });
  await page.waitForFunction(() => (globalThis as unknown as Heard).heard.some(({ event = 0 }) => event > 10));
  await say(page, { zabsim: 'seek', event: 5 });
  await page.waitForFunction(() => (globalThis as unknown as Heard).heard.at(-1)?.event === 5);
  await say(page, { zabsim: 'play', speed: 0.1 });
  await page.waitForFunction(() => ((globalThis as unknown as Heard).heard.at(-1)?.event ?? 0) > 6);
  await say(page, { zabsim: 'pause' });
  await say(page, { zabsim: 'act', line: 'nonsense' });
  await heard(page, 'refused');
  check(`${name}: it hears seek, play, pause, act and until`, true);
  check(`${name}: no storage was touched`, await untouched(frame));
  const wide = (await frame.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )) as number;
  check(`${name}: nothing sticks out`, wide <= 0, `${wide} px`);
  const box = await page.locator('iframe').boundingBox();
  if (box !== null) {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(400);
  }
  check(`${name}: the wheel scrolls the slides`, ((await page.evaluate('scrollY')) as number) > 0);
  await context.close();
}

async function frameOf(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('iframe');
  const frame = await element.contentFrame();
  if (frame === null) throw new Error('there is no frame');
  return frame;
}

async function heard(page: Page, kind: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => (globalThis as unknown as Heard).heard.some(({ zabsim }) => zabsim === wanted),
    kind,
    { timeout: 60_000 },
  );
}

async function say(page: Page, message: unknown): Promise<void> {
  await page.evaluate((text) => {
    const { frames } = globalThis as unknown as { frames: { postMessage(data: unknown, origin: string): void }[] };
    frames[0]?.postMessage(JSON.parse(text), '*');
  }, JSON.stringify(message));
}

/** A frame without rights has none, and whoever asks for it is told off; the page must not have asked. */
async function untouched(frame: Frame): Promise<boolean> {
  return (await frame.evaluate(
    `(() => { try { return localStorage.length === 0; } catch { return true; } })()`,
  )) as boolean;
}

async function presented(browser: Browser, address: string): Promise<void> {
  const tab = await PlayPage.playing(browser, `${address}#/play?present=1`);
  const begun = await tab.standing();
  await tab.page.keyboard.press('PageDown');
  const on = await tab.waited(({ event }) => event > begun.event);
  await tab.page.keyboard.press('PageUp');
  check('presented: a remote control steps', on && (await tab.waited(({ event }) => event <= begun.event)));
  await tab.page.keyboard.press('.');
  check('presented: a dot blanks the page', await tab.button('Go on').isVisible());
  await tab.page.keyboard.press('.');
  check('presented: and brings it back', (await tab.button('Go on').count()) === 0 && tab.trouble.length === 0);
  await tab.close();
}
