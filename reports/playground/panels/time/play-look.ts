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

/** Another one with every change of what is shown, so that components it is given to are drawn anew. */
export interface Looking {
  readonly look: Look;
}

/** Null while nothing is open. */
export type LookOfPlay = ReadonlySignal<Looking | null>;

const looks = new WeakMap<PlayStore, LookOfPlay>();

export function lookOf(play: PlayStore): LookOfPlay {
  const known = looks.get(play);
  if (known !== undefined) return known;
  const looking = signal<Looking | null>(null);
  let look: PlayLook | null = null;
  const onChange = (change: Change): void => {
    // The diagram draws these by itself.
    if (change !== 'view' && change !== 'cursor') looking.value = look === null ? null : { look };
  };
  effect(() => {
    const view = play.view.value;
    const failure = failureOf(play);
    if (view === null) {
      look = null;
      looking.value = null;
    } else if (look === null) {
      look = new PlayLook(view, Math.max(0, play.event.peek()), (event) => play.seek(event));
      look.failure = failure;
      look.listen(onChange);
      looking.value = { look };
    } else if (look.view !== view || look.failure !== failure) look.setTrace(view, failure);
  });
  effect(() => {
    const event = play.event.value;
    look?.follow(event);
  });
  looks.set(play, looking);
  return looking;
}

/** The first event that broke a check, -1 for none. */
function failureOf(play: PlayStore): number {
  const broken = (play.trace.value?.lamps ?? []).filter(({ event }) => event >= 0).map(({ event }) => event);
  return broken.length === 0 ? -1 : Math.min(...broken);
}
