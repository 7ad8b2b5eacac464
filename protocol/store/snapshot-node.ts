/** A znode as snapshots hold it, on disk and on their way to a learner. */
import type { SessionId, Zxid } from '../ids.ts';
import type { Acl } from '../op.ts';
import type { Digested } from '../process.ts';

export interface SnapshotNode extends Digested {
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  readonly czxid: Zxid;
  readonly mzxid: Zxid;
  readonly pzxid: Zxid;
  readonly ctime: number;
  readonly mtime: number;
  readonly version: number;
  /** As persisted: counts creates of children only. */
  readonly cversion: number;
  readonly aversion: number;
  readonly ephemeralOwner: SessionId;
}
