/** What stands in place of a report where the case could not be run once more: what the campaign knows of it. */
import type { FuzzFailure } from '../../sim/record/fuzz-result.ts';
import { element, escaped, textElement } from './markup.ts';
import { plainPage } from './plain-page.ts';

export function keptPage(failure: FuzzFailure): string {
  const { verdict, message, signature, seed, story, replay } = failure;
  const told = story.map((sentence) => textElement('p', {}, sentence)).join('');
  const body = [
    element(
      'header',
      { class: 'verdict bad' },
      element(
        'div',
        { class: 'kicker' },
        `<strong>✖ ${escaped(verdict)}</strong>${textElement('span', {}, `seed ${seed}`)}`,
      ) +
        textElement('h1', {}, message) +
        textElement('p', { class: 'mono small' }, signature) +
        element('div', { class: 'replay' }, textElement('code', {}, replay)),
    ),
    '<section><p>The case was not run again, so there is neither a picture nor a story.</p>',
    `${told}</section>`,
  ];
  return plainPage(`${verdict}: ${message}`, body.join('\n'));
}
