/**
 * What ZooKeeper promises of its tree, one operation after the other: a second implementation, written to be
 * obviously right and not fast, that shares no code with the servers. It decides what a reply should have been.
 *
 * Replayed in zxid order, a request sees exactly the transactions before it, and that is what the leader's pending view
 * amounts to, with three exceptions: counts of children (stale-counts.ts), access control lists (pending-acls.ts), and
 * quotas (model-quotas.ts).
 */
import { ErrorCode } from '../../protocol/error-code.ts';
import { NO_SESSION, ZXID_ZERO, type SessionId, type Zxid } from '../../protocol/ids.ts';
import {
  isCreate,
  type Acl,
  type AuthId,
  type CreateOp,
  type MultiPart,
  type MultiResult,
  type OpResult,
  type ReadOp,
  type SetAclOp,
  type UndecodableOp,
  type WatchEventType,
  type WriteOp,
} from '../../protocol/op.ts';
import type { MultiTxnPart, SetAclTxn, TxnBody } from '../../protocol/txn.ts';
import { createInMulti, isSequential, natureOf, unfitMode } from './create-modes.ts';
import { OPEN, Perm, permits, READ_ONLY, settledAcl } from './model-acl.ts';
import { copyOf, initialNode, newNode, statOf, type ModelNode } from './model-node.ts';
import { ModelQuotas, type QuotaTree } from './model-quotas.ts';
import { readModel, type ReadAnswer, type Reader } from './model-reads.ts';
import { PendingAcls, type CheckedAt } from './pending-acls.ts';
import { isValidPath, nameOf, parentOf, sequenceName, SPECIAL } from './znode-path.ts';

/** What a server is told that changes answers. */
export interface ModelRules {
  /** Nodes with a time to live may be made (extendedTypesEnabled). */
  readonly extendedTypes: boolean;
  readonly enforceQuota: boolean;
  /** exists asks for READ, and so do watch events (ZOOKEEPER-4799). */
  readonly existsNeedsRead: boolean;
  /** A create in a multi stays what its op code says. */
  readonly multisKeepOpCodes: boolean;
  /** Lists may name subjects of certificates. */
  readonly x509?: boolean;
}

/** Of a server that is told nothing. */
export const PLAIN_RULES: ModelRules = {
  extendedTypes: false,
  enforceQuota: false,
  existsNeedsRead: true,
  multisKeepOpCodes: true,
};

/** One call of a watch manager: `data` watches or `child` watches on `path` are told `event`, if they may read `acl`. */
export interface ModelTrigger {
  readonly manager: 'data' | 'child';
  readonly event: WatchEventType;
  readonly path: string;
  readonly acl: readonly Acl[];
}

export interface WriteAnswer {
  readonly err: ErrorCode;
  readonly result: OpResult | null;
  /** The transaction the leader should have made of it. */
  readonly body: TxnBody;
  readonly triggers: readonly ModelTrigger[];
}

/**
 * A refusal the tree does not show, where the leader is known to have had a reason for it: a session that moved or was
 * about to be closed, a pending count of children that was too high, or a quota in the middle of a change. In place of
 * success, of that part alone.
 */
export interface Refusal {
  /** Index in a multi, 0 of anything else. */
  readonly part: number;
  readonly err: ErrorCode;
}

/** How a write came to the leader. */
export interface WriteContext {
  /** What its connection had proven. */
  readonly ids: readonly AuthId[];
  /** The last transaction the leader had applied when it checked the write; all of them when absent. */
  readonly applied: Zxid;
  readonly refusal: Refusal | null;
  /** The nodes of a closing session as they go one after the other: no order is promised, one is taken. */
  readonly closing: readonly string[];
}

interface Request extends CheckedAt, WriteContext {
  readonly session: SessionId;
  readonly timeMs: number;
  readonly triggers: ModelTrigger[];
}

/** What one operation came to: an error, or what was written and what is answered. */
type PartAnswer = ErrorCode | { readonly body: MultiTxnPart; readonly result: MultiResult };

const NOBODY: readonly AuthId[] = [];

