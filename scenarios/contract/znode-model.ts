/**
 * What ZooKeeper promises of its tree, one operation after the other: a second implementation, written to be
 * obviously right and not fast, that shares no code with the servers. It decides what a reply should have been.
 *
 * It knows no pending changes: replayed in zxid order, a request sees exactly the transactions before it, and that
 * is what the leader's pending view amounts to (but see stale-counts.ts).
 */
import { ErrorCode } from '../../protocol/error-code.ts';
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import {
  isCreate,
  type Acl,
  type ExistsOp,
  type GetChildrenOp,
  type GetDataOp,
  type MultiPart,
  type MultiResult,
  type OpResult,
  type WatchEventType,
  type WriteOp,
} from '../../protocol/op.ts';
import type { Stat } from '../../protocol/store/stat.ts';
import type { MultiTxnPart, TxnBody } from '../../protocol/txn.ts';
import { isValidPath, parentOf, sequenceName, SPECIAL } from './znode-path.ts';

export interface ModelNode {
  data: Uint8Array | null;
  readonly acl: readonly Acl[];
  readonly czxid: Zxid;
  mzxid: Zxid;
  pzxid: Zxid;
  readonly ctime: number;
  mtime: number;
  version: number;
  /** Persisted: how many children were ever created. */
  cversion: number;
  readonly aversion: number;
  readonly owner: SessionId;
  readonly children: Set<string>;
}

/** One call of a watch manager: `data` watches or `child` watches on `path` are told `event`. */
export interface ModelTrigger {
  readonly manager: 'data' | 'child';
  readonly event: WatchEventType;
  readonly path: string;
}

export interface WriteAnswer {
  readonly err: ErrorCode;
  readonly result: OpResult | null;
  /** The transaction the leader should have made of it. */
  readonly body: TxnBody;
  readonly triggers: readonly ModelTrigger[];
}

export interface ReadAnswer {
  readonly err: ErrorCode;
  readonly result: OpResult | null;
}

/**
 * A refusal the tree does not show, where the leader is known to have had a reason for it: a session that moved or was
 * about to be closed, or a pending count of children that was too high. In place of success, of that part alone.
 */
export interface Refusal {
  /** Index in a multi, 0 of anything else. */
  readonly part: number;
  readonly err: typeof ErrorCode.SESSIONMOVED | typeof ErrorCode.SESSIONEXPIRED | typeof ErrorCode.NOTEMPTY;
}

export type ReadOp = ExistsOp | GetDataOp | GetChildrenOp;

interface Request {
  readonly session: SessionId;
  readonly zxid: Zxid;
  readonly timeMs: number;
  readonly refusal: Refusal | null;
  readonly triggers: ModelTrigger[];
}

/** What one operation came to: an error, or what was written and what is answered. */
type PartAnswer = ErrorCode | { readonly body: MultiTxnPart; readonly result: MultiResult };

const READ = 1;
const WRITE = 2;
const CREATE = 4;
const DELETE = 8;
const OPEN: readonly Acl[] = [{ perms: 31, scheme: 'world', id: 'anyone' }];
const READ_ONLY: readonly Acl[] = [{ perms: READ, scheme: 'world', id: 'anyone' }];

export class ZnodeModel {
  /** The last transaction replayed. */
  zxid: Zxid = ZXID_ZERO;
  readonly nodes = new Map<string, ModelNode>();
  readonly sessions = new Map<SessionId, number>();
  private readonly owned = new Map<SessionId, Set<string>>();
  /** Nodes as they were before the multi that is being tried; null outside one. */
  private before: Map<string, ModelNode | null> | null = null;

  constructor() {
    this.nodes.set('/', initialNode(OPEN, 0, ['zookeeper']));
    this.nodes.set('/zookeeper', initialNode(OPEN, 0, ['quota', 'config']));
    this.nodes.set('/zookeeper/quota', initialNode(OPEN, 0, []));
    this.nodes.set('/zookeeper/config', initialNode(READ_ONLY, -1, []));
  }

