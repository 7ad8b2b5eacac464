/**
 * All nodes by their paths, and what is kept about all of them as they come, change and go: whose they are, the sum of
 * their digests, and the digest ZooKeeper itself would compute (NodeHashMapImpl).
 */
import { assert } from '../std/assert.ts';
import { addDigest, removeDigest } from './digest-sum.ts';
import { OwnerIndex } from './owner-index.ts';
import { childName, parentPath } from './path.ts';
import { rehash, rehashContent, type Znode } from './znode.ts';
import { ZookeeperDigest } from './zookeeper-digest.ts';

export class NodeTable {
  readonly owners = new OwnerIndex();
  readonly zookeeperDigest: ZookeeperDigest;
  private readonly byPath = new Map<string, Znode>();
  private sum = 0;

  constructor(digestEnabled: boolean) {
    this.zookeeperDigest = new ZookeeperDigest(digestEnabled);
  }

  /** Sum modulo 2^53 of the digests of all nodes. */
  get digest(): number {
    return this.sum;
  }

  get size(): number {
    return this.byPath.size;
  }

  get(path: string): Znode | undefined {
    return this.byPath.get(path);
  }

  values(): IterableIterator<Znode> {
    return this.byPath.values();
  }

  paths(): IterableIterator<string> {
    return this.byPath.keys();
  }

  /**
   * Adds a node to the table. During a replay a node may lie there that lost its parent: its create is about to be
   * repeated, so the new one takes its place.
   */
  put(node: Znode): void {
    const stranded = this.byPath.get(node.path);
    if (stranded !== undefined) this.take(stranded);
    rehashContent(node);
    rehash(node);
    this.byPath.set(node.path, node);
    this.sum = addDigest(this.sum, node.digest);
    this.zookeeperDigest.update(node);
    this.owners.add(node);
  }

  /** Adds a node whose parent does not know it yet. */
  plant(node: Znode): void {
    this.put(node);
    if (node.path === '/') return;
    const parent = this.byPath.get(parentPath(node.path));
    assert(parent !== undefined, 'a snapshot has each node after its parent', { path: node.path });
    (parent.children ??= new Set()).add(childName(node.path));
  }

  take(node: Znode): void {
    this.byPath.delete(node.path);
    this.sum = removeDigest(this.sum, node.digest);
    this.zookeeperDigest.remove(node);
    this.owners.remove(node);
  }

  /** The node's stat changed. */
  statChanged(node: Znode): void {
    this.sum = removeDigest(this.sum, node.digest);
    rehash(node);
    this.sum = addDigest(this.sum, node.digest);
    this.zookeeperDigest.update(node);
  }

  /** The node's data or ACL changed, and its stat. */
  contentChanged(node: Znode): void {
    rehashContent(node);
    this.statChanged(node);
  }

  clear(): void {
    this.byPath.clear();
    this.owners.clear();
    this.zookeeperDigest.clear();
    this.sum = 0;
  }
}
