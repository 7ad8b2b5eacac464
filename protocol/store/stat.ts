/**
 * Stat: the eleven fields a client sees (ZooKeeper's org.apache.zookeeper.data.Stat).
 * `cversion` here is the client's view, 2 x persisted cversion - numChildren; a znode keeps the persisted one.
 */
import type { SessionId, Zxid } from '../ids.ts';

export interface Stat {
  readonly czxid: Zxid;
  readonly mzxid: Zxid;
  /** Wall-clock milliseconds of the leader when it prepared the transaction. */
  readonly ctime: number;
  readonly mtime: number;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  /** The owning session, or NO_SESSION. */
  readonly ephemeralOwner: SessionId;
  readonly dataLength: number;
  readonly numChildren: number;
  readonly pzxid: Zxid;
}
