/**
 * Operations as clients ask for them and the results they get: the request and response records of zookeeper.jute,
 * named as their op codes are (ZooDefs.OpCode). `wire/op-code.ts` has the numbers.
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

/** An identity: what an ACL grants to, and what a connection has proven (org.apache.zookeeper.data.Id). */
export interface AuthId {
  readonly scheme: string;
  readonly id: string;
}

/** world:anyone with all permissions (ZooDefs.Ids.OPEN_ACL_UNSAFE). */
export const OPEN_ACL: readonly Acl[] = [{ perms: 31, scheme: 'world', id: 'anyone' }];

/** CreateMode flags (org.apache.zookeeper.CreateMode). The op code, not the flag, decides what kind of node it is. */
export const CreateFlag = {
  PERSISTENT: 0,
  EPHEMERAL: 1,
  PERSISTENT_SEQUENTIAL: 2,
  EPHEMERAL_SEQUENTIAL: 3,
  CONTAINER: 4,
  PERSISTENT_WITH_TTL: 5,
  PERSISTENT_SEQUENTIAL_WITH_TTL: 6,
} as const;

// --- writes --------------------------------------------------------------------------------------------------

export interface CreateOp {
  /** All but `create` answer with a Stat. */
  readonly type: 'create' | 'create2' | 'createContainer' | 'createTTL';
  readonly path: string;
  readonly data: Uint8Array | null;
  /** Null as a request may carry it; refused as an empty list is. */
  readonly acl: readonly Acl[] | null;
  /** One of CreateFlag; any other number is answered BADARGUMENTS. */
  readonly flags: number;
  /** Of createTTL only; milliseconds without a change after which a childless node goes. A 64-bit number on the wire. */
  readonly ttlMs?: number;
}
export type CreateType = CreateOp['type'];
export interface DeleteOp {
  readonly type: 'delete';
  readonly path: string;
  /** Expected version, -1 for any. */
  readonly version: number;
}
/** What the container manager asks of its leader. No client does, though a server would take it from one. */
export interface DeleteContainerOp {
  readonly type: 'deleteContainer';
  readonly path: string;
}
export interface SetDataOp {
  readonly type: 'setData';
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly version: number;
}
export interface SetAclOp {
  readonly type: 'setACL';
  readonly path: string;
  readonly acl: readonly Acl[] | null;
  /** Expected aversion, -1 for any. */
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
/** Always refused: RECONFIGDISABLED. Lists of servers as text; null where the request has none. */
export interface ReconfigOp {
  readonly type: 'reconfig';
  readonly joining: string | null;
  readonly leaving: string | null;
  readonly newMembers: string | null;
  readonly fromConfig: number;
}
export interface CloseSessionOp {
  readonly type: 'closeSession';
}
/** Internal to the servers: made from a connect request, never sent by a client. */
export interface CreateSessionOp {
  readonly type: 'createSession';
  readonly timeoutMs: number;
}
/**
 * A request whose header is sound and whose record is not: MARSHALLINGERROR. With compat 3.8 one with the op code of a
 * write takes a zxid all the same.
 */
export interface UndecodableOp {
  readonly type: 'undecodable';
  readonly opCode: number;
  /** Whether it takes a zxid, where that is otherwise than for others of its op code. */
  readonly takesZxid?: boolean;
  /** What it asks for, where only a null in it stops the server, and not before it has looked at all that comes first. */
  readonly stumbles?: Stumble;
  /** The real server never answers it, or is not sound any more when it has: its connection is closed in its turn. */
  readonly hangUp?: true;
  /** A multiRead of writes: the error comes with the beginning of a reply, which has no slots. */
  readonly replyBegun?: true;
}

/** `op` is the request up to its null: an empty path where the path is null, else the entries in front of a null id. */
export interface Stumble {
  readonly at: 'path' | 'acl';
  readonly op: CreateOp | SetAclOp;
}

// --- reads and what concerns the connection -------------------------------------------------------------------

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
  /** `getChildren2` answers with a Stat. */
  readonly type: 'getChildren' | 'getChildren2';
  readonly path: string;
  readonly watch: boolean;
}
export interface GetAclOp {
  readonly type: 'getACL';
  readonly path: string;
}
export interface GetAllChildrenNumberOp {
  readonly type: 'getAllChildrenNumber';
  readonly path: string;
}
/** The session's ephemerals whose path begins with the prefix; null, blank and `/` mean all. */
export interface GetEphemeralsOp {
  readonly type: 'getEphemerals';
  readonly prefix: string | null;
}
export interface WhoAmIOp {
  readonly type: 'whoAmI';
}
export type MultiReadPart = GetDataOp | (GetChildrenOp & { readonly type: 'getChildren' });
/** Its parts leave no watches. */
export interface MultiReadOp {
  readonly type: 'multiRead';
  readonly parts: readonly MultiReadPart[];
}
export interface SyncOp {
  readonly type: 'sync';
  /** Only told again; null is too. */
  readonly path: string | null;
}
export interface PingOp {
  readonly type: 'ping';
}
/** Proves an identity to the server of this connection (AuthPacket). */
export interface AuthOp {
  readonly type: 'auth';
  readonly scheme: string;
  /** `user:password` of scheme digest. */
  readonly auth: Uint8Array | null;
}
/** A token of SASL, for which a server needs to be set up; one that is not answers with no token of its own. */
export interface SaslOp {
  readonly type: 'sasl';
  readonly token: Uint8Array;
}

