/**
 * The play of a page: what is shown, and the way from a wish to the engine and back. Moving the cursor is instant; the
 * moment behind it follows, and of quick moves only the newest is asked for.
 */
import { batch, computed, signal } from '@preact/signals';
import type {
  BranchId,
  MessageAct,
  PlayAnswer,
  PlayBranch,
  PlayLine,
  PlayMoment,
  PlayRequest,
  PlaySource,
  PlayTrace,
  RunDifference,
} from '../../sim/record/play.ts';
import { TraceView } from '../spacetime/trace-view.ts';
import type { EngineClient } from './engine/client.ts';
import { Clock } from './transport/clock.ts';
import type { Settings } from './settings.ts';
import type { Bookmark, PlayStore, Selection } from './store.ts';
import { eventAtUs, nextOf, nextTold } from './told-events.ts';

/** The engine is asked to run on by so many events at a time. */
const EVENTS_AHEAD = 400;
const MOMENTS_KEPT = 400;

type Opened = Extract<PlayAnswer, { readonly kind: 'opened' }>;

interface Shown {
  readonly branch: PlayBranch;
  readonly trace: PlayTrace;
  readonly view: TraceView;
}

export class Play implements PlayStore {
  readonly settings: Settings;
  readonly selection = signal<Selection>({ kind: 'none' });
  readonly notice = signal<string | null>(null);
  readonly branches = signal<readonly PlayBranch[]>([]);
  readonly event = signal(0);
  readonly clockUs = signal(0);
  readonly moment = signal<PlayMoment | null>(null);
  readonly before = signal<PlayMoment | null>(null);
  readonly playing = signal(false);
  readonly speed = signal(0.01);
  readonly searching = signal(false);
  readonly bookmarks = signal<readonly Bookmark[]>([]);
  readonly branch = computed(() => this.shown.value?.branch ?? null);
  readonly trace = computed(() => this.shown.value?.trace ?? null);
  readonly view = computed(() => this.shown.value?.view ?? null);
  /** A link that was opened came to something else than it says; what to choose. */
  readonly warning = signal<string | null>(null);

  private readonly engine: EngineClient;
  private readonly shown = signal<Shown | null>(null);
  private readonly runs = new Map<BranchId, Shown>();
  /** Branches left by undoing, newest last. */
  private readonly undone = signal<readonly { readonly id: BranchId; readonly event: number }[]>([]);
  /** Where somebody stood whose act made a branch. */
  private readonly acts = new Map<BranchId, { readonly left: BranchId; readonly event: number }>();
  private readonly moments = new Map<string, PlayMoment>();
  private readonly clock: Clock;
  private lastAct: Promise<boolean> = Promise.resolve(true);
  private asking = false;
  private extending: Promise<boolean> | null = null;
  /** Of the play: answers to questions about one before it are of no use. */
  private generation = 0;

  constructor(engine: EngineClient, settings: Settings) {
    this.engine = engine;
    this.settings = settings;
    this.clock = new Clock((passedUs) => this.tick(passedUs));
  }

  // Opening

  open(source: PlaySource): Promise<boolean> {
    return this.opened({ kind: 'open', source });
  }

  unpack(text: string): Promise<boolean> {
    return this.opened({ kind: 'unpack', text });
  }

  private async opened(request: PlayRequest): Promise<boolean> {
    this.pause();
    const generation = ++this.generation;
    const answer = await this.engine.ask(request);
    if (generation !== this.generation) return false;
    if (answer.kind !== 'opened') return this.refused(answer);
    this.begin(answer);
    return true;
  }

  private begin({ branch, trace, event, warning }: Opened): void {
    this.runs.clear();
    this.moments.clear();
    this.acts.clear();
    batch(() => {
      this.undone.value = [];
      this.branches.value = [];
      this.bookmarks.value = [];
      this.selection.value = { kind: 'none' };
      this.moment.value = null;
      this.before.value = null;
      this.warning.value = warning;
      this.notice.value = null;
      this.adopt(branch, trace);
      this.show(branch.id, event);
    });
  }

