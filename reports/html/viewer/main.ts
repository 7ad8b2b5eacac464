/** The script of a report: unpacks what the page carries and brings it to life. Without it the page is still a report. */
import { decodeColumns } from '../../../sim/record/event-columns.ts';
import type { ReportData } from '../../../sim/record/report-data.ts';
import { exports } from '../../exports/index.ts';
import { TraceView } from '../../spacetime/trace-view.ts';
import { byId, h } from '../../page/dom.ts';
import { EventsPanel } from './events-panel.ts';
import { exportsPanel } from './exports-panel.ts';
import { followFragment } from './fragment.ts';
import { PicturePanel } from './picture-panel.ts';
import { copy } from './save.ts';
import { Session } from './session.ts';
import { StatePanel } from './state-panel.ts';
import { States } from './states.ts';
import { StoryPanel } from './story-panel.ts';
import { onSystemTheme } from './theme.ts';
import { unpack, unpackText } from './unpack.ts';

async function begin(): Promise<void> {
  const [text, bytes] = await Promise.all([unpackText('data'), unpack('columns')]);
  if (text === null || bytes === null) throw new Error('its data is missing');
  performance.mark('unpacked');
  const data = JSON.parse(text) as ReportData;
  if (data.schema !== 1)
    throw new Error(`its data has the version ${String(data.schema)}, which this script does not know`);
  const view = new TraceView(data.trace, decodeColumns(bytes));
  performance.mark('decoded');
  const session = new Session(data, view);
  onSystemTheme(() => session.themeChanged());
  document.documentElement.classList.add('on');
  const panel = new PicturePanel(session, byId('picture-place'));
  performance.mark('built');
  panel.diagram.draw();
  performance.mark('first-picture');
  // What is below the picture can wait for the next turn.
  setTimeout(() => {
    const states = new States(data);
    const state = new StatePanel(session, states, byId('state-place'));
    new StoryPanel(session);
    new EventsPanel(session, byId('events-place'));
    exportsPanel(session, byId('exports-place'), () => panel.svg());
    followFragment(session, panel);
    listenToCopies(session);
    Object.assign(globalThis, { zabsimReport: { session, panel, state, states, exports } });
    void checkReplay(states, state);
  });
}

/** First the state a reader looks at, then the whole run. */
async function checkReplay(states: States, state: StatePanel): Promise<void> {
  await state.show();
  performance.mark('first-state');
  byId('replay-check').textContent = await states.check();
  if (states.trouble !== '') await state.show();
}

function listenToCopies({ data, view }: Session): void {
  const issue = exports.find(({ name }) => name === 'issue text');
  const onClick = (id: string, text: () => string): void => {
    const element = document.getElementById(id);
    if (element instanceof HTMLButtonElement) element.addEventListener('click', () => void copy(text(), element));
  };
  onClick('copy-line', () => data.replay);
  onClick('copy-issue', () => issue?.make(data, view) ?? data.replay);
}

/** The page stays what it is without a script, and says so. */
begin().catch((error: unknown) => {
  document.documentElement.classList.remove('on');
  const why = error instanceof Error ? error.message : String(error);
  document
    .querySelector('main')
    ?.prepend(
      h(
        'p',
        { role: 'alert', class: 'caption' },
        `The picture of this report cannot be drawn: ${why}. What stands below is whole all the same.`,
      ),
    );
});
