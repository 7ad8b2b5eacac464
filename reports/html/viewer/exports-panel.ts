/** A card for each export: save it, or copy it where it is short. */
import { exports } from '../../exports/index.ts';
import { button, h } from '../../page/dom.ts';
import { copy, save } from './save.ts';
import type { Session } from './session.ts';

export function exportsPanel({ data, view }: Session, place: HTMLElement, svg: () => string): void {
  const cards = exports.map(({ name, words, suffix, type, make }) => {
    const copying: HTMLButtonElement = button(
      'copy',
      { 'aria-label': `copy ${name}` },
      () => void copy(make(data, view), copying),
    );
    return h(
      'div',
      {},
      h('strong', {}, name),
      h('span', { class: 'small quiet' }, words),
      h(
        'span',
        { class: 'acts' },
        button('save', { 'aria-label': `save ${name}` }, () => save(`${data.name}${suffix}`, type, make(data, view))),
        copying,
      ),
    );
  });
  const picture = h(
    'div',
    {},
    h('strong', {}, 'SVG of the view'),
    h('span', { class: 'small quiet' }, 'the picture above, as it is now, for slides and papers'),
    h(
      'span',
      { class: 'acts' },
      button('save', { 'aria-label': 'save SVG' }, () => save(`${data.name}.svg`, 'image/svg+xml', svg())),
    ),
  );
  place.append(h('div', { class: 'exports' }, ...cards, picture));
}