  // Moving

  seek(event: number): void {
    void this.reach(event);
  }

  step(by: number): void {
    this.pause();
    this.seek(this.event.value + by);
  }

  stepTold(by: 1 | -1): void {
    this.pause();
    void this.stepWhere(by, (view, from) => nextTold(view, this.trace.value?.lamps ?? [], from, by));
  }

  stepOn(process: string, by: 1 | -1): void {
    this.pause();
    void this.stepWhere(by, (view, from) => nextOf(view, process, from, by));
  }

  private async stepWhere(by: 1 | -1, find: (view: TraceView, from: number) => number | null): Promise<void> {
    for (let from = this.event.value; ;) {
      const shown = this.shown.value;
      if (shown === null) return;
      const found = find(shown.view, from);
      if (found !== null) return this.place(found);
      if (by < 0) return this.place(0);
      from = shown.view.length - 1;
      if (!(await this.extend(shown.view.length + EVENTS_AHEAD))) return this.place(from);
    }
  }

  play(): void {
    if (this.shown.value === null) return;
    this.playing.value = true;
    this.clock.start();
  }

  pause(): void {
    if (!this.playing.value) return;
    this.clock.stop();
    batch(() => {
      this.playing.value = false;
      this.clockUs.value = this.view.value?.atUs(this.event.value) ?? 0;
    });
  }

  setSpeed(speed: number): void {
    this.speed.value = speed;
  }

  async runUntil(condition: string): Promise<void> {
    const shown = this.shown.value;
    if (shown === null) return;
    this.pause();
    this.searching.value = true;
    const { id } = shown.branch;
    const answer = await this.ask({ kind: 'until', branch: id, from: this.event.value, condition });
    this.searching.value = false;
    if (answer?.kind !== 'trace') return;
    batch(() => {
      this.adopt(shown.branch, answer.trace);
      if (this.shown.value?.branch.id !== id) return;
      if (answer.reached >= 0) this.place(answer.reached);
      else
        this.notice.value = `"${condition}" does not come about: ${answer.trace.ended ?? 'it was not reached in time'}.`;
    });
  }

  /** A frame of playing. */
  private tick(passedUs: number): void {
    const view = this.view.value;
    const trace = this.trace.value;
    if (view === null || trace === null) return;
    const lastUs = view.atUs(view.length - 1);
    const clockUs = Math.min(this.clockUs.value + passedUs * this.speed.value, lastUs);
    const event = Math.max(this.event.value, eventAtUs(view, clockUs));
    batch(() => {
      this.clockUs.value = clockUs;
      if (event !== this.event.value) this.place(event, true);
    });
    if (event < view.length - EVENTS_AHEAD / 2) return;
    if (trace.ended === null) void this.extend(view.length + EVENTS_AHEAD);
    else if (event === view.length - 1) this.pause();
  }

  private async reach(event: number): Promise<void> {
    const shown = this.shown.value;
    if (shown === null) return;
    const wanted = Math.max(0, event);
    if (wanted >= shown.view.length) await this.extend(wanted + EVENTS_AHEAD);
    const { length } = this.shown.value?.view ?? shown.view;
    this.place(Math.min(wanted, length - 1));
  }

  private place(event: number, playing = false): void {
    batch(() => {
      this.event.value = event;
      if (!playing) this.clockUs.value = this.view.value?.atUs(event) ?? 0;
    });
    void this.askForMoment();
  }

  /** True: there are more events than before. */
  private extend(events: number): Promise<boolean> {
    this.extending ??= this.extendNow(events).finally(() => (this.extending = null));
    return this.extending;
  }

