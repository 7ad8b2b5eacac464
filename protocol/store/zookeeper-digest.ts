/**
 * The digest ZooKeeper itself computes of its tree (DigestCalculator, AdHash): for each node the CRC-32 of path, data and
 * the persisted stat, summed over all nodes but those below `/zookeeper/`. The ACL is not in it.
 *
 * A sum of numbers below 2^32 stays exact for two million nodes; ZooKeeper's, of 64 bits, wraps only far beyond.
 */
import { crc32 } from '../std/crc32.ts';
import { encodeText } from '../std/text-bytes.ts';
import { ZXID_ZERO, type SessionId, type Zxid } from '../ids.ts';
import type { Znode } from './znode.ts';

export const DIGEST_VERSION = 2;
/** Digests are kept of zxids divisible by this (DIGEST_LOG_INTERVAL), and so many of them (DIGEST_LOG_LIMIT). */
const LOG_INTERVAL = 128;
const LOG_LIMIT = 1024;

/** The digest of the tree after a transaction (ZxidDigest). */
export interface ZxidDigest {
  readonly zxid: Zxid;
  readonly digest: number;
}

export class ZookeeperDigest {
  private readonly enabled: boolean;
  private sum = 0;
  private readonly log: ZxidDigest[] = [];
  private latest: ZxidDigest = { zxid: ZXID_ZERO, digest: 0 };

  constructor(enabled: boolean) {
    this.enabled = enabled;
  }

  /** 0 while it is not kept (zookeeper.digest.enabled). */
  get value(): number {
    return this.sum;
  }

  /** Of the last transaction. */
  get last(): ZxidDigest {
    return this.latest;
  }

  /** Those kept, oldest first. */
  get history(): readonly ZxidDigest[] {
    return this.log;
  }

  /** The node is new, or changed: what it counted before no longer counts. */
  update(node: Znode): void {
    if (!this.enabled || isExcluded(node.path)) return;
    this.sum -= node.zookeeperDigest;
    node.zookeeperDigest = nodeDigest(node);
    this.sum += node.zookeeperDigest;
  }

  remove(node: Znode): void {
    this.sum -= node.zookeeperDigest;
  }

  /** A transaction is in the tree. */
  applied(zxid: Zxid): void {
    if (this.enabled) this.latest = { zxid, digest: this.sum };
    if (zxid % LOG_INTERVAL !== 0) return;
    this.log.push({ zxid, digest: this.sum });
    if (this.log.length > LOG_LIMIT) this.log.shift();
  }

  /** The tree is about to be loaded anew. */
  clear(): void {
    this.sum = 0;
  }
}

function isExcluded(path: string): boolean {
  return path.startsWith('/zookeeper/');
}

/** The root's path counts as empty. */
export function nodeDigest(node: Znode): number {
  let crc = node.path === '/' ? 0 : crc32(encodeText(node.path));
  if (node.data !== null) crc = crc32(node.data, crc);
  stat.setBigInt64(0, BigInt(node.czxid));
  stat.setBigInt64(8, BigInt(node.mzxid));
  stat.setBigInt64(16, BigInt(node.pzxid));
  stat.setBigInt64(24, BigInt(node.ctime));
  stat.setBigInt64(32, BigInt(node.mtime));
  stat.setInt32(40, node.version);
  stat.setInt32(44, node.cversion);
  stat.setInt32(48, node.aversion);
  stat.setBigUint64(52, ownerBits(node.ephemeralOwner));
  return crc32(statBytes, crc);
}

function ownerBits(owner: SessionId): bigint {
  return BigInt(owner);
}

/** Scratch: filled and read within one call. */
const statBytes = new Uint8Array(60);
const stat = new DataView(statBytes.buffer);
