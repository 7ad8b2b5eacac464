/** Watches in their three modes, release by release. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compatOf, type CompatRelease } from '../compat.ts';
import { AddWatchMode, WatcherType, type Acl, type WatchEventType } from '../op.ts';
import { digestOf } from '../store/acl-schemes.ts';
import type { Trigger, WatchManagerName } from '../store/trigger.ts';
import { WatchMode } from './watch-manager.ts';
import { WatchTable } from './watch-table.ts';

const { PERSISTENT, PERSISTENT_RECURSIVE } = AddWatchMode;
const OPEN: readonly Acl[] = [{ perms: 31, scheme: 'world', id: 'anyone' }];

function trigger(manager: WatchManagerName, event: WatchEventType, path: string, acl = OPEN): Trigger {
  return { manager, event, path, acl };
}

/** The calls a change makes, in order (section of DataTree.createNode and so on). */
const changes = {
  created: (path: string, parent: string) => [
    trigger('data', 'NodeCreated', path),
    trigger('child', 'NodeChildrenChanged', parent),
  ],
  deleted: (path: string, parent: string) => [
    trigger('data', 'NodeDeleted', path),
    trigger('child', 'NodeDeleted', path),
    trigger('child', 'NodeChildrenChanged', parent),
  ],
  changed: (path: string) => [trigger('data', 'NodeDataChanged', path)],
};

function table(release: CompatRelease = '3.9'): WatchTable {
  return new WatchTable(compatOf(release));
}

function fired(watches: WatchTable, triggers: readonly Trigger[]): string[] {
  return watches.fire(triggers).map(({ connection, event, path }) => `${connection} ${event} ${path}`);
}

describe.each(['3.9', '3.8'] as const)('in %s', (release) => {
  it('a persistent watch hears of its node again and again, of its children coming and going, and of its deletion once', () => {
    const watches = table(release);
    watches.addWatch(1, '/a', PERSISTENT);
    for (let i = 0; i < 2; i++) {
      expect(fired(watches, changes.created('/a', '/'))).toEqual(['1 NodeCreated /a']);
      expect(fired(watches, changes.changed('/a'))).toEqual(['1 NodeDataChanged /a']);
      expect(fired(watches, changes.created('/a/b', '/a'))).toEqual(['1 NodeChildrenChanged /a']);
      expect(fired(watches, changes.changed('/a/b'))).toEqual([]);
      expect(fired(watches, changes.deleted('/a', '/'))).toEqual(['1 NodeDeleted /a']);
    }
  });

  it('a recursive watch hears of its node and of all below, each at its own path, and never of children as such', () => {
    const watches = table(release);
    watches.addWatch(1, '/a', PERSISTENT_RECURSIVE);
    for (let i = 0; i < 2; i++) {
      expect(fired(watches, changes.created('/a', '/'))).toEqual(['1 NodeCreated /a']);
      expect(fired(watches, changes.created('/a/b', '/a'))).toEqual(['1 NodeCreated /a/b']);
      expect(fired(watches, changes.changed('/a/b/c/d'))).toEqual(['1 NodeDataChanged /a/b/c/d']);
      expect(fired(watches, changes.deleted('/a/b', '/a'))).toEqual(['1 NodeDeleted /a/b']);
      expect(fired(watches, changes.created('/ab', '/'))).toEqual([]);
      expect(fired(watches, changes.deleted('/a', '/'))).toEqual(['1 NodeDeleted /a']);
    }
  });

  it('one on the root hears of everything', () => {
    const watches = table(release);
    watches.addWatch(1, '/', PERSISTENT_RECURSIVE);
    expect(fired(watches, changes.changed('/'))).toEqual(['1 NodeDataChanged /']);
    expect(fired(watches, changes.created('/a', '/'))).toEqual(['1 NodeCreated /a']);
    expect(fired(watches, changes.changed('/x/y/z'))).toEqual(['1 NodeDataChanged /x/y/z']);
  });

  it('a connection hears of a change once, however many of its watches meet it', () => {
    const watches = table(release);
    for (const path of ['/', '/a', '/a/b']) watches.addWatch(1, path, PERSISTENT_RECURSIVE);
    watches.arm(2, 'data', '/a/b');
    watches.addWatch(3, '/a', PERSISTENT);
    expect(fired(watches, changes.deleted('/a/b', '/a'))).toEqual([
      '1 NodeDeleted /a/b',
      '2 NodeDeleted /a/b',
      '3 NodeChildrenChanged /a',
    ]);
  });

  it('an unknown mode is told as such, and leaves no watch', () => {
    const watches = table(release);
    for (const mode of [-1, 2, 0.5]) expect(watches.addWatch(1, '/a', mode)).toBeNull();
    expect(watches.size).toBe(0);
  });

  it('all go with their connection, and with the last recursive one nobody looks at ancestors', () => {
    const watches = table(release);
    watches.addWatch(1, '/a', PERSISTENT_RECURSIVE);
    watches.addWatch(1, '/b', PERSISTENT);
    watches.addWatch(2, '/b', PERSISTENT);
    watches.drop(1);
    expect(fired(watches, changes.changed('/a/x'))).toEqual([]);
    expect(fired(watches, changes.changed('/b'))).toEqual(['2 NodeDataChanged /b']);
  });
});

