/**
 * Transactions as they are logged, proposed and applied (TxnHeader and the *Txn records of zookeeper.jute).
 * A transaction is idempotent: it carries outcomes (the new version, the parent's new cversion), not intentions,
 * so that replaying it over a fuzzy snapshot ends in the same tree.
 */
import type { ErrorCode } from './error-code.ts';
import type { SessionId, Zxid } from './ids.ts';
import type { Acl, CreateType } from './op.ts';
import type { Digested } from './process.ts';
import { ContentHash } from './std/hash.ts';
import { javaTextLength } from './wire/java-text.ts';

export interface CreateTxn {
  /** The op code it was asked with, which decides what a multi's slot answers. */
  readonly type: CreateType;
  readonly path: string;
  readonly data: Uint8Array | null;
  readonly acl: readonly Acl[];
  readonly ephemeral: boolean;
  /** The parent's persisted cversion after this create. */
  readonly parentCversion: number;
  /** Of createTTL only. */
  readonly ttlMs?: number;
}
export interface DeleteTxn {
  readonly type: 'delete' | 'deleteContainer';
  readonly path: string;
}
export interface SetDataTxn {
  readonly type: 'setData';
  readonly path: string;
  readonly data: Uint8Array | null;
  /** The node's version after this write. */
  readonly version: number;
}
export interface SetAclTxn {
  readonly type: 'setACL';
  readonly path: string;
  readonly acl: readonly Acl[];
  /** The node's aversion after this write. */
  readonly version: number;
}
export interface CheckTxn {
  readonly type: 'check';
  readonly path: string;
  readonly version: number;
}
export interface ErrorTxn {
  readonly type: 'error';
  readonly err: ErrorCode;
}
export interface CreateSessionTxn {
  readonly type: 'createSession';
  readonly timeoutMs: number;
}
export interface CloseSessionTxn {
  readonly type: 'closeSession';
  /** The session's ephemerals, pending creates included, in the order in which they go. */
  readonly paths: readonly string[];
}
export type MultiTxnPart = CreateTxn | DeleteTxn | SetDataTxn | CheckTxn | ErrorTxn;
export interface MultiTxn {
  readonly type: 'multi';
  readonly parts: readonly MultiTxnPart[];
}
export type TxnBody =
  CreateTxn | DeleteTxn | SetDataTxn | SetAclTxn | ErrorTxn | CreateSessionTxn | CloseSessionTxn | MultiTxn;

export interface Txn extends Digested {
  readonly zxid: Zxid;
  readonly session: SessionId;
  readonly cxid: number;
  /** Wall-clock milliseconds of the leader when it prepared this. */
  readonly timeMs: number;
  readonly body: TxnBody;
  /** Length of TxnHeader and body as jute records, in bytes. */
  readonly bytes: number;
}

const hash = new ContentHash();

/** long clientId, int cxid, long zxid, long time, int type. */
const HEADER_BYTES = 32;

/** Makes a transaction, with its record length and digest. */
export function makeTxn(
  header: { readonly zxid: Zxid; readonly session: SessionId; readonly cxid: number; readonly timeMs: number },
  body: TxnBody,
): Txn {
  hash.begin().number(header.zxid).text(header.session).number(header.cxid).number(header.timeMs);
  hashBody(body);
  return {
    digest: hash.end(),
    zxid: header.zxid,
    session: header.session,
    cxid: header.cxid,
    timeMs: header.timeMs,
    body,
    bytes: HEADER_BYTES + bodyBytes(body),
  };
}

function hashBody(body: TxnBody | MultiTxnPart): void {
  hash.text(body.type);
  switch (body.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      hash
        .text(body.path)
        .bytes(body.data)
        .number(body.ephemeral ? 1 : 0)
        .number(body.parentCversion)
        .number(body.ttlMs ?? 0);
      hashAcl(body.acl);
      return;
    case 'setACL':
      hash.text(body.path).number(body.version);
      hashAcl(body.acl);
      return;
    case 'delete':
    case 'deleteContainer':
      hash.text(body.path);
      return;
    case 'setData':
      hash.text(body.path).bytes(body.data).number(body.version);
      return;
    case 'check':
      hash.text(body.path).number(body.version);
      return;
    case 'error':
      hash.number(body.err);
      return;
    case 'createSession':
      hash.number(body.timeoutMs);
      return;
    case 'closeSession':
      for (const path of body.paths) hash.text(path);
      return;
    case 'multi':
      hash.number(body.parts.length);
      for (const part of body.parts) hashBody(part);
      return;
  }
}

function hashAcl(acl: readonly Acl[]): void {
  for (const { perms, scheme, id } of acl) hash.number(perms).text(scheme).text(id);
}

/** By zookeeper.jute; a multi is a vector of Txn{int type; buffer data}. */
function bodyBytes(body: TxnBody | MultiTxnPart): number {
  switch (body.type) {
    case 'create':
    case 'create2':
      return textBytes(body.path) + bufferBytes(body.data) + aclBytes(body.acl) + 5;
    case 'createContainer':
      return textBytes(body.path) + bufferBytes(body.data) + aclBytes(body.acl) + 4;
    case 'createTTL':
      return textBytes(body.path) + bufferBytes(body.data) + aclBytes(body.acl) + 12;
    case 'setACL':
      return textBytes(body.path) + aclBytes(body.acl) + 4;
    case 'delete':
    case 'deleteContainer':
      return textBytes(body.path);
    case 'setData':
      return textBytes(body.path) + bufferBytes(body.data) + 4;
    case 'check':
      return textBytes(body.path) + 4;
    case 'error':
    case 'createSession':
      return 4;
    case 'closeSession':
      return body.paths.reduce((sum, path) => sum + textBytes(path), 4);
    case 'multi':
      return body.parts.reduce((sum, part) => sum + 8 + bodyBytes(part), 4);
  }
}

function aclBytes(acl: readonly Acl[]): number {
  let bytes = 4;
  for (const { scheme, id } of acl) bytes += 4 + textBytes(scheme) + textBytes(id);
  return bytes;
}

function textBytes(text: string): number {
  return 4 + javaTextLength(text);
}

function bufferBytes(data: Uint8Array | null): number {
  return 4 + (data === null ? 0 : data.length);
}
