/** Small pictures on buttons: lines on a square of 20, in the colour of the text. They say nothing by themselves. */
import type { VNode } from 'preact';

const paths = {
  begin: 'M4 4v12M16 4 7 10l9 6z',
  end: 'M16 4v12M4 4l9 6-9 6z',
  back: 'M13 4 6 10l7 6z',
  on: 'M7 4l7 6-7 6z',
  toldBack: 'M10 5 4 10l6 5zM17 5l-6 5 6 5z',
  toldOn: 'M10 5l6 5-6 5zM3 5l6 5-6 5z',
  play: 'M6 3.5 16 10 6 16.5z',
  pause: 'M6.5 4v12M13.5 4v12',
  undo: 'M7 4 3 8l4 4M3 8h8a5 5 0 0 1 0 10H8',
  redo: 'M13 4l4 4-4 4M17 8H9a5 5 0 0 0 0 10h3',
  mark: 'M5 3h10v14l-5-4-5 4z',
  close: 'M5 5l10 10M15 5 5 15',
  share: 'M10 3v10M6 7l4-4 4 4M4 11v6h12v-6',
  help: 'M7 7.5a3 3 0 1 1 4.2 2.7c-.8.4-1.2.9-1.2 1.8M10 15.5v.5',
  open: 'M11 4h5v5M16 4l-8 8M14 11v5H4V6h5',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4v4M7 12v4',
} as const;
export type IconName = keyof typeof paths;

const filled: ReadonlySet<IconName> = new Set(['begin', 'end', 'back', 'on', 'toldBack', 'toldOn', 'play']);

export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class={filled.has(name) ? 'icon filled' : 'icon'} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
