/** One side of a comparison: a branch and where it is looked at, and a play of that side for pictures of one play. */
import { effect, signal, type Signal } from '@preact/signals';
import type { BranchId, PlayBranch, PlayMoment, PlayTrace } from '../../../sim/record/play.ts';
import { TraceView } from '../../spacetime/trace-view.ts';
import type { PlayStore } from '../store.ts';
import { clockAt, type ClockKind } from './shared-clock.ts';

/** Questions for more of a run, one after the other. */
const RUN_ON_MOST = 40;

export class Side {
  readonly name: 'left' | 'right';
  readonly id: Signal<BranchId>;
  readonly event = signal(0);
  readonly branch = signal<PlayBranch | null>(null);
  readonly trace = signal<PlayTrace | null>(null);
  readonly view = signal<TraceView | null>(null);
  readonly moment = signal<PlayMoment | null>(null);
  readonly before = signal<PlayMoment | null>(null);
  /** It listens no more. */
  readonly end: () => void;
  private readonly play: PlayStore;
  private asking = false;

  constructor(name: 'left' | 'right', play: PlayStore, id: BranchId) {
    this.name = name;
    this.play = play;
    this.id = signal(id);
    const ends = [
      effect(() => {
        const { value } = this.id;
        this.branch.value = play.branches.value.find((branch) => branch.id === value) ?? null;
      }),
      effect(() => {
        void this.id.value;
        void this.event.value;
        void this.look();
      }),
    ];
    this.end = (): void => {
      for (const end of ends) end();
    };
  }

  /** Of quick moves only the newest is asked for. */
  private async look(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      for (let done = false; !done;) {
        const [id, event] = [this.id.peek(), this.event.peek()];
        const found = await this.play.look(id, event);
        done = id === this.id.peek() && event === this.event.peek();
        if (done && found !== null) this.show(found.trace, found.moment);
      }
    } finally {
      this.asking = false;
    }
  }

  /** Runs on until its clock is there, or it is over, or it is far beyond what anybody looks at. */
  async reach(kind: ClockKind, at: number): Promise<void> {
    for (let more = 0; more < RUN_ON_MOST; more++) {
      const [view, trace] = [this.view.peek(), this.trace.peek()];
      if (view === null || trace === null || trace.ended !== null) return;
      if (clockAt(kind, view.length - 1, view) >= at) return;
      const found = await this.play.look(this.id.peek(), view.length);
      if (found === null || found.trace.columns.length === view.length) return;
      if (found.trace.branch === this.id.peek()) this.grow(found.trace);
    }
  }

  private grow(trace: PlayTrace): void {
    if (this.trace.peek()?.columns === trace.columns) return;
    this.view.value = new TraceView(trace.trace, trace.columns);
    this.trace.value = trace;
  }

  private show(trace: PlayTrace, moment: PlayMoment): void {
    this.grow(trace);
    const old = this.moment.peek();
    this.before.value = old !== null && old.branch === moment.branch ? old : null;
    this.moment.value = moment;
  }
}

const READ_ONLY = 'Two runs are compared here, and nothing can be done to them: show one of them to act in it.';

/** The play with this side in place of what it shows. Whatever would change something is refused in a sentence. */
export function playOfSide(play: PlayStore, side: Side): PlayStore {
  const refuse = (): Promise<boolean> => {
    play.notice.value = READ_ONLY;
    return Promise.resolve(false);
  };
  const own: Partial<PlayStore> = {
    branch: side.branch,
    trace: side.trace,
    view: side.view,
    event: side.event,
    moment: side.moment,
    before: side.before,
    playing: signal(false),
    selection: signal({ kind: 'none' }),
    seek: (event) => {
      side.event.value = event;
    },
    act: refuse,
    actOn: refuse,
    changeScript: refuse,
  };
  return new Proxy(play, {
    get(target, name): unknown {
      if (Object.hasOwn(own, name)) return own[name as keyof PlayStore];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
