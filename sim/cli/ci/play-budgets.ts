/** How long things take, beside what they may. */
import type { Browser } from 'playwright-core';
import { newCase } from '../../record/case.ts';
import { check, timed } from './browser-checks.ts';
import { PlayPage } from './play-page.ts';

export async function checkBudgets(browser: Browser, address: string): Promise<void> {
  await firstVisit(browser, address);
  await moves(browser, address);
}

async function firstVisit(browser: Browser, address: string): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const tab = await PlayPage.open(browser, address);
    await tab.button('Start the tour').waitFor();
    times.push(await tab.page.evaluate(() => performance.getEntriesByName('usable')[0]?.startTime ?? NaN));
    if (i === 0) {
      const bytes = await tab.page.evaluate(() =>
        performance
          .getEntries()
          .map((entry) => (entry as unknown as { readonly transferSize?: number }).transferSize ?? 0)
          .reduce((sum, each) => sum + each, 0),
      );
      check('first visit: transferred', bytes > 0 && bytes <= 400_000, `${bytes} bytes, goal 400000`);
    }
    await tab.close();
  }
  timed('first visit: usable', median(times), 1000);
  const begun = performance.now();
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  timed('a link to a play: its first moment', performance.now() - begun, 2000);
  await tab.close();
}

async function moves(browser: Browser, address: string): Promise<void> {
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  await tab.openCase(newCase('0.1.0', 'chaos', '42', { durationMs: 22_000 }));
  await tab.seek(10_000);
  const { events } = await tab.standing();
  check('there are 10,000 events to seek in', events >= 10_000, `${events} events`);
  const seeks: number[] = [];
  for (let i = 0; i < 40; i++) seeks.push(await tab.tookMs(((i * 7919) % 9_973) + 1));
  timed('seek to any of 10,000 events (median)', median(seeks), 50);
  process.stdout.write(`    longest ${Math.max(...seeks).toFixed(1)} ms\n`);
  await tab.seek(5000);
  const steps: number[] = [];
  for (let i = 0; i < 40; i++) steps.push(await tab.tookMs('step'));
  timed('one event on, to its picture (median)', median(steps), 50);
  process.stdout.write(`    longest ${Math.max(...steps).toFixed(1)} ms\n`);
  await tab.close();
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
