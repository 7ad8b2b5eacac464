/**
 * Znodes as FileSnap has them: a table of ACLs (ReferenceCountedACLCache), then path and DataNode {buffer data, long
 * acl, StatPersisted} of each. The real file has one table for all nodes; ours has one for each chunk, because a
 * chunk is written when its nodes are copied and the next is not known.
 */
import type { Acl } from '../op.ts';
import type { SnapshotNode } from '../store/snapshot-node.ts';
import { copyForSnapshot, fromSnapshot } from '../store/znode.ts';
import { readAcl, writeAcl } from './acl-record.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { WireError } from './wire-error.ts';

/** ReferenceCountedACLCache.OPEN_UNSAFE_ACL_ID: world:anyone with all permissions, in no table. */
const OPEN = -1;

export function writeNodes(out: JuteWriter, nodes: readonly SnapshotNode[]): void {
  const numbers = new Map<string, number>();
  const table: (readonly Acl[])[] = [];
  const references = nodes.map(({ acl }) => {
    if (isOpen(acl)) return OPEN;
    const key = JSON.stringify(acl);
    let number = numbers.get(key);
    if (number === undefined) {
      number = table.push(acl);
      numbers.set(key, number);
    }
    return number;
  });
  out.count(table.length);
  table.forEach((acl, index) => {
    out.long(index + 1);
    writeAcl(out, acl);
  });
  out.count(nodes.length);
  nodes.forEach((node, index) => writeNode(out, node, references[index] as number));
}

export function readNodes(from: JuteReader): SnapshotNode[] {
  const table = new Map<number, readonly Acl[]>();
  const lists = from.count();
  for (let i = 0; i < lists; i++) {
    const number = from.long();
    const acl = readAcl(from);
    if (acl === null) throw new WireError('a null ACL in a snapshot');
    table.set(number, acl);
  }
  const nodes: SnapshotNode[] = [];
  const count = from.count();
  for (let i = 0; i < count; i++) nodes.push(readNode(from, table));
  return nodes;
}

/** The root's path is empty on disk (DataTree.serializeNode). */
function writeNode(out: JuteWriter, node: SnapshotNode, acl: number): void {
  out
    .ustring(node.path === '/' ? '' : node.path)
    .buffer(node.data)
    .long(acl)
    .long(node.czxid)
    .long(node.mzxid)
    .long(node.ctime)
    .long(node.mtime)
    .int(node.version)
    .int(node.cversion)
    .int(node.aversion)
    .session(node.ephemeralOwner)
    .long(node.pzxid);
}

/** With the digest of what was read. */
function readNode(from: JuteReader, table: ReadonlyMap<number, readonly Acl[]>): SnapshotNode {
  const path = from.text();
  const data = from.buffer();
  const number = from.long();
  const acl = number === OPEN ? [{ perms: 31, scheme: 'world', id: 'anyone' }] : table.get(number);
  if (acl === undefined) throw new WireError(`no ACL has the number ${number}`);
  const [czxid, mzxid] = [from.exactZxid(), from.exactZxid()];
  const [ctime, mtime] = [from.long(), from.long()];
  const [version, cversion, aversion] = [from.int(), from.int(), from.int()];
  const ephemeralOwner = from.session();
  const pzxid = from.exactZxid();
  return copyForSnapshot(
    fromSnapshot(
      {
        digest: 0,
        path: path === '' ? '/' : path,
        data,
        acl,
        czxid,
        mzxid,
        pzxid,
        ctime,
        mtime,
        version,
        cversion,
        aversion,
        ephemeralOwner,
      },
      false,
    ),
  );
}

function isOpen(acl: readonly Acl[]): boolean {
  const [only] = acl;
  return acl.length === 1 && only?.perms === 31 && only.scheme === 'world' && only.id === 'anyone';
}