  private async extendNow(events: number): Promise<boolean> {
    const shown = this.shown.value;
    if (shown === null || shown.trace.ended !== null) return false;
    const answer = await this.ask({ kind: 'extend', branch: shown.branch.id, events });
    if (answer?.kind !== 'trace') return false;
    this.adopt(shown.branch, answer.trace);
    return answer.trace.columns.length > shown.view.length;
  }

  private async askForMoment(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    for (;;) {
      const branch = this.shown.value?.branch.id;
      const event = this.event.value;
      if (branch === undefined || this.isShown(branch, event)) break;
      const moment = await this.momentOf(branch, event);
      if (moment === null) break;
      if (this.shown.value?.branch.id !== branch) continue;
      batch(() => {
        this.before.value = this.moment.value;
        this.moment.value = moment;
      });
    }
    this.asking = false;
  }

  private isShown(branch: BranchId, event: number): boolean {
    const moment = this.moment.value;
    return moment !== null && moment.branch === branch && moment.state.event === event;
  }

  private async momentOf(branch: BranchId, event: number): Promise<PlayMoment | null> {
    const key = `${branch}:${event}`;
    const kept = this.moments.get(key);
    if (kept !== undefined) return kept;
    const answer = await this.ask({ kind: 'moment', branch, event });
    if (answer?.kind !== 'moment') return null;
    if (this.moments.size >= MOMENTS_KEPT) this.moments.clear();
    this.moments.set(key, answer.moment);
    return answer.moment;
  }

  // Acting

  act(line: string): Promise<boolean> {
    return this.inTurn((branch) => ({ kind: 'act', branch: branch.id, event: this.event.value, line }));
  }

  actOn(address: string, act: MessageAct, byUs = 0): Promise<boolean> {
    return this.inTurn((branch) => {
      return { kind: 'message', branch: branch.id, event: this.event.value, address, act, byUs };
    });
  }

  changeScript(lines: readonly PlayLine[], bug?: string | null): Promise<boolean> {
    return this.inTurn((branch) => {
      return { kind: 'change', branch: branch.id, lines, bug: bug === undefined ? branch.of.bug : bug };
    });
  }

  async beside(source: PlaySource): Promise<BranchId | null> {
    const answer = await this.ask({ kind: 'beside', source });
    if (answer?.kind !== 'branched') return null;
    this.adopt(answer.branch, answer.trace);
    return answer.branch.id;
  }

  /** Acts follow each other, however fast they come: each is one on the branch that the one before made. */
  private inTurn(request: (branch: PlayBranch) => PlayRequest): Promise<boolean> {
    const act = this.lastAct.then(() => {
      const branch = this.branch.value;
      return branch === null ? false : this.branched(request(branch));
    });
    this.lastAct = act;
    return act;
  }

  /** Whoever acts sees what comes of it: the cursor goes to where it strikes, if that is now. */
  private async branched(request: PlayRequest): Promise<boolean> {
    const { value: event } = this.event;
    const left = this.branch.value?.id ?? 0;
    const nowUs = this.view.value?.atUs(event) ?? 0;
    const answer = await this.ask(request);
    if (answer?.kind !== 'branched') return false;
    const { branch, trace } = answer;
    if (!this.acts.has(branch.id)) this.acts.set(branch.id, { left, event });
    const struck = branch.leftAt + 1;
    const strikesNow = struck > event && (trace.columns.atUs[struck] ?? Infinity) <= nowUs + 1;
    batch(() => {
      this.undone.value = [];
      this.notice.value = null;
      this.adopt(branch, trace);
      this.show(branch.id, strikesNow ? struck : Math.min(event, trace.columns.length - 1));
    });
    return true;
  }

  canUndo(): boolean {
    const branch = this.branch.value;
    return branch !== null && this.acts.has(branch.id);
  }

  canRedo(): boolean {
    return this.undone.value.length > 0;
  }

