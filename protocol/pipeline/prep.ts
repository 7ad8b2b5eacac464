/**
 * Turns a client's wish into a transaction (PrepRequestProcessor): the leader checks the request against the pending
 * view and writes down the outcome (the sequence number, the new version, the paths a closing session owns), so that
 * every server applies the same.
 *
 * Every write takes a zxid before it is checked; one that fails becomes an error transaction with that zxid, which is
 * logged and committed like any other. For each operation the first failing check decides the error; the order of
 * the checks is ZooKeeper's and clients can see it.
 *
 * Each operation is a protected method: a subclass may have other rules for one.
 */
import { compatOf, type Compat } from '../compat.ts';
import type { ServerConfig } from '../config.ts';
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, type SessionId, type Zxid } from '../ids.ts';
import { isCreate } from '../op.ts';
import type { AuthId, CheckOp, CreateOp, DeleteContainerOp, DeleteOp, MultiOp, MultiPart } from '../op.ts';
import type { SetAclOp, SetDataOp, UndecodableOp, WriteOp } from '../op.ts';
import { checkAcl, fixupAcl, NO_AUTH, Perms } from '../store/acl.ts';
import type { DataTree } from '../store/data-tree.ts';
import { CONTAINER_OWNER, kindOfOwner, ttlOwner } from '../store/owner.ts';
import { hasPathShape, isSpecialPath, parentKey, sequenceSuffix, validatePath } from '../store/path.ts';
import { makeTxn, type CheckTxn, type CloseSessionTxn, type CreateTxn, type DeleteTxn } from '../txn.ts';
import type { MultiTxn, MultiTxnPart, SetAclTxn, SetDataTxn, Txn, TxnBody } from '../txn.ts';
import { OpCode } from '../wire/op-code.ts';
import { createInMulti, createMode, ttlFits, type CreateMode } from './create-mode.ts';
import { PendingView, type ChangeRecord } from './pending-view.ts';

/** What prep is told of its server's configuration. */
export type PrepConfig = Pick<ServerConfig, 'compat' | 'extendedTypesEnabled' | 'enforceQuota'>;

const DEFAULT_CONFIG: PrepConfig = { compat: '3.9', extendedTypesEnabled: false, enforceQuota: false };

export interface PrepRequest {
  readonly session: SessionId;
  readonly cxid: number;
  readonly op: WriteOp;
  /** Identities proven by the connection; none when absent. */
  readonly auth?: readonly AuthId[];
}

/** A request on its way through the checks. */
export interface PrepContext {
  readonly session: SessionId;
  readonly zxid: Zxid;
  /** OK, or what the session tracker said of this session and its owner. */
  readonly sessionError: ErrorCode;
  readonly auth: readonly AuthId[];
}

export class Prep {
  protected readonly view: PendingView;

  constructor(tree: DataTree) {
    this.view = new PendingView(tree);
  }

  /** Pending change records; 0 when all that was prepared is applied. */
  get outstanding(): number {
    return this.view.size;
  }

  /**
   * Makes the transaction of a request. To be called in zxid order, each zxid once. Marking a session as closing, and
   * tracking a new one, is the caller's part.
   */
  prepare(request: PrepRequest, zxid: Zxid, timeMs: number, sessionError: ErrorCode): Txn {
    const context = { session: request.session, zxid, sessionError, auth: request.auth ?? NO_AUTH };
    const outcome = this.prepareOp(request.op, context);
    const body: TxnBody = typeof outcome === 'number' ? { type: 'error', err: outcome } : outcome;
    return makeTxn({ zxid, session: request.session, cxid: request.cxid, timeMs }, body);
  }

  /** The transactions up to `zxid` are in the applied tree. */
  applied(zxid: Zxid): void {
    this.view.applied(zxid);
  }

  protected prepareOp(op: WriteOp, context: PrepContext): TxnBody | ErrorCode {
    switch (op.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        return this.create(op, context);
      case 'delete':
        return this.delete(op, context);
      case 'deleteContainer':
      case 'setACL':
      case 'reconfig':
      case 'undecodable':
        return ErrorCode.UNIMPLEMENTED;
      case 'setData':
        return this.setData(op, context);
      case 'multi':
        return this.multi(op, context);
      case 'createSession':
        return { type: 'createSession', timeoutMs: op.timeoutMs };
      case 'closeSession':
        return this.closeSession(context);
    }
  }

  /** Refuses the requests of sessions that are unknown, closing or moved (SessionTracker.checkSession). */
  protected checkSession(context: PrepContext): ErrorCode {
    return context.sessionError;
  }

  protected create(op: CreateOp, context: PrepContext): CreateTxn | ErrorCode {
    if (!isCreateMode(op.flags)) return ErrorCode.BADARGUMENTS;
    const sessionError = this.checkSession(context);
    if (sessionError !== ErrorCode.OK) return sessionError;
    if (!hasPathShape(op.path)) return ErrorCode.BADARGUMENTS;
    const acl = fixupAcl(op.acl);
    if (acl === null) return ErrorCode.INVALIDACL;
    const parent = this.view.find(parentPath(op.path));
    if (parent === null) return ErrorCode.NONODE;
    if (!checkAcl(parent.acl, Perms.CREATE, context.auth)) return ErrorCode.NOAUTH;
    const path = isSequential(op.flags) ? op.path + sequenceSuffix(parent.cversion) : op.path;
    if (validatePath(path) !== ErrorCode.OK) return ErrorCode.BADARGUMENTS;
    if (this.view.find(path) !== null) return ErrorCode.NODEEXISTS;
    if (parent.ephemeralOwner !== NO_SESSION) return ErrorCode.NOCHILDRENFOREPHEMERALS;

    const zxid = context.zxid;
    const parentCversion = (parent.cversion + 1) | 0;
    const ephemeral = isEphemeral(op.flags);
    this.view.add({ ...parent, zxid, childCount: parent.childCount + 1, cversion: parentCversion });
    this.view.add({
      zxid,
      path,
      deleted: false,
      version: 0,
      cversion: 0,
      ephemeralOwner: ephemeral ? context.session : NO_SESSION,
      childCount: 0,
      acl,
    });
    return { type: op.type, path, data: op.data, acl, ephemeral, parentCversion };
  }

