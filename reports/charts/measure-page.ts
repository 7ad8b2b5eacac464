/**
 * Measurements as one page: a chart and a table for each figure. Self-contained and without a script: it loads nothing, and its
 * content security policy forbids that it could.
 */
import type {
  Figure,
  FigurePoint,
  MeasuredQuestion,
  MeasureFinding,
  MeasureResult,
} from '../../sim/record/measure-result.ts';
import {
  commonReference,
  intervalText,
  measureLine,
  methodText,
  numberText,
  referenceName,
  referenceText,
  settingTexts,
  valueText,
} from '../figure-cells.ts';
import { openTag, xmlText } from '../junit/xml.ts';
import { figureChart, referenceKey, seriesKey } from './figure-chart.ts';
import { pageStyle, pageStyleDigest } from './page-style.ts';

/** Findings to show before the rest is only counted. */
const FINDINGS_MAX = 10;

const POLICY = `default-src 'none'; style-src 'sha256-${pageStyleDigest}'; base-uri 'none'; form-action 'none'`;

export function measurePage(result: MeasureResult): string {
  const { questions, voters, version, confidence, findings } = result;
  const title = `Measured: ensembles of ${voters.join(', ')} voters`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    openTag('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${xmlText(title)}</title>`,
    `<style>${pageStyle}</style>`,
    '</head>',
    '<body>',
    '<header>',
    `<h1>${xmlText(title)}</h1>`,
    '<ul class="facts">',
    ...settingTexts(result).map((text) => `<li>${xmlText(text)}</li>`),
    `<li>made by zabsim ${xmlText(version)}, and again by <code>${xmlText(measureLine(result))}</code></li>`,
    '</ul>',
    ...findingParts(findings),
    '<nav aria-label="Questions"><ul>',
    ...questions.map(({ name, title: asked }) => `<li>${openTag('a', { href: `#${name}` })}${xmlText(asked)}</a></li>`),
    '</ul></nav>',
    '</header>',
    '<main>',
    ...questions.flatMap((question) => questionParts(question, confidence)),
    '</main>',
    '<footer>',
    '<p>These are runs of a model. There is no JVM and no real congestion control in it, and latency does not grow with size: ' +
      'figures tell how ensembles of different sizes and settings compare, and what the protocol costs in messages and waits. ' +
      'They do not tell how long your machines take.</p>',
    '<p>Within one figure series share their seeds, so that they differ by less than their intervals would have two independent ones ' +
      'differ.</p>',
    '</footer>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function findingParts(findings: readonly MeasureFinding[]): string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, FINDINGS_MAX);
  const more = findings.length - shown.length;
  return [
    '<div class="alarm">',
    `<p>In ${findings.length} of the runs a check found something. They count in no figure.</p>`,
    '<ul>',
    ...shown.map(({ question, variant, voters, seed, verdict, check, message }) => {
      const run = `${question} ${variant}, ${voters} voters, seed ${seed}`;
      return `<li>${xmlText(`${verdict}, ${run}: ${check}: ${message}`)}</li>`;
    }),
    ...(more === 0 ? [] : [`<li>and ${more} more</li>`]),
    '</ul>',
    '</div>',
  ];
}

function questionParts({ name, title, about, figures }: MeasuredQuestion, confidence: number): string[] {
  return [
    `${openTag('section', { 'aria-labelledby': name })}`,
    `${openTag('h2', { id: name })}${xmlText(title)}</h2>`,
    ...about.map((text) => `<p>${xmlText(text)}</p>`),
    ...figures.flatMap((figure) => figureParts(figure, confidence)),
    '</section>',
  ];
}

function figureParts(figure: Figure, confidence: number): string[] {
  const reference = referenceText(figure);
  const notes = [methodText(figure, confidence), ...(reference === null ? [] : [reference]), ...figure.notes];
  return [
    openTag('figure', { id: figure.id }),
    `<figcaption><h3>${xmlText(figure.title)}</h3></figcaption>`,
    '<div class="parts">',
    '<div>',
    ...keyParts(figure),
    figureChart(figure),
    '<div class="notes">',
    ...notes.map((text) => `<p>${xmlText(asSentence(text))}</p>`),
    '</div>',
    '</div>',
    ...tableParts(figure),
    '</div>',
    '</figure>',
  ];
}

function keyParts(figure: Figure): string[] {
  return [
    '<ul class="keys">',
    ...figure.series.map(({ name }, i) => `<li>${seriesKey(i)}${xmlText(name)}</li>`),
    ...(figure.reference === null ? [] : [`<li>${referenceKey()}${xmlText(referenceName(figure))}</li>`]),
    '</ul>',
  ];
}

function tableParts(figure: Figure): string[] {
  const { title, series, rows, rowsAre } = figure;
  return [
    openTag('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Table: ${title}` }),
    '<table>',
    '<thead><tr>',
    `<th scope="col">${xmlText(rowsAre)}</th>`,
    ...series.map(({ name }) => `<th scope="col">${xmlText(name)}</th>`),
    '</tr></thead>',
    '<tbody>',
    ...rows.map((row, i) => {
      const cells = series.map(({ points }) => `<td>${cell(figure, points[i] ?? null)}</td>`);
      return `<tr><th scope="row">${xmlText(row)}</th>${cells.join('')}</tr>`;
    }),
    '</tbody>',
    '</table>',
    '</div>',
  ];
}

function cell(figure: Figure, point: FigurePoint | null): string {
  if (point === null) return '';
  const { unit } = figure;
  const compared = point.reference !== null && commonReference(figure) === null;
  const expected = compared ? `<span>= ${numberText(point.reference as number, unit)}</span>` : '';
  const interval = point.n === 0 ? '' : `<span>${intervalText(point, unit)}</span>`;
  return `${valueText(point, unit)}${interval}${expected}`;
}

function asSentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return first.endsWith('.') ? first : `${first}.`;
}
