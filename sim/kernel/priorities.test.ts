import { expect, test } from 'vitest';
import { Addresses } from './addresses.ts';
import { Priorities } from './priorities.ts';

const delaysUs = [0, 10, 100, 1000];

test('the level of a link or a stage is its own, and the same however often it is asked for', () => {
  const priorities = new Priorities({ delaysUs, changes: [] }, new Addresses('7'));
  const again = new Priorities({ delaysUs, changes: [] }, new Addresses('7'));
  const names = ['net/1>2/quorum', 'net/2>1/quorum', 'stage/1/log', 'stage/2/log', 'net/1>2/election', 'stage/3/send'];
  const levels = names.map((name) => priorities.of(name).level);
  expect(names.map((name) => priorities.of(name).level)).toEqual(levels);
  expect([...names].reverse().map((name) => again.of(name).level)).toEqual([...levels].reverse());
  expect(new Set(levels).size).toBeGreaterThan(1);
});

test('whoever goes at a change point falls to the lowest level, and stays there', () => {
  const priorities = new Priorities({ delaysUs, changes: [2, 3] }, new Addresses('quiet'));
  const first = priorities.of('net/1>2/quorum');
  const second = priorities.of('net/2>1/quorum');
  const waits = [first, second, first, second, first, second].map((each) => priorities.waitUs(each));
  expect(waits).toEqual([0, 0, 1000, 1000, 1000, 1000]);
});

test('quietly nobody waits, and one level can be given', () => {
  const given = new Addresses('quiet', { 'priority/stage/1/log#0.level': 2 });
  const priorities = new Priorities({ delaysUs, changes: [] }, given);
  expect(priorities.waitUs(priorities.of('stage/1/log'))).toBe(100);
  expect(priorities.waitUs(priorities.of('stage/1/commit'))).toBe(0);
  expect(given.unused()).toEqual([]);
});