  protected delete(op: DeleteOp, context: PrepContext): DeleteTxn | ErrorCode {
    const sessionError = this.checkSession(context);
    if (sessionError !== ErrorCode.OK) return sessionError;
    if (!hasPathShape(op.path) || isSpecialPath(op.path)) return ErrorCode.BADARGUMENTS;
    const parent = this.view.find(parentPath(op.path));
    if (parent === null) return ErrorCode.NONODE;
    if (!checkAcl(parent.acl, Perms.DELETE, context.auth)) return ErrorCode.NOAUTH;
    const node = this.view.find(op.path);
    if (node === null) return ErrorCode.NONODE;
    if (!versionFits(node.version, op.version)) return ErrorCode.BADVERSION;
    if (node.childCount > 0) return ErrorCode.NOTEMPTY;

    this.view.add({ ...parent, zxid: context.zxid, childCount: parent.childCount - 1 });
    this.view.addDeletion(context.zxid, op.path);
    return { type: 'delete', path: op.path };
  }

  protected setData(op: SetDataOp, context: PrepContext): SetDataTxn | ErrorCode {
    const node = this.findChecked(op.path, Perms.WRITE, context);
    if (typeof node === 'number') return node;
    if (!versionFits(node.version, op.version)) return ErrorCode.BADVERSION;
    const version = (node.version + 1) | 0;
    this.view.add({ ...node, zxid: context.zxid, version });
    return { type: 'setData', path: op.path, data: op.data, version };
  }

  protected check(op: CheckOp, context: PrepContext): CheckTxn | ErrorCode {
    const node = this.findChecked(op.path, Perms.READ, context);
    if (typeof node === 'number') return node;
    if (!versionFits(node.version, op.version)) return ErrorCode.BADVERSION;
    return { type: 'check', path: op.path, version: (node.version + 1) | 0 };
  }

  /**
   * All slots share the zxid; each is checked against the view that includes the slots before it. After the first
   * failure nothing is checked any more and the records of this zxid are taken back.
   */
  protected multi(op: MultiOp, context: PrepContext): MultiTxn | ErrorCode {
    for (const part of op.parts) {
      if (isCreate(part) && !isCreateMode(part.flags)) return ErrorCode.MARSHALLINGERROR;
    }
    const parts: MultiTxnPart[] = [];
    let failed = false;
    for (const part of op.parts) {
      const outcome = failed ? ErrorCode.RUNTIMEINCONSISTENCY : this.multiPart(part, context);
      if (typeof outcome !== 'number') {
        parts.push(outcome);
        continue;
      }
      parts.push({ type: 'error', err: outcome });
      if (!failed) this.rollback(context.zxid);
      failed = true;
    }
    return { type: 'multi', parts };
  }

  /** Undoes what the slots of a failed multi added to the view. */
  protected rollback(zxid: Zxid): void {
    this.view.rollback(zxid);
  }

  /**
   * Writes down which ephemerals go with the session, those still in the pipeline included. The parents' pending
   * child counts stay as they are, as in ZooKeeper: a delete of the parent right behind is refused as NOTEMPTY.
   */
  protected closeSession(context: PrepContext): CloseSessionTxn {
    const paths = this.view.ephemeralsOf(context.session);
    for (const path of paths) this.view.addDeletion(context.zxid, path);
    return { type: 'closeSession', paths };
  }

  private multiPart(part: MultiPart, context: PrepContext): MultiTxnPart | ErrorCode {
    switch (part.type) {
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        return this.create(part, context);
      case 'delete':
        return this.delete(part, context);
      case 'setData':
        return this.setData(part, context);
      case 'check':
        return this.check(part, context);
    }
  }

  private findChecked(path: string, perms: number, context: PrepContext): ChangeRecord | ErrorCode {
    const sessionError = this.checkSession(context);
    if (sessionError !== ErrorCode.OK) return sessionError;
    if (validatePath(path) !== ErrorCode.OK) return ErrorCode.BADARGUMENTS;
    const node = this.view.find(path);
    if (node === null) return ErrorCode.NONODE;
    return checkAcl(node.acl, perms, context.auth) ? node : ErrorCode.NOAUTH;
  }
}

function isCreateMode(flags: number): boolean {
  return flags >= CreateFlag.PERSISTENT && flags <= CreateFlag.EPHEMERAL_SEQUENTIAL && Number.isInteger(flags);
}

function isEphemeral(flags: number): boolean {
  return flags === CreateFlag.EPHEMERAL || flags === CreateFlag.EPHEMERAL_SEQUENTIAL;
}

function isSequential(flags: number): boolean {
  return flags === CreateFlag.PERSISTENT_SEQUENTIAL || flags === CreateFlag.EPHEMERAL_SEQUENTIAL;
}

function versionFits(current: number, expected: number): boolean {
  return expected === -1 || expected === current;
}
