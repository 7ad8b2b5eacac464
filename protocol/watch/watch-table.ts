/**
 * The watches of one server's clients: which connection is to hear of which change, once.
 *
 * Firing happens while a transaction is applied, before its reply and before any later read: a client learns of a
 * change before it can see it. `setWatches` restores the watches of a client that was away: for each it compares the
 * tree with the last zxid the client has seen, and tells at once what it would have been told.
 *
 * The three `catchUp…` rules and `arm` are separate methods: a subclass may have other rules.
 */
import type { Zxid } from '../ids.ts';
import type { SetWatchesOp, WatchEventType } from '../op.ts';
import type { ConnectionId } from '../process.ts';
import { checkAcl, NO_AUTH, Perms } from '../store/acl.ts';
import type { ArmedWatch } from '../store/read.ts';
import type { Trigger, WatchManagerName } from '../store/trigger.ts';
import type { Znode } from '../store/znode.ts';
import { WatchManager, WatchMode } from './watch-manager.ts';

export interface FiredWatch {
  readonly connection: ConnectionId;
  readonly event: WatchEventType;
  readonly path: string;
}

interface NodeSource {
  node(path: string): Znode | undefined;
}

export class WatchTable {
  protected readonly data = new WatchManager();
  protected readonly child = new WatchManager();

  /** Watched paths in both tables. */
  get size(): number {
    return this.data.size + this.child.size;
  }

  arm(connection: ConnectionId, manager: WatchManagerName, path: string): void {
    this.manager(manager).add(connection, path, WatchMode.STANDARD);
  }

  isArmed(connection: ConnectionId, manager: WatchManagerName, path: string): boolean {
    return this.manager(manager).has(connection, path);
  }

  /**
   * Fires the watches that one transaction's triggers meet. A deleted node is told to a connection once, though it
   * may have watched data and children. An event that the node's ACL hides is dropped, and its watch is used up.
   */
  fire(triggers: readonly Trigger[]): readonly FiredWatch[] {
    if (triggers.length === 0 || this.size === 0) return NOTHING_FIRED;
    const fired: FiredWatch[] = [];
    let deletionTold: readonly ConnectionId[] = NOBODY;
    for (const trigger of triggers) {
      const told = this.manager(trigger.manager).trigger(trigger.path);
      const isDeletion = trigger.event === 'NodeDeleted';
      const skip = isDeletion && trigger.manager === 'child' ? deletionTold : NOBODY;
      if (isDeletion && trigger.manager === 'data') deletionTold = told;
      if (told.length === 0 || !checkAcl(trigger.acl, Perms.READ, NO_AUTH)) continue;
      for (const connection of told) {
        if (!skip.includes(connection)) fired.push({ connection, event: trigger.event, path: trigger.path });
      }
    }
    return fired;
  }

  /** The connection is gone. */
  drop(connection: ConnectionId): void {
    this.data.drop(connection);
    this.child.drop(connection);
  }

  /**
   * Re-registers a reconnected client's watches; returns the events it missed, in the order to be sent, before the
   * reply. The watches that were armed instead are added to `armed`.
   */
  setWatches(
    tree: NodeSource,
    connection: ConnectionId,
    op: SetWatchesOp,
    armed: ArmedWatch[] = [],
  ): readonly FiredWatch[] {
    const fired: FiredWatch[] = [];
    for (const path of op.data) {
      const event = this.catchUpData(tree.node(path), op.relativeZxid);
      this.settle(connection, 'data', path, event, fired, armed);
    }
    for (const path of op.exist) {
      const event = this.catchUpExist(tree.node(path), op.relativeZxid);
      this.settle(connection, 'data', path, event, fired, armed);
    }
    for (const path of op.child) {
      const event = this.catchUpChild(tree.node(path), op.relativeZxid);
      this.settle(connection, 'child', path, event, fired, armed);
    }
    return fired;
  }

  /** The event a watch of getData has missed since `seen`; null for none. */
  protected catchUpData(node: Znode | undefined, seen: Zxid): WatchEventType | null {
    if (node === undefined) return 'NodeDeleted';
    return node.mzxid > seen ? 'NodeDataChanged' : null;
  }

  /** The event a watch of exists on a missing node has missed. */
  protected catchUpExist(node: Znode | undefined, _seen: Zxid): WatchEventType | null {
    return node === undefined ? null : 'NodeCreated';
  }

  /** The event a watch of getChildren has missed since `seen`. */
  protected catchUpChild(node: Znode | undefined, seen: Zxid): WatchEventType | null {
    if (node === undefined) return 'NodeDeleted';
    return node.pzxid > seen ? 'NodeChildrenChanged' : null;
  }

  protected manager(name: WatchManagerName): WatchManager {
    return name === 'data' ? this.data : this.child;
  }

  private settle(
    connection: ConnectionId,
    manager: WatchManagerName,
    path: string,
    event: WatchEventType | null,
    fired: FiredWatch[],
    armed: ArmedWatch[],
  ): void {
    if (event !== null) {
      fired.push({ connection, event, path });
      return;
    }
    this.arm(connection, manager, path);
    armed.push({ manager, path });
  }
}

const NOTHING_FIRED: readonly FiredWatch[] = [];
const NOBODY: readonly ConnectionId[] = [];
