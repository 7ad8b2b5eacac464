/** A page over the failures of a campaign: what was found, how often, and where its report is. */
import type { FuzzFailure, FuzzResult } from '../../sim/record/fuzz-result.ts';
import { shrunkText } from '../fuzz-words.ts';
import { element, escaped, textElement } from './markup.ts';
import { plainPage } from './plain-page.ts';

const CARD_STYLE = `
.fail { border: 1px solid var(--line); border-left: 5px solid var(--bad); border-radius: 9px; padding: 14px 18px;
  margin: 14px 0; background: var(--card); }
.fail.known { border-left-color: var(--line); }
.fail h2 { font-size: 16px; }
.fail ol { margin: 8px 0 0; padding-left: 22px; }
.fail li { margin: 3px 0; }
`;

/** The file of each case's report, from the folder the page lies in. */
export function indexPage(result: FuzzResult): string {
  const { failures, campaign, version } = result;
  const fresh = failures.filter(({ known }) => !known).length;
  const title =
    failures.length === 0
      ? `${campaign}: nothing was found`
      : `${campaign}: ${failures.length === 1 ? 'one failure' : `${failures.length} failures`}${fresh === failures.length ? '' : `, ${fresh} of them new`}`;
  const numbers = [
    `${result.seeds} seeds`,
    `${result.ok} ok`,
    ...(result.undecided > 0 ? [`${result.undecided} undecided`] : []),
    `zabsim ${version}`,
  ];
  const body = [
    element(
      'header',
      { class: `verdict ${failures.length === 0 ? 'ok' : 'bad'}` },
      `${textElement('h1', {}, title)}${element('div', { class: 'kicker' }, numbers.map((words) => textElement('span', {}, words)).join(''))}`,
    ),
    ...failures.map(card),
    '<footer>Each report is one file that asks nobody for anything.</footer>',
  ];
  return plainPage(title, body.join('\n'), CARD_STYLE);
}

const SENTENCES = 4;

function card({
  signature,
  verdict,
  message,
  seed,
  count,
  case: name,
  shrunk,
  known,
  story,
  replay,
}: FuzzFailure): string {
  const facts = [
    verdict,
    `seed ${seed}`,
    count === 1 ? 'found once' : `found ${count} times`,
    ...(shrunk === null ? [] : [`shrunk to ${shrunkText(shrunk)}`]),
    ...(known ? ['known'] : []),
  ];
  const told = story.slice(0, SENTENCES).map((sentence) => textElement('li', {}, sentence));
  return element(
    'section',
    { class: `fail${known ? ' known' : ''}` },
    element('h2', {}, element('a', { href: `${encodeURIComponent(name)}/report.html` }, escaped(message))) +
      element('div', { class: 'kicker' }, facts.map((fact) => textElement('span', {}, fact)).join('')) +
      textElement('p', { class: 'mono small' }, signature) +
      (told.length === 0 ? '' : element('ol', {}, told.join(''))) +
      element('p', { class: 'small' }, `<code>${escaped(replay)}</code>`),
  );
}
