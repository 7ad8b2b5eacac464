/** The sections of a report that need no script: each is a function from the data to markup, or null when it has nothing to say. */
import type { PartingSide, ReportData, ReportParting } from '../../sim/record/report-data.ts';
import { promiseOf } from '../../sim/check/promises.ts';
import { stateRows, type StateCell } from '../state-rows.ts';
import { zxidsReadable } from '../zxid-text.ts';
import { element, escaped, textElement } from './markup.ts';

export function storySection({ story, steps, result }: ReportData): string {
  if (story === null) {
    const why =
      result.failure === null
        ? 'Nothing failed, so there is nothing to tell.'
        : 'Nobody looked why it fails: sim explain does.';
    return textElement('p', { class: 'quiet' }, why);
  }
  const wrong = story.sentences.findIndex((sentence) => sentence.startsWith('The first wrong step'));
  const items = story.sentences.map((sentence, i) => {
    const tag = i === wrong ? ` ${element('span', { class: 'tag' }, '⚠ first wrong step')}` : '';
    const step = steps[i];
    const known = step !== undefined && step.event >= 0;
    return element(
      'li',
      { id: `s${i + 1}`, class: i === wrong ? 'wrong' : undefined, 'data-event': known ? step.event : undefined },
      escaped(sentence) + tag,
    );
  });
  const missing =
    wrong < 0
      ? textElement('p', { class: 'quiet small' }, 'No check sees a wrong step before the failure itself.')
      : '';
  return element('ol', { class: 'story' }, items.join('')) + missing;
}

const signs = { ok: '✔', undecided: '?' } as const;

export function checksSection({ result }: ReportData): string {
  const rows = result.checks.map(({ name, verdict, detail }) => {
    const kind = verdict === 'ok' || verdict === 'undecided' ? verdict : 'bad';
    const sign = kind === 'bad' ? '✖' : signs[kind];
    return element(
      'tr',
      { class: kind === 'bad' ? 'bad' : undefined },
      element('td', { class: `sign ${kind}` }, `${sign} ${escaped(verdict)}`) +
        element('th', { scope: 'row' }, textElement('code', {}, name)) +
        element(
          'td',
          { class: 'wrap' },
          escaped(promiseOf(name) ?? '') +
            (detail === '' ? '' : element('div', { class: 'quiet small' }, escaped(detail))),
        ),
    );
  });
  return table(['verdict', 'check', 'what is promised, and what was seen'], rows, 'full');
}

function table(headings: readonly string[], rows: readonly string[], className = ''): string {
  const head = element('tr', {}, headings.map((heading) => textElement('th', { scope: 'col' }, heading)).join(''));
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': headings.join(', ') },
    element('table', { class: className }, element('thead', {}, head) + element('tbody', {}, rows.join(''))),
  );
}

export function faultsSection({ trace, plan, config, result, story }: ReportData): string {
  const struck = trace.faults.map(({ atUs, text, effective, kind, event }) =>
    element(
      'tr',
      {},
      textElement('td', {}, `${(atUs / 1e6).toFixed(3)} s`) +
        textElement('td', { class: 'quiet' }, String(event)) +
        textElement(
          'td',
          { class: 'wrap' },
          `${kind === 'undo' ? 'ends: ' : ''}${text}${effective ? '' : ' (no effect)'}`,
        ),
    ),
  );
  const faults =
    struck.length === 0
      ? textElement('p', { class: 'quiet' }, 'No fault struck.')
      : table(['time', 'event', 'what struck'], struck, 'full');
  const needed = neededTable(story);
  const options = {
    ...Object.fromEntries(Object.entries(result.drawn).map(([name, value]) => [name, String(value)])),
    ...config,
  };
  const settings = Object.entries(options).map(([name, value]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, textElement('code', {}, name)) + textElement('td', { class: 'wrap' }, value),
    ),
  );
  return element(
    'div',
    { class: 'two' },
    element(
      'div',
      {},
      `<h3>Faults</h3>${faults}${needed}${lines('Operations of the plan', plan.operations)}${lines('Faults of the plan', plan.faults)}`,
    ) +
      element(
        'div',
        { class: 'configuration' },
        `<h3>Configuration</h3>${table(['field', 'value'], settings, 'full')}`,
      ),
  );
}

const effects = {
  passes: 'it passes',
  undecided: 'nothing is found',
  'fails otherwise': 'it fails otherwise',
  'fails the same way': 'it fails as before',
} as const;

