/** What somebody looks at: the recorded run, and what was chosen of it. Panels listen and draw themselves anew. */
import type { ReportData } from '../../../sim/record/report-data.ts';
import { causalFuture, causalPast, causalPath, concurrentWith } from '../../spacetime/causality.ts';
import type { Predicate } from '../../spacetime/filter.ts';
import { shownCounts, type Shade } from '../../spacetime/picture.ts';
import { shownEvents } from '../../spacetime/shown.ts';
import type { TraceView } from '../../spacetime/trace-view.ts';
import { positionOf, reveal, wholeRun, type Axis, type Viewport } from '../../spacetime/viewport.ts';

export type Change = 'cursor' | 'view' | 'shown' | 'shade' | 'story' | 'theme';

/** Events. */
const SHORT_RUN = 400;

export class Session {
  readonly data: ReportData;
  readonly view: TraceView;
  readonly failure: number;
  readonly firstWrong: number;
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
  /** Sentence of the story, -1 for none. */
  sentence = -1;
  private readonly listeners: ((change: Change) => void)[] = [];

  constructor(data: ReportData, view: TraceView) {
    this.data = data;
    this.view = view;
    this.failure = Math.min(data.result.failure?.event ?? -1, view.length - 1);
    const first = data.story?.firstWrong?.event ?? -1;
    this.firstWrong = first === this.failure ? -1 : first;
    this.cursor = this.failure >= 0 ? this.failure : lastTold(view);
    // In a short run the bursts matter, and what lies between them does not.
    this.viewport = wholeRun(view, view.length <= SHORT_RUN ? 'order' : 'time');
    this.shown = this.newShown();
    this.shownBefore = shownCounts(this.shown);
    // What is found at the end of a run is nobody's doing: all of the run led to it.
    if (this.failure >= 0 && view.process(this.failure) !== null)
      this.shade = { kind: 'past', inside: causalPast(view, this.failure) };
  }

  get whole(): Viewport {
    return wholeRun(this.view, this.viewport.axis);
  }

  listen(listener: (change: Change) => void): void {
    this.listeners.push(listener);
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
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
    const all = [...this.data.trace.processes.map(({ name }) => name), 'faults'];
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

  /** -1 leaves the story. */
  setSentence(sentence: number): void {
    const count = this.data.story?.sentences.length ?? 0;
    this.sentence = Math.max(-1, Math.min(count - 1, sentence));
    this.tell('story');
  }

  /** The processes the chosen sentence speaks of. */
  get spoken(): ReadonlySet<string> {
    return new Set(this.data.steps[this.sentence]?.processes ?? []);
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

/** The last event that says something. */
function lastTold(view: TraceView): number {
  let at = view.length - 1;
  while (at > 0 && (view.columns.told[at] ?? 0) === 0) at--;
  return at;
}