describe('a second watch of a connection on a path', () => {
  it('stands beside the first in 3.9', () => {
    const watches = table('3.9');
    watches.addWatch(1, '/a', PERSISTENT);
    watches.arm(1, 'data', '/a');
    expect(watches.fire(changes.changed('/a'))[0]?.modes).toBe(WatchMode.STANDARD | WatchMode.PERSISTENT);
    expect(watches.fire(changes.changed('/a'))[0]?.modes).toBe(WatchMode.PERSISTENT);
  });

  it('takes its place in 3.8: a getData turns a persistent watch into a one-shot one', () => {
    const watches = table('3.8');
    watches.addWatch(1, '/a', PERSISTENT);
    watches.arm(1, 'data', '/a');
    expect(fired(watches, changes.changed('/a'))).toEqual(['1 NodeDataChanged /a']);
    expect(fired(watches, changes.changed('/a'))).toEqual([]);
    expect(fired(watches, changes.created('/a/b', '/a'))).toEqual(['1 NodeChildrenChanged /a']);
  });

  it('takes its place in 3.8: a persistent one ends a recursive one', () => {
    const watches = table('3.8');
    watches.addWatch(1, '/a', PERSISTENT_RECURSIVE);
    watches.addWatch(1, '/a', PERSISTENT);
    expect(fired(watches, changes.changed('/a/b'))).toEqual([]);
    expect(fired(watches, changes.created('/a/b', '/a'))).toEqual(['1 NodeChildrenChanged /a']);
  });
});

describe('removal and lookup', () => {
  const { CHILDREN, DATA, ANY } = WatcherType;
  it.each([
    // release, type, known, which of the four watches on /a are gone afterwards
    ['3.9', CHILDREN, true, 'child'],
    ['3.9', DATA, true, 'data'],
    ['3.9', ANY, true, 'child data persistent recursive'],
    ['3.9', WatcherType.PERSISTENT, true, 'persistent'],
    ['3.9', WatcherType.PERSISTENT_RECURSIVE, true, 'recursive'],
    ['3.9', 0, false, ''],
    ['3.9', 6, false, ''],
    ['3.8', ANY, true, 'child data'],
    ['3.8', WatcherType.PERSISTENT, false, ''],
    ['3.8', WatcherType.PERSISTENT_RECURSIVE, false, ''],
  ] as const)('in %s of type %i: known %s, takes away "%s"', (release, type, known, gone) => {
    const watches = table(release);
    if (release === '3.9') {
      watches.addWatch(1, '/a', PERSISTENT);
      watches.addWatch(1, '/a', PERSISTENT_RECURSIVE);
    }
    watches.arm(1, 'data', '/a');
    watches.arm(1, 'child', '/a');
    expect(watches.knowsType(type)).toBe(known);
    if (!known) return;
    expect(watches.contains(1, '/a', type)).toBe(true);
    expect(watches.removeWatches(1, '/a', type)).toBe(true);
    expect(watches.removeWatches(1, '/a', type)).toBe(false);
    expect(watches.contains(1, '/a', type)).toBe(false);
    const data = watches.fire(changes.changed('/a'))[0]?.modes ?? 0;
    const child = watches.fire([trigger('child', 'NodeChildrenChanged', '/a')])[0]?.modes ?? 0;
    const left = [
      ...((child & WatchMode.STANDARD) === 0 ? ['child'] : []),
      ...((data & WatchMode.STANDARD) === 0 ? ['data'] : []),
      ...(release === '3.9' && (data & WatchMode.PERSISTENT) === 0 ? ['persistent'] : []),
      ...(release === '3.9' && (data & WatchMode.PERSISTENT_RECURSIVE) === 0 ? ['recursive'] : []),
    ];
    expect(left.join(' ')).toBe(gone);
  });

  it('in 3.8 takes any mode away, from one table', () => {
    const watches = table('3.8');
    watches.addWatch(1, '/a', PERSISTENT_RECURSIVE);
    expect(watches.removeWatches(1, '/a', DATA)).toBe(true);
    // What is left in the table of children still hears of deletions, which are told to it too.
    expect(fired(watches, changes.changed('/a/b'))).toEqual([]);
    expect(fired(watches, changes.deleted('/a/b', '/a'))).toEqual(['1 NodeDeleted /a/b']);
  });

  it('is of exactly the path, and in 3.9 of the connection that asks', () => {
    for (const [release, ofOthers] of [
      ['3.9', false],
      ['3.8', true],
    ] as const) {
      const watches = table(release);
      watches.addWatch(1, '/a', PERSISTENT_RECURSIVE);
      expect(watches.contains(2, '/a', ANY)).toBe(ofOthers);
      expect(watches.removeWatches(2, '/a', ANY)).toBe(false);
      expect(watches.contains(1, '/a/b', ANY)).toBe(false);
      expect(watches.contains(1, '/a', ANY)).toBe(true);
    }
  });
});

