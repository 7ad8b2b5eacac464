/** A mistake, re-created: one step of the protocol left out or done in another order, by passing another part. */
import type { Parts } from '../../protocol/parts.ts';

export interface Bug {
  /** Kebab-case; what a case names. */
  readonly id: string;
  readonly title: string;
  /** What goes wrong, and how it shows. */
  readonly story: string;
  /** ZooKeeper's own issue where it was one, else empty. */
  readonly issue: string;
  /** The rows of the result that are to find it; any one will do. */
  readonly properties: readonly string[];
  readonly parts: Parts;
}

export function defineBug(bug: Bug): Bug {
  return bug;
}
