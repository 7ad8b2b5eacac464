/** One sentence above the screen: what did not go, what has to be known, what is being opened. */
import type { VNode } from 'preact';
import { go, route } from '../navigation.ts';
import { defaultPlay } from '../opening.ts';
import { useOpening } from '../opening-context.ts';
import { usePlay } from '../store.ts';
import { Icon } from './icon.tsx';

export function NoticeBar(): VNode | null {
  const { notice } = usePlay();
  if (notice.value === null) return null;
  return (
    <div class="bar notice" role="alert">
      <p>{sentence(notice.value)}</p>
      <button type="button" class="plain" aria-label="Dismiss" onClick={() => (notice.value = null)}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** An opened link came to something else than it says. */
export function WarningBar(): VNode | null {
  const { warning } = usePlay();
  if (warning.value === null) return null;
  return (
    <div class="bar warning" role="alert">
      <p>{sentence(warning.value)}</p>
      <p class="row">
        <button type="button" onClick={() => (warning.value = null)}>
          Look at it all the same
        </button>
        <StartLink />
      </p>
    </div>
  );
}

export function OpeningBar(): VNode | null {
  const opening = useOpening();
  const state = opening.state.value;
  if (state.kind === 'idle') return null;
  if (state.kind === 'running')
    return (
      <div class="bar" role="status">
        <p>Running {state.what}…</p>
        <button type="button" onClick={() => opening.cancel()}>
          Stop
        </button>
      </div>
    );
  return (
    <div class="bar notice" role="alert">
      <p>
        {state.what[0]?.toUpperCase()}
        {state.what.slice(1)} cannot be opened: {sentence(state.why)}
      </p>
      <p class="row">
        <button
          type="button"
          onClick={() => {
            opening.forget();
            void opening.free(defaultPlay);
            go(route.value.embed ? '#/play?embed=1' : '#/play');
          }}
        >
          Play with five servers instead
        </button>
        <StartLink />
      </p>
    </div>
  );
}

function StartLink(): VNode | null {
  const opening = useOpening();
  if (route.value.embed) return null;
  return (
    <button
      type="button"
      onClick={() => {
        opening.forget();
        go('#/');
      }}
    >
      Paste another link, or open a file
    </button>
  );
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
