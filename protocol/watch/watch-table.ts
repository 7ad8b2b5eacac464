/**
 * The watches of one server's clients: which connection is to hear of which change.
 *
 * Firing happens while a transaction is applied, before its reply and before any later read: a client learns of a
 * change before it can see it. `setWatches` restores the watches of a client that was away: for each it compares the
 * tree with the last zxid the client has seen, and tells at once what it would have been told.
 *
 * The three `catchUp…` rules, `arm` and `mayHear` are separate methods: a subclass may have other rules.
 */
import { compatOf, type Compat } from '../compat.ts';
import type { Zxid } from '../ids.ts';
import { AddWatchMode, WatcherType, type AuthId, type SetWatchesOp, type WatchEventType } from '../op.ts';
import type { ConnectionId } from '../process.ts';
import { checkAcl, NO_AUTH, Perms } from '../store/acl.ts';
import type { ArmedWatch } from '../store/read.ts';
import type { Trigger, WatchManagerName } from '../store/trigger.ts';
import type { Znode } from '../store/znode.ts';
import { WatchManager, WatchMode, type Told } from './watch-manager.ts';

export interface FiredWatch {
  readonly connection: ConnectionId;
  readonly event: WatchEventType;
  /** Of the change; a recursive watch may be on an ancestor. */
  readonly path: string;
  /** Bits of WatchMode: how the connection watched it. */
  readonly modes: number;
}

/** A watch that was entered, with its mode. */
export interface EnteredWatch extends ArmedWatch {
  /** One bit of WatchMode. */
  readonly mode: number;
}

/** Knows what connections have proven, for ACLs. */
export interface AuthSource {
  authOf(connection: ConnectionId): readonly AuthId[];
}

interface NodeSource {
  node(path: string): Znode | undefined;
}

export class WatchTable {
  protected readonly compat: Compat;
  protected readonly data: WatchManager;
  protected readonly child: WatchManager;
  /** Events that were kept from a connection, because it may not read what they tell of. */
  kept = 0;

  constructor(compat: Compat = compatOf('3.9')) {
    this.compat = compat;
    this.data = new WatchManager(compat);
    this.child = new WatchManager(compat);
  }

  /** Watched paths in both tables. */
  get size(): number {
    return this.data.size + this.child.size;
  }

  /** Watches in both tables (zk_watch_count). */
  get watchCount(): number {
    return this.data.watchCount + this.child.watchCount;
  }

  /** Every watch of both tables. */
  all(): {
    readonly manager: WatchManagerName;
    readonly path: string;
    readonly connection: ConnectionId;
    readonly modes: number;
  }[] {
    const of = (manager: WatchManagerName): ReturnType<WatchTable['all']> =>
      this.manager(manager)
        .all()
        .map((watch) => ({ manager, ...watch }));
    return [...of('data'), ...of('child')];
  }

  arm(connection: ConnectionId, manager: WatchManagerName, path: string, mode: number = WatchMode.STANDARD): void {
    this.manager(manager).add(connection, path, mode);
  }

  isArmed(connection: ConnectionId, manager: WatchManagerName, path: string): boolean {
    return this.manager(manager).modesOf(connection, path) !== 0;
  }

  // --- addWatch, removeWatches, checkWatches -------------------------------------------------------------------

  /** Enters the watches of addWatch and returns them; null for a mode that does not exist. */
  addWatch(connection: ConnectionId, path: string, addMode: number): readonly EnteredWatch[] | null {
    const mode = modeOf(addMode);
    if (mode === null) return null;
    const entered: EnteredWatch[] = [{ manager: 'data', path, mode }];
    const isRecursive = mode === WatchMode.PERSISTENT_RECURSIVE;
    if (!isRecursive || this.compat.recursiveWatchesOnChildren) entered.push({ manager: 'child', path, mode });
    for (const { manager } of entered) this.arm(connection, manager, path, mode);
    return entered;
  }

  /** Whether the watcher type (WatcherType) is known to this release. */
  knowsType(type: number): boolean {
    const last = this.compat.independentWatchModes ? WatcherType.PERSISTENT_RECURSIVE : WatcherType.ANY;
    return Number.isInteger(type) && type >= WatcherType.CHILDREN && type <= last;
  }

  /** 3.8 looks for watches on its way from the path up to the root, and fails where there is no slash on it. */
  canLookFor(path: string): boolean {
    return !this.compat.checkWatchesOfAnyone || path === '' || path.includes('/');
  }

  /** Whether there is a watch of that type on exactly this path; where releases are lax, anybody's will do. */
  contains(connection: ConnectionId, path: string, type: number): boolean {
    // The way up from here has no first step.
    if (this.compat.checkWatchesOfAnyone && path === '') return false;
    const modes = this.modesOfType(type);
    return this.managersOfType(type).some((manager) =>
      this.compat.checkWatchesOfAnyone ? manager.isWatched(path) : (manager.modesOf(connection, path) & modes) !== 0,
    );
  }

