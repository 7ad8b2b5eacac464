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
import type { SetAclOp, SetDataOp, Stumble, UndecodableOp, WriteOp } from '../op.ts';
import { checkAcl, fixupAcl, NO_AUTH, Perms } from '../store/acl.ts';
import type { DataTree } from '../store/data-tree.ts';
import { CONTAINER_OWNER, kindOfOwner, ttlOwner } from '../store/owner.ts';
import { hasPathShape, isSpecialPath, parentKey, sequenceSuffix, validatePath } from '../store/path.ts';
import { makeTxn, type CheckTxn, type CloseSessionTxn, type CreateTxn, type DeleteTxn } from '../txn.ts';
import type { MultiTxn, MultiTxnPart, SetAclTxn, SetDataTxn, Txn, TxnBody } from '../txn.ts';
import { OpCode } from '../wire/op-code.ts';
import { createInMulti, createMode, ttlFits, type CreateMode } from './create-mode.ts';
import { ChangeRecord, PendingView } from './pending-view.ts';

/** What prep is told of its server's configuration. */
export type PrepConfig = Pick<ServerConfig, 'compat' | 'extendedTypesEnabled' | 'enforceQuota'> &
  Partial<Pick<ServerConfig, 'x509'>>;

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
  protected readonly tree: DataTree;
  private readonly config: PrepConfig;
  private readonly compat: Compat;

  constructor(tree: DataTree, config: PrepConfig = DEFAULT_CONFIG) {
    this.view = new PendingView(tree);
    this.tree = tree;
    this.config = config;
    this.compat = compatOf(config.compat, config);
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
        return this.deleteContainer(op, context);
      case 'setData':
        return this.setData(op, context);
      case 'setACL':
        return this.setAcl(op, context);
      case 'reconfig':
        return ErrorCode.RECONFIGDISABLED;
      case 'undecodable':
        return this.undecodable(op, context);
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
    const mode = this.checkedMode(op, context);
    if (typeof mode === 'number') return mode;
    if (!hasPathShape(op.path)) return ErrorCode.BADARGUMENTS;
    const acl = fixupAcl(op.acl, context.auth, this.compat);
    if (acl === null) return ErrorCode.INVALIDACL;
    const parent = this.view.find(parentKey(op.path));
    if (parent === null) return ErrorCode.NONODE;
    if (!checkAcl(parent.acl, Perms.CREATE, context.auth)) return ErrorCode.NOAUTH;
    const path = mode.sequential ? op.path + sequenceSuffix(parent.cversion) : op.path;
    if (validatePath(path) !== ErrorCode.OK) return ErrorCode.BADARGUMENTS;
    if (this.view.find(path) !== null) return ErrorCode.NODEEXISTS;
    if (this.isEphemeral(parent)) return ErrorCode.NOCHILDRENFOREPHEMERALS;
    const dataLength = lengthOf(op.data);
    const quotaError = this.checkQuota(path, dataLength, 1);
    if (quotaError !== ErrorCode.OK) return quotaError;
    // A time to live that is none: ZooKeeper's servers die as they apply it.
    if (op.type === 'createTTL' && !mode.ttl) return ErrorCode.SYSTEMERROR;

    const zxid = context.zxid;
    const parentCversion = (parent.cversion + 1) | 0;
    const above = parent.after(zxid);
    above.childCount++;
    above.cversion = parentCversion;
    this.view.add(above);
    const made = new ChangeRecord(zxid, path);
    made.ephemeralOwner = ownerByMode(mode, op, context.session);
    made.dataLength = dataLength;
    made.acl = acl;
    this.view.add(made);
    const { type, data } = op;
    const ephemeral = hasOwner(op) && mode.ephemeral;
    return type === 'createTTL'
      ? { type, path, data, acl, ephemeral, parentCversion, ttlMs: op.ttlMs as number }
      : { type, path, data, acl, ephemeral, parentCversion };
  }

  /** All that is looked at before the path. */
  private checkedMode(op: CreateOp, context: PrepContext): CreateMode | ErrorCode {
    const mode = createMode(op.flags);
    if (mode === undefined) return ErrorCode.BADARGUMENTS;
    if (mode.ttl && !this.config.extendedTypesEnabled) return ErrorCode.UNIMPLEMENTED;
    if (!ttlFits(mode, op)) return ErrorCode.BADARGUMENTS;
    const sessionError = this.checkSession(context);
    return sessionError === ErrorCode.OK ? mode : sessionError;
  }

  protected delete(op: DeleteOp, context: PrepContext): DeleteTxn | ErrorCode {
    const sessionError = this.checkSession(context);
    if (sessionError !== ErrorCode.OK) return sessionError;
    if (!hasPathShape(op.path) || isSpecialPath(op.path)) return ErrorCode.BADARGUMENTS;
    const parent = this.view.find(parentKey(op.path));
    if (parent === null) return ErrorCode.NONODE;
    if (!checkAcl(parent.acl, Perms.DELETE, context.auth)) return ErrorCode.NOAUTH;
    const node = this.view.find(op.path);
    if (node === null) return ErrorCode.NONODE;
    if (!versionFits(node.version, op.version)) return ErrorCode.BADVERSION;
    if (node.childCount > 0) return ErrorCode.NOTEMPTY;
    this.remove(parent, op.path, context.zxid);
    return { type: 'delete', path: op.path };
  }

  /** Asked for by the container manager, without a session. Whether it is a container, nobody looks at any more. */
  protected deleteContainer(op: DeleteContainerOp, context: PrepContext): DeleteTxn | ErrorCode {
    if (!hasPathShape(op.path) || isSpecialPath(op.path)) return ErrorCode.BADARGUMENTS;
    const node = this.view.find(op.path);
    if (node === null) return ErrorCode.NONODE;
    if (node.childCount > 0) return ErrorCode.NOTEMPTY;
    if (this.isEphemeral(node)) return ErrorCode.BADVERSION;
    const parent = this.view.find(parentKey(op.path));
    if (parent === null) return ErrorCode.NONODE;
    this.remove(parent, op.path, context.zxid);
    return { type: 'deleteContainer', path: op.path };
  }

  private remove(parent: Readonly<ChangeRecord>, path: string, zxid: Zxid): void {
    const above = parent.after(zxid);
    above.childCount--;
    this.view.add(above);
    this.view.addDeletion(zxid, path);
  }

  protected setData(op: SetDataOp, context: PrepContext): SetDataTxn | ErrorCode {
    const node = this.findChecked(op.path, Perms.WRITE, context);
    if (typeof node === 'number') return node;
    const dataLength = lengthOf(op.data);
    const quotaError = this.checkQuota(op.path, dataLength - node.dataLength, 0);
    if (quotaError !== ErrorCode.OK) return quotaError;
    if (!versionFits(node.version, op.version)) return ErrorCode.BADVERSION;
    const changed = node.after(context.zxid);
    changed.version = (node.version + 1) | 0;
    changed.dataLength = dataLength;
    this.view.add(changed);
    return { type: 'setData', path: op.path, data: op.data, version: changed.version };
  }

  /** The record keeps the ACL as it was: what comes behind is checked against the old one until this is applied. */
  protected setAcl(op: SetAclOp, context: PrepContext): SetAclTxn | ErrorCode {
    const sessionError = this.checkSession(context);
    if (sessionError !== ErrorCode.OK) return sessionError;
    if (validatePath(op.path) !== ErrorCode.OK) return ErrorCode.BADARGUMENTS;
    const acl = fixupAcl(op.acl, context.auth, this.compat);
    if (acl === null) return ErrorCode.INVALIDACL;
    const node = this.view.find(op.path);
    if (node === null) return ErrorCode.NONODE;
    if (!checkAcl(node.acl, Perms.ADMIN, context.auth)) return ErrorCode.NOAUTH;
    if (!versionFits(node.aversion, op.version)) return ErrorCode.BADVERSION;
    const changed = node.after(context.zxid);
    changed.aversion = (node.aversion + 1) | 0;
    this.view.add(changed);
    return { type: 'setACL', path: op.path, acl, version: changed.aversion };
  }

  /** Those that come here take a zxid; see `takesZxid`. Some look at the session before they look at the record. */
  protected undecodable(op: UndecodableOp, context: PrepContext): ErrorCode {
    const { opCode, stumbles } = op;
    if (stumbles !== undefined) return this.errorBefore(stumbles, context) ?? ErrorCode.MARSHALLINGERROR;
    const sessionFirst = opCode === OpCode.delete || opCode === OpCode.setData || opCode === OpCode.setACL;
    const sessionError = sessionFirst ? this.checkSession(context) : ErrorCode.OK;
    return sessionError === ErrorCode.OK ? ErrorCode.MARSHALLINGERROR : sessionError;
  }

  /** What is wrong before the null is come to. */
  private errorBefore({ at, op }: Stumble, context: PrepContext): ErrorCode | null {
    const isSetAcl = op.type === 'setACL';
    const checked = isSetAcl ? this.checkSession(context) : this.checkedMode(op, context);
    if (typeof checked === 'number' && checked !== ErrorCode.OK) return checked;
    if (at === 'path') return null;
    const pathFits = isSetAcl ? validatePath(op.path) === ErrorCode.OK : hasPathShape(op.path);
    if (!pathFits) return ErrorCode.BADARGUMENTS;
    const before = op.acl ?? [];
    const fits = before.length === 0 || fixupAcl(before, context.auth, this.compat) !== null;
    return fits ? null : ErrorCode.INVALIDACL;
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
    if (this.compat.multiKnowsCreateModes && !op.parts.every(isKnownInMulti)) return ErrorCode.MARSHALLINGERROR;
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
      if (endsMulti(outcome)) return outcome;
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
        return this.createPart(part, context);
      case 'delete':
        return this.delete(part, context);
      case 'setData':
        return this.setData(part, context);
      case 'check':
        return this.check(part, context);
    }
  }

  private createPart(part: CreateOp, context: PrepContext): CreateTxn | ErrorCode {
    const { multiKnowsCreateModes } = this.compat;
    // 3.8 takes it for a createTTL and finds no time to live.
    if (!multiKnowsCreateModes && part.type !== 'createTTL' && hasTtlFlags(part)) return ErrorCode.MARSHALLINGERROR;
    return this.create(createInMulti(part, multiKnowsCreateModes), context);
  }

  private findChecked(path: string, perms: number, context: PrepContext): Readonly<ChangeRecord> | ErrorCode {
    const sessionError = this.checkSession(context);
    if (sessionError !== ErrorCode.OK) return sessionError;
    if (validatePath(path) !== ErrorCode.OK) return ErrorCode.BADARGUMENTS;
    const node = this.view.find(path);
    if (node === null) return ErrorCode.NONODE;
    return checkAcl(node.acl, perms, context.auth) ? node : ErrorCode.NOAUTH;
  }

  /** Limits and counters are those of the applied tree, not of the pending view. */
  protected checkQuota(path: string, bytesDiff: number, countDiff: 0 | 1): ErrorCode {
    if (!this.config.enforceQuota) return ErrorCode.OK;
    switch (this.tree.quotas.check(path, bytesDiff, countDiff)) {
      case 'ok':
        return ErrorCode.OK;
      case 'exceeded':
        return ErrorCode.QUOTAEXCEEDED;
      case 'unreadable':
        return ErrorCode.MARSHALLINGERROR;
    }
  }

  private isEphemeral(record: Readonly<ChangeRecord>): boolean {
    return kindOfOwner(record.ephemeralOwner, this.config.extendedTypesEnabled) === 'ephemeral';
  }
}

