import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../config.ts';
import { makeZxid, NO_SESSION, showZxid, type Zxid } from '../ids.ts';
import { OPEN_ACL } from '../op.ts';
import { standardParts } from '../parts.ts';
import type { Out, StoredRecord } from '../process.ts';
import { DataTree } from '../store/data-tree.ts';
import { makeTxn, type Txn } from '../txn.ts';
import type { FileContents } from './barrier.ts';
import { recover, type Recovered } from './recovery.ts';
import { Storage } from './storage.ts';

const trees = standardParts.trees(defaultConfig(1, []));

/** A disk written by hand, and what recovery makes of it. */
class Files {
  private readonly contents: FileContents = new Map();

  log(name: string, header: { generation: number; prev: Zxid }, records: readonly (Txn | 'torn' | 'damaged')[]): this {
    const stored: StoredRecord[] = [{ data: { kind: 'log', ...header }, bytes: 16, state: 'ok' }];
    for (const record of records) {
      if (typeof record === 'string') stored.push({ data: null, bytes: 40, state: record });
      else stored.push({ data: record, bytes: record.bytes, state: 'ok' });
    }
    this.contents.set(name, stored);
    return this;
  }

  snapshot(
    name: string,
    tree: DataTree,
    options: { generation?: number; horizon?: Zxid; complete?: boolean; lost?: boolean } = {},
  ): this {
    const walk = tree.beginSnapshot();
    const zxid = walk.zxid;
    const begin = { kind: 'begin', generation: options.generation ?? 0, zxid, sessions: walk.sessions };
    const stored: StoredRecord[] = [{ data: begin, bytes: 32, state: 'ok' }];
    const nodes = walk.step(1000);
    if (options.lost !== true) stored.push({ data: { kind: 'nodes', nodes }, bytes: 100, state: 'ok' });
    if (options.complete !== false) {
      const end = { kind: 'end', horizon: options.horizon ?? zxid, count: nodes.length };
      stored.push({ data: end, bytes: 16, state: 'ok' });
    }
    this.contents.set(name, stored);
    return this;
  }

  epoch(name: 'acceptedEpoch' | 'currentEpoch', epoch: number): this {
    this.contents.set(name, [{ data: { epoch }, bytes: 8, state: 'ok' }]);
    return this;
  }

  recover(): Recovered {
    const recovered = recover(this.contents, trees);
    if (recovered.kind === 'refused') throw new Error(recovered.reason);
    return recovered;
  }

  refusal(): string {
    const recovered = recover(this.contents, trees);
    return recovered.kind === 'refused' ? recovered.reason : 'recovered';
  }
}

function create(zxid: Zxid, path: string): Txn {
  const body = { type: 'create', path, data: null, acl: OPEN_ACL, ephemeral: false, parentCversion: -1 } as const;
  return makeTxn({ zxid, session: NO_SESSION, cxid: 0, timeMs: 0 }, body);
}

const z = makeZxid;
const a = create(z(1, 1), '/a');
const b = create(z(1, 2), '/b');
const c = create(z(1, 3), '/c');
const ZERO = z(0, 0);

function treeOf(...txns: readonly Txn[]): DataTree {
  const tree = new DataTree();
  for (const txn of txns) tree.apply(txn);
  return tree;
}

