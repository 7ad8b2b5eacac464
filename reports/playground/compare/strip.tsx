/** A run as a strip on the clock of both: how much happens, who leads, faults, what broke, and where the two part. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CanvasPainter } from '../../spacetime/canvas-painter.ts';
import { themes, type Theme } from '../../spacetime/inks.ts';
import { layoutLanes } from '../../spacetime/lanes.ts';
import { Look } from '../../spacetime/look.ts';
import { OVERVIEW_HEIGHT, paintOverview } from '../../spacetime/paint.ts';
import { plotWidth, type Picture } from '../../spacetime/picture.ts';
import type { TraceView } from '../../spacetime/trace-view.ts';
import { usePlay } from '../store.ts';
import type { ClockKind } from './shared-clock.ts';

export interface StripProps {
  readonly label: string;
  readonly view: TraceView;
  readonly clock: ClockKind;
  /** What the clock shows at its end, at the cursor, and where the runs part; -1: nowhere. */
  readonly end: number;
  readonly at: number;
  readonly parts: number;
  readonly failure: number;
  readonly onSeek: (at: number) => void;
}

export function Strip(props: StripProps): VNode {
  const inks = themes[usePlay().settings.inks.value];
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return;
    const draw = (): void => paint(current, props, inks);
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(current);
    return () => observer.disconnect();
  });
  return (
    <canvas
      ref={canvas}
      class="strip"
      aria-hidden="true"
      style={{ height: `${OVERVIEW_HEIGHT}px` }}
      onPointerDown={(event) => {
        const { width, layout } = pictureOf(props, event.currentTarget.clientWidth);
        const share = (event.offsetX - layout.gutter) / plotWidth({ width, layout });
        props.onSeek(Math.max(0, Math.min(1, share)) * props.end);
      }}
    />
  );
}

function pictureOf({ view, failure }: StripProps, width: number): Picture {
  const look = new Look(view, { cursor: -1, failure, firstWrong: -1 });
  const { viewport, shown, shownBefore } = look;
  const layout = layoutLanes(view.trace, { width });
  return {
    view,
    viewport,
    layout,
    width,
    shown,
    shownBefore,
    shade: null,
    cursor: -1,
    failure,
    firstWrong: -1,
    spoken: look.spoken,
  };
}

function paint(canvas: HTMLCanvasElement, props: StripProps, inks: Theme): void {
  const width = canvas.clientWidth;
  if (width === 0) return;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(OVERVIEW_HEIGHT * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('the browser gives no canvas to draw on');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  const painter = new CanvasPainter(context, inks, new Map());
  const picture = pictureOf(props, width);
  const axis = props.clock === 'time' ? 'time' : 'order';
  paintOverview(painter, picture, { axis, from: 0, to: Math.max(1, props.end) });
  const x = (at: number): number => picture.layout.gutter + (at / Math.max(1, props.end)) * plotWidth(picture);
  const { gutter } = picture.layout;
  painter.text(gutter - 12, OVERVIEW_HEIGHT / 2, props.label, { ink: 'text', size: 13, anchor: 'end', bold: true });
  if (props.parts >= 0)
    painter.lines([x(props.parts), 0, x(props.parts), OVERVIEW_HEIGHT], { ink: 'fault', width: 1.5, dash: [4, 3] });
  painter.lines([x(props.at), 0, x(props.at), OVERVIEW_HEIGHT], { ink: 'selection', width: 2 });
}