  /** Takes away the connection's watches of that type on exactly this path; whether there were any. */
  removeWatches(connection: ConnectionId, path: string, type: number): boolean {
    const modes = this.modesOfType(type);
    let removed = false;
    for (const manager of this.managersOfType(type)) {
      if (manager.remove(connection, path, modes)) removed = true;
    }
    return removed;
  }

  private managersOfType(type: number): readonly WatchManager[] {
    switch (type) {
      case WatcherType.CHILDREN:
        return [this.child];
      case WatcherType.DATA:
      case WatcherType.PERSISTENT_RECURSIVE:
        return [this.data];
      default:
        return [this.child, this.data];
    }
  }

  private modesOfType(type: number): number {
    if (!this.compat.independentWatchModes) return ALL_MODES;
    switch (type) {
      case WatcherType.CHILDREN:
      case WatcherType.DATA:
        return WatchMode.STANDARD;
      case WatcherType.PERSISTENT:
        return WatchMode.PERSISTENT;
      case WatcherType.PERSISTENT_RECURSIVE:
        return WatchMode.PERSISTENT_RECURSIVE;
      default:
        return ALL_MODES;
    }
  }

  // --- firing --------------------------------------------------------------------------------------------------

  /**
   * Fires the watches that one transaction's triggers meet. A deleted node is told to a connection once, though it
   * may have watched data and children. An event that the node's ACL hides is dropped, and its watch is used up.
   */
  fire(triggers: readonly Trigger[], clients: AuthSource = NOTHING_PROVEN): readonly FiredWatch[] {
    if (triggers.length === 0 || this.size === 0) return NOTHING_FIRED;
    const fired: FiredWatch[] = [];
    let deletionTold: readonly Told[] = NOBODY;
    for (const trigger of triggers) {
      const { event, path } = trigger;
      const told = this.manager(trigger.manager).trigger(path, event === 'NodeChildrenChanged');
      const isDeletion = event === 'NodeDeleted';
      const skip = isDeletion && trigger.manager === 'child' ? deletionTold : NOBODY;
      if (isDeletion && trigger.manager === 'data') deletionTold = told;
      for (const { connection, modes } of told) {
        if (skip.some((earlier) => earlier.connection === connection)) continue;
        if (this.mayHear(trigger, connection, clients)) fired.push({ connection, event, path, modes });
        else this.kept++;
      }
    }
    return fired;
  }

  /** Whether the connection may read what the event tells of. */
  protected mayHear(trigger: Trigger, connection: ConnectionId, clients: AuthSource): boolean {
    return checkAcl(trigger.acl, Perms.READ, clients.authOf(connection));
  }

  /** The connection is gone. */
  drop(connection: ConnectionId): void {
    this.data.drop(connection);
    this.child.drop(connection);
  }

  // --- setWatches ----------------------------------------------------------------------------------------------

  /**
   * Re-registers a reconnected client's watches; returns the events it missed, in the order to be sent, before the
   * reply. The watches that were entered instead are added to `entered`. Persistent ones are entered in any case: what
   * they missed is not made up.
   */
  setWatches(
    tree: NodeSource,
    connection: ConnectionId,
    op: SetWatchesOp,
    entered: EnteredWatch[] = [],
  ): readonly FiredWatch[] {
    const fired: FiredWatch[] = [];
    const settle = (manager: WatchManagerName, path: string, event: WatchEventType | null): void => {
      if (event !== null) {
        fired.push({ connection, event, path, modes: WatchMode.STANDARD });
        return;
      }
      this.arm(connection, manager, path);
      entered.push({ manager, path, mode: WatchMode.STANDARD });
    };
    for (const path of op.data) settle('data', path, this.catchUpData(tree.node(path), op.relativeZxid));
    for (const path of op.exist) settle('data', path, this.catchUpExist(tree.node(path), op.relativeZxid));
    for (const path of op.child) settle('child', path, this.catchUpChild(tree.node(path), op.relativeZxid));
    for (const path of op.persistent ?? []) {
      entered.push(...(this.addWatch(connection, path, AddWatchMode.PERSISTENT) ?? []));
    }
    for (const path of op.persistentRecursive ?? []) {
      entered.push(...(this.addWatch(connection, path, AddWatchMode.PERSISTENT_RECURSIVE) ?? []));
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

  /** The table of data watches, all that `wchs`, `wchc` and `wchp` know of. */
  get ofData(): WatchManager {
    return this.data;
  }
}

function modeOf(addMode: number): number | null {
  if (addMode === AddWatchMode.PERSISTENT) return WatchMode.PERSISTENT;
  if (addMode === AddWatchMode.PERSISTENT_RECURSIVE) return WatchMode.PERSISTENT_RECURSIVE;
  return null;
}

const ALL_MODES = WatchMode.STANDARD | WatchMode.PERSISTENT | WatchMode.PERSISTENT_RECURSIVE;
const NOTHING_PROVEN: AuthSource = { authOf: () => NO_AUTH };
const NOTHING_FIRED: readonly FiredWatch[] = [];
const NOBODY: readonly Told[] = [];