  /** Back to what an act left, and when; the branch it made stays. */
  undo(): void {
    const branch = this.branch.value;
    const act = branch === null ? undefined : this.acts.get(branch.id);
    if (branch === null || act === undefined) return;
    this.undone.value = [...this.undone.value, { id: branch.id, event: this.event.value }];
    this.show(act.left, act.event);
  }

  redo(): void {
    const again = this.undone.value.at(-1);
    this.undone.value = this.undone.value.slice(0, -1);
    if (again !== undefined) this.show(again.id, again.event);
  }

  showBranch(id: BranchId): void {
    this.undone.value = [];
    this.show(id, this.event.value);
  }

  eventsOf(id: BranchId): number {
    return this.runs.get(id)?.view.length ?? 0;
  }

  bookmark(): void {
    const { value: branch } = this.branch;
    const { value: event } = this.event;
    const { value: view } = this.view;
    if (branch === null || view === null) return;
    const others = this.bookmarks.value.filter((mark) => mark.branch !== branch.id || mark.event !== event);
    const isNew = others.length === this.bookmarks.value.length;
    const words = `${branch.name} · event ${event} · ${view.caption(event)}`;
    this.bookmarks.value = isNew ? [...others, { branch: branch.id, event, words }] : others;
  }

  stopEngine(): void {
    this.pause();
    this.engine.restart('it was stopped');
    this.generation++;
    this.runs.clear();
    batch(() => {
      this.shown.value = null;
      this.branches.value = [];
      this.moment.value = null;
      this.before.value = null;
    });
  }

  async difference(left: BranchId, right: BranchId): Promise<RunDifference | null> {
    const answer = await this.ask({ kind: 'difference', left, right });
    return answer?.kind === 'difference' ? answer.difference : null;
  }

  async look(id: BranchId, event: number): Promise<{ trace: PlayTrace; moment: PlayMoment } | null> {
    const run = this.runs.get(id);
    if (run === undefined) return null;
    if (event >= run.view.length && run.trace.ended === null) {
      const answer = await this.ask({ kind: 'extend', branch: id, events: event + EVENTS_AHEAD });
      if (answer?.kind === 'trace') this.adopt(run.branch, answer.trace);
    }
    const trace = (this.runs.get(id) ?? run).trace;
    const moment = await this.momentOf(id, Math.max(0, Math.min(event, trace.columns.length - 1)));
    return moment === null ? null : { trace, moment };
  }

  async link(): Promise<string> {
    const branch = this.branch.value;
    const base = location.href.replace(/#.*$/s, '');
    if (branch === null) return base;
    const answer = await this.engine.ask({ kind: 'pack', branch: branch.id, event: this.event.value });
    return answer.kind === 'packed' ? `${base}#/play?${answer.text}` : base;
  }

  // Inside

  private adopt(branch: PlayBranch, trace: PlayTrace): void {
    const shown: Shown = { branch, trace, view: new TraceView(trace.trace, trace.columns) };
    this.runs.set(branch.id, shown);
    if (!this.branches.value.some(({ id }) => id === branch.id)) this.branches.value = [...this.branches.value, branch];
    if (this.shown.value?.branch.id === branch.id) this.shown.value = shown;
  }

  private show(id: BranchId, event: number): void {
    const run = this.runs.get(id);
    if (run === undefined) return;
    batch(() => {
      this.shown.value = run;
      this.place(Math.max(0, Math.min(event, run.view.length - 1)));
    });
    if (event >= run.view.length) void this.reach(event);
  }

  /** Null: refused, which was told, or about a play that was left. */
  private async ask(request: PlayRequest): Promise<PlayAnswer | null> {
    const { generation } = this;
    const answer = await this.engine.ask(request);
    if (generation !== this.generation) return null;
    if (answer.kind !== 'refused') return answer;
    this.refused(answer);
    return null;
  }

  private refused(answer: PlayAnswer): false {
    this.notice.value = answer.kind === 'refused' ? answer.message : 'The engine answered something else.';
    return false;
  }
}
