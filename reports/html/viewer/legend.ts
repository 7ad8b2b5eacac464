/** What the signs mean, drawn as they are drawn in the picture. */
import { markSigns, drawSign, roleSigns } from '../../spacetime/signs.ts';
import { SvgPainter } from '../../spacetime/svg-painter.ts';
import { h } from '../../page/dom.ts';
import type { Session } from './session.ts';
import { currentTheme } from './theme.ts';

const SHOWN = [
  'propose',
  'log',
  'sync',
  'ack',
  'commit',
  'apply',
  'vote',
  'lead',
  'epoch',
  'start',
  'crash',
  'ask',
  'hear',
] as const;
const SIDE = 18;

/** Redrawn when the colours change. */
export function legend(session: Session): HTMLElement {
  const element = h('div', { class: 'legend', 'aria-label': 'signs', role: 'group' });
  const show = (): void => element.replaceChildren(...signs());
  session.listen((change) => {
    if (change === 'theme') show();
  });
  show();
  return element;
}

function signs(): HTMLElement[] {
  const roles = (['L', 'F', 'O', 'E', '-', 'P'] as const).map((role) => {
    const { glyph, words } = roleSigns[role];
    return h('span', {}, `${glyph} ${words}`);
  });
  const marks = SHOWN.map((mark) => {
    const painter = new SvgPainter(currentTheme());
    drawSign(painter, markSigns[mark], SIDE / 2, SIDE / 2, 6);
    const image = h('img', {
      src: `data:image/svg+xml;base64,${btoa(painter.document(SIDE, SIDE, mark))}`,
      width: SIDE,
      height: SIDE,
      alt: '',
    });
    return h('span', {}, image, markSigns[mark].words);
  });
  return [...roles, ...marks];
}
