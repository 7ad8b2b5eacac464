/** The scene behind the cursor as a signal: made once for all that show it. */
import { computed, type ReadonlySignal } from '@preact/signals';
import type { PlayStore } from '../store.ts';
import { sceneOf, type Scene } from './scene.ts';

const scenes = new WeakMap<PlayStore, ReadonlySignal<Scene | null>>();

export function sceneSignal(store: PlayStore): ReadonlySignal<Scene | null> {
  const known = scenes.get(store);
  if (known !== undefined) return known;
  const made = computed((): Scene | null => {
    const moment = store.moment.value;
    const view = store.view.value;
    if (moment === null) return null;
    // While another branch is on its way, its events are not those of this moment.
    const trace = store.trace.value;
    const same = trace !== null && trace.branch === moment.branch;
    return sceneOf({ moment, view: same ? view : null });
  });
  scenes.set(store, made);
  return made;
}
