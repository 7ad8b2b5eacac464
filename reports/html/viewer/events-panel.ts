/** The events as a table, with the filter of the picture: what the picture shows, for those who do not look at it. */
import { button, h } from '../../page/dom.ts';
import type { Session } from './session.ts';

const ROWS = 100;

export class EventsPanel {
  private readonly session: Session;
  private readonly body = h('tbody');
  private readonly place = h('span', { class: 'hint', role: 'status' });
  private page = 0;
  private events: number[] = [];
  private stale = true;

  constructor(session: Session, place: HTMLElement) {
    this.session = session;
    const heads = ['event', 'time', 'process', 'what happened', 'caused by'].map((name) =>
      h('th', { scope: 'col' }, name),
    );
    place.append(
      h(
        'div',
        { class: 'bar' },
        button('◀ earlier', {}, () => this.turn(-1)),
        button('later ▶', {}, () => this.turn(1)),
        button('to the cursor', {}, () => this.toCursor()),
        this.place,
      ),
      h(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'table of events' },
        h('table', { class: 'events full' }, h('thead', {}, h('tr', {}, ...heads)), this.body),
      ),
    );
    session.listen((change) => {
      if (change === 'shown') this.stale = true;
      if (change === 'shown' || change === 'cursor') this.toCursor();
    });
    this.toCursor();
  }

  private list(): number[] {
    if (this.stale) {
      this.stale = false;
      const { view, shown } = this.session;
      this.events = [];
      for (let event = 0; event < view.length; event++) {
        const kind = view.kind(event);
        if (shown[event] === 1 && kind !== 'cut' && (kind !== 'nothing' || view.told(event) !== ''))
          this.events.push(event);
      }
    }
    return this.events;
  }

  private turn(by: number): void {
    const pages = Math.max(1, Math.ceil(this.list().length / ROWS));
    this.page = Math.max(0, Math.min(pages - 1, this.page + by));
    this.show();
  }

  private toCursor(): void {
    const at = this.list().findIndex((event) => event >= this.session.cursor);
    this.page = Math.floor(Math.max(0, at < 0 ? this.list().length - 1 : at) / ROWS);
    this.show();
  }

  private show(): void {
    const all = this.list();
    const { view, cursor } = this.session;
    const events = all.slice(this.page * ROWS, (this.page + 1) * ROWS);
    this.place.textContent =
      all.length === 0
        ? 'the filter leaves nothing'
        : `${this.page * ROWS + 1} to ${this.page * ROWS + events.length} of ${all.length} events`;
    this.body.replaceChildren(
      ...events.map((event) => {
        const cause = view.columns.cause[event] ?? -1;
        const kind = view.process(event)?.kind ?? '';
        const go = (to: number): HTMLElement =>
          button(String(to), { class: 'link', 'aria-label': `event ${to}` }, () => this.session.setCursor(to));
        return h(
          'tr',
          { id: `e${event}`, 'aria-current': event === cursor ? 'true' : undefined },
          h('td', {}, go(event)),
          h('td', {}, `${(view.atUs(event) / 1e6).toFixed(6)} s`),
          h('td', {}, `${kind === '' ? '' : kind === 'client' ? 'client ' : 'server '}${view.processName(event)}`),
          h('td', { class: 'wrap' }, view.caption(event)),
          h('td', {}, ...(cause < 0 ? [] : [go(cause)])),
        );
      }),
    );
  }
}
