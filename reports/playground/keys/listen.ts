/** Keys are heard on the document, wherever the focus is, but in what somebody types into. */
import type { PlayStore } from '../store.ts';
import { dialog } from '../ui.ts';
import { belongsToFocus, isSingleCharacter, keyName } from './key-name.ts';
import { keyRows } from './key-table.ts';

/** `isOn`: whether there is a play on the page. */
export function listenToKeys(play: PlayStore, isOn: () => boolean): void {
  document.addEventListener('keydown', (event) => {
    const name = keyName(event);
    if (name === null || event.defaultPrevented || isAsked() || !isOn()) return;
    const element = event.target instanceof HTMLElement ? event.target : document.body;
    const focused = {
      tag: element.tagName,
      type: element instanceof HTMLInputElement ? element.type : '',
      isEditable: element.isContentEditable,
      role: element.getAttribute('role') ?? '',
    };
    if (belongsToFocus(name, focused)) return;
    if (isSingleCharacter(name) && !play.settings.letters.value) return;
    const row = keyRows.get(name);
    if (row === undefined) return;
    event.preventDefault();
    row.run(play, name);
  });
}

/** A dialog has the keys to itself, also while it is on its way. */
function isAsked(): boolean {
  return dialog.value !== 'none' || document.querySelector('dialog[open]') !== null;
}