  /** Executes a write as the transaction `zxid`. Closing a session is never refused. */
  write(op: WriteOp, session: SessionId, zxid: Zxid, timeMs: number, refusal: Refusal | null = null): WriteAnswer {
    const request: Request = { session, zxid, timeMs, refusal, triggers: [] };
    this.zxid = zxid;
    switch (op.type) {
      case 'createSession':
        this.sessions.set(session, op.timeoutMs);
        return {
          err: ErrorCode.OK,
          result: null,
          body: { type: 'createSession', timeoutMs: op.timeoutMs },
          triggers: [],
        };
      case 'closeSession': {
        const paths = this.ephemeralsOf(session);
        for (const path of paths) this.remove(path, request);
        this.sessions.delete(session);
        this.owned.delete(session);
        return { err: ErrorCode.OK, result: null, body: { type: 'closeSession', paths }, triggers: request.triggers };
      }
      case 'multi':
        return this.multi(op.parts, request);
      case 'setACL':
      case 'reconfig':
      case 'undecodable':
      case 'deleteContainer':
        return refused(ErrorCode.UNIMPLEMENTED);
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
      case 'delete':
      case 'setData': {
        const answer = this.part(op, request, 0);
        if (typeof answer === 'number') return refused(answer);
        const result = answer.result.type === 'create' || answer.result.type === 'setData' ? answer.result : null;
        return { err: ErrorCode.OK, result, body: answer.body as TxnBody, triggers: request.triggers };
      }
    }
  }

  /** A transaction that nothing explains took place, as if without effect. */
  skip(zxid: Zxid): void {
    this.zxid = zxid;
  }

  read(op: ReadOp): ReadAnswer {
    if (op.type === 'exists' && op.path.includes('\0')) return { err: ErrorCode.BADARGUMENTS, result: null };
    const node = this.nodes.get(op.path);
    if (node === undefined) return { err: ErrorCode.NONODE, result: null };
    if (!permits(node.acl, READ)) return { err: ErrorCode.NOAUTH, result: null };
    const stat = statOf(node);
    switch (op.type) {
      case 'exists':
        return { err: ErrorCode.OK, result: { type: 'exists', stat } };
      case 'getData':
        return { err: ErrorCode.OK, result: { type: 'getData', data: node.data, stat } };
      case 'getChildren':
        return { err: ErrorCode.OK, result: { type: 'getChildren', children: [...node.children] } };
      case 'getChildren2':
        return { err: ErrorCode.OK, result: { type: 'getChildren2', children: [...node.children], stat } };
    }
  }

