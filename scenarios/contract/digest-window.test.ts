import { expect, test } from 'vitest';
import { makeZxid, type Epoch, type Zxid } from '../../protocol/ids.ts';
import { DigestWindow } from './digest-window.ts';

function at(epoch: number, counter: number): Zxid {
  return makeZxid(epoch as Epoch, counter);
}

test('every zxid is remembered, whatever the order in which epochs come', () => {
  const window = new DigestWindow();
  const met: Zxid[] = [];
  for (let round = 1; round <= 40; round++) {
    for (let epoch = 40; epoch >= 1; epoch -= 1 + (round & 1)) met.push(at(epoch, round));
  }
  for (const zxid of met) expect(window.meet(zxid, zxid + 1)).toBeNull();
  for (const zxid of met) {
    expect(window.get(zxid)).toBe(zxid + 1);
    expect(window.meet(zxid, zxid + 1)).toBeNull();
    expect(window.meet(zxid, 7)).toBe(zxid + 1);
  }
});

test('in the long run the oldest are forgotten', () => {
  const window = new DigestWindow();
  for (let counter = 1; counter <= 200_000; counter++) window.meet(at(1, counter), counter);
  expect(window.get(at(1, 200_000))).toBe(200_000);
  expect(window.get(at(1, 150_000))).toBe(150_000);
  expect(window.get(at(1, 100))).toBeUndefined();
  expect(window.meet(at(1, 100), 5)).toBeNull();
});
