/**
 * Reads, answered by one server from its own tree (the read part of FinalRequestProcessor). Which watch a read leaves
 * behind depends on its outcome; the caller arms it in the same step as the read, or a change in between is missed.
 *
 * No path is validated, but for NUL in exists: a malformed one merely does not exist.
 */
import { compatOf, type Compat } from '../compat.ts';
import { ErrorCode } from '../error-code.ts';
import { NO_SESSION, type SessionId } from '../ids.ts';
import type { AuthId, ExistsOp, GetAclOp, GetChildrenOp, GetDataOp, OpResult, ReadOp } from '../op.ts';
import type { MultiReadPart, MultiReadResult } from '../op.ts';
import { NO_AUTH_INFO, type AuthInfo } from '../session/auth-info.ts';
import { byText } from '../std/compare.ts';
import { aclScheme } from './acl-schemes.ts';
import { checkAcl, maskAcl, Perms } from './acl.ts';
import { hasNul } from './path.ts';
import type { WatchManagerName } from './trigger.ts';
import { statOf, type Znode } from './znode.ts';

export interface ArmedWatch {
  readonly manager: WatchManagerName;
  readonly path: string;
}

export interface ReadAnswer {
  readonly err: ErrorCode;
  readonly result: OpResult | null;
  /** The watch to arm for the asking connection; null when none was asked for or the read failed. */
  readonly arms: ArmedWatch | null;
}

/** Who asks; a LocalRequest. */
export interface Reader {
  readonly session: SessionId;
  readonly auth: AuthInfo;
}

/** Where nodes are found; a DataTree. */
interface ReadableTree {
  node(path: string): Znode | undefined;
  ephemeralsOf(session: SessionId): string[];
  countBelow(path: string): number;
}

const NOBODY: Reader = { session: NO_SESSION, auth: NO_AUTH_INFO };

export function readOp(
  tree: ReadableTree,
  op: ReadOp,
  reader: Reader = NOBODY,
  compat: Pick<Compat, 'existsNeedsRead'> = compatOf('3.9'),
): ReadAnswer {
  switch (op.type) {
    case 'exists':
      return exists(tree.node(op.path), op, compat.existsNeedsRead ? reader : null);
    case 'getData':
      return getData(tree, op, reader);
    case 'getChildren':
    case 'getChildren2':
      return getChildren(tree, op, reader);
    case 'getACL':
      return getAcl(tree, op, reader);
    case 'getAllChildrenNumber': {
      const node = readable(tree, op.path, reader);
      if (typeof node === 'number') return refusal(node);
      return answer({ type: 'getAllChildrenNumber', total: tree.countBelow(op.path) });
    }
    case 'getEphemerals':
      return answer({ type: 'getEphemerals', paths: withPrefix(tree.ephemeralsOf(reader.session), op.prefix) });
    case 'whoAmI':
      return answer({ type: 'whoAmI', ids: reader.auth.ids.map(shown) });
    case 'multiRead':
      return answer({ type: 'multiRead', results: op.parts.map((part) => readPart(tree, part, reader)) });
  }
}

/** The only read whose watch outlives a NONODE: it waits for the node to be created. `checked`: null asks no ACL. */
function exists(node: Znode | undefined, op: ExistsOp, checked: Reader | null): ReadAnswer {
  if (hasNul(op.path)) return refusal(ErrorCode.BADARGUMENTS);
  if (node !== undefined && checked !== null && !checkAcl(node.acl, Perms.READ, checked.auth.ids)) {
    return refusal(ErrorCode.NOAUTH);
  }
  const arms: ArmedWatch | null = op.watch ? { manager: 'data', path: op.path } : null;
  if (node === undefined) return { err: ErrorCode.NONODE, result: null, arms };
  return { err: ErrorCode.OK, result: { type: 'exists', stat: statOf(node) }, arms };
}

function getData(tree: ReadableTree, op: GetDataOp, reader: Reader): ReadAnswer {
  const node = readable(tree, op.path, reader);
  if (typeof node === 'number') return refusal(node);
  return answer(dataOf(node), op.watch ? { manager: 'data', path: op.path } : null);
}

function getChildren(tree: ReadableTree, op: GetChildrenOp, reader: Reader): ReadAnswer {
  const node = readable(tree, op.path, reader);
  if (typeof node === 'number') return refusal(node);
  const arms: ArmedWatch | null = op.watch ? { manager: 'child', path: op.path } : null;
  const children = childrenOf(node);
  if (op.type === 'getChildren') return answer({ type: 'getChildren', children }, arms);
  return answer({ type: 'getChildren2', children, stat: statOf(node) }, arms);
}

/** READ is enough, but digests are shown only to who may ADMIN. */
function getAcl(tree: ReadableTree, op: GetAclOp, reader: Reader): ReadAnswer {
  const node = tree.node(op.path);
  if (node === undefined) return refusal(ErrorCode.NONODE);
  const { ids } = reader.auth;
  if (!checkAcl(node.acl, Perms.READ | Perms.ADMIN, ids)) return refusal(ErrorCode.NOAUTH);
  const acl = checkAcl(node.acl, Perms.ADMIN, ids) ? node.acl : maskAcl(node.acl);
  return answer({ type: 'getACL', acl, stat: statOf(node) });
}

function readPart(tree: ReadableTree, part: MultiReadPart, reader: Reader): MultiReadResult {
  const node = readable(tree, part.path, reader);
  if (typeof node === 'number') return { type: 'error', err: node };
  return part.type === 'getData' ? dataOf(node) : { type: 'getChildren', children: childrenOf(node) };
}

/** The node, or why it cannot be read. */
function readable(tree: ReadableTree, path: string, reader: Reader): Znode | ErrorCode {
  const node = tree.node(path);
  if (node === undefined) return ErrorCode.NONODE;
  return checkAcl(node.acl, Perms.READ, reader.auth.ids) ? node : ErrorCode.NOAUTH;
}

function dataOf(node: Znode) {
  return { type: 'getData', data: node.data, stat: statOf(node) } as const;
}

function childrenOf(node: Znode): readonly string[] {
  return node.children === null ? [] : Array.from(node.children).sort(byText);
}

function withPrefix(paths: readonly string[], prefix: string | null): readonly string[] {
  const trimmed = prefix === null ? '' : javaTrim(prefix);
  if (prefix === null || trimmed === '' || trimmed === '/') return paths;
  return paths.filter((path) => path.startsWith(prefix));
}

/** String.trim: everything up to U+0020 counts as blank, and nothing else does. */
function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (start < end && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

/** ClientInfo: without what proves it. Schemes without a provider, as `super`, have no user. */
function shown({ scheme, id }: AuthId): AuthId {
  return { scheme, id: aclScheme(scheme)?.userName(id) ?? '' };
}

function answer(result: OpResult, arms: ArmedWatch | null = null): ReadAnswer {
  return { err: ErrorCode.OK, result, arms };
}

function refusal(err: ErrorCode): ReadAnswer {
  return { err, result: null, arms: null };
}
