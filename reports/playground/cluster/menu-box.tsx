/** A menu beside what it is about: by mouse, finger and keys; what cannot be done says why. */
import { Fragment, type VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Hands, OpenMenu } from './hands.ts';
import { menuOf, type MenuEntry } from './menu.ts';
import type { Scene } from './scene.ts';

const EDGE = 8;

export function MenuBox({ hands, scene }: { readonly hands: Hands; readonly scene: Scene }): VNode | null {
  const open = hands.menu.value;
  return open === null ? null : <Opened hands={hands} scene={scene} open={open} />;
}

interface OpenedProps {
  readonly hands: Hands;
  readonly scene: Scene;
  readonly open: OpenMenu;
}

function Opened({ hands, scene, open }: OpenedProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const { title, entries } = menuOf(open.target, scene);
  useReturnedFocus(box);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(EDGE, Math.min(open.x, innerWidth - width - EDGE))}px`;
    element.style.top = `${Math.max(EDGE, Math.min(open.y, innerHeight - height - EDGE))}px`;
    items(element)[0]?.focus({ preventScroll: true });
  }, [open]);
  useEffect(() => {
    const leave = (event: Event): void => {
      if (!(event.target instanceof Node && box.current?.contains(event.target) === true)) hands.menu.value = null;
    };
    document.addEventListener('pointerdown', leave, true);
    window.addEventListener('resize', leave);
    return () => {
      document.removeEventListener('pointerdown', leave, true);
      window.removeEventListener('resize', leave);
    };
  }, [hands]);
  const onKeyDown = (event: KeyboardEvent): void => {
    // Arrows, letters and space are the menu's while it is open.
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') hands.menu.value = null;
    else if (!moved(box.current, event.key)) return;
    event.preventDefault();
  };
  return (
    <div ref={box} class="cluster-menu" role="menu" aria-label={title} tabIndex={-1} onKeyDown={onKeyDown}>
      <p class="cluster-menu-title" role="presentation">
        {title}
      </p>
      {entries.map((entry) => (
        <Fragment key={entry.id}>
          <Entry entry={entry} hands={hands} />
          {entry.last === true ? <div class="cluster-menu-line" role="separator" /> : null}
        </Fragment>
      ))}
    </div>
  );
}

/** To whatever had it, when it is still there. */
function useReturnedFocus(box: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    const menu = box.current;
    return () => {
      const { activeElement: now } = document;
      const lost = now === null || now === document.body || menu?.contains(now) === true;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
}

function Entry({ entry, hands }: { readonly entry: MenuEntry; readonly hands: Hands }): VNode {
  const { id, words, act, why } = entry;
  return (
    <button
      type="button"
      role="menuitem"
      data-act={id}
      tabIndex={-1}
      aria-disabled={act === null ? 'true' : undefined}
      onClick={() => {
        if (act !== null) void hands.perform(act);
      }}
    >
      {words}
      {act === null ? <span class="why">{why}</span> : null}
    </button>
  );
}

function items(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

function moved(box: HTMLElement | null, key: string): boolean {
  if (box === null) return false;
  const all = items(box);
  const at = all.findIndex((item) => item === document.activeElement);
  const next = nextIndex(key, at, all);
  if (next === null) return false;
  all[next]?.focus();
  return true;
}

/** Up, down, first, last, or the next one that begins with a letter; null: the key is of no use here. */
function nextIndex(key: string, at: number, all: readonly HTMLElement[]): number | null {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % all.length;
    case 'ArrowUp':
      return (at + all.length - 1) % all.length;
    case 'Home':
      return 0;
    case 'End':
      return all.length - 1;
    default: {
      if (!/^[a-z]$/i.test(key)) return null;
      const begins = (item: HTMLElement): boolean =>
        item.textContent?.toLowerCase().startsWith(key.toLowerCase()) === true;
      const later = all.findIndex((item, i) => i > at && begins(item));
      const first = all.findIndex(begins);
      return later >= 0 ? later : first >= 0 ? first : null;
    }
  }
}
