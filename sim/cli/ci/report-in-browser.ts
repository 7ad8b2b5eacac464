/**
 * Reports of real runs in Chromium, opened as files: what stands there without a script, what the script makes of it, how
 * long that takes, whether the engine inside comes to the states that Node has, and whether everybody can use it.
 * `--screenshots DIR` keeps pictures. Ends with 1 when something does not hold; times are printed beside their goals and
 * judged generously, for machines differ.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { explain } from '../../../scenarios/explain.ts';
import { collectReport } from '../../../scenarios/report/collect.ts';
import { Rerun } from '../../../scenarios/rerun.ts';
import { newCase, type Case } from '../../record/case.ts';
import type { CollectedReport } from '../../record/report-data.ts';
import { packageRoot } from '../package-root.ts';
import { packRun, reportFile } from '../report-file.ts';
import {
  accessible as axeFindsNothing,
  check,
  finishChecks,
  fitsIn,
  open as openAddress,
  timed,
  type Opened,
} from './browser-checks.ts';
import { launchChromium } from './browsers.ts';

/** What the page leaves to be asked for. */
interface Handle {
  readonly session: {
    cursor: number;
    viewport: { axis: string; from: number; to: number };
    readonly whole: { axis: string; from: number; to: number };
    readonly data: unknown;
    readonly view: unknown;
  };
  readonly panel: { readonly diagram: { draw(): void }; svg(): string };
  readonly states: { at(event: number): Promise<{ readonly state: unknown; readonly source: string } | null> };
  readonly exports: readonly { readonly name: string; make(data: unknown, view: unknown): string }[];
}

/** The little of the DOM that is asked for; this program knows Node. */
interface Element {
  readonly tagName: string;
  readonly textContent: string;
  scrollIntoView(): void;
}

interface Document {
  readonly documentElement: Element;
  getElementById(id: string): Element | null;
  querySelectorAll(selector: string): { readonly length: number };
}

type Global = typeof globalThis & {
  readonly zabsimReport: Handle;
  readonly document: Document;
  readonly DOMParser: new () => { parseFromString(text: string, type: string): Document };
};

// --- the reports ----------------------------------------------------------------------------------------------

function storedCase(name: string): Case {
  return JSON.parse(readFileSync(join(packageRoot(), 'scenarios', 'corpus', `${name}.json`), 'utf8')) as Case;
}

/** Names and data that would do harm if anybody took them for markup. */
const EVIL = `</script><img src=x onerror="document.title='harm'"><!--`;

function hostileCase(): Case {
  const create = (path: string, atUs: number) => ({
    client: 'c1',
    atUs,
    op: { type: 'create' as const, path, data: EVIL, mode: 'PERSISTENT' as const },
  });
  return {
    ...newCase('0', 'steady', '3', { durationMs: 1500 }),
    plan: { operations: [create(`/${EVIL.replaceAll('/', '')}`, 200_000), create('/b', 400_000)], faults: [] },
  };
}

/** About so many events as the budgets are told for. */
const LONG = newCase('0', 'chaos', '42', { durationMs: 250_000 });

function collected(of: Case): CollectedReport {
  const story = of.bug === null ? null : explain(of, { runs: 40 });
  return collectReport(of, { story, replay: 'sim replay case.json' });
}

interface Made {
  readonly file: string;
  readonly run: CollectedReport;
  readonly bytes: number;
}

async function made(folder: string, name: string, of: Case): Promise<Made> {
  const run = collected(of);
  const html = await reportFile(packRun(run));
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  check(`${name}: the same case gives the same bytes`, html === (await reportFile(packRun(collected(of)))));
  return { file, run, bytes: Buffer.byteLength(html) };
}

// --- pages ----------------------------------------------------------------------------------------------------

function open(browser: Browser, file: string, options: BrowserContextOptions = {}, hash = ''): Promise<Opened> {
  return openAddress(browser, pathToFileURL(file).href + hash, options);
}

/** Until the engine has run the whole case. */
async function settled(page: Page): Promise<string> {
  await page.waitForFunction(
    () => /^[✔⚠–]/.test((globalThis as Global).document.getElementById('replay-check')?.textContent ?? ''),
    null,
    {
      timeout: 120_000,
    },
  );
  return (await page.textContent('#replay-check')) ?? '';
}

