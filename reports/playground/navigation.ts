/** Where in the page somebody is: the fragment of the address, read and written. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { routeOf, type Route } from './route.ts';

const current = signal<Route>(routeOf(location.hash));
/** What `rewrite` put there: going back to it in the history opens nothing anew. */
let written = '';

export const route: ReadonlySignal<Route> = current;

addEventListener('hashchange', () => {
  const next = routeOf(location.hash);
  current.value = location.hash === written ? { ...next, packed: null, packedCase: null } : next;
});

/** `fragment`: `#/play`. */
export function go(fragment: string): void {
  if (location.hash === fragment) current.value = routeOf(fragment);
  else location.hash = fragment;
}

/** The address tells what is shown, and nothing is opened. Where a frame forbids it, the address stays. */
export function rewrite(url: string): void {
  const at = url.indexOf('#');
  if (at < 0 || url === location.href) return;
  try {
    history.replaceState(null, '', url);
    written = url.slice(at);
  } catch {
    // The link can be copied all the same.
  }
}
