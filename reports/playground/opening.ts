/** Opens what an address, a file or a form asks for, and tells where that stands. */
import { signal } from '@preact/signals';
import type { TraceView } from '../spacetime/trace-view.ts';
import { newCase, type Case } from '../../sim/record/case.ts';
import { aboutPage } from './about.ts';
import { fromBase64Url, inflated } from './share/packed.ts';
import { caseInText } from './start/read-file.ts';
import type { PlayStore } from './store.ts';

export interface FreePlay {
  readonly voters: number;
  readonly observers: number;
  readonly clients: number;
  readonly seed: string;
  readonly bug: string | null;
}

export const defaultPlay: FreePlay = { voters: 5, observers: 0, clients: 2, seed: '1', bug: null };

/** Beyond this, no browser hands a link on whole. */
const LINK_LENGTH_MAX = 1_000_000;

export type OpeningState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly what: string }
  /** A sentence. */
  | { readonly kind: 'failed'; readonly what: string; readonly why: string };

export class Opening {
  readonly state = signal<OpeningState>({ kind: 'idle' });
  private readonly play: PlayStore;

  constructor(play: PlayStore) {
    this.play = play;
  }

  /** The text behind `#/play?`. */
  link(text: string): Promise<boolean> {
    return this.run('the link', async () => {
      if (text.length > LINK_LENGTH_MAX) throw new Error(`it is ${text.length} characters long, longer than any play`);
      return this.play.unpack(text);
    });
  }

  packedCase(packed: string): Promise<boolean> {
    return this.run('the case in the link', async () =>
      this.openCase(caseInText(await inflated(fromBase64Url(packed)))),
    );
  }

  caseText(what: string, read: () => Promise<Case>): Promise<boolean> {
    return this.run(what, async () => this.openCase(await read()));
  }

  free({ voters, observers, clients, seed, bug }: FreePlay): Promise<boolean> {
    const base = newCase(aboutPage().version, 'play', seed, { voters, observers, clients });
    return this.run('the ensemble', async () => {
      const opened = await this.openCase({ ...base, bug });
      if (opened) this.play.seek(lastStart(this.play.view.value));
      return opened;
    });
  }

  forget(): void {
    this.state.value = { kind: 'idle' };
  }

  /** A run that takes too long for whoever waits: the engine begins anew, and what was open is gone. */
  cancel(): void {
    this.play.stopEngine();
  }

  private openCase(base: Case): Promise<boolean> {
    return this.play.open({ base, lines: [] });
  }

  /** True: it is open. */
  private async run(what: string, open: () => Promise<boolean>): Promise<boolean> {
    this.state.value = { kind: 'running', what };
    let why: string | null = null;
    try {
      if (!(await open()))
        why = this.play.notice.value?.replace(/^The link cannot be read: /, '') ?? 'the engine gave no reason';
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    this.play.notice.value = why === null ? this.play.notice.value : null;
    this.state.value = why === null ? { kind: 'idle' } : { kind: 'failed', what, why };
    return why === null;
  }
}

/** Behind the first moment, in which one server after the other is started. */
function lastStart(view: TraceView | null): number {
  let event = 0;
  while (view !== null && event + 1 < view.length && view.kind(event + 1) === 'start') event++;
  return event;
}
