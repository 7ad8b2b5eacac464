/** The picture on a canvas, and hands on it. What can be pressed is there as buttons too, for keys and screen readers. */
import { effect, useSignal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { CanvasPainter } from '../../spacetime/canvas-painter.ts';
import { themes } from '../../spacetime/inks.ts';
import type { Settings } from '../settings.ts';
import { drawnCut, type DrawnCut } from './drawn-cut.ts';
import type { Hands } from './hands.ts';
import type { Target } from './hit.ts';
import type { Layout, Room } from './layout.ts';
import { paintCluster, type Picture, type Seen } from './paint.ts';
import { LayoutKeeper, pictureOf, targetAt } from './picture.ts';
import { drawsFrom, Press } from './pointer.ts';
import type { Scene } from './scene.ts';
import { Spots } from './spots.tsx';
import { tipOf } from './words.ts';

export interface StageProps {
  readonly scene: ReadonlySignal<Scene | null>;
  /** The time that is shown. */
  readonly atUs: ReadonlySignal<number>;
  readonly selected: ReadonlySignal<Seen>;
  readonly settings: Settings;
  /** Null: it is only looked at. */
  readonly hands: Hands | null;
}

interface Drawing {
  readonly points: readonly number[];
  readonly cut: DrawnCut;
}

interface Tip {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

/** A finger that rests so long asks for the menu. */
const LONG_PRESS_MS = 550;

export function Stage(props: StageProps): VNode {
  const { scene, hands } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const room = useSignal<Room>({ width: 0, height: 0 });
  const drawing = useSignal<Drawing | null>(null);
  const tip = useSignal<Tip | null>(null);
  const keeper = useMemo(() => new LayoutKeeper(), []);
  const layout = (): Layout | null =>
    scene.value === null || room.value.width === 0 ? null : keeper.of(scene.value, room.value);
  const picture = (): Picture | null => currentPicture(props, layout(), drawing.value);
  useRoom(canvas, room);
  usePainting(canvas, room, props, picture);
  const press = useRef<Press | null>(null);
  const timer = useRef(0);

  const pointOf = (event: MouseEvent): readonly [number, number] => {
    const { left, top } = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const pointAt = (event: MouseEvent, by: 'mouse' | 'touch'): Target => {
    const now = picture();
    return now === null ? { kind: 'ground' } : targetAt(now, ...pointOf(event), by);
  };
  const leave = (): void => {
    clearTimeout(timer.current);
    press.current = null;
    drawing.value = null;
    tip.value = null;
    if (hands !== null) hands.pointed.value = { kind: 'ground' };
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (hands === null || event.button !== 0) return;
    const by = event.pointerType === 'touch' ? 'touch' : 'mouse';
    const target = pointAt(event, by);
    press.current = new Press(target, ...pointOf(event), drawsFrom(target, by, hands.cutting.value));
    canvas.current?.setPointerCapture(event.pointerId);
    const { clientX, clientY } = event;
    if (by === 'touch' && !hands.cutting.value) {
      timer.current = window.setTimeout(() => {
        press.current = null;
        hands.openMenu(target, clientX, clientY);
      }, LONG_PRESS_MS);
    }
  };
  const onPointerMove = (event: PointerEvent): void => {
    const by = event.pointerType === 'touch' ? 'touch' : 'mouse';
    const [x, y] = pointOf(event);
    const { current: pressed } = press;
    const now = picture();
    if (now === null) return;
    if (pressed !== null) {
      const points = pressed.move(x, y);
      if (points === null) return;
      clearTimeout(timer.current);
      const cut = drawnCut(points, now.layout, now.scene.clients);
      drawing.value = { points, cut };
      tip.value = { x, y, lines: cut.line === null ? [cut.words] : [cut.words, cut.line] };
      return;
    }
    if (by === 'touch') return;
    const target = targetAt(now, x, y, by);
    if (hands !== null) hands.pointed.value = target;
    const lines = tipOf(target, now.scene, now.atUs);
    tip.value = lines.length === 0 ? null : { x, y, lines };
  };
  const onPointerUp = (event: PointerEvent): void => {
    const { current: pressed } = press;
    const done = pressed?.end(...pointOf(event));
    const drawn = drawing.value;
    leave();
    if (hands === null || done === undefined) return;
    if (done.kind === 'click') clicked(hands, done.target, event);
    else if (done.kind === 'cut' && drawn !== null && drawn.cut.line !== null) {
      hands.cutting.value = false;
      void hands.perform({ kind: 'line', line: drawn.cut.line });
    }
  };
  const onContextMenu = (event: MouseEvent): void => {
    if (hands === null) return;
    event.preventDefault();
    const target = pointAt(event, 'mouse');
    leave();
    hands.openMenu(target, event.clientX, event.clientY);
  };
  useEffect(() => {
    // A line that is being drawn is given up.
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || (drawing.value === null && hands?.cutting.value !== true)) return;
      leave();
      if (hands !== null) hands.cutting.value = false;
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [hands]);
  const cutting = hands?.cutting.value === true;
  return (
    <div class={`cluster-stage${cutting ? ' cutting' : ''}`}>
      <canvas
        ref={canvas}
        aria-hidden="true"
        onMouseDown={keepFocus}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={leave}
        onPointerLeave={() => {
          if (press.current === null) leave();
        }}
        onContextMenu={onContextMenu}
        onDblClick={onContextMenu}
      />
      {hands === null ? null : <Spots scene={scene} layout={layout} hands={hands} />}
      <TipBox tip={tip} room={room} />
    </div>
  );
}

/** A press on the picture takes nothing around it into focus, and ends typing, so that keys are the page's again. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

function currentPicture(
  { scene, atUs, selected, settings, hands }: StageProps,
  layout: Layout | null,
  drawing: Drawing | null,
): Picture | null {
  if (scene.value === null || layout === null) return null;
  return pictureOf({
    scene: scene.value,
    layout,
    atUs: atUs.value,
    patterns: settings.patterns.value,
    selected: selected.value,
    pointed: hands?.pointed.value ?? { kind: 'ground' },
    drawing: drawing === null ? null : { points: drawing.points, groups: drawing.cut.groups },
  });
}

/** Something that is one thing is selected; of several the menu asks which. A finger that meets what is selected gets its menu. */
function clicked(hands: Hands, target: Target, event: PointerEvent): void {
  const again = event.pointerType === 'touch' && JSON.stringify(hands.selected()) === JSON.stringify(target);
  const many = target.kind === 'messages' && target.addresses.length > 1;
  if (many || again || target.kind === 'link') hands.openMenu(target, event.clientX, event.clientY);
  else hands.select(target);
}

function useRoom(canvas: { readonly current: HTMLCanvasElement | null }, room: Signal<Room>): void {
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width !== room.value.width || height !== room.value.height) room.value = { width, height };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
}

/**
 * At most one picture for each frame of the screen, and none while nothing changes. That of another moment is painted as soon as
 * the page around it is made: what waits for the frame would hold it up.
 */
function usePainting(
  canvas: { readonly current: HTMLCanvasElement | null },
  room: Signal<Room>,
  { scene, settings }: StageProps,
  picture: () => Picture | null,
): void {
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined) return undefined;
    const element = canvas.current;
    const widths = new Map<string, number>();
    let frame = 0;
    let timer = 0;
    let next: Picture | null = null;
    let shown: Scene | null = null;
    const paint = (): void => {
      if (next === null) return;
      const started = performance.now();
      const ratio = window.devicePixelRatio;
      const { width, height } = room.value;
      const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (element.width !== wide) element.width = wide;
      if (element.height !== high) element.height = high;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      paintCluster(new CanvasPainter(context, themes[settings.inks.value], widths), next);
      next = null;
      // For whoever measures.
      element.dataset['paintMs'] = (performance.now() - started).toFixed(2);
      if (widths.size > WIDTHS_MOST) widths.clear();
    };
    const stop = effect(() => {
      next = picture();
      void settings.inks.value;
      const { value: now } = scene;
      if (now !== shown && timer === 0) timer = window.setTimeout(paint);
      shown = now;
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        clearTimeout(timer);
        [frame, timer] = [0, 0];
        paint();
      });
    });
    return () => {
      stop();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, []);
}

/** Texts whose width is remembered. */
const WIDTHS_MOST = 4000;

function TipBox({ tip, room }: { readonly tip: Signal<Tip | null>; readonly room: Signal<Room> }): VNode | null {
  if (tip.value === null) return null;
  const { x, y, lines } = tip.value;
  const left = x > room.value.width / 2;
  const above = y > room.value.height / 2;
  const style = {
    ...(left ? { right: `${room.value.width - x + 14}px` } : { left: `${x + 14}px` }),
    ...(above ? { bottom: `${room.value.height - y + 10}px` } : { top: `${y + 16}px` }),
  };
  return (
    <div class="cluster-tip" aria-hidden="true" style={style}>
      {lines.map((line, i) => (
        <div key={i}>{line}</div>
      ))}
    </div>
  );
}
