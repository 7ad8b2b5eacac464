/** What the page of the playground knows before its engine runs: a host puts it into the page when that is built. */
import type { Case } from './case.ts';

export interface PlayAbout {
  /** Of the engine in the page. */
  readonly version: string;
  readonly bugs: readonly PlayBug[];
}

/** A re-created bug, as the gallery shows it. */
export interface PlayBug {
  readonly id: string;
  readonly name: string;
  readonly kind: 'historic' | 'textbook' | 'further';
  readonly title: string;
  readonly story: string;
  /** The property it breaks, in words. */
  readonly breaks: string;
  /** The stored case that shows it; null when none is stored. */
  readonly of: Case | null;
}
