import { describe, expect, test } from 'vitest';
import { fastConfig } from '../settings.ts';
import {
  broadcastPackets,
  committedWithin,
  forwardedShare,
  majority,
  majorityUp,
  pings,
  silenceUsLeast,
  voteUsLeast,
} from './closed-forms.ts';

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
  [7, 4],
])('of %i voters %i are a majority', (voters, most) => {
  expect(majority(voters)).toBe(most);
});

describe('a majority is up', () => {
  test.each([
    // 3p² - 2p³
    [3, 0.9, 0.972],
    [3, 0.5, 0.5],
    // 4p³ - 3p⁴
    [4, 0.9, 0.9477],
    [4, 0.5, 0.3125],
    // 10p³ - 15p⁴ + 6p⁵
    [5, 0.9, 0.99144],
    [1, 0.7, 0.7],
    [2, 0.7, 0.49],
    [7, 1, 1],
    [7, 0, 0],
  ])('of %i voters, each with %f, with %f', (voters, p, chance) => {
    expect(majorityUp(voters, p)).toBeCloseTo(chance, 10);
  });

  test('less often with an even size than with the odd one below it', () => {
    for (const odd of [1, 3, 5, 7]) {
      for (const p of [0.01, 0.3, 0.5, 0.9, 0.999]) expect(majorityUp(odd + 1, p)).toBeLessThan(majorityUp(odd, p));
    }
  });
});

test('three voters take two PROPOSALs, two ACKs and two COMMITs, and two clients in three sit at a follower', () => {
  expect(broadcastPackets(3)).toBe(6);
  expect(forwardedShare(3)).toBeCloseTo(2 / 3);
  expect([broadcastPackets(1), forwardedShare(1)]).toEqual([0, 0]);
});

test('pings go to each follower and back every half tick', () => {
  // 10 half ticks of 100 ms in a second, two followers, two ways.
  expect(pings(3, 1_000_000, fastConfig)).toBe(40);
  expect(pings(1, 1_000_000, fastConfig)).toBe(0);
});

test('nobody votes before finalizeWait, and nobody notices silence before syncLimit ticks of it', () => {
  expect(voteUsLeast(fastConfig)).toBe(200_000);
  expect(silenceUsLeast(fastConfig, 100_000)).toBe(900_000);
  expect(silenceUsLeast(fastConfig, 2_000_000)).toBe(0);
});

describe('a broadcast commits before any time-out is over', () => {
  /** So long a tick that no ping is ever near. */
  const noPings = { tickTimeMs: 1_000_000 };

  test('always when nothing is lost, or nobody else is asked, and never when all is lost', () => {
    expect(committedWithin(5, 0, 100_000, fastConfig)).toBe(1);
    expect(committedWithin(1, 0.2, 100_000, fastConfig)).toBe(1);
    expect(committedWithin(3, 1, 100_000, fastConfig)).toBeCloseTo(0);
  });

  test('with three voters: not both followers lose a packet', () => {
    // Two packets to each that matter: 1 - (1 - 0.9²)².
    expect(committedWithin(3, 0.1, 100_000, noPings)).toBeCloseTo(1 - 0.19 * 0.19, 3);
  });

  test('with four voters two of three followers lose none, which is less likely', () => {
    const r = 0.81;
    expect(committedWithin(4, 0.1, 100_000, noPings)).toBeCloseTo(r ** 3 + 3 * r ** 2 * (1 - r), 3);
  });

  test('with two voters and pings: neither the packets nor the ping before each may be lost', () => {
    // Of each way: 80 of 100 ms behind a ping the own packet counts, the rest of the time its first loss costs nothing. The last
    // ping holds the link up when it is lost, the four before it when they are lost twice, four more when three times, and so on.
    const p = 0.1;
    const earlier = [2, 3, 4, 5].reduce((chance, times) => chance * (1 - p ** times) ** 4, 1);
    const own = (first: number): number => ((1 - first) * (1 - p) * earlier) ** 2;
    const expected = 0.8 * own(p) + 0.2 * own(p * p);
    expect(committedWithin(2, p, 100_000, fastConfig)).toBeCloseTo(expected, 4);
  });
});
