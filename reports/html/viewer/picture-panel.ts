/** The diagram with its toolbar, keys, caption and legend. */
import { FilterError, parseFilter } from '../../spacetime/filter.ts';
import { themes } from '../../spacetime/inks.ts';
import { layoutLanes } from '../../spacetime/lanes.ts';
import { paintPicture } from '../../spacetime/paint.ts';
import type { Shade } from '../../spacetime/picture.ts';
import { SvgPainter } from '../../spacetime/svg-painter.ts';
import { Diagram } from '../../page/diagram.ts';
import { button, h } from '../../page/dom.ts';
import { save } from './save.ts';
import { legend } from './legend.ts';
import type { Session } from './session.ts';
import { currentTheme, toggleContrast } from './theme.ts';

const PLACEHOLDER = 'kind=ACK server=3 zxid>=1:7 t<0.5 -heartbeat "text"';
const FILTER_WAIT_MS = 120;

export class PicturePanel {
  readonly diagram: Diagram;
  private readonly session: Session;
  private readonly caption = h('p', { class: 'caption', 'aria-live': 'polite' });
  private readonly filter = h('input', {
    type: 'search',
    id: 'filter',
    placeholder: PLACEHOLDER,
    'aria-describedby': 'filter-problem',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  private readonly problem = h('span', { id: 'filter-problem', class: 'hint', role: 'status' });
  private readonly shades = new Map<Shade['kind'], HTMLButtonElement>();
  private readonly axes = new Map<string, HTMLButtonElement>();
  private readonly beats: HTMLButtonElement;
  private readonly lanes = h('span', { class: 'group' });

  constructor(session: Session, place: HTMLElement) {
    this.session = session;
    this.diagram = new Diagram(session, currentTheme);
    this.beats = button('heartbeats', { 'aria-pressed': 'false', title: 'show pings and idle timers' }, () =>
      session.setHeartbeats(!session.heartbeats),
    );
    place.append(
      this.firstBar(),
      this.secondBar(),
      this.diagram.element,
      this.caption,
      h(
        'p',
        { class: 'hint noprint', id: 'diagram-keys' },
        'Keys in the picture: ← → next event, with Shift the next step, with Alt of the same process; + − zoom, 0 whole run, [ ] faults, P past, U future, J concurrent, Esc all, H heartbeats, K contrast. Click an event, Shift-click for the path to it; drag to move, Ctrl-wheel to zoom.',
      ),
      legend(session),
    );
    this.listen();
    this.showState();
  }

  private firstBar(): HTMLElement {
    const { session } = this;
    const axis = (name: 'time' | 'order', label: string): HTMLButtonElement => {
      const element = button(label, {}, () => session.setAxis(name));
      this.axes.set(name, element);
      return element;
    };
    const shade = (kind: Shade['kind'], label: string, title: string): HTMLButtonElement => {
      const element = button(label, { title }, () => this.toggleShade(kind));
      this.shades.set(kind, element);
      return element;
    };
    return h(
      'div',
      { class: 'bar' },
      h(
        'span',
        { class: 'group', role: 'group', 'aria-label': 'axis' },
        axis('time', 'virtual time'),
        axis('order', 'event order'),
      ),
      h(
        'span',
        { class: 'group', role: 'group', 'aria-label': 'zoom' },
        button('−', { 'aria-label': 'farther' }, () => this.diagram.zoomBy(1.6)),
        button('+', { 'aria-label': 'closer' }, () => this.diagram.zoomBy(1 / 1.6)),
        button('whole run', {}, () => this.diagram.fit()),
      ),
      h(
        'span',
        { class: 'group', role: 'group', 'aria-label': 'bright' },
        shade('past', 'past', 'what led to the event at the cursor (P)'),
        shade('future', 'future', 'what came of it (U)'),
        shade('concurrent', 'concurrent', 'neither (J)'),
      ),
      this.beats,
      button('contrast', { 'aria-pressed': 'false', id: 'contrast' }, () => this.contrast()),
      button('SVG', { title: 'save this view as a picture' }, () => this.saveSvg()),
    );
  }

  private secondBar(): HTMLElement {
    return h(
      'div',
      { class: 'bar' },
      h('label', { for: 'filter' }, 'filter'),
      this.filter,
      this.problem,
      h('details', {}, h('summary', {}, 'lanes'), this.lanes),
    );
  }

  private listen(): void {
    const { session } = this;
    let waiting = 0;
    this.filter.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => this.readFilter(), FILTER_WAIT_MS);
    });
    this.diagram.element.addEventListener('keydown', (event) => this.onKey(event));
    session.listen((change) => {
      if (change === 'story') this.showSentence();
      this.showState();
    });
  }

  setFilter(text: string): void {
    this.filter.value = text;
    this.readFilter();
  }

  private readFilter(): void {
    const text = this.filter.value;
    try {
      this.session.setFilter(text, parseFilter(text));
      this.problem.textContent = '';
      this.filter.removeAttribute('aria-invalid');
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      this.problem.textContent = error.message;
      this.filter.setAttribute('aria-invalid', 'true');
    }
  }

  private showState(): void {
    const { session } = this;
    for (const [name, element] of this.axes) pressed(element, session.viewport.axis === name);
    for (const [kind, element] of this.shades) pressed(element, session.shade?.kind === kind);
    pressed(this.beats, session.heartbeats);
    this.showLanes();
    const { view, cursor } = session;
    const at = `${(view.atUs(cursor) / 1e6).toFixed(6)} s · event ${cursor}`;
    const { failure } = session.data.result;
    const found = failure === null || cursor !== session.failure ? [] : [h('br'), `✖ ${failure.message}`];
    this.caption.replaceChildren(h('b', {}, at), h('br'), view.caption(cursor), ...found);
  }

  private showLanes(): void {
    const { session } = this;
    const names = session.laneNames();
    const key = `${names.join()}|${[...session.hidden].join()}`;
    if (this.lanes.dataset['key'] === key) return;
    this.lanes.dataset['key'] = key;
    this.lanes.replaceChildren(
      ...names.map((name, i) =>
        h(
          'span',
          { class: 'group' },
          button(
            name,
            { 'aria-pressed': session.hidden.has(name) ? 'false' : 'true', title: 'show or hide this lane' },
            () => session.toggleLane(name),
          ),
          i === 0 ? null : button('↑', { 'aria-label': `move ${name} up` }, () => session.raiseLane(name)),
        ),
      ),
    );
  }

  /** The cursor goes where the sentence is, close enough to see what it tells. */
  private showSentence(): void {
    const { session } = this;
    const event = session.data.steps[session.sentence]?.event ?? -1;
    if (event < 0) return;
    const { axis } = session.viewport;
    const around = axis === 'order' ? 60 : 12_000;
    const at = axis === 'order' ? event : session.view.atUs(event);
    session.viewport = { axis, from: at - around, to: at + around };
    session.setCursor(event);
    session.setShade('past');
    session.setViewport(session.viewport);
  }

  private toggleShade(kind: Shade['kind']): void {
    const { session } = this;
    session.setShade(session.shade?.kind === kind ? null : kind);
  }

  private contrast(): void {
    const on = toggleContrast();
    document.getElementById('contrast')?.setAttribute('aria-pressed', String(on));
    this.session.themeChanged();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const { session, diagram } = this;
    const { view } = session;
    const keys: Readonly<Record<string, () => void>> = {
      '+': () => diagram.zoomBy(1 / 1.6),
      '=': () => diagram.zoomBy(1 / 1.6),
      '-': () => diagram.zoomBy(1.6),
      '0': () => diagram.fit(),
      p: () => this.toggleShade('past'),
      u: () => this.toggleShade('future'),
      j: () => this.toggleShade('concurrent'),
      h: () => session.setHeartbeats(!session.heartbeats),
      k: () => this.contrast(),
      '/': () => this.filter.focus(),
      Escape: () => session.setShade(null),
      Home: () => session.setCursor(0),
      End: () => session.setCursor(view.length - 1),
      '[': () => session.step(-1, (at) => view.kind(at) === 'fault'),
      ']': () => session.step(1, (at) => view.kind(at) === 'fault'),
      ArrowLeft: () => this.arrow(-1, event),
      ArrowRight: () => this.arrow(1, event),
    };
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  private arrow(by: 1 | -1, event: KeyboardEvent): void {
    const { session } = this;
    const { view, cursor } = session;
    const who = view.columns.process[cursor];
    if (event.altKey) session.step(by, (at) => view.columns.process[at] === who);
    else if (event.shiftKey) session.step(by, (at) => (view.columns.weight[at] ?? 0) >= 3);
    else session.step(by, (at) => view.isMessage(at) || (view.columns.told[at] ?? 0) > 0 || view.kind(at) === 'fault');
  }

  /** The view as it is, on white. */
  svg(): string {
    const painter = new SvgPainter(themes.light);
    const picture = this.diagram.picture();
    const { hidden, order, data } = this.session;
    const layout = layoutLanes(data.trace, { width: picture.width, hidden, order });
    paintPicture(painter, { ...picture, layout });
    return painter.document(
      picture.width,
      layout.height,
      `${data.name}: ${data.result.failure?.message ?? data.result.verdict}`,
    );
  }

  private saveSvg(): void {
    save(`${this.session.data.name}.svg`, 'image/svg+xml', this.svg());
  }
}

function pressed(element: HTMLElement, on: boolean): void {
  element.setAttribute('aria-pressed', String(on));
}
