import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../facts.ts';
import { makeZxid, NO_SESSION } from '../ids.ts';
import { OPEN_ACL } from '../op.ts';
import type { Out } from '../process.ts';
import { DataTree } from '../store/data-tree.ts';
import { makeTxn, type CreateTxn, type TxnBody } from '../txn.ts';
import { CONTAINER_TIMER, ContainerManager, findUnused, type ContainerConfig } from './container-manager.ts';

const CONFIG: ContainerConfig = {
  containerCheckIntervalMs: 60_000,
  containerMaxPerMinute: 10_000,
  containerMaxNeverUsedIntervalMs: 0,
};

let tree: DataTree;
let counter: number;

beforeEach(() => {
  tree = new DataTree();
  counter = 0;
});

function txn(body: TxnBody, timeMs = 0) {
  counter++;
  return makeTxn({ zxid: makeZxid(1, counter), session: NO_SESSION, cxid: 0, timeMs }, body);
}
function create(type: CreateTxn['type'], path: string, rest: { ttlMs?: number; timeMs?: number } = {}) {
  const { timeMs = 0, ...further } = rest;
  const body = { type, path, data: null, acl: OPEN_ACL, ephemeral: false, parentCversion: -1, ...further };
  tree.apply(txn(body, timeMs));
}
function remove(path: string) {
  tree.apply(txn({ type: 'delete', path }));
}

describe('what may go', () => {
  it('are containers that had children and have none', () => {
    for (const path of ['/new', '/used', '/full']) create('createContainer', path);
    create('create', '/plain');
    for (const path of ['/used/x', '/full/x', '/plain/x']) create('create', path);
    remove('/used/x');
    remove('/plain/x');
    expect(findUnused(tree, 1_000_000, CONFIG)).toEqual(['/used']);
  });

  it('are containers that never had any, if for longer than they may', () => {
    create('createContainer', '/old', { timeMs: 1000 });
    create('createContainer', '/new', { timeMs: 1001 });
    const config = { ...CONFIG, containerMaxNeverUsedIntervalMs: 500 };
    expect(findUnused(tree, 1501, config)).toEqual(['/old']);
    expect(findUnused(tree, 1501, CONFIG)).toEqual([]);
  });

  it('are childless nodes that nobody changed for longer than their time to live', () => {
    for (const path of ['/a', '/b', '/c']) create('createTTL', path, { ttlMs: 100, timeMs: 1000 });
    create('createTTL', '/d', { ttlMs: 99, timeMs: 1000 });
    tree.apply(txn({ type: 'setData', path: '/b', data: null, version: 1 }, 1050));
    create('create', '/c/x');
    expect(findUnused(tree, 1100, CONFIG)).toEqual(['/d']);
    expect(findUnused(tree, 1101, CONFIG)).toEqual(['/a', '/d']);
    expect(findUnused(tree, 1151, CONFIG)).toEqual(['/a', '/b', '/d']);
    remove('/c/x');
    expect(findUnused(tree, 1151, CONFIG)).toEqual(['/a', '/b', '/c', '/d']);
  });
});

/** A manager on its own: what it asks for, with the time, and when its timer is due. */
class Bench {
  readonly config: ContainerConfig;
  readonly database = { tree };
  readonly parts = { findUnused };
  readonly asked: string[] = [];
  readonly marks: string[] = [];
  readonly facts: string[] = [];
  readonly out: Out;
  nowUs = 1_000_000;
  wallMs = 0;
  dueUs = Infinity;
  readonly manager: ContainerManager;

  constructor(config: Partial<ContainerConfig> = {}) {
    this.config = { ...CONFIG, ...config };
    const setTimer = (name: string, delayUs: number) => {
      expect(name).toBe(CONTAINER_TIMER);
      expect(delayUs).toBeGreaterThanOrEqual(0);
      this.dueUs = this.nowUs + delayUs;
    };
    const fact = (told: Fact) => {
      if (told.type === 'unusedNode') this.facts.push(told.path);
    };
    this.out = { setTimer, fact } as unknown as Out;
    this.manager = new ContainerManager(this, this);
    this.manager.start();
  }

  deleteContainer(path: string): void {
    this.asked.push(`${this.nowUs / 1000} ${path}`);
  }

  mark(name: string): void {
    this.marks.push(name);
  }

  /** Lets timers come, each `lateUs` late. */
  run(times: number, lateUs = 0): void {
    for (let i = 0; i < times; i++) {
      this.nowUs = this.dueUs + lateUs;
      this.manager.onTimer();
    }
  }
}

describe('the manager', () => {
  beforeEach(() => {
    for (const path of ['/a', '/b', '/c']) {
      create('createContainer', path);
      create('create', `${path}/x`);
      remove(`${path}/x`);
    }
  });

  it('looks after an interval, and then at a fixed rate', () => {
    const bench = new Bench({ containerMaxPerMinute: 100_000 });
    bench.run(1);
    expect(bench.asked).toEqual(['61000 /a', '61000 /b', '61000 /c']);
    bench.run(1, 700_000);
    expect(bench.asked.slice(3)).toEqual(['121700 /a', '121700 /b', '121700 /c']);
    expect(bench.dueUs).toBe(181_000_000);
  });

  it('asks for one at a time', () => {
    const bench = new Bench({ containerMaxPerMinute: 40 });
    bench.run(4);
    expect(bench.facts).toEqual(['/a', '/b', '/c']);
    expect(bench.asked).toEqual(['61000 /a', '62500 /b', '64000 /c']);
    expect(bench.dueUs).toBe(121_000_000);
  });

  it('that takes longer than an interval goes on with the next look at once', () => {
    const bench = new Bench({ containerMaxPerMinute: 1, containerCheckIntervalMs: 90_000 });
    bench.run(4);
    expect(bench.asked).toEqual(['91000 /a', '151000 /b', '211000 /c', '271000 /a']);
  });

  it('marks what is gone because it asked, by kind', () => {
    create('createTTL', '/t', { ttlMs: 1 });
    const bench = new Bench({ containerMaxPerMinute: 100_000 });
    bench.wallMs = 5000;
    bench.run(1);
    for (const path of ['/a', '/t', '/x']) bench.manager.applied(txn({ type: 'deleteContainer', path }));
    bench.manager.applied(txn({ type: 'delete', path: '/b' }));
    bench.manager.applied(txn({ type: 'error', err: -111 }));
    expect(bench.marks).toEqual(['a container reaped', 'a time to live over']);
  });
});
