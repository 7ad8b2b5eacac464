import { describe, expect, it } from 'vitest';
import { makeZxid, NO_SESSION, ZXID_ZERO, type Zxid } from '../ids.ts';
import { OPEN_ACL, type Acl } from '../op.ts';
import { DataTree } from '../store/data-tree.ts';

import { makeTxn, type TxnBody } from '../txn.ts';
import { WatchTable, type EnteredWatch, type FiredWatch } from './watch-table.ts';

/** A tree and the watches of its server: every transaction fires them, as one line per event. */
class Server {
  readonly tree = new DataTree();
  readonly watches = new WatchTable();
  private counter = 0;

  apply(body: TxnBody): string[] {
    const header = { zxid: makeZxid(1, ++this.counter), session: NO_SESSION, cxid: 0, timeMs: 0 };
    return show(this.watches.fire(this.tree.apply(makeTxn(header, body)).triggers));
  }
  create(path: string, acl: readonly Acl[] = OPEN_ACL): string[] {
    return this.apply({ type: 'create', path, data: null, acl, ephemeral: false, parentCversion: -1 });
  }
  set(path: string): string[] {
    return this.apply({ type: 'setData', path, data: null, version: 1 });
  }
  delete(path: string): string[] {
    return this.apply({ type: 'delete', path });
  }
}

function show(fired: readonly FiredWatch[]): string[] {
  return fired.map(({ connection, event, path }) => `${connection} ${event} ${path}`);
}

describe('a watch', () => {
  it('fires once', () => {
    const server = new Server();
    server.create('/a');
    server.watches.arm(1, 'data', '/a');
    server.watches.arm(1, 'data', '/a');
    expect(server.set('/a')).toEqual(['1 NodeDataChanged /a']);
    expect(server.set('/a')).toEqual([]);
    expect(server.watches.size).toBe(0);
  });

  it('on data hears of creation, change and deletion of its node, not of its children', () => {
    const server = new Server();
    server.watches.arm(1, 'data', '/a');
    expect(server.create('/a')).toEqual(['1 NodeCreated /a']);
    server.watches.arm(1, 'data', '/a');
    expect(server.create('/a/b')).toEqual([]);
    expect(server.delete('/a/b')).toEqual([]);
    expect(server.delete('/a')).toEqual(['1 NodeDeleted /a']);
  });

  it('on children hears of children coming and going and of the deletion of its node, not of data', () => {
    const server = new Server();
    server.create('/a');
    server.watches.arm(1, 'child', '/a');
    expect(server.set('/a')).toEqual([]);
    expect(server.create('/a/b')).toEqual(['1 NodeChildrenChanged /a']);
    server.watches.arm(1, 'child', '/a');
    expect(server.delete('/a/b')).toEqual(['1 NodeChildrenChanged /a']);
    server.watches.arm(1, 'child', '/a');
    expect(server.delete('/a')).toEqual(['1 NodeDeleted /a']);
  });

  it('on data and children tells a connection of the deletion once, and is used up in both tables', () => {
    const server = new Server();
    server.create('/a');
    server.watches.arm(1, 'data', '/a');
    server.watches.arm(1, 'child', '/a');
    server.watches.arm(2, 'child', '/a');
    server.watches.arm(3, 'child', '/');
    expect(server.delete('/a')).toEqual(['1 NodeDeleted /a', '2 NodeDeleted /a', '3 NodeChildrenChanged /']);
    expect(server.watches.size).toBe(0);
  });

  it('goes with its connection', () => {
    const server = new Server();
    server.create('/a');
    server.watches.arm(1, 'data', '/a');
    server.watches.arm(2, 'data', '/a');
    server.watches.drop(1);
    expect(server.watches.isArmed(1, 'data', '/a')).toBe(false);
    expect(server.set('/a')).toEqual(['2 NodeDataChanged /a']);
  });

  it('on what its client may not read is used up in silence', () => {
    const server = new Server();
    server.create('/a', [{ perms: 30, scheme: 'world', id: 'anyone' }]);
    server.watches.arm(1, 'data', '/a');
    expect(server.set('/a')).toEqual([]);
    expect(server.watches.size).toBe(0);
  });

  it('fires for each slot of a multi, in order', () => {
    const server = new Server();
    server.create('/a');
    server.watches.arm(1, 'data', '/a');
    server.watches.arm(1, 'child', '/a');
    server.watches.arm(1, 'data', '/a/b');
    const create = { path: '/a/b', data: null, acl: OPEN_ACL, ephemeral: false, parentCversion: 1 } as const;
    const parts = [
      { type: 'setData', path: '/a', data: null, version: 1 },
      { type: 'create', ...create },
    ] as const;
    expect(server.apply({ type: 'multi', parts })).toEqual([
      '1 NodeDataChanged /a',
      '1 NodeCreated /a/b',
      '1 NodeChildrenChanged /a',
    ]);
  });
});

