/**
 * One table of watches (WatchManager): path → connections → how each watches there. A watch belongs to a connection,
 * not to a session, and is gone with it. Asking twice is asking once.
 *
 * `WatchMode` is a set of flags per (path, connection): the modes of addWatch take their bits beside STANDARD.
 */
import type { ConnectionId } from '../process.ts';

export const WatchMode = { STANDARD: 1 } as const;

export class WatchManager {
  private readonly paths = new Map<string, Map<ConnectionId, number>>();
  private readonly connections = new Map<ConnectionId, Set<string>>();

  /** Paths with at least one watch. */
  get size(): number {
    return this.paths.size;
  }

  add(connection: ConnectionId, path: string, mode: number): void {
    const watchers = this.paths.get(path);
    if (watchers === undefined) this.paths.set(path, new Map([[connection, mode]]));
    else watchers.set(connection, (watchers.get(connection) ?? 0) | mode);
    const watched = this.connections.get(connection);
    if (watched === undefined) this.connections.set(connection, new Set([path]));
    else watched.add(path);
  }

  has(connection: ConnectionId, path: string): boolean {
    return this.paths.get(path)?.has(connection) === true;
  }

  /** The connections watching exactly this path, in the order they began; their one-shot watches are used up. */
  trigger(path: string): readonly ConnectionId[] {
    const watchers = this.paths.get(path);
    if (watchers === undefined) return NOBODY;
    const told = Array.from(watchers.keys());
    for (const connection of told) {
      const rest = (watchers.get(connection) ?? 0) & ~WatchMode.STANDARD;
      if (rest !== 0) watchers.set(connection, rest);
      else this.remove(connection, path);
    }
    return told;
  }

  /** The connection is gone, and its watches with it. */
  drop(connection: ConnectionId): void {
    for (const path of this.connections.get(connection) ?? []) this.unlink(connection, path);
    this.connections.delete(connection);
  }

  private remove(connection: ConnectionId, path: string): void {
    this.unlink(connection, path);
    const watched = this.connections.get(connection);
    watched?.delete(path);
    if (watched?.size === 0) this.connections.delete(connection);
  }

  private unlink(connection: ConnectionId, path: string): void {
    const watchers = this.paths.get(path);
    watchers?.delete(connection);
    if (watchers?.size === 0) this.paths.delete(path);
  }
}

const NOBODY: readonly ConnectionId[] = [];
