/** Which nodes are a session's, which are containers and which have a time to live. */
import type { SessionId } from '../ids.ts';
import { byText } from '../std/compare.ts';
import type { Znode } from './znode.ts';

export class OwnerIndex {
  private readonly bySession = new Map<SessionId, Set<string>>();
  private readonly containerPaths = new Set<string>();
  private readonly ttlPaths = new Set<string>();

  add(node: Znode): void {
    switch (node.kind) {
      case 'persistent':
        return;
      case 'container':
        this.containerPaths.add(node.path);
        return;
      case 'ttl':
        this.ttlPaths.add(node.path);
        return;
      case 'ephemeral': {
        const owned = this.bySession.get(node.ephemeralOwner);
        if (owned === undefined) this.bySession.set(node.ephemeralOwner, new Set([node.path]));
        else owned.add(node.path);
      }
    }
  }

  remove(node: Znode): void {
    switch (node.kind) {
      case 'persistent':
        return;
      case 'container':
        this.containerPaths.delete(node.path);
        return;
      case 'ttl':
        this.ttlPaths.delete(node.path);
        return;
      case 'ephemeral': {
        const owned = this.bySession.get(node.ephemeralOwner);
        owned?.delete(node.path);
        if (owned?.size === 0) this.bySession.delete(node.ephemeralOwner);
      }
    }
  }

  clear(): void {
    this.bySession.clear();
    this.containerPaths.clear();
    this.ttlPaths.clear();
  }

  /** Sorted by code units. */
  ofSession(session: SessionId): string[] {
    return sorted(this.bySession.get(session));
  }

  /** Those that own anything, in no promised order. */
  sessions(): SessionId[] {
    return Array.from(this.bySession.keys());
  }

  get ephemeralCount(): number {
    let count = 0;
    for (const owned of this.bySession.values()) count += owned.size;
    return count;
  }

  /** Sorted by code units. */
  containers(): string[] {
    return sorted(this.containerPaths);
  }

  /** Sorted by code units. */
  ttls(): string[] {
    return sorted(this.ttlPaths);
  }
}

function sorted(paths: ReadonlySet<string> | undefined): string[] {
  return paths === undefined || paths.size === 0 ? [] : Array.from(paths).sort(byText);
}
