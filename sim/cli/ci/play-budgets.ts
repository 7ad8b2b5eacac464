/**
 * How long things take, beside what they may. A goal is for an idle machine with two cores, and each figure says whether it was
 * reached; what fails is only a figure far beyond (browser-checks.ts), since nobody knows on what machine this runs and what
 * runs beside it. The load at the time stands above the figures: where it is not near 0 they say little.
 */
import { cpus, loadavg } from 'node:os';
import type { Browser } from 'playwright-core';
import { newCase } from '../../record/case.ts';
import { check, timed } from './browser-checks.ts';
import { PlayPage } from './play-page.ts';

export async function checkBudgets(browser: Browser, address: string): Promise<void> {
  const load = loadavg()[0] ?? NaN;
  process.stdout.write(`    ${cpus().length} cores, ${cpus()[0]?.model ?? ''}, load ${load.toFixed(2)}\n`);
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

/** Events that are gone to, far from each other. */
const PLACES = 80;
/** So often, each time to the next event of the same places: the least tells what the page needs, the rest what else goes on. */
const ROUNDS = 3;
const STEPS = 60;

async function moves(browser: Browser, address: string): Promise<void> {
  const tab = await PlayPage.playing(browser, `${address}#/play`);
  await tab.openCase(newCase('0.1.0', 'chaos', '42', { durationMs: 22_000 }));
  await tab.seek(10_000);
  const { events } = await tab.standing();
  check('there are 10,000 events to seek in', events >= 10_000, `${events} events`);
  const seeks: number[][] = Array.from({ length: PLACES }, () => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < PLACES; i++) seeks[i]?.push(await tab.tookMs(((i * 7919) % 9_973) + 1 + round));
  }
  told('seek to any of 10,000 events', seeks);
  await tab.seek(5000);
  const steps: number[][] = [];
  for (let i = 0; i < STEPS; i++) steps.push([await tab.tookMs('step')]);
  told('one event on', steps);
  await tab.close();
}

/**
 * `times`: for each place, as often as it was gone to. The goal holds for each single one: the longest is told beside it, and
 * whether it was reached; what may fail are the figures that one pause of the machine does not decide.
 */
function told(name: string, times: readonly (readonly number[])[]): void {
  const least = times.map((each) => Math.min(...each));
  const all = times.flat();
  timed(`${name}, to the drawn frame (median)`, median(all), 50);
  if (all.length > times.length)
    timed(`${name}, the place that takes longest (least of ${ROUNDS})`, Math.max(...least), 50);
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(1);
  const beyond = all.filter((ms) => ms > 50).length;
  process.stdout.write(
    `    of ${all.length}: 95 of 100 within ${at(0.95)} ms, longest ${at(1)} ms${beyond === 0 ? '' : ', NOT REACHED'}, ${beyond} beyond 50 ms\n`,
  );
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