describe('an event that an ACL hides', () => {
  const reader = { scheme: 'digest', id: digestOf('r:p') };
  const clients = { authOf: (connection: number) => (connection === 1 ? [reader] : []) };
  const hidden: readonly Acl[] = [{ perms: 1, ...reader }];
  const change = [trigger('data', 'NodeDataChanged', '/a', hidden)];

  it.each(['3.9', '3.8'] as const)('reaches in %s who may read, and uses up the others’ watches', (compat) => {
    const watches = table(compat);
    for (const connection of [1, 2]) watches.arm(connection, 'data', '/a');
    watches.addWatch(3, '/', PERSISTENT_RECURSIVE);
    expect(watches.fire(change, clients).map(({ connection }) => connection)).toEqual([1]);
    expect(watches.isArmed(2, 'data', '/a')).toBe(false);
    expect(watches.isArmed(3, 'data', '/')).toBe(true);
  });

  it('counts as told where a deletion is told once', () => {
    const watches = table('3.9');
    watches.arm(2, 'data', '/a');
    watches.arm(2, 'child', '/a');
    const deletion = [trigger('data', 'NodeDeleted', '/a', hidden), trigger('child', 'NodeDeleted', '/a')];
    expect(watches.fire(deletion, clients)).toEqual([]);
  });
});

/** One flat list of entries and a loop over all of them: WatchManager as its semantics read. */
class Twin {
  private entries: { connection: number; manager: WatchManagerName; path: string; mode: number }[] = [];
  private readonly release: CompatRelease;

  constructor(release: CompatRelease) {
    this.release = release;
  }

  add(connection: number, manager: WatchManagerName, path: string, mode: number): void {
    this.entries = this.entries.filter(
      (entry) =>
        entry.connection !== connection ||
        entry.manager !== manager ||
        entry.path !== path ||
        (this.release === '3.9' && entry.mode !== mode),
    );
    this.entries.push({ connection, manager, path, mode });
  }

  drop(connection: number): void {
    this.entries = this.entries.filter((entry) => entry.connection !== connection);
  }

  /** Connections by event, in no order. */
  fire(triggers: readonly Trigger[]): string[] {
    const told: string[] = [];
    let deletion = new Set<number>();
    for (const { manager, event, path } of triggers) {
      const meets = this.entries.filter((entry) => {
        if (entry.manager !== manager) return false;
        if (entry.mode !== WatchMode.PERSISTENT_RECURSIVE) return entry.path === path;
        const below = entry.path === '/' || path === entry.path || path.startsWith(`${entry.path}/`);
        return below && event !== 'NodeChildrenChanged';
      });
      const connections = new Set(meets.map(({ connection }) => connection));
      const skipped = manager === 'child' && event === 'NodeDeleted' ? deletion : new Set();
      if (manager === 'data' && event === 'NodeDeleted') deletion = connections;
      for (const connection of connections) if (!skipped.has(connection)) told.push(`${connection} ${event} ${path}`);
      this.entries = this.entries.filter((entry) => !(meets.includes(entry) && entry.mode === WatchMode.STANDARD));
    }
    return told.sort();
  }
}

const PATHS = ['/', '/a', '/a/b', '/a/b/c', '/b'] as const;
const step = fc.oneof(
  fc.record({
    kind: fc.constantFrom('data', 'child', 'persistent', 'recursive'),
    connection: fc.integer({ min: 1, max: 3 }),
    path: fc.constantFrom(...PATHS),
  }),
  fc.record({
    kind: fc.constantFrom('created', 'deleted', 'changed'),
    connection: fc.constant(0),
    path: fc.constantFrom('/a', '/a/b', '/a/b/c', '/b'),
  }),
  fc.record({ kind: fc.constant('drop'), connection: fc.integer({ min: 1, max: 3 }), path: fc.constant('/') }),
);

describe('whatever is watched and whatever happens', () => {
  it.each(['3.9', '3.8'] as const)('%s tells whom a loop over all watches tells', (release) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const watches = table(release);
        const twin = new Twin(release);
        for (const { kind, connection, path } of steps) {
          const parent = path.slice(0, path.lastIndexOf('/')) || '/';
          switch (kind) {
            case 'data':
            case 'child':
              watches.arm(connection, kind, path);
              twin.add(connection, kind, path, WatchMode.STANDARD);
              break;
            case 'persistent':
            case 'recursive':
              for (const { manager, mode } of watches.addWatch(connection, path, kind === 'persistent' ? 0 : 1) ?? []) {
                twin.add(connection, manager, path, mode);
              }
              break;
            case 'drop':
              watches.drop(connection);
              twin.drop(connection);
              break;
            default: {
              const triggers = changes[kind as keyof typeof changes](path, parent);
              expect(fired(watches, triggers).sort()).toEqual(twin.fire(triggers));
            }
          }
        }
      }),
      { seed: 20260711, numRuns: 500 },
    );
  });
});
