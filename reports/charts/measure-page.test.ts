import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { measurement, point, shares, times } from '../measure-result.testkit.ts';
import { figureChart } from './figure-chart.ts';
import { measurePage } from './measure-page.ts';
import { pageStyle, pageStyleDigest } from './page-style.ts';
import { ticksTo } from './ticks.ts';

/** Names of elements; throws on what is no well-formed XML. */
function elementsOf(xml: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }));
  parser.write(xml).close();
  return found;
}

test.each([
  [0, [0, 1]],
  [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [0.034, [0, 0.01, 0.02, 0.03, 0.04]],
  [7, [0, 2, 4, 6, 8]],
  [20, [0, 5, 10, 15, 20]],
  [26.6, [0, 10, 20, 30]],
  [430, [0, 100, 200, 300, 400, 500]],
  [1621, [0, 500, 1000, 1500, 2000]],
  [2640, [0, 1000, 2000, 3000]],
])('an axis up to %f has ticks at %j', (most, ticks) => {
  expect(ticksTo(most)).toEqual(ticks);
});

test('an axis has few ticks, whatever its length', () => {
  for (let most = 0.001; most < 1e7; most *= 1.37) {
    const ticks = ticksTo(most);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * 0.999999);
    expect(ticks.at(-2)).toBeLessThan(most);
  }
});

describe('a chart', () => {
  test('is an image with a name and a description, in well-formed SVG', () => {
    const elements = elementsOf(figureChart(shares));
    expect(elements[0]).toMatchObject({
      name: 'svg',
      attributes: { role: 'img', 'aria-labelledby': 'chart-survival-up chart-survival-up-desc' },
    });
    expect(elements[1]).toEqual({ name: 'title', attributes: { id: 'chart-survival-up' } });
    expect(elements[2]).toEqual({ name: 'desc', attributes: { id: 'chart-survival-up-desc' } });
    expect(figureChart(shares)).toContain('Bars are intervals. Dashed lines are what it is compared with.');
  });

  test('has a mark for each estimate, and a shape of its own for each series', () => {
    const elements = elementsOf(figureChart(shares));
    const marks = elements.filter(({ attributes }) => attributes['class'] === 'mark');
    expect(marks.map(({ name }) => name)).toEqual(['circle', 'circle', 'rect']);
    // From 0 at the bottom to 1 at the top.
    const circles = marks.slice(0, 2).map(({ attributes }) => Number(attributes['cy']));
    const ticks = elements.filter(({ attributes }) => attributes['class'] === 'grid' || attributes['class'] === 'axis');
    expect(circles[0]).toBe(Number(ticks[2]?.attributes['y1']));
    expect(circles[1]).toBe(Number(ticks[4]?.attributes['y1']));
  });

  test('has the closed form as dashes, a line through them, or one line across where it is the same everywhere', () => {
    const classes = (figure: typeof shares): string[] =>
      elementsOf(figureChart(figure)).map(({ attributes }) => attributes['class'] ?? '');
    expect(classes(shares).filter((each) => each === 'expected')).toHaveLength(3);
    expect(classes(shares).filter((each) => each === 'reference')).toHaveLength(1);
    expect(classes(times).filter((each) => each === 'reference')).toHaveLength(1);
    expect(classes(times).filter((each) => each === 'expected')).toHaveLength(0);
  });

  test('points on where an interval is open, and shows nothing where nothing was measured', () => {
    const elements = elementsOf(figureChart(times));
    const arrows = elements.filter(({ name, attributes }) => name === 'polyline' && attributes['class'] === 'bar');
    expect(arrows).toHaveLength(2);
    expect(elements.filter(({ attributes }) => attributes['class'] === 'mark')).toHaveLength(1);
  });

  test('stays inside its frame, and holds as many series as there are sizes of ensembles', () => {
    const series = Array.from({ length: 15 }, (_, i) => ({ name: `${i + 1} voters`, points: [point(), point()] }));
    for (const { name, attributes } of elementsOf(figureChart({ ...shares, series }))) {
      const numbers = ['x', 'x1', 'x2', 'cx'].flatMap((key) =>
        attributes[key] === undefined ? [] : [Number(attributes[key])],
      );
      for (const x of numbers) expect(x >= 0 && x <= 560, `${name} at ${x}`).toBe(true);
    }
  });
});

describe('the page', () => {
  const page = measurePage(measurement());

  test('allows its own style and nothing else', () => {
    expect(createHash('sha256').update(pageStyle).digest('base64')).toBe(pageStyleDigest);
    expect(page).toContain(`<style>${pageStyle}</style>`);
    const policy = /content="(default-src[^"]*)"/.exec(page)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${pageStyleDigest}'; base-uri 'none'; form-action 'none'`,
    );
    // Neither scripts, nor styles on elements, nor anything to load.
    expect(page).not.toMatch(/<script|<link|<img|<iframe|<object| style=| src=| on[a-z]+=|url\(|@import|https?:/i);
    expect([...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(['#elections', '#survival']);
  });

  test('has a chart and a table with the same numbers for each figure', () => {
    expect(page.match(/<svg class="chart"/g)).toHaveLength(2);
    expect(page.match(/<table>/g)).toHaveLength(2);
    expect(page).toContain('<tr><th scope="row">0.5</th><td>0.500<span>0.398 - 0.602</span><span>= 0.500</span></td>');
    expect(page).toContain('<th scope="row">4</th><td>beyond<span>1159 - ∞</span></td>');
    expect(page).toContain('<th scope="row">5</th><td>-</td>');
    expect(page).toContain('<code>sim measure elections survival --voters 3,4,5 --seeds 1..100</code>');
  });

  test('has every id once', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('shows markup as text, wherever it stands', () => {
    const evil = '<script>alert(1)</script>"&';
    const figure = {
      ...shares,
      title: evil,
      rowsAre: evil,
      notes: [evil],
      series: [{ name: evil, points: [point(), null] }],
    };
    const questions = [{ name: 'survival' as const, title: evil, about: [evil], figures: [figure] }];
    const shown = measurePage(measurement({ questions, version: evil, config: { [evil]: evil } }));
    expect(shown).not.toContain('<script>');
    expect(shown.split('&lt;script&gt;').length).toBeGreaterThan(8);
    for (const svg of shown.match(/<svg[\s\S]*?<\/svg>/g) ?? []) expect(elementsOf(svg).length).toBeGreaterThan(1);
  });

  test('says what it is not', () => {
    expect(page).toContain('These are runs of a model.');
    expect(measurePage(measurement({ complete: false }))).toContain('interrupted');
  });
});
