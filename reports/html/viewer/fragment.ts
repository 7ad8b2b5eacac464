/** Where somebody is stands in the fragment of the address: `#e=231&filter=kind%3DACK&axis=order`. */
import type { PicturePanel } from './picture-panel.ts';
import type { Session } from './session.ts';

const WAIT_MS = 300;

export function followFragment(session: Session, panel: PicturePanel): void {
  const read = (): void => {
    const text = location.hash.slice(1);
    const event = /^e([0-9]+)$/.exec(text)?.[1];
    const fields = new URLSearchParams(event === undefined ? text : `e=${event}`);
    const filter = fields.get('filter');
    if (filter !== null && filter !== session.filterText) panel.setFilter(filter);
    const axis = fields.get('axis');
    if (axis === 'order' || axis === 'time') session.setAxis(axis);
    const at = Number(fields.get('e') ?? NaN);
    if (Number.isInteger(at) && at !== session.cursor) session.setCursor(at);
  };
  let waiting = 0;
  session.listen((change) => {
    if (change === 'theme' || change === 'shade') return;
    clearTimeout(waiting);
    waiting = window.setTimeout(() => write(session), WAIT_MS);
  });
  addEventListener('hashchange', read);
  read();
}

function write({ cursor, filterText, viewport }: Session): void {
  const fields = new URLSearchParams({ e: String(cursor) });
  if (filterText !== '') fields.set('filter', filterText);
  fields.set('axis', viewport.axis);
  // Not by assigning the hash: every step of the cursor would be one of the browser's history.
  history.replaceState(null, '', `#${fields.toString()}`);
}
