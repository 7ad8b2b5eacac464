/** Makes the story of the page one to step through: each sentence moves the cursor. */
import { button, byId, h } from '../../page/dom.ts';
import type { Session } from './session.ts';

export class StoryPanel {
  private readonly session: Session;
  private readonly items: readonly HTMLElement[];

  constructor(session: Session) {
    this.session = session;
    const list = document.querySelector<HTMLElement>('ol.story');
    this.items = [...(list?.children ?? [])].filter((item) => item instanceof HTMLElement);
    if (list === null || this.items.length === 0) return;
    for (const [i, item] of this.items.entries()) {
      if (item.dataset['event'] === undefined) continue;
      const see = button('see', { class: 'see', 'aria-label': `see sentence ${i + 1} in the picture` }, () =>
        this.go(i),
      );
      item.append(' ', see);
    }
    list.after(
      h(
        'div',
        { class: 'bar noprint', role: 'group', 'aria-label': 'step through the story' },
        button('◀ back', {}, () => this.go(this.next(-1))),
        button('on ▶', {}, () => this.go(this.next(1))),
        h('span', { class: 'hint' }, '← → here step through the story'),
      ),
    );
    byId('what-happened').addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      this.go(this.next(event.key === 'ArrowRight' ? 1 : -1));
    });
    document.getElementById('play-story')?.addEventListener('click', () => {
      this.go(this.next(1, -1));
      byId('picture').scrollIntoView({ block: 'start' });
    });
    session.listen((change) => {
      if (change === 'story') this.mark();
    });
  }

  /** The next sentence that is somewhere in the run. */
  private next(by: 1 | -1, from = this.session.sentence): number {
    for (let at = from + by; at >= 0 && at < this.items.length; at += by) {
      if (this.items[at]?.dataset['event'] !== undefined) return at;
    }
    return from;
  }

  private go(sentence: number): void {
    if (sentence >= 0) this.session.setSentence(sentence);
  }

  private mark(): void {
    for (const [i, item] of this.items.entries()) {
      if (i === this.session.sentence) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
    }
  }
}
