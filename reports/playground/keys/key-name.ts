/** Keys by name, and which of them belong to the element that has the focus. */

export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** `Shift+ArrowLeft`, `Alt+ArrowRight`, `C`, `Shift+Z`, `?`; null with keys that belong to the browser. */
export function keyName({ key, shiftKey, altKey, ctrlKey, metaKey }: Pressed): string | null {
  if (ctrlKey || metaKey) return null;
  if (key === ' ') return 'Space';
  const isLetter = /^[a-z]$/i.test(key);
  // How a sign is typed depends on the keyboard.
  if (key.length === 1 && !isLetter) return altKey ? null : key;
  const name = isLetter ? key.toUpperCase() : key;
  return `${altKey ? 'Alt+' : ''}${shiftKey ? 'Shift+' : ''}${name}`;
}

/** Letters, digits and signs: those that can be switched off. */
export function isSingleCharacter(name: string): boolean {
  return name.length === 1 || name === 'Shift+Z';
}

export interface Focused {
  readonly tag: string;
  /** Of an input. */
  readonly type: string;
  readonly isEditable: boolean;
  readonly role: string;
}

const typed = new Set(['text', 'search', 'url', 'number', 'email', 'password', 'tel', '']);
const moves = /^(Arrow(Left|Right|Up|Down)|Home|End|Page(Up|Down))$/;

/** True: the element itself does something with the key, and so the page does not. */
export function belongsToFocus(name: string, { tag, type, isEditable, role }: Focused): boolean {
  if (isEditable || tag === 'TEXTAREA' || tag === 'SELECT') return true;
  if (tag === 'INPUT') {
    if (typed.has(type)) return true;
    if (type === 'range' || type === 'radio') return moves.test(name);
    return name === 'Space';
  }
  if (tag === 'BUTTON' || tag === 'SUMMARY' || role === 'button') return name === 'Space' || name === 'Enter';
  return tag === 'A' && name === 'Enter';
}
