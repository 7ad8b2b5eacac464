/**
 * One table of watches (WatchManager): path → connections → how each watches there. A watch belongs to a connection,
 * not to a session, and is gone with it. Asking twice is asking once.
 *
 * `WatchMode` is a set of flags per (path, connection). Since 3.9 they are independent of each other; before, a later
 * one takes the place of the earlier.
 */
import type { Compat } from '../compat.ts';
import type { ConnectionId } from '../process.ts';
import { parentPath } from '../store/path.ts';

/** WatcherMode, as the bits WatchStats keeps them in. */
export const WatchMode = {
  /** Used up by its first event. */
  STANDARD: 1,
  PERSISTENT: 2,
  /** Persistent, and of the whole subtree; it never hears of children coming and going as such. */
  PERSISTENT_RECURSIVE: 4,
} as const;

/** A connection that is to hear of a change, and the modes of all its watches that meet it. */
export interface Told {
  readonly connection: ConnectionId;
  readonly modes: number;
}

/** What releases differ in here; see compat.ts. */
export type WatchRules = Pick<Compat, 'independentWatchModes' | 'idleWatchersCounted'>;

export class WatchManager {
  private readonly rules: WatchRules;
  private readonly paths = new Map<string, Map<ConnectionId, number>>();
  /** A connection whose watches have all fired stays, watching nothing: `wchs` counts it. */
  private readonly connections = new Map<ConnectionId, Set<string>>();
  /** While there is no recursive watch nobody looks at the ancestors of a path. */
  private recursive = 0;

  constructor(rules: WatchRules) {
    this.rules = rules;
  }

  /** Paths with at least one watch. */
  get size(): number {
    return this.paths.size;
  }

  /** Watches: pairs of a path and a connection. */
  get watchCount(): number {
    let count = 0;
    for (const watchers of this.paths.values()) count += watchers.size;
    return count;
  }

  add(connection: ConnectionId, path: string, mode: number): void {
    let watchers = this.paths.get(path);
    if (watchers === undefined) {
      watchers = new Map();
      this.paths.set(path, watchers);
    }
    const old = watchers.get(connection) ?? 0;
    this.set(watchers, connection, old, this.rules.independentWatchModes ? old | mode : mode);
    const watched = this.connections.get(connection);
    if (watched === undefined) this.connections.set(connection, new Set([path]));
    else watched.add(path);
  }

  /** The modes in which the connection watches exactly this path; 0: it does not. */
  modesOf(connection: ConnectionId, path: string): number {
    return this.paths.get(path)?.get(connection) ?? 0;
  }

  /** Whether anybody watches exactly this path. */
  isWatched(path: string): boolean {
    return this.paths.has(path);
  }

  /**
   * The connections that hear of a change at `path`, each once: those watching exactly it, in the order they began,
   * whose one-shot watches are used up; then those watching one of its ancestors with all that is below.
   */
  trigger(path: string, isChildrenChange: boolean): readonly Told[] {
    if (this.recursive > 0 && !isChildrenChange) return this.triggerUpwards(path);
    const watchers = this.paths.get(path);
    if (watchers === undefined) return NOBODY;
    const told: Told[] = [];
    for (const [connection, modes] of watchers) {
      const heard = isChildrenChange ? modes & ~WatchMode.PERSISTENT_RECURSIVE : modes;
      if (heard !== 0) told.push({ connection, modes: heard });
    }
    this.useUp(path, watchers, told);
    return told;
  }

  private triggerUpwards(path: string): readonly Told[] {
    const told: Told[] = [];
    const watchers = this.paths.get(path);
    if (watchers !== undefined) {
      for (const [connection, modes] of watchers) told.push({ connection, modes });
      this.useUp(path, watchers, told);
    }
    for (let above = path; above !== '/';) {
      above = parentPath(above);
      const watching = this.paths.get(above);
      if (watching === undefined) continue;
      for (const [connection, modes] of watching) {
        if ((modes & WatchMode.PERSISTENT_RECURSIVE) !== 0) hearRecursively(told, connection);
      }
    }
    return told;
  }

  private useUp(path: string, watchers: Map<ConnectionId, number>, told: readonly Told[]): void {
    for (const { connection, modes } of told) {
      if ((modes & WatchMode.STANDARD) === 0) continue;
      const rest = (watchers.get(connection) ?? 0) & ~WatchMode.STANDARD;
      if (rest !== 0) watchers.set(connection, rest);
      else {
        watchers.delete(connection);
        this.connections.get(connection)?.delete(path);
      }
    }
    if (watchers.size === 0) this.paths.delete(path);
  }

  /** Takes the modes away from the connection's watch on the path; whether it had any of them. */
  remove(connection: ConnectionId, path: string, modes: number): boolean {
    const watchers = this.paths.get(path);
    const old = watchers?.get(connection) ?? 0;
    if (watchers === undefined || (old & modes) === 0) return false;
    this.set(watchers, connection, old, old & ~modes);
    if (watchers.size === 0) this.paths.delete(path);
    if ((old & ~modes) !== 0) return true;
    const watched = this.connections.get(connection);
    watched?.delete(path);
    if (watched?.size === 0 && !this.rules.idleWatchersCounted) this.connections.delete(connection);
    return true;
  }

  /** The connection is gone, and its watches with it. */
  drop(connection: ConnectionId): void {
    for (const path of this.connections.get(connection) ?? []) {
      const watchers = this.paths.get(path);
      if (watchers === undefined) continue;
      this.set(watchers, connection, watchers.get(connection) ?? 0, 0);
      if (watchers.size === 0) this.paths.delete(path);
    }
    this.connections.delete(connection);
  }

  /** The only place where modes change but for STANDARD being used up: it counts the recursive ones. */
  private set(watchers: Map<ConnectionId, number>, connection: ConnectionId, old: number, modes: number): void {
    const was = (old & WatchMode.PERSISTENT_RECURSIVE) !== 0;
    const is = (modes & WatchMode.PERSISTENT_RECURSIVE) !== 0;
    if (was !== is) this.recursive += is ? 1 : -1;
    if (modes === 0) watchers.delete(connection);
    else watchers.set(connection, modes);
  }

  // --- for four-letter words -----------------------------------------------------------------------------------

  /** Path by path in the order they were first watched, who watches it. */
  byPath(): [path: string, connections: readonly ConnectionId[]][] {
    return Array.from(this.paths, ([path, watchers]) => [path, Array.from(watchers.keys())]);
  }

  /** Every watch, path by path: who watches, and in which modes. */
  all(): { readonly path: string; readonly connection: ConnectionId; readonly modes: number }[] {
    return Array.from(this.paths, ([path, watchers]) =>
      Array.from(watchers, ([connection, modes]) => ({ path, connection, modes })),
    ).flat();
  }

  byConnection(): [connection: ConnectionId, paths: readonly string[]][] {
    return Array.from(this.connections, ([connection, paths]) => [connection, Array.from(paths)]);
  }
}

const NOBODY: readonly Told[] = [];

/** Adds a recursive watch of the connection to those that hear, which has each connection once. */
function hearRecursively(told: Told[], connection: ConnectionId): void {
  const at = told.findIndex((each) => each.connection === connection);
  const modes = (told[at]?.modes ?? 0) | WatchMode.PERSISTENT_RECURSIVE;
  if (at < 0) told.push({ connection, modes });
  else told[at] = { connection, modes };
}
