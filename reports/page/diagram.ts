/**
 * The space-time diagram on its two canvases, and what hands do with it. The cursor is a line of its own above each, since it
 * moves more often than anything else: that draws nothing anew.
 */
import { layoutLanes, type LaneLayout } from '../spacetime/lanes.ts';
import { paintBrush, paintOverview, paintPicture, OVERVIEW_HEIGHT, type Painted } from '../spacetime/paint.ts';
import { plotWidth, positionOfX, xOf, type Picture } from '../spacetime/picture.ts';
import { nearestEvent } from '../spacetime/nearest.ts';
import type { Painter } from '../spacetime/painter.ts';
import type { Look } from '../spacetime/look.ts';
import type { Theme } from '../spacetime/inks.ts';
import { pan, wholeRun, zoom, type Viewport } from '../spacetime/viewport.ts';
import { CanvasPainter } from '../spacetime/canvas-painter.ts';
import { h } from './dom.ts';

/** Of a wheel's step. */
const WHEEL = 0.0018;
const CURSOR_WIDTH = 1.5;
/** Where the page gives none. */
const WIDTH = 800;

export class Diagram {
  readonly element: HTMLElement;
  /** Of the last frame. */
  painted: Painted = { as: 'events', marks: 0 };
  /** Told the event that is pointed at, -1 when none is. */
  onPoint: ((event: number) => void) | null = null;
  /** It listens no more. */
  readonly end: () => void;
  private readonly look: Look;
  private readonly theme: () => Theme;
  private readonly main = h('canvas', { 'aria-hidden': 'true' });
  private readonly strip = h('canvas', { 'aria-hidden': 'true', class: 'overview' });
  /** The density of the whole run, drawn when what is shown changes. */
  private readonly kept = document.createElement('canvas');
  private readonly cursor = h('div', { 'aria-hidden': 'true', class: 'cursor' });
  private readonly stripCursor = h('div', { 'aria-hidden': 'true', class: 'cursor' });
  private readonly widths = new Map<string, number>();
  /** 0 before the first frame. Asked of the page once, and told when it changes: to ask makes the page lay itself out. */
  private width = 0;
  private scale = 1;
  /** Of the strip, in pixels below the top. */
  private stripTop = 0;
  /** What was drawn is of no use any more: of the picture, and of the density below it. */
  private stale = { picture: true, density: true };
  /** Of the picture that was drawn. */
  private drawn: Viewport | null = null;
  private asked = false;
  private dragged = false;