/** What of the case the failure needs; found out by running it without. */
function neededTable(story: ReportData['story']): string {
  const steps = (story?.steps ?? []).filter(({ without }) => without !== null && without !== 'fails the same way');
  if (steps.length === 0) return '';
  const rows = steps.map(({ text, without, margins }) => {
    const margin = margins
      .filter(({ leastUs, mostUs }) => leastUs !== null || mostUs !== null)
      .map(({ text: words }) => `only ${words}`);
    return element(
      'tr',
      {},
      element(
        'td',
        { class: 'wrap' },
        escaped(text) + margin.map((words) => element('div', { class: 'quiet small' }, escaped(words))).join(''),
      ) + textElement('td', {}, without === null ? '' : effects[without]),
    );
  });
  return `<h3>What the failure needs</h3>${table(['step', 'without it'], rows, 'full')}`;
}

const LINES_SHOWN = 40;

function lines(title: string, all: readonly string[]): string {
  if (all.length === 0) return '';
  const shown = all.slice(0, LINES_SHOWN).map((line) => element('li', {}, textElement('code', {}, line)));
  const more = all.length > LINES_SHOWN ? [textElement('li', {}, `and ${all.length - LINES_SHOWN} more`)] : [];
  return element(
    'details',
    {},
    textElement('summary', {}, `${title} (${all.length})`) +
      element('ul', { class: 'plain' }, [...shown, ...more].join('')),
  );
}

export function partingSection({ parting, of }: ReportData): string {
  if (parting === null) {
    return textElement(
      'p',
      { class: 'quiet' },
      'The case runs the correct protocol: there is no other to compare it with.',
    );
  }
  const { event, actual, expected, states } = parting;
  if (event === null) {
    return textElement('p', { class: 'quiet' }, `The correct protocol does the same in all ${actual.events} events.`);
  }
  return (
    textElement('p', {}, `The same case without ${of.bug ?? 'its bug'} is the same run up to here, event ${event}.`) +
    element(
      'div',
      { class: 'sides' },
      side('Expected: the correct protocol', expected) + side(`Actual: with ${of.bug ?? 'the bug'}`, actual),
    ) +
    (states === null ? '' : stateDifference(states))
  );
}

function side(title: string, { verdict, events, first, causes }: PartingSide): string {
  const head = `<h3>${escaped(title)}</h3>${textElement('p', { class: 'quiet small' }, `${verdict}, ${events} events`)}`;
  if (first === null) return element('div', { class: 'side' }, `${head}<p>The run has ended.</p>`);
  const did = first.effects.map((effect) => textElement('li', {}, zxidsReadable(effect))).join('');
  const by = causes
    .map(({ event, text, effects: did_ }) =>
      textElement('li', {}, `${event}: ${[text === '' ? 'from outside' : text, ...did_].join('; ')}`),
    )
    .join('');
  return element(
    'div',
    { class: 'side' },
    head +
      element(
        'p',
        {},
        `${escaped(first.text === '' ? 'something from outside' : first.text)}, <span class="quiet">at ${(first.atUs / 1e6).toFixed(6)} s</span>`,
      ) +
      (did === '' ? '<p class="quiet">and does nothing more</p>' : element('ul', {}, did)) +
      (by === '' ? '' : element('details', {}, `<summary>what led to it</summary><ul class="plain small">${by}</ul>`)),
  );
}

/** What of the states differs after that event. */
function stateDifference({ actual, expected }: NonNullable<ReportParting['states']>): string {
  const rows = stateRows(actual, expected).flatMap(({ name, cells, changed }) =>
    changed.flatMap((differs, i) => {
      if (!differs) return [];
      const wanted = stateRows(expected, null).find((row) => row.name === name)?.cells[i];
      const server = actual.servers[i]?.name ?? '?';
      const cell = (of: StateCell | undefined): string =>
        textElement('td', { class: 'wrap' }, of === undefined ? '' : cellWords(of));
      return [
        element(
          'tr',
          {},
          textElement('th', { scope: 'row' }, `server ${server}, ${name}`) + cell(wanted) + cell(cells[i]),
        ),
      ];
    }),
  );
  if (rows.length === 0)
    return textElement(
      'p',
      { class: 'quiet small' },
      'The states after it are the same: what differs was sent, or is still to come.',
    );
  return `<h3>States after it</h3>${table(['what', 'expected', 'actual'], rows, 'full')}`;
}

function cellWords({ text, log }: StateCell): string {
  if (log === undefined) return text;
  return log.map(({ zxid, durable }) => `${zxid}${durable ? '' : ' (in memory)'}`).join(', ') || 'empty';
}

export function limitsSection({ limits }: ReportData): string {
  return element('ul', { class: 'plain' }, limits.map((limit) => textElement('li', {}, limit)).join(''));
}