describe('setWatches', () => {
  const lists = { data: [], exist: [], child: [] };

  it('tells what was missed since the zxid the client has seen, and arms the rest', () => {
    const server = new Server();
    server.create('/a'); // 1:1
    server.create('/quiet'); // 1:2
    server.set('/a'); // 1:3
    server.create('/a/k'); // 1:4
    const armed: EnteredWatch[] = [];
    const fired = server.watches.setWatches(
      server.tree,
      7,
      {
        type: 'setWatches',
        relativeZxid: makeZxid(1, 2),
        data: ['/a', '/quiet', '/gone'],
        exist: ['/a', '/none'],
        child: ['/a', '/quiet', '/gone'],
      },
      armed,
    );
    expect(show(fired)).toEqual([
      '7 NodeDataChanged /a',
      '7 NodeDeleted /gone',
      '7 NodeCreated /a',
      '7 NodeChildrenChanged /a',
      '7 NodeDeleted /gone',
    ]);
    expect(armed.map(({ manager, path }) => `${manager} ${path}`)).toEqual([
      'data /quiet',
      'data /none',
      'child /quiet',
    ]);
    expect(server.set('/quiet')).toEqual(['7 NodeDataChanged /quiet']);
    expect(server.create('/none')).toEqual(['7 NodeCreated /none']);
    expect(server.delete('/quiet')).toEqual(['7 NodeDeleted /quiet']);
  });

  it('takes a node deleted and made again for changed, and misses one that came and went', () => {
    const server = new Server();
    server.create('/a'); // 1:1
    server.delete('/a');
    server.create('/a');
    server.create('/b');
    server.delete('/b');
    const op = { type: 'setWatches', ...lists, relativeZxid: makeZxid(1, 1), data: ['/a'], exist: ['/b'] } as const;
    expect(show(server.watches.setWatches(server.tree, 1, op))).toEqual(['1 NodeDataChanged /a']);
  });

  it('judges data by the last change of the data and children by the last change of the children', () => {
    const server = new Server();
    server.create('/a'); // 1:1
    server.create('/b'); // 1:2
    server.set('/a'); // 1:3
    server.create('/b/k'); // 1:4
    const both = ['/a', '/b'];
    const op = { type: 'setWatches', relativeZxid: makeZxid(1, 2), data: both, exist: [], child: both } as const;
    expect(show(server.watches.setWatches(server.tree, 1, op))).toEqual([
      '1 NodeDataChanged /a',
      '1 NodeChildrenChanged /b',
    ]);
  });

  it('of a client that saw nothing tells of every node that ever changed', () => {
    const server = new Server();
    server.create('/a');
    const op = { type: 'setWatches', ...lists, relativeZxid: ZXID_ZERO, data: ['/a', '/zookeeper'] } as const;
    expect(show(server.watches.setWatches(server.tree, 1, op))).toEqual(['1 NodeDataChanged /a']);
  });

  it('can be given other rules', () => {
    class ForgetsDeletions extends WatchTable {
      protected override catchUpExist(_node: unknown, seen: Zxid) {
        return seen > 0 ? ('NodeDeleted' as const) : null;
      }
    }
    const op = { type: 'setWatches', ...lists, relativeZxid: makeZxid(1, 1), exist: ['/none'] } as const;
    expect(show(new ForgetsDeletions().setWatches(new DataTree(), 1, op))).toEqual(['1 NodeDeleted /none']);
  });
});