describe('recovery', () => {
  test('an empty disk is an empty history', () => {
    const recovered = new Files().recover();
    expect(showZxid(recovered.tree.lastProcessedZxid)).toBe('0:0');
    expect([recovered.acceptedEpoch, recovered.currentEpoch]).toEqual([0, 0]);
  });

  test('the log is replayed over the newest snapshot', () => {
    const recovered = new Files()
      .snapshot('snapshot.100000001', treeOf(a))
      .snapshot('snapshot.100000002', treeOf(a, b))
      .log('log.100000001', { generation: 0, prev: ZERO }, [a, b, c])
      .recover();
    expect(recovered.snapshotZxid).toBe(b.zxid);
    expect(recovered.replayed).toEqual([c]);
    expect(recovered.tree.digest).toBe(treeOf(a, b, c).digest);
  });

  test('a snapshot without its end is passed over', () => {
    const recovered = new Files()
      .snapshot('snapshot.100000001', treeOf(a))
      .snapshot('snapshot.100000002', treeOf(a, b), { complete: false })
      .log('log.100000001', { generation: 0, prev: ZERO }, [a, b])
      .recover();
    expect(recovered.snapshotZxid).toBe(a.zxid);
    expect(recovered.unusable).toEqual(['snapshot.100000002']);
  });

  test('a snapshot whose seal does not fit its znodes is passed over', () => {
    const recovered = new Files()
      .snapshot('snapshot.100000002', treeOf(a, b), { lost: true })
      .log('log.100000001', { generation: 0, prev: ZERO }, [a, b])
      .recover();
    expect(recovered.unusable).toEqual(['snapshot.100000002']);
    expect(recovered.tree.digest).toBe(treeOf(a, b).digest);
  });

  test('a snapshot that knows more than the log is used only where there is no other', () => {
    const files = new Files()
      .snapshot('snapshot.100000002', treeOf(a, b), { horizon: c.zxid })
      .log('log.100000001', { generation: 0, prev: ZERO }, [a, b]);
    expect(files.recover()).toMatchObject({ snapshotZxid: b.zxid, fuzzyUntil: c.zxid });
    expect(files.snapshot('snapshot.100000001', treeOf(a)).recover()).toMatchObject({ snapshotZxid: a.zxid });
  });

  test('a torn tail is the end of its file', () => {
    const recovered = new Files().log('log.100000001', { generation: 0, prev: ZERO }, [a, 'torn']).recover();
    expect(recovered.replayed).toEqual([a]);
    expect(recovered.torn).toEqual([{ file: 'log.100000001', records: 2 }]);
    expect(recovered.tornRecords).toBe(1);
  });

  test('a damaged record is refused, wherever it stands', () => {
    expect(new Files().log('log.100000001', { generation: 0, prev: ZERO }, [a, 'damaged', c]).refusal()).toContain(
      'log.100000001',
    );
  });

  test('a log with a hole below every snapshot is refused', () => {
    expect(new Files().log('log.100000003', { generation: 0, prev: b.zxid }, [c]).refusal()).toContain('beginning');
  });

  test('an installed snapshot makes what an older generation logged count no longer', () => {
    const dirty = create(z(4, 1), '/uncommitted');
    const recovered = new Files()
      .log('log.100000001', { generation: 0, prev: ZERO }, [a, dirty])
      .snapshot('snapshot.100000003', treeOf(a, b, c), { generation: 1 })
      .recover();
    expect(recovered.tree.digest).toBe(treeOf(a, b, c).digest);
    expect(recovered.stale).toEqual(['log.100000001']);
    expect(recovered.generation).toBe(1);
  });

  test('an installation that was cut off leaves the old history whole', () => {
    const recovered = new Files()
      .log('log.100000001', { generation: 0, prev: ZERO }, [a, b])
      .snapshot('snapshot.100000003', treeOf(a, b, c), { generation: 1, complete: false })
      .recover();
    expect(recovered.tree.digest).toBe(treeOf(a, b).digest);
    expect(recovered.generation).toBe(0);
  });

  test('a history ahead of currentEpoch starts with the old epoch: nothing was acknowledged in the new one', () => {
    const recovered = new Files()
      .epoch('acceptedEpoch', 2)
      .epoch('currentEpoch', 1)
      .log('log.100000001', { generation: 0, prev: ZERO }, [a, create(z(2, 1), '/x')])
      .recover();
    expect([recovered.acceptedEpoch, recovered.currentEpoch]).toEqual([2, 1]);
  });

  test('acceptedEpoch below currentEpoch is refused', () => {
    expect(new Files().epoch('acceptedEpoch', 1).epoch('currentEpoch', 2).refusal()).toContain('acceptedEpoch 1');
  });
});

test('after a restart the log goes on from the last transaction, though a snapshot is labelled with the position behind it', () => {
  const tree = treeOf(a, b);
  const position = z(2, 0);
  tree.lastProcessedZxid = position;
  const recovered = new Files()
    .log('log.100000001', { generation: 0, prev: ZERO }, [a, b])
    .snapshot('snapshot.200000000', tree, { horizon: position })
    .recover();
  const storage = new Storage();
  const headers: unknown[] = [];
  const out = { write: (_file: string, header: unknown) => headers.push(header), append: () => 0, sync: () => 0 };
  storage.adopt(out as unknown as Out, recovered);
  storage.log.append(out as unknown as Out, create(z(2, 1), '/d'));
  expect(headers).toEqual([{ kind: 'log', generation: 0, prev: b.zxid }]);
});

test('an older history goes only when the snapshot that replaces it is on the platter, and that it went is durable too', () => {
  const recovered = new Files()
    .log('log.100000001', { generation: 0, prev: ZERO }, [a, b])
    .snapshot('snapshot.100000003', treeOf(a, b, c), { generation: 1 })
    .recover();
  const storage = new Storage();
  const asked: string[] = [];
  const out = {
    sync: (file: string) => asked.push(`sync ${file}`),
    remove: (file: string) => asked.push(`remove ${file}`),
  } as unknown as Out;
  expect(storage.adopt(out, recovered)).toBeNull();
  expect(asked.splice(0)).toEqual(['sync snapshot.100000003']);
  expect(storage.synced(out, 'snapshot.100000003')).toBeNull();
  expect(asked).toEqual(['remove log.100000001', 'sync log.100000001']);
  expect(storage.isSettled).toBe(false);
  expect(storage.synced(out, 'log.100000001')).toEqual({ kind: 'recoveredDurable' });
  expect(storage.isSettled).toBe(true);
});
