/** What of the frame is open: which dialog, which panel. */
import { signal } from '@preact/signals';

export type DialogName = 'none' | 'help' | 'share' | 'settings';

export const dialog = signal<DialogName>('none');
/** Of the panels beside the cluster. */
export const panel = signal('server');
/** Present mode: nothing is shown, so that people look at who speaks. */
export const blank = signal(false);

export function closeDialog(): void {
  dialog.value = 'none';
}

/** Shows a panel and takes whoever uses keys there. */
export function showPanel(name: string): void {
  panel.value = name;
  requestAnimationFrame(() => document.getElementById(`panel-${name}`)?.focus());
}
