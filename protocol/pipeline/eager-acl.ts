/**
 * zookeeper.enableEagerACLCheck: the server a client is connected to looks at ACLs before a write goes anywhere
 * (ZooKeeperServer.authWriteRequest). It spares the ensemble a transaction; what passes is checked again by prep, against
 * the pending view. A server that stands alone has no such check.
 *
 * ZooKeeper answers at once, so such an answer may overtake those of earlier requests and confuse the client; here it
 * comes in its turn.
 */
import type { Compat } from '../compat.ts';
import { ErrorCode } from '../error-code.ts';
import type { Acl } from '../op.ts';
import { checkAcl, fixupAcl, Perms } from '../store/acl.ts';
import { hasPathShape, isSpecialPath, parentPath } from '../store/path.ts';
import type { Znode } from '../store/znode.ts';
import type { LocalRequest } from './request.ts';

/** Where nodes are found; a DataTree. */
interface NodeSource {
  node(path: string): Znode | undefined;
}

/** INVALIDACL or NOAUTH; OK for all that is left to prep. */
export function eagerAclError(tree: NodeSource, { op, auth }: LocalRequest, compat: Compat): ErrorCode {
  const asks = (path: string, perms: number, acl?: readonly Acl[] | null) => {
    if (acl !== undefined && fixupAcl(acl, auth.ids, compat) === null) return ErrorCode.INVALIDACL;
    const node = tree.node(path);
    return node === undefined || checkAcl(node.acl, perms, auth.ids) ? ErrorCode.OK : ErrorCode.NOAUTH;
  };
  switch (op.type) {
    case 'create':
    case 'create2':
      return hasParent(op.path) ? asks(parentPath(op.path), Perms.CREATE, op.acl) : ErrorCode.OK;
    case 'delete':
      return hasParent(op.path) ? asks(parentPath(op.path), Perms.DELETE) : ErrorCode.OK;
    case 'setData':
      return asks(op.path, Perms.WRITE);
    case 'setACL':
      return asks(op.path, Perms.ADMIN, op.acl);
    default:
      return ErrorCode.OK;
  }
}

/** Of others the parent is not even looked for. */
function hasParent(path: string): boolean {
  return hasPathShape(path) && !isSpecialPath(path);
}
