/** The tour beside the play: it points at things and never stands over them. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { go } from '../navigation.ts';
import { defaultPlay, type Opening } from '../opening.ts';
import { usePlay, type PlayStore } from '../store.ts';
import { tourSteps } from './tour-steps.ts';

/** -1: there is none. */
const step = signal(-1);
const busy = signal(false);

export async function startTour(opening: Opening, play: PlayStore): Promise<void> {
  const opened = await opening.free(defaultPlay);
  play.setSpeed(0.02);
  go('#/play');
  if (opened) step.value = 0;
}

export function endTour(): void {
  step.value = -1;
}

export function Tour(): VNode | null {
  const play = usePlay();
  const title = useRef<HTMLHeadingElement>(null);
  const at = step.value;
  const shown = tourSteps[at];
  useEffect(() => {
    if (shown === undefined) return undefined;
    title.current?.focus({ preventScroll: true });
    const target = document.querySelector(shown.target);
    target?.classList.add('toured');
    target?.scrollIntoView({ block: 'nearest' });
    return () => target?.classList.remove('toured');
  }, [shown]);
  if (shown === undefined) return null;
  const { act } = shown;
  const run = async (): Promise<void> => {
    if (act === null) return;
    busy.value = true;
    await act.run(play);
    busy.value = false;
  };
  const isLast = at === tourSteps.length - 1;
  return (
    <aside class="tour" aria-labelledby="tour-title">
      <p class="faint">
        Tour, {at + 1} of {tourSteps.length}
      </p>
      <h2 id="tour-title" ref={title} tabIndex={-1}>
        {shown.title}
      </h2>
      <p>{shown.text}</p>
      <p class="row">
        {act === null ? null : (
          <button type="button" class="primary" disabled={busy.value} onClick={() => void run()}>
            {act.words}
          </button>
        )}
        {at === 0 ? null : (
          <button type="button" onClick={() => (step.value = at - 1)}>
            Back
          </button>
        )}
        <button type="button" onClick={() => (step.value = isLast ? -1 : at + 1)}>
          {isLast ? 'Done' : 'Next'}
        </button>
        {isLast ? null : (
          <button type="button" class="plain" onClick={endTour}>
            End the tour
          </button>
        )}
      </p>
    </aside>
  );
}