async function withoutScript(browser: Browser, { file }: Made): Promise<void> {
  const { page } = await open(browser, file, { javaScriptEnabled: false });
  const text = await page.innerText('main');
  check(
    'without a script: verdict, story, replay line and checks stand there',
    [
      'Broken promise',
      'The first wrong step',
      'sim replay case.json',
      'zab-prefix',
      'Expected: the correct protocol',
    ].every((words) => text.includes(words)),
  );
  check('without a script: nothing that needs one is seen', !(await page.isVisible('#picture-place')));
  await page.context().close();
}

async function opensQuietly(name: string, browser: Browser, { file, run }: Made): Promise<void> {
  const { page, trouble, requests } = await open(browser, file);
  const verdict = await settled(page);
  check(
    `${name}: the engine inside comes to the same fingerprint`,
    verdict.startsWith('✔') && verdict.includes(run.data.result.fingerprint),
    verdict,
  );
  check(`${name}: no error`, trouble.length === 0, trouble.join('; '));
  const others = requests.filter((url) => url !== pathToFileURL(file).href && !/^(blob|data):/.test(url));
  check(`${name}: no request`, others.length === 0, others.join(' '));
  await page.context().close();
}

async function times(browser: Browser, { file, run, bytes }: Made): Promise<void> {
  const events = run.columns.length;
  check(`a report of ${events} events is 1 MB at most`, bytes <= 1_000_000, `${bytes} bytes`);
  const { page } = await open(browser, file);
  await page.waitForFunction(() => performance.getEntriesByName('first-picture').length > 0);
  const marks = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    picture: performance.getEntriesByName('first-picture')[0]?.startTime ?? NaN,
  }));
  timed(`${events} events: verdict and story visible`, marks.paint, 300);
  timed(`${events} events: first picture`, marks.picture, 1000);
  await settled(page);
  await page.context().close();
}

/** Median and worst of many frames, from the whole run to a part of it. */
async function frames(name: string, browser: Browser, { file, run }: Made): Promise<void> {
  const { page } = await open(browser, file);
  await settled(page);
  const took = await page.evaluate(() => {
    const { session, panel } = (globalThis as Global).zabsimReport;
    const { whole } = session;
    const all: number[] = [];
    for (let i = 0; i < 120; i++) {
      const length = (whole.to - whole.from) * [1, 0.6, 0.3, 0.1, 0.03, 0.01][i % 6]!;
      const from = whole.from + ((whole.to - whole.from - length) * i) / 120;
      session.viewport = { axis: whole.axis, from, to: from + length };
      const begun = performance.now();
      panel.diagram.draw();
      all.push(performance.now() - begun);
    }
    return all.sort((a, b) => a - b);
  });
  const at = (share: number): number => took[Math.floor(share * (took.length - 1))] ?? NaN;
  timed(`${name}, ${run.columns.length} events: a frame of zoom or pan (median)`, at(0.5), 16);
  process.stdout.write(`    95 of 100 frames within ${at(0.95).toFixed(1)} ms\n`);
  await page.context().close();
}

async function states(browser: Browser, { file, run }: Made): Promise<void> {
  const { page } = await open(browser, file);
  await settled(page);
  const rerun = new Rerun(run.data.of);
  const { length } = run.columns;
  const events = [0, 1, Math.floor(length / 3), run.data.result.failure?.event ?? 0, 7, length - 1];
  for (const event of events) {
    const found = await page.evaluate((at) => (globalThis as Global).zabsimReport.states.at(at), event);
    const equal = JSON.stringify(found?.state) === JSON.stringify(rerun.stateAt(event));
    check(`the state after event ${event} is that of Node`, equal && found?.source === 'engine');
  }
  await page.context().close();
}

