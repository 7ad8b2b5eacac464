/**
 * Deletions that no client asked for: of containers and of nodes with a time to live. A leader tells which nodes it
 * found unused, and by what time; each was so in the tree it had applied then. It asks for them in that order, and what
 * becomes of a request is decided like anything else: by its place in zxid order.
 */
import { NO_SESSION, showZxid, type ServerId, type Zxid } from '../../protocol/ids.ts';
import { Ring } from '../../protocol/std/ring.ts';
import { parentPath } from '../../protocol/store/path.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Findings } from './findings.ts';
import type { ModelNode } from './model-node.ts';

/** A node that a leader found unused. */
export interface Found {
  readonly path: string;
  /** The leader's wall clock when it looked. */
  readonly wallMs: number;
  readonly atUs: number;
  readonly event: number;
}

export class ReaperCheck {
  private readonly findings: Findings;
  /** How long a container may wait for its first child; 0: for ever. */
  private readonly neverUsedMs: number;
  /** Found and not yet proposed, by leader. */
  private readonly asked = new Map<ServerId, Ring<string>>();
  /** Which path a proposal of nobody's is about. */
  private readonly proposals = new Map<Zxid, string>();

  constructor(findings: Findings, neverUsedMs: number) {
    this.findings = findings;
    this.neverUsedMs = neverUsedMs;
  }

  onFound(leader: ServerId, path: string): void {
    let asked = this.asked.get(leader);
    if (asked === undefined) {
      asked = new Ring<string>();
      this.asked.set(leader, asked);
    }
    asked.push(path);
  }

  onProposed(leader: ServerId, txn: Txn): void {
    if (txn.session !== NO_SESSION) return;
    const path = this.asked.get(leader)?.shift();
    if (path !== undefined) this.proposals.set(txn.zxid, path);
  }

  onStoppedLeading(server: ServerId): void {
    this.asked.delete(server);
  }

  /** What this transaction of nobody's session was asked for; null: no leader said so. */
  pathOf(zxid: Zxid): string | null {
    const path = this.proposals.get(zxid) ?? null;
    this.proposals.delete(zxid);
    return path;
  }

  /**
   * Judges what a leader found by the tree it had applied, in which `node` is at that path. A multi goes into the tree part by part,
   * and the leader may look in the middle of `next`, as ContainerManager's timer thread may: then it is at no zxid.
   */
  judge(found: Found, node: ModelNode | undefined, zxid: Zxid, next: Txn | null): void {
    if (next !== null && changesInParts(next, found.path)) return;
    this.findings.count('updates-linearizable');
    const why = node === undefined ? 'does not exist' : this.reasonToStay(node, found.wallMs);
    if (why === null) return;
    this.findings.report(
      'updates-linearizable',
      'deletion of a node that is in use',
      `A leader at ${showZxid(zxid)} took ${found.path} for unused, which ${why}.`,
      found,
    );
  }

  private reasonToStay(node: ModelNode, wallMs: number): string | null {
    if (node.children.size > 0) return 'has children';
    const silentMs = wallMs - node.mtime;
    if (node.container) {
      if (node.cversion > 0 || (this.neverUsedMs !== 0 && silentMs > this.neverUsedMs)) return null;
      return 'is a container that never had a child';
    }
    if (node.ttlMs === null) return 'is neither a container nor has a time to live';
    return silentMs > node.ttlMs ? null : `was changed ${silentMs} ms ago and has a time to live of ${node.ttlMs} ms`;
  }
}

/** Whether it is a multi with a part about this node or a child of it. */
function changesInParts({ body }: Txn, path: string): boolean {
  if (body.type !== 'multi') return false;
  return body.parts.some((part) => 'path' in part && (part.path === path || parentPath(part.path) === path));
}
