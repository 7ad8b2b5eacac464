/**
 * The report of one run as one file that talks to nobody: verdict, story and all findings in plain HTML before any script,
 * the trace and the engine as packed text behind them. The same data gives the same bytes.
 */
import type { ReportData } from '../../sim/record/report-data.ts';
import { promiseOf } from '../../sim/check/promises.ts';
import { element, escaped, scriptJson, textElement } from './markup.ts';
import { orderSection } from './order-section.ts';
import { checksSection, partingSection, faultsSection, limitsSection, storySection } from './sections.ts';
import { style } from './style.ts';

/** What a host has packed: base64 of deflated bytes (RFC 1951). */
export interface PackedReport {
  /** `ReportData` as JSON. */
  readonly data: string;
  readonly columns: string;
  /** The engine as one classic script; null when the case runs what no engine holds, such as a module of the user's. */
  readonly engine: string | null;
}

export interface DocumentOptions {
  /** The viewer as one classic script. */
  readonly viewer: string;
  /** Printed in the footer; none for a file that is to be the same tomorrow. */
  readonly date?: string;
}

const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";

export function reportDocument(data: ReportData, packed: PackedReport, options: DocumentOptions): string {
  const title = `${data.result.verdict}: ${data.result.failure?.message ?? data.name}`;
  const head = [
    '<meta charset="utf-8">',
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }, null),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('meta', { name: 'description', content: descriptionOf(data) }, null),
    '<meta name="referrer" content="no-referrer">',
    textElement('title', {}, `${title.length > 110 ? `${title.slice(0, 109)}…` : title} (${data.name})`),
    // An icon of its own: a browser would ask the server for one.
    '<link rel="icon" href="data:,">',
    `<style>${style}</style>`,
  ];
  const body = [
    '<a class="skip" href="#what-happened">to the story</a>',
    '<main>',
    verdictBlock(data, packed.engine !== null),
    section('what-happened', 1, 'What happened', storySection(data), storyAside(data)),
    section('picture', 2, 'Picture', picturePlace(data)),
    section('state', 3, 'State at the cursor', statePlace(), '<span id="state-aside"></span>'),
    section('parting', 4, 'Expected and actual', partingSection(data)),
    section('order', 5, 'Why no order works', orderSection(data)),
    section('checks', 6, 'All checks', checksSection(data)),
    section('faults', 7, 'Faults and configuration', faultsSection(data)),
    section('events', 8, 'Events', eventsPlace()),
    section('exports', 9, 'Exports', exportsPlace()),
    section('limits', 10, 'What this does not say', limitsSection(data)),
    footer(data, options.date),
    '</main>',
    packedScript('data', packed.data),
    packedScript('columns', packed.columns),
    ...(packed.engine === null ? [] : [packedScript('engine', packed.engine)]),
    `<script type="application/json" id="meta">${scriptJson({ schema: 1, name: data.name })}</script>`,
    `<script>${options.viewer.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')}</script>`,
  ];
  return `<!doctype html>\n<html lang="en">\n<head>\n${head.join('\n')}\n</head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

function packedScript(id: string, base64: string): string {
  return `<script type="application/octet-stream" id="${id}">${base64}</script>`;
}

function descriptionOf({ result, replay }: ReportData): string {
  const { failure, seed, scenario } = result;
  const what = failure === null ? result.verdict : `${failure.signature}, at ${(failure.atMs / 1000).toFixed(3)} s`;
  return `${what}. Scenario ${scenario}, seed ${seed}. ${replay}`;
}

const verdictSigns: Readonly<Record<string, string>> = { ok: '✔', undecided: '?' };

function verdictBlock(data: ReportData, hasEngine: boolean): string {
  const { result, replay, version, of, story } = data;
  const { failure, verdict } = result;
  const kind = verdict === 'ok' || verdict === 'undecided' ? verdict : 'bad';
  const { voters, observers } = result.ensemble;
  const facts = [
    ...(failure === null
      ? []
      : [`at ${(failure.atMs / 1000).toFixed(3)} s`, `event ${failure.event} of ${result.events}`]),
    `scenario ${result.scenario}`,
    `seed ${result.seed}`,
    `${voters} servers${observers === 0 ? '' : ` and ${observers} observers`}`,
    ...(of.bug === null ? [] : [`with the bug ${of.bug}`]),
    `zabsim ${version}`,
  ];
  const promise = failure === null ? null : promiseOf(failure.check);
  const first = story?.firstWrong;
  const headline = failure?.message ?? (verdict === 'ok' ? 'Every check ran and found nothing.' : undecidedWords(data));
  return element(
    'header',
    { class: `verdict ${kind}` },
    element(
      'div',
      { class: 'kicker' },
      `<strong>${verdictSigns[verdict] ?? '✖'} ${escaped(verdict)}</strong>${facts.map((fact) => textElement('span', {}, fact)).join('')}`,
    ) +
      textElement('h1', {}, headline) +
      (failure === null || promise === null
        ? ''
        : element(
            'p',
            { class: 'promise' },
            `Broken promise (<code>${escaped(failure.check)}</code>): ${escaped(promise)}`,
          )) +
      (first === undefined || first === null || failure === null || first.event === failure.event
        ? ''
        : textElement(
            'p',
            { class: 'promise' },
            `It went wrong earlier, at ${(first.atUs / 1e6).toFixed(3)} s: ${first.message}`,
          )) +
      element(
        'div',
        { class: 'replay' },
        textElement('code', { id: 'replay-line' }, replay) +
          '<span class="js group"><button type="button" id="copy-line">Copy the command</button><button type="button" id="copy-issue">Copy as issue text</button>' +
          (story === null ? '' : '<button type="button" id="play-story">▶ Show me in steps</button>') +
          '</span>',
      ) +
      `<p class="checked" id="replay-check" role="status"><span class="nojs">Fingerprint <code>${escaped(result.fingerprint)}</code>.</span><span class="js">${hasEngine ? 'The engine in this file will run it again and compare.' : 'The engine is not in this file: the case runs a module of its own.'}</span></p>`,
  );
}

function undecidedWords({ result }: ReportData): string {
  const row = result.checks.find(({ verdict }) => verdict === 'undecided');
  return row === undefined ? 'It could not be decided.' : `It could not be decided: ${row.detail}.`;
}

function storyAside({ of, result, story }: ReportData): string {
  const steps =
    story?.steps.filter(({ kind }) => kind === 'fault' || kind === 'operation' || kind === 'override').length ?? 0;
  const sizes = story === null ? [] : [`${steps} steps`];
  return escaped(
    [
      ...sizes,
      `${result.events} events`,
      `${(result.virtualMs / 1000).toFixed(3)} s of virtual time`,
      of.seed === 'quiet' ? 'nothing is drawn (quiet seed)' : `drawn from seed ${of.seed}`,
    ].join(' · '),
  );
}

function section(id: string, n: number, title: string, content: string, aside = ''): string {
  const heading = `<h2 id="${id}-title"><span class="n">${n}</span>${escaped(title)}${aside === '' ? '' : `<span class="aside">${aside}</span>`}</h2>`;
  return `<section id="${id}" aria-labelledby="${id}-title">${heading}${content}</section>`;
}

function picturePlace({ trace }: ReportData): string {
  const names = trace.processes.length;
  return `<p class="nojs quiet">The picture of ${names} processes is drawn by a script; the story above and the tables below do without.</p><div class="js" id="picture-place"></div>`;
}

function statePlace(): string {
  return '<p class="nojs quiet">A script runs the case again and shows how each server stands after any event.</p><div class="js" id="state-place"></div>';
}

function eventsPlace(): string {
  return '<p class="nojs quiet">The table of events is made by a script; sim replay --columns prints one.</p><div class="js" id="events-place"></div>';
}

function exportsPlace(): string {
  return '<p class="nojs quiet">Exports are made by a script from what this file holds.</p><div class="js" id="exports-place"></div>';
}

function footer({ name, version, result }: ReportData, date: string | undefined): string {
  const made = date === undefined ? '' : `, made ${escaped(date)}`;
  return `<footer>Case <code>${escaped(name)}</code>, fingerprint <code>${escaped(result.fingerprint)}</code>, zabsim ${escaped(version)}${made}. This file asks nobody for anything.</footer>`;
}
