/** What is open over the picture, and how an act of a menu reaches the engine; one for each play. */
import { batch, signal, type Signal } from '@preact/signals';
import { copied } from '../share/copy.ts';
import type { PlayStore } from '../store.ts';
import type { Target } from './hit.ts';
import type { Act, Question } from './menu.ts';

export interface OpenMenu {
  readonly target: Target;
  /** In pixels of the window. */
  readonly x: number;
  readonly y: number;
}

export class Hands {
  readonly menu: Signal<OpenMenu | null> = signal(null);
  readonly question: Signal<Question | null> = signal(null);
  /** What is pointed at with a mouse, or has the focus. */
  readonly pointed: Signal<Target> = signal({ kind: 'ground' });
  /** Drawing cuts, wherever it begins. */
  readonly cutting = signal(false);
  private readonly store: PlayStore;

  constructor(store: PlayStore) {
    this.store = store;
  }

  select(target: Target): void {
    if (target.kind === 'server' || target.kind === 'client') this.store.selection.value = target;
    else if (target.kind === 'messages') {
      this.store.selection.value = { kind: 'message', id: target.addresses[0] as string };
    } else if (target.kind === 'ground') this.store.selection.value = { kind: 'none' };
  }

  /** Whatever is selected. */
  selected(): Target {
    const { value: selection } = this.store.selection;
    const { kind, id } = selection.kind === 'none' ? { kind: 'none' as const, id: '' } : selection;
    if (kind === 'message') return { kind: 'messages', addresses: [id] };
    return kind === 'none' ? { kind: 'ground' } : { kind, id };
  }

  openMenu(target: Target, x: number, y: number): void {
    batch(() => {
      if (target.kind !== 'ground' && target.kind !== 'link') this.select(target);
      this.menu.value = { target, x, y };
    });
  }

  /** The menu of a thing, below what was pressed for it. */
  openMenuBelow(target: Target, element: Element): void {
    const { left, bottom } = element.getBoundingClientRect();
    this.openMenu(target, left, bottom + 2);
  }

  ask(question: Question): void {
    batch(() => {
      this.menu.value = null;
      this.question.value = question;
    });
  }

  close(): void {
    batch(() => {
      this.menu.value = null;
      this.question.value = null;
    });
  }

  async perform(act: Act): Promise<void> {
    const { menu } = this;
    if (act.kind === 'menu') {
      const { x, y } = menu.value ?? { x: 0, y: 0 };
      this.openMenu(act.target, x, y);
      return;
    }
    menu.value = null;
    switch (act.kind) {
      case 'line':
        await this.store.act(act.line);
        return;
      case 'message':
        await this.store.actOn(act.address, act.act);
        return;
      case 'ask':
        this.question.value = act.question;
        return;
      case 'copy':
        if (await copied(act.text)) this.store.notice.value = `Copied: ${act.text}`;
        else this.question.value = { kind: 'copy', text: act.text };
        return;
    }
  }
}

const hands = new WeakMap<PlayStore, Hands>();

export function handsOf(store: PlayStore): Hands {
  const known = hands.get(store);
  if (known !== undefined) return known;
  const made = new Hands(store);
  hands.set(store, made);
  return made;
}