/**
 * Whether a multi that holds this part can be decoded by a server that knows create modes. A createTTL with flags
 * nobody knows can: it is refused in its slot.
 */
function isKnownInMulti(part: MultiPart): boolean {
  if (!isCreate(part) || part.type === 'createTTL') return true;
  return createMode(part.flags)?.ttl === false && part.acl !== null;
}

function hasTtlFlags(op: CreateOp): boolean {
  return createMode(op.flags)?.ttl === true;
}

/** What is no error of a slot but of the request. */
function endsMulti(err: ErrorCode): boolean {
  return err === ErrorCode.MARSHALLINGERROR || err === ErrorCode.SYSTEMERROR;
}

/** Whether the txn of this op code can have a session as owner. */
function hasOwner(op: CreateOp): boolean {
  return op.type === 'create' || op.type === 'create2';
}

/** The pending view goes by the flags, though it is the op code that decides in the end. */
function ownerByMode(mode: CreateMode, op: CreateOp, session: SessionId): SessionId {
  if (mode.container) return CONTAINER_OWNER;
  if (mode.ttl) return ttlOwner(op.ttlMs as number);
  return mode.ephemeral ? session : NO_SESSION;
}

function lengthOf(data: Uint8Array | null): number {
  return data === null ? 0 : data.length;
}

function versionFits(current: number, expected: number): boolean {
  return expected === -1 || expected === current;
}
