/**
 * What somebody looks at in a run: the events that are shown, the part in sight, the cursor, what is bright. Plain state
 * and steps on it; a page's panels listen and draw themselves anew. The trace may grow while somebody looks.
 */
import { causalFuture, causalPast, causalPath, concurrentWith } from './causality.ts';
import type { Predicate } from './filter.ts';
import { FAULTS } from './lanes.ts';
import { shownCounts, type Shade } from './picture.ts';
import { shownEvents } from './shown.ts';
import type { TraceView } from './trace-view.ts';
import { positionOf, reveal, wholeRun, type Axis, type Viewport } from './viewport.ts';

export type Change = 'cursor' | 'view' | 'shown' | 'shade' | 'story' | 'theme';

/** Events. */
const SHORT_RUN = 400;

export class Look {
  view: TraceView;
  /** The event of the failure, -1 for none; the first wrong step, -1 for none. */
  failure: number;
  firstWrong: number;
  cursor: number;
  viewport: Viewport;
  filterText = '';
  filter: Predicate | null = null;
  heartbeats = false;
  readonly hidden = new Set<string>();
  order: string[] = [];
  shade: Shade | null = null;
  shown: Uint8Array;
  shownBefore: Int32Array;
  private readonly listeners: ((change: Change) => void)[] = [];

  constructor(view: TraceView, at: { readonly cursor: number; readonly failure: number; readonly firstWrong: number }) {
    this.view = view;
    this.failure = at.failure;
    this.firstWrong = at.firstWrong;
    this.cursor = at.cursor;
    // In a short run the bursts matter, and what lies between them does not.
    this.viewport = wholeRun(view, view.length <= SHORT_RUN ? 'order' : 'time');
    this.shown = this.newShown();
    this.shownBefore = shownCounts(this.shown);
  }

  get whole(): Viewport {
    return wholeRun(this.view, this.viewport.axis);
  }

  /** Processes that are spoken of: their names are framed. */
  get spoken(): ReadonlySet<string> {
    return new Set();
  }

  /** Returns how to stop. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.push(listener);
    return () => {
      this.listeners.splice(this.listeners.indexOf(listener), 1);
    };
  }

  protected tell(change: Change): void {
    for (const listener of [...this.listeners]) listener(change);
  }

  setCursor(event: number): void {
    this.cursor = Math.max(0, Math.min(this.view.length - 1, event));
    this.viewport = reveal(this.viewport, positionOf(this.view, this.viewport.axis, this.cursor), this.whole);
    this.tell('cursor');
  }

  setViewport(viewport: Viewport): void {
    this.viewport = viewport;
    this.tell('view');
  }

  setAxis(axis: Axis): void {
    if (axis === this.viewport.axis) return;
    // The same events stay in sight.
    const { from, to } = this.viewport;
    const share = (position: number, whole: Viewport): number => (position - whole.from) / (whole.to - whole.from);
    const [old, whole] = [this.whole, wholeRun(this.view, axis)];
    const isWhole = share(from, old) < 0.001 && share(to, old) > 0.999;
    const length = Math.min(whole.to - whole.from, axis === 'order' ? 120 : 60_000);
    const at = positionOf(this.view, axis, Math.max(0, this.cursor));
    this.viewport = isWhole ? whole : reveal({ axis, from: at, to: at + length }, at, whole);
    this.tell('view');
  }

  /** Another run, or the same one run further: what was chosen stays. */
  setTrace(view: TraceView, failure: number): void {
    const grows = view.length >= this.view.length;
    const [old, whole] = [this.whole, wholeRun(view, this.viewport.axis)];
    const { axis, from, to } = this.viewport;
    this.view = view;
    this.failure = failure;
    this.cursor = Math.min(this.cursor, view.length - 1);
    if (from <= old.from && to >= old.to * 0.999) this.viewport = whole;
    else if (!grows) this.viewport = reveal({ axis, from, to }, Math.min(from, whole.to), whole);
    if (this.shade !== null) this.shade = { kind: this.shade.kind, inside: this.insideOf(this.shade.kind, -1) };
    this.showAnew();
  }

  /** `filter` is null where everything passes. */
  setFilter(text: string, filter: Predicate | null): void {
    this.filterText = text;
    this.filter = filter;
    this.showAnew();
  }

  setHeartbeats(on: boolean): void {
    this.heartbeats = on;
    this.showAnew();
  }

  toggleLane(name: string): void {
    if (!this.hidden.delete(name)) this.hidden.add(name);
    this.showAnew();
  }

  /** Moves a lane one place up. */
  raiseLane(name: string): void {
    const names = this.laneNames();
    const at = names.indexOf(name);
    if (at <= 0) return;
    names.splice(at - 1, 0, ...names.splice(at, 1));
    this.order = names;
    this.tell('shown');
  }

  laneNames(): string[] {
    const all = [...this.view.trace.processes.map(({ name }) => name), FAULTS];
    const first = this.order.filter((name) => all.includes(name));
    return [...first, ...all.filter((name) => !first.includes(name))];
  }

  private newShown(): Uint8Array {
    const { filter, heartbeats, hidden } = this;
    return shownEvents(this.view, { filter, heartbeats, hidden });
  }

  private showAnew(): void {
    this.shown = this.newShown();
    this.shownBefore = shownCounts(this.shown);
    this.tell('shown');
  }

  /** `to`: the other end of a path. */
  setShade(kind: Shade['kind'] | null, to = -1): void {
    this.shade = kind === null ? null : { kind, inside: this.insideOf(kind, to) };
    this.tell('shade');
  }

  private insideOf(kind: Shade['kind'], to: number): Uint8Array {
    switch (kind) {
      case 'past':
        return causalPast(this.view, this.cursor);
      case 'future':
        return causalFuture(this.view, this.cursor);
      case 'concurrent':
        return concurrentWith(this.view, this.cursor);
      case 'path': {
        const inside = new Uint8Array(this.view.length);
        for (const event of causalPath(this.view, this.cursor, to)) inside[event] = 1;
        return inside;
      }
    }
  }

  themeChanged(): void {
    this.tell('theme');
  }

  /** The next shown event from the cursor on that passes; `by` is 1 or -1. */
  step(by: 1 | -1, passes: (event: number) => boolean): void {
    for (let at = this.cursor + by; at >= 0 && at < this.view.length; at += by) {
      if (this.shown[at] !== 1 || !passes(at)) continue;
      this.setCursor(at);
      return;
    }
  }
}
