/**
 * What is looked at in the diagram and in the table of events of a play. One for each play: both show the same events, and
 * what was chosen stays when a panel is folded away. Choosing an event asks the play to go there; the cursor follows.
 */
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { Look, type Change } from '../../../spacetime/look.ts';
import type { TraceView } from '../../../spacetime/trace-view.ts';
import type { PlayStore } from '../../store.ts';

class PlayLook extends Look {
  private readonly seek: (event: number) => void;

  constructor(view: TraceView, cursor: number, seek: (event: number) => void) {
    super(view, { cursor, failure: -1, firstWrong: -1 });
    this.seek = seek;
  }

  override setCursor(event: number): void {
    this.seek(event);
  }

  /** The play has gone there. */
  follow(event: number): void {
    super.setCursor(event);
  }
}

export interface LookOfPlay {
  /** Null while nothing is open. */
  readonly look: ReadonlySignal<Look | null>;
  /** Rises with every change of what is shown, so that a component that reads it is drawn anew. */
  readonly changes: ReadonlySignal<number>;
}

const looks = new WeakMap<PlayStore, LookOfPlay>();

export function lookOf(play: PlayStore): LookOfPlay {
  const known = looks.get(play);
  if (known !== undefined) return known;
  const look = signal<PlayLook | null>(null);
  const changes = signal(0);
  const onChange = (change: Change): void => {
    // The diagram draws these by itself.
    if (change !== 'view' && change !== 'cursor') changes.value = changes.peek() + 1;
  };
  effect(() => {
    const view = play.view.value;
    const failure = failureOf(play);
    const old = look.peek();
    if (view === null) look.value = null;
    else if (old === null) {
      const made = new PlayLook(view, Math.max(0, play.event.peek()), (event) => play.seek(event));
      made.failure = failure;
      made.listen(onChange);
      look.value = made;
    } else if (old.view !== view || old.failure !== failure) old.setTrace(view, failure);
  });
  effect(() => {
    const event = play.event.value;
    look.peek()?.follow(event);
  });
  const made = { look, changes };
  looks.set(play, made);
  return made;
}

/** The first event that broke a check, -1 for none. */
function failureOf(play: PlayStore): number {
  const broken = (play.trace.value?.lamps ?? []).filter(({ event }) => event >= 0).map(({ event }) => event);
  return broken.length === 0 ? -1 : Math.min(...broken);
}
