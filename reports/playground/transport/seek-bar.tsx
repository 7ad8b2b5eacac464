/** The slider over all events, and above it what happened where. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { themes } from '../../spacetime/inks.ts';
import { usePlay } from '../store.ts';
import { brokenAt } from '../told-events.ts';
import { eventAtColumn, heatOf, type Heat } from './heat.ts';
import { timeWords } from './time-words.ts';

const HEIGHT = 30;
/** Rows from above: elections, commits, faults; what broke a promise goes through all of them. */
const ROW = HEIGHT / 3;
/** The middle of a slider's knob stands so far from its edge when it is at the end. */
const KNOB = 8;

export function SeekBar(): VNode {
  const { view, trace, event, seek, pause } = useSeek();
  const events = view?.length ?? 1;
  return (
    <div class="seek">
      <p class="strip-rows" aria-hidden="true">
        <span title="elections">◐</span>
        <span title="commits">■</span>
        <span title="faults">✕</span>
      </p>
      <Strip events={events} />
      <input
        type="range"
        class="seek-slider"
        aria-label="Event"
        min={0}
        max={Math.max(0, events - 1)}
        value={event}
        disabled={trace === null}
        aria-valuetext={`event ${event}, ${timeWords(view?.atUs(event) ?? 0)} seconds`}
        onInput={(input) => {
          pause();
          seek(Number(input.currentTarget.value));
        }}
      />
    </div>
  );
}

function useSeek(): {
  view: ReturnType<typeof usePlay>['view']['value'];
  trace: ReturnType<typeof usePlay>['trace']['value'];
  event: number;
  seek: (event: number) => void;
  pause: () => void;
} {
  const play = usePlay();
  return {
    view: play.view.value,
    trace: play.trace.value,
    event: play.event.value,
    seek: (event) => play.seek(event),
    pause: () => play.pause(),
  };
}

/** Clicking leads there; the slider below does the same by keys. */
function Strip({ events }: { readonly events: number }): VNode {
  const play = usePlay();
  const element = useRef<HTMLCanvasElement>(null);
  const { value: view } = play.view;
  const { value: inks } = play.settings.inks;
  const broken = brokenAt(play.trace.value?.lamps ?? []);
  useEffect(() => {
    const canvas = element.current;
    if (canvas === null || view === null) return undefined;
    const draw = (): void => paintStrip(canvas, (columns) => heatOf(view, broken, events, columns), themes[inks]);
    const observer = new ResizeObserver(draw);
    observer.observe(canvas);
    draw();
    return () => observer.disconnect();
  }, [view, inks, events, broken.join()]);
  return (
    <canvas
      ref={element}
      class="strip"
      aria-hidden="true"
      title="elections, commits, faults; a bar where a promise broke"
      onPointerDown={(pointer) => {
        const { left, width } = pointer.currentTarget.getBoundingClientRect();
        const columns = Math.max(1, Math.round(width - 2 * KNOB));
        play.pause();
        play.seek(eventAtColumn(pointer.clientX - left - KNOB, events, columns));
      }}
    />
  );
}

function paintStrip(
  canvas: HTMLCanvasElement,
  heatFor: (columns: number) => Heat,
  theme: (typeof themes)['light'],
): void {
  const scale = devicePixelRatio;
  const width = canvas.clientWidth;
  const columns = Math.max(1, Math.round(width - 2 * KNOB));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(HEIGHT * scale);
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.scale(scale, scale);
  pen.fillStyle = theme.grid;
  for (const row of [1, 2, 3]) pen.fillRect(KNOB, row * ROW - 1, columns, 1);
  const heat = heatFor(columns);
  const rows = [
    [heat.elections, theme.looking, 0],
    [heat.commits, theme.committed, 1],
    [heat.faults, theme.fault, 2],
  ] as const;
  for (const [counts, ink, row] of rows) {
    pen.fillStyle = ink;
    counts.forEach((count, column) => {
      if (count === 0) return;
      const height = Math.min(ROW - 2, 4 + count);
      pen.fillRect(KNOB + column - 1, (row + 1) * ROW - 1 - height, 2, height);
    });
  }
  pen.fillStyle = theme.violation;
  for (const column of heat.broken) pen.fillRect(KNOB + column - 2, 0, 4, HEIGHT);
}