export class ZnodeModel implements QuotaTree {
  readonly rules: ModelRules;
  /** The last transaction replayed. */
  zxid: Zxid = ZXID_ZERO;
  readonly nodes = new Map<string, ModelNode>();
  readonly sessions = new Map<SessionId, number>();
  private readonly owned = new Map<SessionId, Set<string>>();
  private readonly pendingAcls = new PendingAcls();
  private readonly quotas: ModelQuotas;
  /** Nodes as they were before the multi that is being tried; null outside one. */
  private before: Map<string, ModelNode | null> | null = null;

  constructor(rules: ModelRules = PLAIN_RULES) {
    this.rules = rules;
    this.nodes.set('/', initialNode(OPEN, 0, ['zookeeper']));
    this.nodes.set('/zookeeper', initialNode(OPEN, 0, ['quota', 'config']));
    this.nodes.set('/zookeeper/quota', initialNode(OPEN, 0, []));
    this.nodes.set('/zookeeper/config', initialNode(READ_ONLY, -1, []));
    this.quotas = new ModelQuotas(this);
  }

  /** Executes a write as the transaction `zxid`. Closing a session is never refused. */
  write(
    op: WriteOp,
    session: SessionId,
    zxid: Zxid,
    timeMs: number,
    { ids = NOBODY, applied = zxid, refusal = null, closing = NOTHING }: Partial<WriteContext> = {},
  ): WriteAnswer {
    const request: Request = { session, zxid, timeMs, ids, applied, refusal, closing, triggers: [] };
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
        const paths = inOrder(this.ephemeralsOf(session), closing);
        for (const path of paths) this.remove(path, request);
        this.sessions.delete(session);
        this.owned.delete(session);
        return { err: ErrorCode.OK, result: null, body: { type: 'closeSession', paths }, triggers: request.triggers };
      }
      case 'multi':
        return this.multi(op.parts, request);
      case 'setACL':
        return this.setAcl(op, request);
      case 'deleteContainer':
        return this.deleteContainer(op.path, request);
      case 'reconfig':
        return refused(ErrorCode.RECONFIGDISABLED);
      case 'undecodable':
        return refused(this.undecodable(op, request));
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
      case 'delete':
      case 'setData': {
        const answer = this.part(op, request, 0);
        if (typeof answer === 'number') return refused(answer);
        const { result } = answer;
        const told = result.type === 'delete' || result.type === 'check' || result.type === 'error' ? null : result;
        return { err: ErrorCode.OK, result: told, body: answer.body as TxnBody, triggers: request.triggers };
      }
    }
  }

  /** A transaction that nothing explains took place, as if without effect. */
  skip(zxid: Zxid): void {
    this.zxid = zxid;
  }

  read(op: ReadOp, reader: Partial<Reader> = {}): ReadAnswer {
    return readModel(this, op, { session: reader.session ?? NO_SESSION, ids: reader.ids ?? NOBODY });
  }

  /** Sorted by code units. */
  ephemeralsOf(session: SessionId): string[] {
    return [...(this.owned.get(session) ?? [])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  private multi(parts: readonly MultiPart[], request: Request): WriteAnswer {
    const known: MultiPart[] = [];
    for (const part of parts) {
      const read = isCreate(part) ? createInMulti(part, this.rules.multisKeepOpCodes) : part;
      if (read === null) return refused(ErrorCode.MARSHALLINGERROR);
      known.push(read);
    }
    const bodies: MultiTxnPart[] = [];
    const results: MultiResult[] = [];
    this.before = new Map();
    this.pendingAcls.begin();
    let failed = -1;
    for (const [index, part] of known.entries()) {
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
      this.pendingAcls.rollback();
      this.quotas.rollback(request.zxid);
      request.triggers.length = 0;
      for (let i = 0; i < failed; i++) results[i] = { type: 'error', err: ErrorCode.OK };
      for (let i = failed + 1; i < parts.length; i++) {
        bodies.push({ type: 'error', err: ErrorCode.RUNTIMEINCONSISTENCY });
        results.push({ type: 'error', err: ErrorCode.RUNTIMEINCONSISTENCY });
      }
    } else this.pendingAcls.commit();
    this.before = null;
    const body: TxnBody = { type: 'multi', parts: bodies };
    return { err: ErrorCode.OK, result: { type: 'multi', results }, body, triggers: request.triggers };
  }

  /** One operation: the first check that fails decides; if none does, it takes effect. */
  private part(op: MultiPart, request: Request, index: number): PartAnswer {
    if (isCreate(op)) {
      const unfit = unfitMode(op, this.rules.extendedTypes);
      if (unfit !== ErrorCode.OK) return unfit;
    }
    const refused = request.refusal?.part === index ? request.refusal.err : ErrorCode.OK;
    const sessionError = this.sessionError(request.session, refused);
    if (sessionError !== ErrorCode.OK) return sessionError;
    switch (op.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        return this.create(op, request, refused);
      case 'delete':
        return this.delete(op.path, op.version, request, refused);
      case 'setData':
      case 'check': {
        if (!isValidPath(op.path)) return ErrorCode.BADARGUMENTS;
        const node = this.nodes.get(op.path);
        if (node === undefined) return ErrorCode.NONODE;
        const acl = this.pendingAcls.ofNode(op.path, node.acl, request);
        if (!permits(acl, op.type === 'check' ? Perm.READ : Perm.WRITE, request.ids)) return ErrorCode.NOAUTH;
        if (op.type === 'setData') {
          const more = (op.data?.length ?? 0) - (node.data?.length ?? 0);
          if (this.overQuota(op.path, more, 0, request, refused)) return ErrorCode.QUOTAEXCEEDED;
        }
        if (op.version !== -1 && op.version !== node.version) return ErrorCode.BADVERSION;
        if (op.type === 'check') {
          return { body: { type: 'check', path: op.path, version: (node.version + 1) | 0 }, result: { type: 'check' } };
        }
        return this.setData(op.path, op.data, request);
      }
    }
  }

  private sessionError(session: SessionId, refused: ErrorCode): ErrorCode {
    if (refused === ErrorCode.SESSIONMOVED || refused === ErrorCode.SESSIONEXPIRED) return refused;
    return this.sessions.has(session) ? ErrorCode.OK : ErrorCode.SESSIONEXPIRED;
  }

  private overQuota(path: string, bytes: number, count: number, request: Request, refused: ErrorCode): boolean {
    if (!this.rules.enforceQuota) return false;
    return this.quotas.exceeded(path, bytes, count, request.applied) ?? refused === ErrorCode.QUOTAEXCEEDED;
  }

  private create(op: CreateOp, request: Request, refused: ErrorCode): PartAnswer {
    if (!op.path.includes('/') || op.path.includes('\0')) return ErrorCode.BADARGUMENTS;
    const acl = settledAcl(op.acl, request.ids, this.rules.x509);
    if (acl === null) return ErrorCode.INVALIDACL;
    const parentPath = parentOf(op.path);
    const parent = this.nodes.get(parentPath);
    if (parent === undefined) return ErrorCode.NONODE;
    const parentAcl = this.pendingAcls.ofParent(parentPath, parent.acl, request);
    if (!permits(parentAcl, Perm.CREATE, request.ids)) return ErrorCode.NOAUTH;
    const path = isSequential(op.flags) ? sequenceName(op.path, parent.cversion) : op.path;
    if (!isValidPath(path)) return ErrorCode.BADARGUMENTS;
    if (this.nodes.has(path)) return ErrorCode.NODEEXISTS;
    if (parent.owner !== NO_SESSION) return ErrorCode.NOCHILDRENFOREPHEMERALS;
    if (this.overQuota(path, op.data?.length ?? 0, 1, request, refused)) return ErrorCode.QUOTAEXCEEDED;

    const node = newNode(op.data, acl, natureOf(op, request.session), request.zxid, request.timeMs);
    this.pendingAcls.onParentCopied(parentPath, parentAcl, parent.acl, request);
    this.pendingAcls.onGone(path);
    const parentCversion = this.add(path, parentPath, node, request);
    return {
      body: {
        type: op.type,
        path,
        data: op.data,
        acl,
        ephemeral: node.owner !== NO_SESSION,
        parentCversion,
        ...(node.ttlMs === null ? {} : { ttlMs: node.ttlMs }),
      },
      result: op.type === 'create' ? { type: 'create', path } : { type: 'create2', path, stat: statOf(node) },
    };
  }

  private delete(path: string, version: number, request: Request, refused: ErrorCode): PartAnswer {
    if (!hasPathShape(path) || SPECIAL.includes(path)) return ErrorCode.BADARGUMENTS;
    const parentPath = parentOf(path);
    const parent = this.nodes.get(parentPath);
    if (parent === undefined) return ErrorCode.NONODE;
    const parentAcl = this.pendingAcls.ofParent(parentPath, parent.acl, request);
    if (!permits(parentAcl, Perm.DELETE, request.ids)) return ErrorCode.NOAUTH;
    const node = this.nodes.get(path);
    if (node === undefined) return ErrorCode.NONODE;
    if (version !== -1 && version !== node.version) return ErrorCode.BADVERSION;
    if (hasChildren(node, request, refused)) return ErrorCode.NOTEMPTY;
    this.pendingAcls.onParentCopied(parentPath, parentAcl, parent.acl, request);
    this.remove(path, request);
    return { body: { type: 'delete', path }, result: { type: 'delete' } };
  }

  /** A null in a record is come to when all that is looked at before it is right. */
  private undecodable({ stumbles }: UndecodableOp, request: Request): ErrorCode {
    if (stumbles === undefined) return ErrorCode.MARSHALLINGERROR;
    const { at, op } = stumbles;
    const unfit = op.type === 'setACL' ? ErrorCode.OK : unfitMode(op, this.rules.extendedTypes);
    if (unfit !== ErrorCode.OK) return unfit;
    const sessionError = this.sessionError(request.session, request.refusal?.err ?? ErrorCode.OK);
    if (sessionError !== ErrorCode.OK) return sessionError;
    if (at === 'path') return ErrorCode.MARSHALLINGERROR;
    if (op.type === 'setACL' ? !isValidPath(op.path) : !hasPathShape(op.path)) return ErrorCode.BADARGUMENTS;
    const isRefused = op.acl?.length !== 0 && settledAcl(op.acl, request.ids, this.rules.x509) === null;
    return isRefused ? ErrorCode.INVALIDACL : ErrorCode.MARSHALLINGERROR;
  }

  /** What the container manager asks for; nobody's session, and nobody's permission. */
  private deleteContainer(path: string, request: Request): WriteAnswer {
    if (!hasPathShape(path) || SPECIAL.includes(path)) return refused(ErrorCode.BADARGUMENTS);
    const node = this.nodes.get(path);
    if (node === undefined) return refused(ErrorCode.NONODE);
    if (hasChildren(node, request, request.refusal?.err ?? ErrorCode.OK)) return refused(ErrorCode.NOTEMPTY);
    if (node.owner !== NO_SESSION) return refused(ErrorCode.BADVERSION);
    const parentPath = parentOf(path);
    const parent = this.nodes.get(parentPath) as ModelNode;
    const parentAcl = this.pendingAcls.ofParent(parentPath, parent.acl, request);
    this.pendingAcls.onParentCopied(parentPath, parentAcl, parent.acl, request);
    this.remove(path, request);
    const body: TxnBody = { type: 'deleteContainer', path };
    return { err: ErrorCode.OK, result: null, body, triggers: request.triggers };
  }

  private setAcl(op: SetAclOp, request: Request): WriteAnswer {
    const sessionError = this.sessionError(request.session, request.refusal?.err ?? ErrorCode.OK);
    if (sessionError !== ErrorCode.OK) return refused(sessionError);
    if (!isValidPath(op.path)) return refused(ErrorCode.BADARGUMENTS);
    const acl = settledAcl(op.acl, request.ids, this.rules.x509);
    if (acl === null) return refused(ErrorCode.INVALIDACL);
    const found = this.nodes.get(op.path);
    if (found === undefined) return refused(ErrorCode.NONODE);
    const checked = this.pendingAcls.ofNode(op.path, found.acl, request);
    if (!permits(checked, Perm.ADMIN, request.ids)) return refused(ErrorCode.NOAUTH);
    if (op.version !== -1 && op.version !== found.aversion) return refused(ErrorCode.BADVERSION);
    this.pendingAcls.onReplaced(op.path, checked, found.acl, request);
    const node = this.changing(op.path);
    node.acl = acl;
    node.aversion = (node.aversion + 1) | 0;
    const body: SetAclTxn = { type: 'setACL', path: op.path, acl, version: node.aversion };
    return { err: ErrorCode.OK, result: { type: 'setACL', stat: statOf(node) }, body, triggers: request.triggers };
  }

  private setData(path: string, data: Uint8Array | null, request: Request): PartAnswer {
    this.pendingAcls.onCopied(path, request);
    const node = this.changing(path);
    const more = (data?.length ?? 0) - (node.data?.length ?? 0);
    node.data = data;
    node.version = (node.version + 1) | 0;
    node.mzxid = request.zxid;
    node.mtime = request.timeMs;
    const stat = statOf(node);
    this.quotas.onChanged(path, more, request.zxid);
    request.triggers.push({ manager: 'data', event: 'NodeDataChanged', path, acl: node.acl });
    return { body: { type: 'setData', path, data, version: node.version }, result: { type: 'setData', stat } };
  }

  /** Puts a new node under its parent; returns the parent's new cversion. */
  private add(path: string, parentPath: string, node: ModelNode, request: Request): number {
    this.remember(path);
    const parent = this.changing(parentPath);
    parent.children.add(nameOf(path));
    parent.cversion = (parent.cversion + 1) | 0;
    parent.pzxid = request.zxid;
    this.put(path, node);
    this.quotas.onCreated(path, node.data?.length ?? 0, request.zxid);
    request.triggers.push(
      { manager: 'data', event: 'NodeCreated', path, acl: node.acl },
      { manager: 'child', event: 'NodeChildrenChanged', path: parentPath, acl: parent.acl },
    );
    return parent.cversion;
  }

  private remove(path: string, request: Request): void {
    const parentPath = parentOf(path);
    this.pendingAcls.onGone(path);
    this.remember(path);
    const node = this.nodes.get(path) as ModelNode;
    const parent = this.changing(parentPath);
    parent.children.delete(nameOf(path));
    parent.pzxid = request.zxid;
    this.drop(path);
    this.quotas.onDeleted(path, node.data?.length ?? 0, request.zxid);
    request.triggers.push(
      { manager: 'data', event: 'NodeDeleted', path, acl: node.acl },
      { manager: 'child', event: 'NodeDeleted', path, acl: node.acl },
      { manager: 'child', event: 'NodeChildrenChanged', path: parentPath, acl: parent.acl },
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

  find(path: string): ModelNode | undefined {
    return this.nodes.get(path);
  }

  /** To be written: what fails takes it back. */
  changing(path: string): ModelNode {
    this.remember(path);
    return this.nodes.get(path) as ModelNode;
  }

  private remember(path: string): void {
    if (this.before === null || this.before.has(path)) return;
    const node = this.nodes.get(path);
    this.before.set(path, node === undefined ? null : copyOf(node));
  }

  private restore(before: ReadonlyMap<string, ModelNode | null>): void {
    for (const [path, node] of before) {
      this.drop(path);
      if (node !== null) this.put(path, node);
    }
  }
}

/** By the tree, or by a pending count that was too high; no count of a node that the same multi has made is. */
function hasChildren(node: ModelNode, request: Request, refused: ErrorCode): boolean {
  if (node.children.size > 0) return true;
  return refused === ErrorCode.NOTEMPTY && node.czxid !== request.zxid;
}

function refused(err: ErrorCode): WriteAnswer {
  return { err, result: null, body: { type: 'error', err }, triggers: [] };
}

function hasPathShape(path: string): boolean {
  return path.includes('/') && !path.includes('\0');
}

const NOTHING: readonly string[] = [];

/** Those that `order` has come as it has them, the others before. */
function inOrder(paths: readonly string[], order: readonly string[]): string[] {
  const place = new Map(order.map((path, index) => [path, index]));
  return [...paths].sort((a, b) => (place.get(a) ?? -1) - (place.get(b) ?? -1));
}