  /** `theme` is asked with every frame. */
  constructor(look: Look, theme: () => Theme) {
    this.look = look;
    this.theme = theme;
    this.element = h(
      'div',
      {
        class: 'diagram',
        tabindex: 0,
        role: 'application',
        'aria-label': 'Space-time diagram of the run',
        'aria-describedby': 'diagram-keys',
      },
      this.main,
      this.strip,
      this.cursor,
      this.stripCursor,
    );
    const unlisten = look.listen((change) => {
      if (change !== 'cursor') this.stale.picture = true;
      if (change === 'shown' || change === 'theme' || change === 'view') this.stale.density = true;
      this.ask();
    });
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.contentRect.width ?? 0);
      if (width === 0 || width === this.width) return;
      this.width = width;
      this.stale = { picture: true, density: true };
      this.ask();
    });
    observer.observe(this.element);
    this.end = () => {
      unlisten();
      observer.disconnect();
    };
    this.listenToHands();
  }

  /** Draws in the next frame, once. */
  private ask(): void {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.draw();
    });
  }

  get layout(): LaneLayout {
    const { hidden, order, view } = this.look;
    return layoutLanes(view.trace, { width: this.width, hidden, order });
  }

  picture(): Picture {
    const { view, viewport, shown, shownBefore, shade, cursor, failure, firstWrong, spoken } = this.look;
    const { layout, width } = this;
    return { view, viewport, layout, width, shown, shownBefore, shade, cursor, failure, firstWrong, spoken };
  }

  draw(): void {
    this.fitIn();
    const { stale } = this;
    const picture = this.picture();
    const { whole } = this.look;
    if (stale.picture || this.drawn !== picture.viewport) {
      stale.picture = false;
      this.drawn = picture.viewport;
      const uncursored = { ...picture, cursor: -1 };
      this.painted = paintPicture(this.painterOf(this.main, picture.layout.height), uncursored);
      if (stale.density) {
        stale.density = false;
        const density = this.painterOf(this.kept, OVERVIEW_HEIGHT);
        paintOverview(density, uncursored, wholeRun(picture.view, picture.viewport.axis));
      }
      const painter = this.painterOf(this.strip, OVERVIEW_HEIGHT);
      this.strip.getContext('2d')?.drawImage(this.kept, 0, 0, this.width, OVERVIEW_HEIGHT);
      paintBrush(painter, uncursored, whole);
      this.stripTop = this.strip.offsetTop;
    }
    this.placeCursors(picture, whole);
  }

  /** Takes the room there is. */
  private fitIn(): void {
    const scale = window.devicePixelRatio || 1;
    if (this.width > 0 && scale === this.scale) return;
    if (this.width === 0) this.width = this.element.clientWidth > 0 ? this.element.clientWidth : WIDTH;
    this.scale = scale;
    this.stale = { picture: true, density: true };
  }

  private placeCursors(picture: Picture, whole: Viewport): void {
    const { layout, cursor, view, width } = picture;
    const ink = this.theme().selection;
    const place = (line: HTMLElement, top: number, height: number, viewport: Viewport): void => {
      const x = cursor < 0 || cursor >= view.length ? -1 : xOf({ ...picture, viewport }, cursor);
      line.hidden = x < layout.gutter - 1 || x > width;
      if (line.hidden) return;
      line.style.background = ink;
      line.style.top = `${top}px`;
      line.style.height = `${height}px`;
      line.style.transform = `translateX(${x - CURSOR_WIDTH / 2}px)`;
    };
    place(this.cursor, layout.band, layout.height - 22 - layout.band, picture.viewport);
    place(this.stripCursor, this.stripTop, OVERVIEW_HEIGHT - 3, whole);
  }

  private painterOf(canvas: HTMLCanvasElement, height: number): Painter {
    const { scale } = this;
    const [width, tall] = [Math.round(this.width * scale), Math.round(height * scale)];
    if (canvas.width !== width || canvas.height !== tall) {
      canvas.width = width;
      canvas.height = tall;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('the browser gives no canvas to draw on');
    context.setTransform(scale, 0, 0, scale, 0, 0);
    return new CanvasPainter(context, this.theme(), this.widths);
  }

  // --- hands ---------------------------------------------------------------------------------------------------

  private listenToHands(): void {
    const { main, strip, look } = this;
    main.addEventListener(
      'wheel',
      (event) => {
        if (event.deltaY === 0 && event.deltaX === 0) return;
        // Without a key the page scrolls: a long report is read with the same wheel.
        if (!event.ctrlKey && !event.metaKey && document.activeElement !== this.element) return;
        event.preventDefault();
        const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
        if (sideways) this.panBy(event.deltaX);
        else this.zoomBy(Math.exp(event.deltaY * WHEEL), event.offsetX);
      },
      { passive: false },
    );
    this.listenToDrag();
    main.addEventListener('dblclick', () => this.fit());
    main.addEventListener('pointermove', (event) => {
      if (event.buttons === 0) this.onPoint?.(nearestEvent(this.picture(), event.offsetX, event.offsetY));
    });
    main.addEventListener('pointerleave', () => this.onPoint?.(-1));
    main.addEventListener('click', (event) => {
      if (this.dragged) return;
      const found = nearestEvent(this.picture(), event.offsetX, event.offsetY);
      if (found < 0) return;
      if (event.shiftKey) look.setShade('path', found);
      else look.setCursor(found);
    });
    const brush = (event: PointerEvent): void => {
      const picture = this.picture();
      const { whole } = look;
      const share = (event.offsetX - picture.layout.gutter) / plotWidth(picture);
      const at = whole.from + share * (whole.to - whole.from);
      const { axis, from, to } = look.viewport;
      const full = to - from >= (whole.to - whole.from) * 0.98;
      const length = full ? (whole.to - whole.from) / 8 : to - from;
      look.setViewport(pan({ axis, from: at - length / 2, to: at + length / 2 }, 0, whole));
    };
    strip.addEventListener('pointerdown', (event) => {
      strip.setPointerCapture(event.pointerId);
      brush(event);
    });
    strip.addEventListener('pointermove', (event) => {
      if (event.buttons !== 0) brush(event);
    });
  }

  /** One finger or the mouse moves the picture, two come closer or go away. */
  private listenToDrag(): void {
    const { main } = this;
    const down = new Map<number, { x: number; y: number }>();
    const spread = (): number => {
      const [a, b] = [...down.values()];
      return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
    };
    main.addEventListener('pointerdown', (event) => {
      down.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      this.dragged = false;
    });
    main.addEventListener('pointermove', (event) => {
      const before = down.get(event.pointerId);
      if (before === undefined) return;
      const apart = spread();
      down.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
      if (down.size > 1) {
        const now = spread();
        if (apart > 0 && now > 0) this.zoomBy(apart / now, event.offsetX);
        this.dragged = true;
        return;
      }
      const by = before.x - event.offsetX;
      if (!this.dragged && Math.abs(by) < 3) {
        down.set(event.pointerId, before);
        return;
      }
      if (!this.dragged) main.setPointerCapture(event.pointerId);
      this.dragged = true;
      this.panBy(by);
    });
    for (const end of ['pointerup', 'pointercancel'] as const) {
      main.addEventListener(end, (event) => down.delete(event.pointerId));
    }
  }

  zoomBy(factor: number, x = this.layout.gutter + plotWidth(this.picture()) / 2): void {
    const { look } = this;
    look.setViewport(zoom(look.viewport, factor, positionOfX(this.picture(), x), look.whole));
  }

  panBy(pixels: number): void {
    const { look } = this;
    const { from, to } = look.viewport;
    look.setViewport(pan(look.viewport, (pixels / plotWidth(this.picture())) * (to - from), look.whole));
  }

  fit(): void {
    this.look.setViewport(this.look.whole);
  }
}
