/** The table of states at the cursor, with what changed. */
import type { MomentState } from '../../../sim/record/moment-state.ts';
import { rowsAgainst, stateRows, type StateCell, type StateRow } from '../../state-rows.ts';
import { byId, h } from '../../page/dom.ts';
import type { Session } from './session.ts';
import type { FoundState, States } from './states.ts';

/** What a state is compared with: the event before, the last one that was looked at, or a server. */
type Compared = 'event' | 'last' | `server ${string}`;

/** Lines of a long cell that are shown. */
const LINES = 6;
const WAIT_MS = 40;

export class StatePanel {
  private readonly session: Session;
  private readonly states: States;
  private readonly place: HTMLElement;
  private readonly aside = byId('state-aside');
  private readonly table = h('div', {
    class: 'scroll',
    tabindex: 0,
    role: 'region',
    'aria-label': 'state of the servers',
  });
  private readonly clients = h('p', { class: 'small quiet' });
  private readonly choice: HTMLSelectElement;
  private last: MomentState | null = null;
  private shown: MomentState | null = null;
  private asked = -1;
  private busy = false;

  constructor(session: Session, states: States, place: HTMLElement) {
    this.session = session;
    this.states = states;
    this.place = place;
    const servers = session.data.trace.processes.filter(({ kind }) => kind !== 'client').map(({ name }) => name);
    this.choice = h(
      'select',
      { id: 'compared' },
      h('option', { value: 'event' }, 'the event before'),
      h('option', { value: 'last' }, 'what was shown before'),
      ...servers.map((name) => h('option', { value: `server ${name}` }, `server ${name}`)),
    );
    this.choice.addEventListener('change', () => void this.show());
    place.append(
      h('div', { class: 'bar' }, h('label', { for: 'compared' }, 'framed: other than'), this.choice),
      this.table,
      this.clients,
      h(
        'p',
        { class: 'hint' },
        'Log cells: dotted is in memory only, framed is on disk, filled is applied to the tree.',
      ),
    );
    let waiting = 0;
    session.listen((change) => {
      if (change !== 'cursor') return;
      clearTimeout(waiting);
      waiting = window.setTimeout(() => void this.show(), WAIT_MS);
    });
  }

  /** The state at the cursor, when it is known; the newest question wins. */
  async show(): Promise<void> {
    this.asked = this.session.cursor;
    if (this.busy) return;
    this.busy = true;
    try {
      for (let event = -1; event !== this.asked;) {
        event = this.asked;
        await this.showEvent(event);
      }
    } finally {
      this.busy = false;
    }
  }

  private async showEvent(event: number): Promise<void> {
    const stored = this.states.stored(event);
    if (stored !== null) this.render(stored, null);
    const found = await this.states.at(event);
    if (found === null) {
      this.aside.textContent = this.states.trouble;
      return;
    }
    const wantsBefore = this.choice.value === 'event' && found.source === 'engine' && event > 0;
    this.render(found, wantsBefore ? ((await this.states.at(event - 1))?.state ?? null) : null);
  }

  private render({ state, source }: FoundState, before: MomentState | null): void {
    const compared = this.choice.value as Compared;
    if (this.shown !== null && this.shown.event !== state.event) this.last = this.shown;
    this.shown = state;
    const rows = compared.startsWith('server ')
      ? rowsAgainst(state, compared.slice('server '.length))
      : stateRows(state, compared === 'last' ? this.last : before);
    this.table.replaceChildren(tableOf(state, rows, compared.startsWith('server ')));
    this.place.dataset['event'] = String(state.event);
    this.clients.textContent = state.clients.map(clientWords).join(' · ');
    const at = `${(state.atUs / 1e6).toFixed(6)} s, after event ${state.event}`;
    this.aside.textContent =
      source === 'engine'
        ? `${at}, run again by the engine`
        : `${at}: stored${this.states.trouble === '' ? '' : `, for ${this.states.trouble}`}`;
  }

  /** What is shown, for whoever checks it. */
  get state(): MomentState | null {
    return this.shown;
  }
}

function clientWords({ name, phase, server, lastZxid, inFlight, queued }: MomentState['clients'][number]): string {
  const where = server === null ? phase : `${phase} to ${server}`;
  const asks = inFlight + queued === 0 ? '' : `, ${inFlight} under way${queued === 0 ? '' : `, ${queued} waiting`}`;
  return `client ${name}: ${where}, has seen ${lastZxid}${asks}`;
}

function tableOf({ servers }: MomentState, rows: readonly StateRow[], against: boolean): HTMLElement {
  const head = h('tr', {}, h('td', {}), ...servers.map(({ name }) => h('th', { scope: 'col' }, `server ${name}`)));
  const body = rows.map(({ name, cells, changed }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, name),
      ...cells.map((cell, i) =>
        h('td', { class: changed[i] === true ? (against ? 'differs' : 'changed') : undefined }, ...contentOf(cell)),
      ),
    ),
  );
  return h('table', { class: 'state' }, h('thead', {}, head), h('tbody', {}, ...body));
}

function contentOf({ text, log, lines }: StateCell): (Node | string)[] {
  if (log !== undefined) {
    if (log.length === 0) return ['–'];
    const cells = log.map(({ zxid, text: what, durable, applied }) => {
      const words = `${zxid} ${what}: ${durable ? 'on disk' : 'in memory only'}${applied ? ', applied' : ''}`;
      return h('span', { class: `cell${durable ? ' durable' : ''}${applied ? ' applied' : ''}`, title: words }, zxid);
    });
    return [h('span', { class: 'cells' }, ...cells)];
  }
  if (lines === undefined || lines.length <= 1) return [text];
  const shown = lines.slice(0, LINES).map((line) => h('div', {}, line));
  if (lines.length <= LINES) return shown;
  const rest = lines.slice(LINES).map((line) => h('div', {}, line));
  return [...shown, h('details', {}, h('summary', {}, `${lines.length - LINES} more`), ...rest)];
}
