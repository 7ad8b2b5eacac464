/**
 * Operations as clients ask for them and the results they get (the request and response records of
 * zookeeper.jute). The remaining operations of ZooKeeper take their places in these unions.
 */
import type { ErrorCode } from './error-code.ts';
import type { Zxid } from './ids.ts';
import type { Stat } from './store/stat.ts';

/** Bits of Perms: READ 1, WRITE 2, CREATE 4, DELETE 8, ADMIN 16. */
export interface Acl {
  readonly perms: number;
  readonly scheme: string;
  readonly id: string;
}

/** world:anyone with all permissions (ZooDefs.Ids.OPEN_ACL_UNSAFE). */
export const OPEN_ACL: readonly Acl[] = [{ perms: 31, scheme: 'world', id: 'anyone' }];

/** CreateMode flags (org.apache.zookeeper.CreateMode), those of sessions and sequences. */
export const CreateFlag = {
  PERSISTENT: 0,
  EPHEMERAL: 1,
  PERSISTENT_SEQUENTIAL: 2,
  EPHEMERAL_SEQUENTIAL: 3,
} as const;

export interface CreateOp {
  readonly type: 'create';
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  /** One of CreateFlag; any other number is answered BADARGUMENTS. */
  readonly flags: number;
}
export interface DeleteOp {
  readonly type: 'delete';
  readonly path: string;
  /** Expected version, -1 for any. */
  readonly version: number;
}
export interface SetDataOp {
  readonly type: 'setData';
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly version: number;
}
/** Only inside a multi. */
export interface CheckOp {
  readonly type: 'check';
  readonly path: string;
  readonly version: number;
}
export type MultiPart = CreateOp | DeleteOp | SetDataOp | CheckOp;
export interface MultiOp {
  readonly type: 'multi';
  readonly parts: readonly MultiPart[];
}
export interface ExistsOp {
  readonly type: 'exists';
  readonly path: string;
  readonly watch: boolean;
}
export interface GetDataOp {
  readonly type: 'getData';
  readonly path: string;
  readonly watch: boolean;
}
export interface GetChildrenOp {
  readonly type: 'getChildren';
  readonly path: string;
  readonly watch: boolean;
}
export interface SyncOp {
  readonly type: 'sync';
  readonly path: string;
}
export interface PingOp {
  readonly type: 'ping';
}
export interface CloseSessionOp {
  readonly type: 'closeSession';
}
/** Re-registers watches on a new connection. */
export interface SetWatchesOp {
  readonly type: 'setWatches';
  readonly relativeZxid: Zxid;
  readonly data: readonly string[];
  readonly exist: readonly string[];
  readonly child: readonly string[];
}
/** Internal to the servers: made from a connect request, never sent by a client. */
export interface CreateSessionOp {
  readonly type: 'createSession';
  readonly timeoutMs: number;
}

/** What an application may ask of its client. */
export type UserOp =
  CreateOp | DeleteOp | SetDataOp | MultiOp | ExistsOp | GetDataOp | GetChildrenOp | SyncOp | CloseSessionOp;

/** What a client may send to its server. */
export type ClientOp = UserOp | PingOp | SetWatchesOp;

/** What a server's pipeline may carry. */
export type Op = ClientOp | CreateSessionOp;

/** Writes take a zxid and go through the log; sync and reads do not. */
export type WriteOp = CreateOp | DeleteOp | SetDataOp | MultiOp | CreateSessionOp | CloseSessionOp;

export function isWrite(op: Op): op is WriteOp {
  switch (op.type) {
    case 'create':
    case 'delete':
    case 'setData':
    case 'multi':
    case 'createSession':
    case 'closeSession':
      return true;
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'sync':
    case 'ping':
    case 'setWatches':
      return false;
  }
}

/** A slot of a multi's reply; a failed multi has only errors (0 before the failing slot, -2 after it). */
export type MultiResult =
  | { readonly type: 'create'; readonly path: string }
  | { readonly type: 'delete' }
  | { readonly type: 'check' }
  | { readonly type: 'setData'; readonly stat: Stat }
  | { readonly type: 'error'; readonly err: ErrorCode };

/** The body of a reply; null when the header's error is not 0 or the operation has no body. */
export type OpResult =
  | { readonly type: 'create'; readonly path: string }
  | { readonly type: 'exists'; readonly stat: Stat }
  | { readonly type: 'setData'; readonly stat: Stat }
  | { readonly type: 'getData'; readonly data: Uint8Array | null; readonly stat: Stat }
  /** Children in no promised order (ours: sorted by code units). The Stat makes it getChildren2. */
  | { readonly type: 'getChildren'; readonly children: readonly string[]; readonly stat: Stat }
  | { readonly type: 'sync'; readonly path: string }
  | { readonly type: 'multi'; readonly results: readonly MultiResult[] };

/** Watcher.Event.EventType, those a server sends. */
export type WatchEventType = 'NodeCreated' | 'NodeDeleted' | 'NodeDataChanged' | 'NodeChildrenChanged';
