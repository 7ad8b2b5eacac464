/**
 * Quotas: nodes and bytes counted below a path (Quotas, PathTrie and the quota part of DataTree). For `/a` the limits
 * are the data of `/zookeeper/quota/a/zookeeper_limits` and the counters that of `zookeeper_stats` beside it.
 *
 * Counters are kept by each server on its own: rewritten as it applies changes, without a change of the node's Stat and
 * without watches, and counted afresh when a snapshot is loaded. So they may differ between servers, where the two ways
 * of counting differ: below a quota inside a quota, after a client has written the counters itself, after limits were
 * made again. ZooKeeper leaves them out of its digest for that reason, and so do ours (see `isQuotaStat`).
 *
 * Where limits or counters cannot be read, ZooKeeper's server dies while it applies the change, and again whenever it
 * loads its log. Here the counters stay as they are, and `false` tells that the real one would be gone.
 */
import type { Znode } from './znode.ts';
import { StatsTrack } from './stats-track.ts';

const QUOTA_ROOT = '/zookeeper/quota';
const PROC_ROOT = '/zookeeper';
const LIMITS = 'zookeeper_limits';
const STATS = 'zookeeper_stats';

/** Where nodes are found; a DataTree. */
interface NodeSource {
  node(path: string): Znode | undefined;
}

export class Quotas {
  private readonly source: NodeSource;
  /** The paths that have limits. */
  private readonly prefixes = new Set<string>();

  constructor(source: NodeSource) {
    this.source = source;
  }

  /** The longest path with a quota on the way to `path`, itself included; the root's own does not count. */
  prefixOf(path: string): string | null {
    if (this.prefixes.size === 0) return null;
    let prefix = normal(path);
    while (prefix.length > 1) {
      if (this.prefixes.has(prefix)) return prefix;
      prefix = prefix.slice(0, prefix.lastIndexOf('/'));
    }
    return null;
  }

  // --- what happened to the tree -------------------------------------------------------------------------------

  created(path: string, bytes: number): boolean {
    const alive = !path.startsWith(QUOTA_ROOT) || this.createdOwn(path);
    return this.count(path, bytes, 1) && alive;
  }

  deleted(path: string, bytes: number): boolean {
    const alive = !path.startsWith(PROC_ROOT) || this.deletedOwn(path);
    return this.count(path, -bytes, -1) && alive;
  }

  changed(path: string, bytesDiff: number): boolean {
    return this.count(path, bytesDiff, 0);
  }

  private createdOwn(path: string): boolean {
    const slash = path.lastIndexOf('/');
    const name = path.slice(slash + 1);
    if (slash < QUOTA_ROOT.length || (name !== LIMITS && name !== STATS)) return true;
    const real = path.slice(QUOTA_ROOT.length, slash);
    if (name === STATS) this.recount(real);
    else if (real === '') return false;
    else this.prefixes.add(normal(real));
    return true;
  }

  private deletedOwn(path: string): boolean {
    const slash = path.lastIndexOf('/');
    if (slash < PROC_ROOT.length || path.slice(slash + 1) !== LIMITS) return true;
    const real = path.slice(QUOTA_ROOT.length, slash);
    this.prefixes.delete(normal(real));
    return slash > QUOTA_ROOT.length;
  }

  private count(path: string, bytesDiff: number, countDiff: number): boolean {
    const prefix = this.prefixOf(path);
    const node = prefix === null ? undefined : this.source.node(statPath(prefix));
    if (node === undefined) return true;
    const stats = StatsTrack.parse(node.data);
    if (stats === null) return false;
    stats.set('count', stats.get('count') + BigInt(countDiff));
    stats.set('bytes', stats.get('bytes') + BigInt(bytesDiff));
    node.data = stats.toBytes();
    return true;
  }

  /** Counts all that is at and below `real`. */
  private recount(real: string): void {
    let count = 0;
    let bytes = 0;
    const left = [real];
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const node = this.source.node(path);
      if (node === undefined) continue;
      count++;
      bytes += node.data?.length ?? 0;
      for (const child of node.children ?? []) left.push(`${path}/${child}`);
    }
    const stats = new StatsTrack();
    stats.set('bytes', BigInt(bytes));
    stats.set('count', BigInt(count));
    const node = this.source.node(statPath(real));
    if (node !== undefined) node.data = stats.toBytes();
  }

  /** A snapshot was loaded: which paths have quotas, and what is below them (DataTree.setupQuota). */
  setup(): void {
    this.prefixes.clear();
    const left = [QUOTA_ROOT];
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      const children = this.source.node(path)?.children ?? null;
      if (children !== null && children.size > 0) {
        for (const child of children) left.push(`${path}/${child}`);
      } else if (path.endsWith(`/${LIMITS}`)) {
        const real = path.slice(QUOTA_ROOT.length, path.indexOf(`/${LIMITS}`));
        if (real === '') continue;
        this.recount(real);
        this.prefixes.add(normal(real));
      }
    }
  }

  // --- enforcing -----------------------------------------------------------------------------------------------

  /**
   * Whether a change would go beyond a hard limit (ZooKeeperServer.checkQuota). `unreadable`: limits or counters are no
   * numbers.
   */
  check(path: string, bytesDiff: number, countDiff: 0 | 1): 'ok' | 'exceeded' | 'unreadable' {
    const prefix = this.prefixOf(path);
    const limitNode = prefix === null ? undefined : this.source.node(`${QUOTA_ROOT}${prefix}/${LIMITS}`);
    if (prefix === null || limitNode === undefined) return 'ok';
    const limits = StatsTrack.parse(limitNode.data);
    if (limits === null) return 'unreadable';
    const checkCount = countDiff !== 0 && (limits.get('count') > -1n || limits.get('countHardLimit') > -1n);
    const checkBytes = bytesDiff !== 0 && (limits.get('bytes') > -1n || limits.get('byteHardLimit') > -1n);
    if (!checkCount && !checkBytes) return 'ok';

    const statNode = this.source.node(statPath(prefix));
    if (statNode === undefined) return 'ok';
    const stats = StatsTrack.parse(statNode.data);
    if (stats === null) return 'unreadable';
    const countExceeded = checkCount && exceeds(stats.get('count') + BigInt(countDiff), limits.get('countHardLimit'));
    const bytesExceeded = checkBytes && exceeds(stats.get('bytes') + BigInt(bytesDiff), limits.get('byteHardLimit'));
    return countExceeded || bytesExceeded ? 'exceeded' : 'ok';
  }
}

/** Whether the data of this node are counters that servers keep each on its own. */
export function isQuotaStat(path: string): boolean {
  return path.startsWith(QUOTA_ROOT) && path.endsWith(`/${STATS}`);
}

function exceeds(value: bigint, hardLimit: bigint): boolean {
  return hardLimit > -1n && value > hardLimit;
}

function statPath(prefix: string): string {
  return `${QUOTA_ROOT}${prefix}/${STATS}`;
}

/** A path as PathTrie takes it apart: segments that are blank do not count. */
function normal(path: string): string {
  if (path.startsWith('/') && !path.includes('/ ')) return path;
  const segments = path.split('/').filter((segment) => segment.trim() !== '');
  return `/${segments.join('/')}`;
}
