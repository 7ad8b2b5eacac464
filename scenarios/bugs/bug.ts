/**
 * A mistake, re-created: one step of the protocol left out or done in another order, by passing one other part to
 * `createServer`. The protocol knows nothing of it.
 */
import type { Parts } from '../../protocol/parts.ts';

/** `historic`: ZooKeeper had it. `textbook`: somebody who builds Zab from the paper makes it. `further`: others. */
export type BugKind = 'historic' | 'textbook' | 'further';

export type BugPhase =
  'election' | 'discovery' | 'synchronization' | 'broadcast' | 'disk' | 'session' | 'store' | 'watch' | 'client';

export interface Bug {
  /** What a case names: `ZK-4643`, `G3`, or the name itself. */
  readonly id: string;
  /** Kebab-case; finds the bug as its id does. */
  readonly name: string;
  readonly kind: BugKind;
  /** One line. */
  readonly title: string;
  readonly phase: BugPhase;
  /** What goes wrong, in which order of events, and how it shows. */
  readonly story: string;
  /** Releases that had it and the one that ended it; empty for a mistake no release had. */
  readonly versions: string;
  /** What of the real bug is not re-created; empty for nothing. */
  readonly leftOut: string;
  /** The promise that breaks, in words. */
  readonly breaks: string;
  /** The rows of a result that are to find it; any one will do. */
  readonly properties: readonly string[];
  /** What an ensemble must have to show it. */
  readonly needs?: { readonly observers?: true };
  readonly parts: Parts;
  /**
   * Alone the mistake changes nothing a run could show, because another defence stands behind it: `by` says which, and
   * `parts` here are the mistake alone. The bug's own `parts` are the pair, with that defence removed.
   */
  readonly masked?: { readonly by: string; readonly parts: Parts };
}

export function defineBug(bug: Bug): Bug {
  return bug;
}
