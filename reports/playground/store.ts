/**
 * What every part of the page sees of a play, and how it acts on it. Parts read signals and call these functions; none of
 * them talks to the engine by itself.
 */
import type { ReadonlySignal, Signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type {
  BranchId,
  MessageAct,
  PlayBranch,
  PlayLine,
  PlayMoment,
  PlaySource,
  PlayTrace,
  RunDifference,
} from '../../sim/record/play.ts';
import type { TraceView } from '../spacetime/trace-view.ts';
import type { Settings } from './settings.ts';

/** What somebody looks at: of a server or a client its name, of a message its address. */
export type Selection =
  { readonly kind: 'none' } | { readonly kind: 'server' | 'client' | 'message'; readonly id: string };

export interface Bookmark {
  readonly branch: BranchId;
  readonly event: number;
  readonly words: string;
}

export interface PlayStore {
  /** Null until something is open. */
  readonly branch: ReadonlySignal<PlayBranch | null>;
  /** By number, without gaps. */
  readonly branches: ReadonlySignal<readonly PlayBranch[]>;
  /** Of the shown branch, as far as it has been run. */
  readonly trace: ReadonlySignal<PlayTrace | null>;
  readonly view: ReadonlySignal<TraceView | null>;
  /** The cursor: the last event that has happened. */
  readonly event: ReadonlySignal<number>;
  /** Virtual time that is shown, in microseconds: between two events while it plays, else that of the cursor. */
  readonly clockUs: ReadonlySignal<number>;
  /** Behind the cursor; the one before until the engine has told the new one. */
  readonly moment: ReadonlySignal<PlayMoment | null>;
  /** The moment that was shown before that: what changed since. */
  readonly before: ReadonlySignal<PlayMoment | null>;
  readonly playing: ReadonlySignal<boolean>;
  /** Virtual time per real time: 0.01 is a hundredth of the speed. */
  readonly speed: ReadonlySignal<number>;
  readonly selection: Signal<Selection>;
  /** One sentence on what did not go, or has to be known; stays until it is dismissed. */
  readonly notice: Signal<string | null>;
  /** While the engine runs on until a condition holds. */
  readonly searching: ReadonlySignal<boolean>;
  readonly bookmarks: ReadonlySignal<readonly Bookmark[]>;
  readonly settings: Settings;

  /** Goes to an event of the shown branch; runs on when it is not there yet. */
  seek(event: number): void;
  step(by: number): void;
  /** To the next event that means something: a role, an epoch, a commit, a fault, a verdict. */
  stepTold(by: 1 | -1): void;
  /** To the next event of one process, by name. */
  stepOn(process: string, by: 1 | -1): void;
  play(): void;
  pause(): void;
  setSpeed(speed: number): void;
  /** `commit 2:5`, `server 3 leads`: a condition of the vocabulary. */
  runUntil(condition: string): Promise<void>;
  /** `crash 2`, `partition 1,2 | 3,4,5`, `c1 create /a "x"`. False: refused, and `notice` says why. */
  act(line: string): Promise<boolean>;
  /** `byUs`: of `delay`. */
  actOn(address: string, act: MessageAct, byUs?: number): Promise<boolean>;
  /** The same play with other lines; `bug`: null for none, left out as it is. */
  changeScript(lines: readonly PlayLine[], bug?: string | null): Promise<boolean>;
  /** Another run beside those there are, of another seed or another case; what is shown stays. Null: refused. */
  beside(source: PlaySource): Promise<BranchId | null>;
  canUndo(): boolean;
  canRedo(): boolean;
  undo(): void;
  redo(): void;
  showBranch(id: BranchId): void;
  /** Of a branch, as far as it has been run. */
  eventsOf(id: BranchId): number;
  bookmark(): void;
  difference(left: BranchId, right: BranchId): Promise<RunDifference | null>;
  /** False: refused; `notice` says why, and what was open stays. */
  open(source: PlaySource): Promise<boolean>;
  /** The text of a link, as `link` writes it behind `#/play?`. */
  unpack(text: string): Promise<boolean>;
  /** What differs from what an opened link says, and what to choose; null when nothing does, or it was dismissed. */
  readonly warning: Signal<string | null>;
  /** Whatever the engine does, it does no more; what was open is gone. */
  stopEngine(): void;
  /** A trace and a moment of any branch, for a picture beside the shown one; null when the engine refuses. */
  look(branch: BranchId, event: number): Promise<{ readonly trace: PlayTrace; readonly moment: PlayMoment } | null>;
  /** The address of what is shown, whole. */
  link(): Promise<string>;
}

const Context = createContext<PlayStore | null>(null);

export const PlayProvider = Context.Provider;

export function usePlay(): PlayStore {
  const store = useContext(Context);
  if (store === null) throw new Error('no play lies above this component');
  return store;
}
