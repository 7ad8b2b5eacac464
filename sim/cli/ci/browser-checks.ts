/** What the programs that look at pages in a browser share: checks that are told one by one, budgets, and opening a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const failed: string[] = [];

export function check(name: string, holds: boolean, detail = ''): void {
  process.stdout.write(`${holds ? 'ok' : 'FAILED'}  ${name}${detail === '' ? '' : `  ${detail}`}\n`);
  if (!holds) failed.push(name);
}

/**
 * Goals are those of an idle machine; who checks runs on any machine, which may do other things beside. So a time beyond its
 * goal is told, and fails only beyond so many times its goal: what fails then is no noise.
 */
const PATIENCE = 4;

export function timed(name: string, ms: number, goalMs: number): void {
  const reached = ms <= goalMs ? '' : ', NOT REACHED';
  check(
    name,
    ms <= goalMs * PATIENCE,
    `${ms.toFixed(1)} ms, goal ${goalMs} ms${reached} (fails above ${goalMs * PATIENCE} ms)`,
  );
}

/** The last line, and the exit code. */
export function finishChecks(): void {
  process.stdout.write(failed.length === 0 ? 'all holds\n' : `${failed.length} failed: ${failed.join('; ')}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

export interface Opened {
  readonly page: Page;
  /** Errors and warnings of the page so far. */
  readonly trouble: string[];
  /** Addresses it asked for. */
  readonly requests: string[];
}

/** In a context of its own: close that. */
export async function open(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') trouble.push(message.text());
  });
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(address, { timeout: 120_000 });
  return { page, trouble, requests };
}

/** The little of what axe-core tells that is asked for. */
interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** The page must have been opened with `bypassCSP`: the tool is put in past its policy. */
export async function accessible(name: string, page: Page): Promise<void> {
  await page.addScriptTag({
    content: readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
  });
  const results = await page.evaluate(
    () => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run() as Promise<AxeResults>,
  );
  const found = results.violations.map(
    ({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 160) ?? ''}`,
  );
  check(`${name}: axe finds nothing`, found.length === 0, found.join('\n    '));
}

/** Nothing is wider than the page. */
export async function fitsIn(name: string, page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
  check(`${name}: nothing sticks out`, wide <= 0, wide <= 0 ? '' : `${wide} px`);
}
