/**
 * Finds containers that have lost their last child, and nodes whose time to live is over, and asks for their deletion
 * (ContainerManager). It runs where transactions are made. Deletions go through prep like everybody's requests, and
 * may fail there: a child may have been created in between.
 *
 * One look takes place every `containerCheckIntervalMs`; what it finds is asked for one at a time, so that no more than
 * `containerMaxPerMinute` go in a minute. The age of a node is that of its mtime by the wall clock.
 */
import type { ServerConfig } from '../config.ts';
import type { DataTree } from '../store/data-tree.ts';
import { ttlMsOf } from '../store/owner.ts';
import type { Znode } from '../store/znode.ts';
import type { Out } from '../process.ts';
import { byText } from '../std/compare.ts';
import type { Txn } from '../txn.ts';

export const CONTAINER_TIMER = 'leader/containers';

export type ContainerConfig = Pick<
  ServerConfig,
  'containerCheckIntervalMs' | 'containerMaxPerMinute' | 'containerMaxNeverUsedIntervalMs'
>;

/** Which nodes may go, in the order in which their deletion is asked for. */
export type FindUnused = (tree: DataTree, wallMs: number, config: ContainerConfig) => readonly string[];

/** Where the manager is: a QuorumPeer. */
interface Surroundings {
  readonly config: ContainerConfig;
  readonly database: { readonly tree: DataTree };
  readonly out: Out;
  readonly nowUs: number;
  readonly wallMs: number;
  readonly parts: { readonly findUnused: FindUnused };
  mark(name: string): void;
}

/** Where deletions are asked for. An object, not a function: whoever copies a server copies it, too. */
interface ContainerRequests {
  /** Hands a deleteContainer of this path to prep. */
  deleteContainer(path: string): void;
}

export class ContainerManager {
  private readonly peer: Surroundings;
  private readonly requests: ContainerRequests;
  /** Found in the last look, not asked for yet. */
  private candidates: readonly string[] = [];
  private next = 0;
  private nextLookUs = 0;
  /** Asked for since the last look, and not known to be gone. */
  private readonly asked = new Map<string, 'container' | 'ttl'>();

  constructor(peer: Surroundings, requests: ContainerRequests) {
    this.peer = peer;
    this.requests = requests;
  }

  start(): void {
    this.nextLookUs = this.peer.nowUs + this.intervalUs;
    this.arm(this.nextLookUs);
  }

  onTimer(): void {
    if (this.next >= this.candidates.length && this.peer.nowUs >= this.nextLookUs) this.look();
    this.askNext();
  }

  /** The fixed rate of java.util.Timer: a look that comes late does not put off those after it. */
  private look(): void {
    this.nextLookUs += this.intervalUs;
    this.asked.clear();
    const { database, wallMs, config, parts, out } = this.peer;
    this.candidates = parts.findUnused(database.tree, wallMs, config);
    for (const path of this.candidates) out.fact({ type: 'unusedNode', path, wallMs });
    this.next = 0;
  }

  private askNext(): void {
    const { nowUs } = this.peer;
    while (this.next < this.candidates.length) {
      this.ask(this.candidates[this.next++] as string);
      if (this.pauseUs === 0) continue;
      this.arm(nowUs + this.pauseUs);
      return;
    }
    this.arm(Math.max(nowUs, this.nextLookUs));
  }

  private ask(path: string): void {
    const kind = this.peer.database.tree.node(path)?.kind;
    if (kind === 'container' || kind === 'ttl') this.asked.set(path, kind);
    this.requests.deleteContainer(path);
  }

  /** A transaction is in the tree. */
  applied({ body }: Txn): void {
    if (body.type !== 'deleteContainer') return;
    const kind = this.asked.get(body.path);
    if (kind === undefined) return;
    this.asked.delete(body.path);
    this.peer.mark(kind === 'ttl' ? 'a time to live over' : 'a container reaped');
  }

  private get intervalUs(): number {
    return this.peer.config.containerCheckIntervalMs * 1000;
  }

  private get pauseUs(): number {
    return Math.floor(60_000 / this.peer.config.containerMaxPerMinute) * 1000;
  }

  private arm(atUs: number): void {
    this.peer.out.setTimer(CONTAINER_TIMER, atUs - this.peer.nowUs);
  }
}

/**
 * What may go, sorted by path: a childless container that had a child once, or none for too long, and a childless node
 * whose time to live is over.
 */
export function findUnused(tree: DataTree, wallMs: number, config: ContainerConfig): string[] {
  const neverUsedMs = config.containerMaxNeverUsedIntervalMs;
  const ageMs = (node: Znode) => wallMs - node.mtime;
  const found: string[] = [];
  for (const path of tree.owners.containers()) {
    const node = tree.node(path);
    if (node === undefined || node.childCount > 0) continue;
    if (node.cversion > 0 || (neverUsedMs !== 0 && ageMs(node) > neverUsedMs)) found.push(path);
  }
  for (const path of tree.owners.ttls()) {
    const node = tree.node(path);
    if (node?.childCount === 0 && ageMs(node) > ttlMsOf(node.ephemeralOwner)) found.push(path);
  }
  return found.sort(byText);
}
