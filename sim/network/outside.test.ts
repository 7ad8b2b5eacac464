import { expect, test } from 'vitest';
import { World } from '../kernel/world.ts';
import { Sink, Source, upTo } from './network.testkit.ts';

const SECOND = 1_000_000;

/** The source is outside: what it sends knows no network, though the network is as bad as one can be. */
function world(): World {
  const made = new World({
    seed: '3',
    network: {
      latency: { shape: 'exponential', minUs: 50_000, spreadUs: 100_000, maxUs: SECOND },
      lossPpm: 500_000,
      slowConnectPpm: 1_000_000,
    },
  });
  made.addProcess({ name: 'source', create: () => new Source(), hasDisk: false, outside: true });
  made.addProcess({ name: 'sink', create: () => new Sink(), hasDisk: false });
  made.startProcess('source', 0);
  made.startProcess('sink', 0);
  made.request('source', 10, 1, 'open');
  made.run(10);
  return made;
}

function source(of: World): Source {
  return of.process('source') as Source;
}

function sink(of: World): Sink {
  return of.process('sink') as Sink;
}

test('a connection is up and messages are there in no time, both ways', () => {
  const of = world();
  expect(source(of).log).toEqual(['opened']);
  of.request('source', 20, 2, 100);
  of.request('sink', 20, 7, null);
  of.run(20);
  expect(sink(of).got).toEqual(upTo(100));
  expect(source(of).log).toEqual(['opened', 'got 7']);
  of.request('source', 30, 3, 'close');
  of.run(30);
  expect(sink(of).log).toEqual(['opened', 'closed']);
});

test('no fault of the network touches it, and none says it did', () => {
  const of = world();
  expect(of.network.block('source', 'sink')).toBe(false);
  expect(of.network.clog('sink', 'source')).toBe(false);
  const path = of.network.pathBetween('source', 'sink');
  path.addLoss(1_000_000);
  path.extraUs += SECOND;
  of.request('source', 20, 2, 100);
  of.request('sink', 20, 7, null);
  of.run(20);
  expect(sink(of).got).toEqual(upTo(100));
  expect(source(of).log).toEqual(['opened', 'got 7']);
  of.network.healAll();
  expect(path.lossPpm).toBe(0);
});

test('a process that is down refuses, one that dies resets, one that is paused takes nothing', () => {
  const of = world();
  of.pause('sink');
  of.request('source', 20, 2, 3);
  of.run(SECOND);
  expect(sink(of).got).toEqual([]);
  of.resume('sink');
  of.run(SECOND);
  expect(sink(of).got).toEqual(upTo(3));
  of.crash('sink');
  of.run(SECOND);
  expect(source(of).log).toEqual(['opened', 'reset']);
  of.request('source', SECOND + 1, 3, 'open');
  of.run(SECOND + 1);
  expect(source(of).log).toEqual(['opened', 'reset', 'refused']);
});

test('a paused process is sent little ahead: what waits for it waits outside', () => {
  const of = world();
  of.pause('sink');
  for (let i = 0; i < 300; i++) of.request('source', 20, i, 'notify');
  of.run(20);
  expect(source(of).log.filter((line) => line === 'writable').length).toBe(16);
  of.resume('sink');
  of.run(20);
  expect(source(of).log.filter((line) => line === 'writable').length).toBe(300);
  expect(sink(of).got).toEqual(upTo(300));
});

test('the next event is due when the world says', () => {
  const of = new World({ seed: 'quiet' });
  expect(of.nextUs).toBe(null);
  of.addProcess({ name: 'sink', create: () => new Sink(), hasDisk: false });
  of.startProcess('sink', 400);
  expect(of.nextUs).toBe(400);
  of.run(300);
  expect(of.nextUs).toBe(400);
  of.request('sink', 300, 1, null);
  expect(of.nextUs).toBe(300);
  of.run(400);
  expect(of.nextUs).toBe(null);
});