async function exportsOf(browser: Browser, { file, run }: Made): Promise<void> {
  const { page } = await open(browser, file);
  await settled(page);
  const texts = await page.evaluate(() => {
    const { session, exports, panel } = (globalThis as Global).zabsimReport;
    const all = exports.map(({ name, make }) => [name, make(session.data, session.view)] as const);
    const svg = panel.svg();
    const parsed = new (globalThis as Global).DOMParser().parseFromString(svg, 'image/svg+xml');
    const isSvg = parsed.documentElement.tagName === 'svg' && parsed.querySelectorAll('text').length > 3;
    return [...all, ['SVG', isSvg ? 'ok' : ''] as const];
  });
  const valid: Readonly<Record<string, (text: string) => boolean>> = {
    case: (text) => JSON.stringify(JSON.parse(text)) === JSON.stringify(run.data.of),
    'issue text': (text) => text.startsWith('### violation') && text.includes('```mermaid'),
    Mermaid: (text) => text.startsWith('sequenceDiagram\n') && text.includes('->>'),
    'Chrome trace': (text) =>
      (JSON.parse(text) as { traceEvents: unknown[] }).traceEvents.length > run.columns.length / 2,
    'ShiViz log': (text) => /^.*\n\S+ \{.*\}$/m.test(text),
    'JSON lines': (text) =>
      text
        .trimEnd()
        .split('\n')
        .every((line) => typeof JSON.parse(line) === 'object'),
    SVG: (text) => text === 'ok',
  };
  for (const [name, text] of texts) check(`export: ${name}`, valid[name]?.(text) === true, `${text.length} characters`);
  await page.context().close();
}

/** Everything that a mouse does, by keys. */
async function keys(browser: Browser, { file, run }: Made): Promise<void> {
  const { page } = await open(browser, file);
  await settled(page);
  const cursor = (): Promise<number> => page.evaluate(() => (globalThis as Global).zabsimReport.session.cursor);
  await page.focus('.diagram');
  const before = await cursor();
  await page.keyboard.press('ArrowLeft');
  check('← goes to the event before', (await cursor()) < before);
  await page.keyboard.press('Home');
  check('Home goes to the beginning', (await cursor()) === 0);
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('u');
  check(
    'U shows what came of an event',
    (await page.getAttribute('button:text-is("future")', 'aria-pressed')) === 'true',
  );
  await page.keyboard.press('/');
  await page.keyboard.type('kind=PROPOSAL');
  await page.waitForTimeout(400);
  const rows = await page.locator('.events tbody tr td:nth-child(4)').allInnerTexts();
  check('the filter is that of the table too', rows.length > 0 && rows.every((text) => text.includes('PROPOSAL')));
  await page.fill('#filter', 'kid=1');
  await page.waitForFunction(
    () => (globalThis as Global).document.getElementById('filter-problem')?.textContent !== '',
  );
  check('a wrong filter is told', (await page.innerText('#filter-problem')).includes('"kid" is not a field'));
  await page.fill('#filter', '');
  await page.focus('#play-story');
  await page.keyboard.press('Enter');
  const first = run.data.steps.findIndex(({ event }) => event >= 0);
  check('the story steps through the picture', (await cursor()) === run.data.steps[first]?.event);
  await page.context().close();
  const linked = await open(browser, file, {}, '#e=12&axis=order');
  await settled(linked.page);
  const at = await linked.page.evaluate(() => (globalThis as Global).zabsimReport.session.cursor);
  check('a link leads to its event', at === 12);
  await linked.page.context().close();
}

async function accessible(
  name: string,
  browser: Browser,
  { file }: Made,
  options: BrowserContextOptions,
): Promise<void> {
  // The tool for it is put in by the test, past the policy of the page.
  const { page } = await open(browser, file, { ...options, bypassCSP: true });
  await settled(page);
  await axeFindsNothing(name, page);
  await fitsIn(name, page);
  await page.context().close();
}

async function inert(browser: Browser, hostile: Made): Promise<void> {
  const { page, trouble } = await open(browser, hostile.file);
  await settled(page);
  check(
    'markup in names and data does nothing',
    !(await page.title()).includes('harm') &&
      (await page.locator('img[src="x"]').count()) === 0 &&
      trouble.length === 0,
    trouble.join('; '),
  );
  check('and is shown as it is', (await page.innerText('main')).includes('<img src=x onerror='));
  await page.context().close();
}

