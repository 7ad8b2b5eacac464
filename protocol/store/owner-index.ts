/** Which nodes are a session's, which are containers and which have a time to live. */
import type { SessionId } from '../ids.ts';
import { byText } from '../std/compare.ts';
import { JavaHashSet } from '../std/java-hash-set.ts';
import type { Znode } from './znode.ts';

export class OwnerIndex {
  /** A session's set stays when it is empty: its order depends on how many nodes the session ever had. */
  private readonly bySession = new Map<SessionId, JavaHashSet>();
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
        let owned = this.bySession.get(node.ephemeralOwner);
        if (owned === undefined) this.bySession.set(node.ephemeralOwner, (owned = new JavaHashSet()));
        owned.add(node.path);
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
      case 'ephemeral':
        this.bySession.get(node.ephemeralOwner)?.delete(node.path);
    }
  }

  /** The session has ended. */
  forget(session: SessionId): void {
    this.bySession.delete(session);
  }

  clear(): void {
    this.bySession.clear();
    this.containerPaths.clear();
    this.ttlPaths.clear();
  }

  /** Sorted by code units. */
  ofSession(session: SessionId): string[] {
    return this.setOf(session).values().sort(byText);
  }

  /** Of one session; not to be changed. */
  setOf(session: SessionId): JavaHashSet {
    return this.bySession.get(session) ?? NOTHING;
  }

  /** Those that own anything, in no promised order. */
  sessions(): SessionId[] {
    return Array.from(this.bySession.keys()).filter((session) => this.setOf(session).size > 0);
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

const NOTHING = new JavaHashSet();

function sorted(paths: ReadonlySet<string>): string[] {
  return Array.from(paths).sort(byText);
}