/** AddWatchMode by its number on the wire; any other is answered MARSHALLINGERROR. */
export const AddWatchMode = { PERSISTENT: 0, PERSISTENT_RECURSIVE: 1 } as const;
export interface AddWatchOp {
  readonly type: 'addWatch';
  readonly path: string;
  readonly mode: number;
}
/** Watcher.WatcherType by its number on the wire. The last two are not in 3.8. */
export const WatcherType = { CHILDREN: 1, DATA: 2, ANY: 3, PERSISTENT: 4, PERSISTENT_RECURSIVE: 5 } as const;
export interface RemoveWatchesOp {
  readonly type: 'removeWatches' | 'checkWatches';
  readonly path: string;
  readonly watcherType: number;
}
/** Re-registers watches on a new connection. */
export interface SetWatchesOp {
  readonly type: 'setWatches' | 'setWatches2';
  readonly relativeZxid: Zxid;
  readonly data: readonly string[];
  readonly exist: readonly string[];
  readonly child: readonly string[];
  /** These two of setWatches2 only. */
  readonly persistent?: readonly string[];
  readonly persistentRecursive?: readonly string[];
}
/** An op code no server knows, or none that stands alone (check): UNIMPLEMENTED, and the connection ends. */
export interface UnknownOp {
  readonly type: 'unknown';
  readonly opCode: number;
}

// --- unions ----------------------------------------------------------------------------------------------------

/** Reads that one server answers from its own tree. */
export type ReadOp =
  ExistsOp | GetDataOp | GetChildrenOp | GetAclOp | GetAllChildrenNumberOp | GetEphemeralsOp | WhoAmIOp | MultiReadOp;

/** What concerns a connection's watches. */
export type WatchOp = AddWatchOp | RemoveWatchesOp;

/** What an application may ask of its client. */
export type UserOp =
  | CreateOp
  | DeleteOp
  | SetDataOp
  | SetAclOp
  | MultiOp
  | ReconfigOp
  | ReadOp
  | WatchOp
  | SyncOp
  | AuthOp
  | CloseSessionOp;

/** What a server may be sent by a client. */
export type ClientOp = UserOp | PingOp | SaslOp | SetWatchesOp | DeleteContainerOp | UndecodableOp | UnknownOp;

/** What a server's pipeline may carry. */
export type Op = ClientOp | CreateSessionOp;

/** Writes take a zxid and go through the log; sync and reads do not. */
export type WriteOp =
  | CreateOp
  | DeleteOp
  | DeleteContainerOp
  | SetDataOp
  | SetAclOp
  | MultiOp
  | ReconfigOp
  | UndecodableOp
  | CreateSessionOp
  | CloseSessionOp;

export function isWrite(op: Op): op is WriteOp {
  switch (op.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
    case 'delete':
    case 'deleteContainer':
    case 'setData':
    case 'setACL':
    case 'multi':
    case 'reconfig':
    case 'undecodable':
    case 'createSession':
    case 'closeSession':
      return true;
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
    case 'getACL':
    case 'getAllChildrenNumber':
    case 'getEphemerals':
    case 'whoAmI':
    case 'multiRead':
    case 'sync':
    case 'ping':
    case 'auth':
    case 'sasl':
    case 'addWatch':
    case 'removeWatches':
    case 'checkWatches':
    case 'setWatches':
    case 'setWatches2':
    case 'unknown':
      return false;
  }
}

export function isCreate(op: { readonly type: string }): op is CreateOp {
  return op.type === 'create' || op.type === 'create2' || op.type === 'createContainer' || op.type === 'createTTL';
}

// --- results ---------------------------------------------------------------------------------------------------

/** What a create came to: with a Stat for every op code but `create`. */
export type CreateResult =
  | { readonly type: 'create'; readonly path: string }
  | { readonly type: 'create2'; readonly path: string; readonly stat: Stat };

/** A slot of a multi's reply; a failed multi has only errors (0 before the failing slot, -2 after it). */
export type MultiResult =
  | CreateResult
  | { readonly type: 'delete' }
  | { readonly type: 'check' }
  | { readonly type: 'setData'; readonly stat: Stat }
  | ErrorResult;
export interface ErrorResult {
  readonly type: 'error';
  readonly err: ErrorCode;
}
/** Children in no promised order (ours: sorted by code units). */
export interface ChildrenResult {
  readonly type: 'getChildren';
  readonly children: readonly string[];
}
export interface DataResult {
  readonly type: 'getData';
  readonly data: Uint8Array | null;
  readonly stat: Stat;
}
/** A slot of a multiRead's reply; slots fail on their own. */
export type MultiReadResult = DataResult | ChildrenResult | ErrorResult;

/** The body of a reply; null when the header's error is not 0 or the operation has no body. */
export type OpResult =
  | CreateResult
  | { readonly type: 'exists' | 'setData' | 'setACL'; readonly stat: Stat }
  | DataResult
  | ChildrenResult
  | { readonly type: 'getChildren2'; readonly children: readonly string[]; readonly stat: Stat }
  | { readonly type: 'getACL'; readonly acl: readonly Acl[]; readonly stat: Stat }
  | { readonly type: 'getAllChildrenNumber'; readonly total: number }
  /** In no promised order (ours: sorted by code units). */
  | { readonly type: 'getEphemerals'; readonly paths: readonly string[] }
  /** `id` is the user part of what was proven. */
  | { readonly type: 'whoAmI'; readonly ids: readonly AuthId[] }
  | { readonly type: 'sync'; readonly path: string | null }
  | { readonly type: 'sasl'; readonly token: Uint8Array | null }
  /** ErrorResponse with err 0. */
  | { readonly type: 'addWatch' }
  | { readonly type: 'multi'; readonly results: readonly MultiResult[] }
  | { readonly type: 'multiRead'; readonly results: readonly MultiReadResult[] };

/** Watcher.Event.EventType, those a server sends. */
export type WatchEventType = 'NodeCreated' | 'NodeDeleted' | 'NodeDataChanged' | 'NodeChildrenChanged';
