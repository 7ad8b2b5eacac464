/** What a change of the tree tells the watches, and the two tables of watches there are. */
import type { Acl, WatchEventType } from '../op.ts';

/** `data` holds the watches of getData and exists, `child` those of getChildren. */
export type WatchManagerName = 'data' | 'child';

/** One call of WatchManager.triggerWatch. */
export interface Trigger {
  readonly manager: WatchManagerName;
  readonly event: WatchEventType;
  readonly path: string;
  /** An event reaches only who may READ by this list; of a deleted node, the list it had. */
  readonly acl: readonly Acl[];
}

export const NO_TRIGGERS: readonly Trigger[] = [];