/** Where the engine comes to something else, or there is none, the stored moments are shown. */
async function stored(browser: Browser, folder: string, { run }: Made): Promise<void> {
  const { data } = run;
  const moved = { ...run, data: { ...data, result: { ...data.result, fingerprint: '0'.repeat(32) } } };
  const alone = { ...run, data: { ...data, of: { ...data.of, scenario: './mine.ts' } } };
  for (const [name, of, sign] of [
    ['another run', moved, '⚠'],
    ['no engine', alone, '–'],
  ] as const) {
    const file = join(folder, `${name}.html`);
    writeFileSync(file, await reportFile(packRun(of)));
    const { page, trouble } = await open(browser, file);
    const told = await settled(page);
    check(`${name}: is told`, told.startsWith(sign) && trouble.length === 0, told);
    const event = data.result.failure?.event ?? 0;
    const found = await page.evaluate((at) => (globalThis as Global).zabsimReport.states.at(at), event);
    const kept = data.keyframes.find((each) => each.event === event);
    check(
      `${name}: the stored moment is shown`,
      found?.source === 'keyframe' && JSON.stringify(found.state) === JSON.stringify(kept),
    );
    await page.context().close();
  }
}

/** A file that was damaged on its way says so, and shows what it can. */
async function damaged(browser: Browser, folder: string, { file }: Made): Promise<void> {
  const text = readFileSync(file, 'utf8').replace(/(id="columns">).{20}/, '$1');
  const broken = join(folder, 'damaged.html');
  writeFileSync(broken, text);
  const { page } = await open(browser, broken);
  await page.waitForSelector('[role=alert]');
  const alert = await page.innerText('[role=alert]');
  check('a damaged file says so', alert.includes('cannot be drawn'), alert);
  check('and keeps its story', await page.isVisible('ol.story'));
  await page.context().close();
}

async function screenshots(browser: Browser, folder: string, short: Made, long: Made): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const shots: readonly (readonly [string, Made, BrowserContextOptions, string])[] = [
    ['report', short, {}, ''],
    ['report-dark', short, { colorScheme: 'dark' }, ''],
    ['report-400', short, { viewport: { width: 400, height: 860 } }, ''],
    ['report-picture', short, {}, 'picture'],
    ['report-long-picture', long, {}, 'picture'],
    ['report-state', short, {}, 'state'],
  ];
  for (const [name, { file }, options, section] of shots) {
    const { page } = await open(browser, file, options);
    await settled(page);
    await page.waitForTimeout(300);
    if (section !== '')
      await page.evaluate((id) => (globalThis as Global).document.getElementById(id)?.scrollIntoView(), section);
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.context().close();
  }
  const { page } = await open(browser, short.file);
  await settled(page);
  await page.pdf({ path: join(folder, 'report.pdf'), format: 'A4', printBackground: true });
  await page.context().close();
}

const folder = mkdtempSync(join(tmpdir(), 'zabsim-report-'));
const browser = await launchChromium();
try {
  const short = await made(folder, 'a shrunk failure', storedCase('zk-3642'));
  const order = await made(folder, 'a broken order', storedCase('zk-1208'));
  const long = await made(folder, 'a long run', LONG);
  const middle = await made(folder, 'a run of some 10,000 events', newCase('0', 'chaos', '42', { durationMs: 22_000 }));
  const hostile = await made(folder, 'a hostile run', hostileCase());
  await withoutScript(browser, short);
  await opensQuietly('a shrunk failure', browser, short);
  await opensQuietly('a broken order', browser, order);
  await times(browser, long);
  await frames('zoom', browser, middle);
  await frames('zoom', browser, long);
  await states(browser, short);
  await states(browser, middle);
  await exportsOf(browser, short);
  await keys(browser, short);
  await accessible('light', browser, short, { reducedMotion: 'reduce' });
  await accessible('dark', browser, order, { colorScheme: 'dark' });
  await accessible('narrow', browser, short, { viewport: { width: 400, height: 860 } });
  await accessible('very narrow', browser, long, { viewport: { width: 320, height: 640 } });
  await inert(browser, hostile);
  await stored(browser, folder, short);
  await damaged(browser, folder, short);
  const at = process.argv.indexOf('--screenshots');
  if (at >= 0) await screenshots(browser, process.argv[at + 1] ?? 'out', short, long);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
finishChecks();
