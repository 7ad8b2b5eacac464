import { expect, test } from 'vitest';
import { makeZxid, type Epoch, type Zxid } from '../../protocol/ids.ts';
import { DigestWindow } from './digest-window.ts';

function at(epoch: number, counter: number): Zxid {
  return makeZxid(epoch as Epoch, counter);
}

test('every zxid is remembered, though an epoch goes on for a while after the next has begun', () => {
  const window = new DigestWindow();
  const met: Zxid[] = [];
  for (let epoch = 1; epoch <= 60; epoch++) {
    const before = 1 + ((epoch * 6) % 50);
    for (let counter = 1; counter <= 1 + (((epoch + 1) * 6) % 50); counter++) {
      met.push(at(epoch + 1, counter));
      if (counter <= 20) met.push(at(epoch, before + counter));
    }
  }
  for (const zxid of met) expect(window.meet(zxid, zxid + 1)).toBeNull();
  for (const zxid of met) {
    expect(window.get(zxid)).toBe(zxid + 1);
    expect(window.meet(zxid, 7)).toBe(zxid + 1);
  }
});

test('of two that have one place the newer is remembered', () => {
  const window = new DigestWindow();
  for (let counter = 1; counter <= 100; counter++) {
    window.meet(at(1, counter), counter);
    window.meet(at(2, counter), counter);
  }
  expect(window.get(at(2, 1))).toBe(1);
  expect(window.get(at(1, 100))).toBeUndefined();
});

test('in the long run the oldest are forgotten', () => {
  const window = new DigestWindow();
  for (let counter = 1; counter <= 200_000; counter++) window.meet(at(1, counter), counter);
  expect(window.get(at(1, 200_000))).toBe(200_000);
  expect(window.get(at(1, 150_000))).toBe(150_000);
  expect(window.get(at(1, 100))).toBeUndefined();
  expect(window.meet(at(1, 100), 5)).toBeNull();
});