  /** Sorted by code units. */
  ephemeralsOf(session: SessionId): string[] {
    return [...(this.owned.get(session) ?? [])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  private multi(parts: readonly MultiPart[], request: Request): WriteAnswer {
    if (parts.some((part) => isCreate(part) && !isCreateMode(part.flags))) return refused(ErrorCode.MARSHALLINGERROR);
    const bodies: MultiTxnPart[] = [];
    const results: MultiResult[] = [];
    this.before = new Map();
    let failed = -1;
    for (const [index, part] of parts.entries()) {
      const answer = this.part(part, request, index);
      if (typeof answer === 'number') {
        failed = index;
        bodies.push({ type: 'error', err: answer });
        results.push({ type: 'error', err: answer });
        break;
      }
      bodies.push(answer.body);
      results.push(answer.result);
    }
    if (failed >= 0) {
      this.restore(this.before);
      request.triggers.length = 0;
      for (let i = 0; i < failed; i++) results[i] = { type: 'error', err: ErrorCode.OK };
      for (let i = failed + 1; i < parts.length; i++) {
        bodies.push({ type: 'error', err: ErrorCode.RUNTIMEINCONSISTENCY });
        results.push({ type: 'error', err: ErrorCode.RUNTIMEINCONSISTENCY });
      }
    }
    this.before = null;
    const body: TxnBody = { type: 'multi', parts: bodies };
    return { err: ErrorCode.OK, result: { type: 'multi', results }, body, triggers: request.triggers };
  }

  /** One operation: the first check that fails decides; if none does, it takes effect. */
  private part(op: MultiPart, request: Request, index: number): PartAnswer {
    if (isCreate(op) && !isCreateMode(op.flags)) return ErrorCode.BADARGUMENTS;
    const refused = request.refusal?.part === index ? request.refusal.err : ErrorCode.OK;
    if (refused === ErrorCode.SESSIONMOVED || refused === ErrorCode.SESSIONEXPIRED) return refused;
    if (!this.sessions.has(request.session)) return ErrorCode.SESSIONEXPIRED;
    switch (op.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL': {
        if (!op.path.includes('/') || op.path.includes('\0')) return ErrorCode.BADARGUMENTS;
        if (op.acl === null || !isValidAcl(op.acl)) return ErrorCode.INVALIDACL;
        const parentPath = parentOf(op.path);
        const parent = this.nodes.get(parentPath);
        if (parent === undefined) return ErrorCode.NONODE;
        if (!permits(parent.acl, CREATE)) return ErrorCode.NOAUTH;
        const path = op.flags >= 2 ? sequenceName(op.path, parent.cversion) : op.path;
        if (!isValidPath(path)) return ErrorCode.BADARGUMENTS;
        if (this.nodes.has(path)) return ErrorCode.NODEEXISTS;
        if (parent.owner !== NO_SESSION) return ErrorCode.NOCHILDRENFOREPHEMERALS;
        return this.create(path, parentPath, op.data, withoutDuplicates(op.acl), op.flags % 2 === 1, request);
      }
      case 'delete': {
        if (!op.path.includes('/') || op.path.includes('\0') || SPECIAL.includes(op.path))
          return ErrorCode.BADARGUMENTS;
        const parent = this.nodes.get(parentOf(op.path));
        if (parent === undefined) return ErrorCode.NONODE;
        if (!permits(parent.acl, DELETE)) return ErrorCode.NOAUTH;
        const node = this.nodes.get(op.path);
        if (node === undefined) return ErrorCode.NONODE;
        if (op.version !== -1 && op.version !== node.version) return ErrorCode.BADVERSION;
        if (node.children.size > 0) return ErrorCode.NOTEMPTY;
        // No count of a node that the same multi has made is too high.
        if (refused === ErrorCode.NOTEMPTY && node.czxid !== request.zxid) return ErrorCode.NOTEMPTY;
        this.remove(op.path, request);
        return { body: { type: 'delete', path: op.path }, result: { type: 'delete' } };
      }
      case 'setData':
      case 'check': {
        if (!isValidPath(op.path)) return ErrorCode.BADARGUMENTS;
        const node = this.nodes.get(op.path);
        if (node === undefined) return ErrorCode.NONODE;
        if (!permits(node.acl, op.type === 'check' ? READ : WRITE)) return ErrorCode.NOAUTH;
        if (op.version !== -1 && op.version !== node.version) return ErrorCode.BADVERSION;
        if (op.type === 'check') {
          return { body: { type: 'check', path: op.path, version: (node.version + 1) | 0 }, result: { type: 'check' } };
        }
        return this.setData(op.path, op.data, request);
      }
    }
  }

  private create(
    path: string,
    parentPath: string,
    data: Uint8Array | null,
    acl: readonly Acl[],
    ephemeral: boolean,
    request: Request,
  ): PartAnswer {
    const { zxid, timeMs, session } = request;
    this.remember(path);
    const parent = this.changing(parentPath);
    parent.children.add(path.slice(path.lastIndexOf('/') + 1));
    parent.cversion = (parent.cversion + 1) | 0;
    parent.pzxid = zxid;
    const owner = ephemeral ? session : NO_SESSION;
    const stamps = { czxid: zxid, mzxid: zxid, pzxid: zxid, ctime: timeMs, mtime: timeMs };
    this.put(path, { data, acl, ...stamps, version: 0, cversion: 0, aversion: 0, owner, children: new Set() });
    request.triggers.push(
      { manager: 'data', event: 'NodeCreated', path },
      { manager: 'child', event: 'NodeChildrenChanged', path: parentPath },
    );
    return {
      body: { type: 'create', path, data, acl, ephemeral, parentCversion: parent.cversion },
      result: { type: 'create', path },
    };
  }

  private setData(path: string, data: Uint8Array | null, request: Request): PartAnswer {
    const node = this.changing(path);
    node.data = data;
    node.version = (node.version + 1) | 0;
    node.mzxid = request.zxid;
    node.mtime = request.timeMs;
    request.triggers.push({ manager: 'data', event: 'NodeDataChanged', path });
    return {
      body: { type: 'setData', path, data, version: node.version },
      result: { type: 'setData', stat: statOf(node) },
    };
  }

  private remove(path: string, request: Request): void {
    const parentPath = parentOf(path);
    this.remember(path);
    const parent = this.changing(parentPath);
    parent.children.delete(path.slice(path.lastIndexOf('/') + 1));
    parent.pzxid = request.zxid;
    this.drop(path);
    request.triggers.push(
      { manager: 'data', event: 'NodeDeleted', path },
      { manager: 'child', event: 'NodeDeleted', path },
      { manager: 'child', event: 'NodeChildrenChanged', path: parentPath },
    );
  }

  private put(path: string, node: ModelNode): void {
    this.nodes.set(path, node);
    if (node.owner === NO_SESSION) return;
    const owned = this.owned.get(node.owner);
    if (owned === undefined) this.owned.set(node.owner, new Set([path]));
    else owned.add(path);
  }

  private drop(path: string): void {
    const node = this.nodes.get(path);
    if (node !== undefined && node.owner !== NO_SESSION) this.owned.get(node.owner)?.delete(path);
    this.nodes.delete(path);
  }

  private changing(path: string): ModelNode {
    this.remember(path);
    return this.nodes.get(path) as ModelNode;
  }

  private remember(path: string): void {
    if (this.before === null || this.before.has(path)) return;
    const node = this.nodes.get(path);
    this.before.set(path, node === undefined ? null : { ...node, children: new Set(node.children) });
  }

  private restore(before: ReadonlyMap<string, ModelNode | null>): void {
    for (const [path, node] of before) {
      this.drop(path);
      if (node !== null) this.put(path, node);
    }
  }
}

export function statOf(node: ModelNode): Stat {
  const { czxid, mzxid, pzxid, ctime, mtime, version, aversion } = node;
  const numChildren = node.children.size;
  const cversion = 2 * node.cversion - numChildren;
  const dataLength = node.data === null ? 0 : node.data.length;
  return {
    czxid,
    mzxid,
    ctime,
    mtime,
    version,
    cversion,
    aversion,
    ephemeralOwner: node.owner,
    dataLength,
    numChildren,
    pzxid,
  };
}

function initialNode(acl: readonly Acl[], aversion: number, children: readonly string[]): ModelNode {
  const stamps = { czxid: ZXID_ZERO, mzxid: ZXID_ZERO, pzxid: ZXID_ZERO, ctime: 0, mtime: 0 };
  const data = new Uint8Array(0);
  return { data, acl, ...stamps, version: 0, cversion: 0, aversion, owner: NO_SESSION, children: new Set(children) };
}

function refused(err: ErrorCode): WriteAnswer {
  return { err, result: null, body: { type: 'error', err }, triggers: [] };
}

function isCreateMode(flags: number): boolean {
  return flags === 0 || flags === 1 || flags === 2 || flags === 3;
}

function isValidAcl(acl: readonly Acl[]): boolean {
  return acl.length > 0 && acl.every((entry) => entry.scheme === 'world' && entry.id === 'anyone');
}

/** Only world:anyone is known, so only the bits decide: any of the asked is enough. */
function permits(acl: readonly Acl[], asked: number): boolean {
  return acl.length === 0 || acl.some((entry) => (entry.perms & asked) !== 0);
}

function withoutDuplicates(acl: readonly Acl[]): readonly Acl[] {
  return acl.filter((entry, index) => acl.findIndex((other) => other.perms === entry.perms) === index);
}
