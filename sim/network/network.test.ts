import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Pair, upTo } from './network.testkit.ts';

const SECOND = 1_000_000;

describe('a connection', () => {
  test('delivers in order what was sent, before it was open as well', () => {
    const pair = new Pair({ seed: '1' }).ask(10, 'open').ask(10, 50).ask(5000, 50).run(SECOND);
    expect(pair.sink.got).toEqual(upTo(100));
    expect(pair.source.log).toEqual(['opened']);
  });

  test('is first in first out until it is reset, whatever is lost below it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 0, max: 600_000 }),
        fc.array(fc.integer({ min: 1000, max: 3 * SECOND }), { maxLength: 30 }),
        fc.option(fc.integer({ min: 1000, max: 3 * SECOND })),
        fc.option(
          fc.record({ from: fc.integer({ min: 1, max: 3 * SECOND }), length: fc.integer({ min: 1, max: 3 * SECOND }) }),
        ),
        (seed, lossPpm, times, crashUs, cut) => {
          const pair = new Pair({ seed: String(seed), network: { lossPpm, window: 8 } }).ask(10, 'open');
          for (const time of times) pair.ask(time, 3);
          const stops: [number, () => void][] = [];
          if (crashUs !== null) stops.push([crashUs, () => void pair.world.crash('source')]);
          if (cut !== null) {
            stops.push([cut.from, () => void pair.world.network.block('source', 'sink')]);
            stops.push([cut.from + cut.length, () => void pair.world.network.unblock('source', 'sink')]);
          }
          for (const [at, act] of stops.sort((a, b) => a[0] - b[0])) {
            pair.run(at);
            act();
          }
          pair.run(60 * SECOND);
          expect(pair.sink.got).toEqual(upTo(pair.sink.got.length));
          const whole = pair.sink.got.length === 3 * times.length;
          const reset = pair.source.log.includes('reset') || pair.source.log.includes('timeout');
          expect(whole || reset || crashUs !== null).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('that is closed still delivers what was sent, then tells the peer', () => {
    const pair = new Pair({ seed: '1', network: { window: 4 } })
      .ask(10, 'open')
      .ask(50_000, 30)
      .ask(50_000, 'close')
      .run(SECOND);
    expect(pair.sink.got).toEqual(upTo(30));
    expect(pair.sink.log).toEqual(['opened', 'closed']);
    expect(pair.source.log).toEqual(['opened']);
  });

  test('to a process that is down is refused; across a cut it times out', () => {
    const refused = new Pair({ seed: '1' });
    refused.run(5);
    refused.world.crash('sink');
    expect(refused.ask(10, 'open').run(SECOND).source.log).toEqual(['refused']);
    const cut = new Pair({ seed: '1' });
    cut.world.network.block('source', 'sink');
    expect(cut.ask(10, 'open').run(20 * SECOND).source.log).toEqual(['timeout']);
    expect(cut.sink.log).toEqual([]);
  });

  test('that is asked for during a short cut comes up after it', () => {
    const pair = new Pair({ seed: '1' });
    pair.world.network.block('sink', 'source');
    pair.ask(10, 'open').ask(20, 5).run(SECOND);
    expect(pair.source.log).toEqual([]);
    pair.world.network.unblock('sink', 'source');
    expect(pair.run(5 * SECOND).source.log).toEqual(['opened']);
    expect(pair.sink.got).toEqual(upTo(5));
  });
});

describe('loss', () => {
  test('costs one round trip on a busy link and a time-out on a quiet one', () => {
    const loss = { 'net/source>sink#1/data/N#1.loss': 1 };
    const busy = new Pair({ seed: 'quiet', overrides: loss })
      .ask(10, 'open')
      .ask(100_000, 1)
      .ask(101_000, 1)
      .run(105_000);
    expect(busy.sink.got).toEqual([0, 1]);
    const idle = new Pair({ seed: 'quiet', overrides: loss })
      .ask(10, 'open')
      .ask(100_000, 1)
      .ask(300_000, 1)
      .run(499_000);
    expect(idle.sink.got).toEqual([0]);
    expect(idle.run(505_000).sink.got).toEqual([0, 1]);
  });

  test('blocks those behind it', () => {
    const overrides = { 'net/source>sink#1/data/N#1.loss': 3 };
    const pair = new Pair({ seed: 'quiet', overrides }).ask(10, 'open').ask(100_000, 10).run(300_000);
    expect(pair.sink.got).toEqual([0]);
    expect(pair.run(2 * SECOND).sink.got).toEqual(upTo(10));
  });

  test('of six in a row resets both ends and loses the tail', () => {
    const overrides = { 'net/source>sink#1/data/N#2.loss': 6 };
    const pair = new Pair({ seed: 'quiet', overrides })
      .ask(10, 'open')
      .ask(100_000, 10)
      .run(60 * SECOND);
    expect(pair.sink.got).toEqual([0, 1]);
    expect(pair.source.log).toEqual(['opened', 'reset']);
    expect(pair.sink.log).toEqual(['opened', 'reset']);
    expect(pair.world.unusedOverrides()).toEqual([]);
  });
});

describe('partitions', () => {
  test('what is in flight when a cut begins is held, and goes on in order when it heals', () => {
    const pair = new Pair({ seed: '2' }).ask(10, 'open').ask(SECOND, 20).run(SECOND);
    pair.world.network.block('source', 'sink');
    pair.run(2 * SECOND);
    expect(pair.sink.got).toEqual([]);
    pair.ask(2 * SECOND + 1, 5).run(2 * SECOND + 10);
    pair.world.network.unblock('source', 'sink');
    expect(pair.run(3 * SECOND).sink.got).toEqual(upTo(25));
    expect(pair.source.log).toEqual(['opened']);
  });

  test('a sender that waits in vain resets its own end; the other is half-open until it sends', () => {
    const pair = new Pair({ seed: '2', network: { giveUpUs: 5 * SECOND } }).ask(10, 'open').run(SECOND);
    pair.world.network.block('source', 'sink');
    pair.world.network.block('sink', 'source');
    pair.ask(SECOND, 1).run(7 * SECOND);
    expect(pair.source.log).toEqual(['opened', 'reset']);
    expect(pair.sink.log).toEqual(['opened']);
    pair.world.network.unblock('source', 'sink');
    pair.world.network.unblock('sink', 'source');
    expect(pair.run(8 * SECOND).sink.log).toEqual(['opened']);
    expect(pair.answer(8 * SECOND, 1).run(9 * SECOND).sink.log).toEqual(['opened', 'reset']);
    expect(pair.sink.got).toEqual([]);
  });

  test('one-way: what the deaf side sends arrives', () => {
    const pair = new Pair({ seed: '2' }).ask(10, 'open').run(SECOND);
    pair.world.network.block('sink', 'source');
    pair
      .ask(SECOND, 3)
      .answer(SECOND, 9)
      .run(2 * SECOND);
    expect(pair.sink.got).toEqual(upTo(3));
    expect(pair.source.log).toEqual(['opened']);
    pair.world.network.unblock('sink', 'source');
    expect(pair.run(3 * SECOND).source.log).toEqual(['opened', 'got 9']);
  });

  test('nothing arrives behind what was lost with its sender', () => {
    const pair = new Pair({ seed: 'quiet' }).ask(10, 'open').run(100_000);
    pair.world.network.block('source', 'sink');
    // The first message arrives at the cut and is held; the second is still under way when all that is held is lost.
    pair.ask(100_000, 1).run(500_000);
    pair.ask(500_000, 1).run(500_001);
    pair.world.crash('source');
    pair.world.network.unblock('source', 'sink');
    expect(pair.run(SECOND).sink.got).toEqual([]);
  });

  test('overlapping cuts count: the last to heal opens the way', () => {
    const pair = new Pair({ seed: '2' }).ask(10, 'open').run(SECOND);
    const network = pair.world.network;
    expect([network.block('source', 'sink'), network.block('source', 'sink')]).toEqual([true, false]);
    pair.ask(SECOND, 1).run(2 * SECOND);
    expect(network.unblock('source', 'sink')).toBe(false);
    expect(pair.run(3 * SECOND).sink.got).toEqual([]);
    expect(network.unblock('source', 'sink')).toBe(true);
    expect(pair.run(4 * SECOND).sink.got).toEqual([0]);
  });

  test('a clog stalls and nobody gives up', () => {
    const pair = new Pair({ seed: '2', network: { giveUpUs: SECOND } }).ask(10, 'open').run(SECOND);
    pair.world.network.clog('source', 'sink');
    pair.ask(SECOND, 4).run(30 * SECOND);
    expect(pair.sink.got).toEqual([]);
    pair.world.network.unclog('source', 'sink');
    expect(pair.run(31 * SECOND).sink.got).toEqual(upTo(4));
  });
});

describe('crashes', () => {
  test('the peer of a crashed process gets a reset', () => {
    const pair = new Pair({ seed: '2' }).ask(10, 'open').run(SECOND);
    pair.world.crash('sink');
    expect(pair.run(2 * SECOND).source.log).toEqual(['opened', 'reset']);
  });

  test('behind a cut the peer learns nothing until it sends after the heal', () => {
    const pair = new Pair({ seed: '2' }).ask(10, 'open').run(SECOND);
    pair.world.network.block('sink', 'source');
    pair.world.crash('sink');
    pair.world.restart('sink');
    pair.run(2 * SECOND);
    pair.world.network.unblock('sink', 'source');
    expect(pair.run(5 * SECOND).source.log).toEqual(['opened']);
    expect(pair.ask(5 * SECOND, 1).run(6 * SECOND).source.log).toEqual(['opened', 'reset']);
    expect(pair.sink.got).toEqual([]);
  });

  test('a reset by fault closes both ends once', () => {
    const pair = new Pair({ seed: '2' }).ask(10, 'open').ask(SECOND, 50).run(SECOND);
    expect(pair.world.network.reset('sink', 'source')).toBe(1);
    pair.run(2 * SECOND);
    expect(pair.source.log).toEqual(['opened', 'reset']);
    expect(pair.sink.log).toEqual(['opened', 'reset']);
  });
});

describe('back-pressure', () => {
  test('a link with room answers at once, a full one when its head is taken', () => {
    const pair = new Pair({ seed: 'quiet', network: { window: 2 } })
      .ask(10, 'open')
      .ask(100_000, 'notify')
      .run(100_000);
    expect(pair.source.log).toEqual(['opened', 'writable']);
    pair.ask(150_000, 2).ask(150_000, 'notify').run(150_100);
    expect(pair.source.log).toEqual(['opened', 'writable']);
    expect(pair.run(160_000).source.log).toEqual(['opened', 'writable', 'writable']);
  });

  test('a paused receiver takes nothing, and the sender feels it', () => {
    const pair = new Pair({ seed: '1', network: { window: 3 } }).ask(10, 'open').run(SECOND);
    pair.world.pause('sink');
    for (let i = 0; i < 5; i++) pair.ask(SECOND + i, 'notify');
    pair.run(2 * SECOND);
    expect(pair.source.log.filter((line) => line === 'writable').length).toBe(3);
    pair.world.resume('sink');
    pair.run(3 * SECOND);
    expect(pair.source.log.filter((line) => line === 'writable').length).toBe(5);
    expect(pair.sink.got).toEqual(upTo(5));
  });
});

test('datagrams are lost, doubled and reordered, each on its own', () => {
  const extra = { shape: 'exponential', minUs: 0, spreadUs: 20_000, maxUs: 500_000 } as const;
  const datagrams = { data: { lossPpm: 200_000, duplicatePpm: 200_000, reorderPpm: 300_000, extra } };
  const pair = new Pair({ seed: '4', network: { datagrams } }).ask(10, 'open');
  for (let i = 0; i < 200; i++) pair.ask(SECOND + 1000 * i, 1);
  const got = pair.run(5 * SECOND).sink.got;
  const distinct = new Set(got).size;
  expect(distinct).toBeLessThan(190);
  expect(distinct).toBeGreaterThan(100);
  expect(got.length).toBeGreaterThan(distinct);
  expect(got.some((n, i) => i > 0 && n < (got[i - 1] as number))).toBe(true);
});

test('another type of message, or another connection, moves no other delay', () => {
  const arrivals = (extra: boolean): number => {
    const pair = new Pair({ seed: '8', network: { window: 1000 } }).ask(10, 'open');
    for (let i = 0; i < 20; i++) pair.ask(SECOND + 50_000 * i, 1);
    if (extra) for (let i = 0; i < 20; i++) pair.answer(SECOND + 50_000 * i, i);
    let sum = 0;
    for (let t = SECOND; t < 3 * SECOND; t += 100) sum += pair.run(t).sink.got.length;
    return sum;
  };
  expect(arrivals(true)).toBe(arrivals(false));
});
