import { expect, test } from 'vitest';
import { TxnTimes } from './txn-times.ts';

test('a time is named by its transaction, whatever it is', () => {
  const times = new TxnTimes(1000, 2000);
  expect(times.name(7, '+2', 1500)).toBe('@+2');
  expect(times.name(7, '+2', 1500)).toBe('@+2');
  expect(times.name(8, '+3', 1500)).toBe('@+3');
  expect(times.breaches()).toEqual([]);
});

test('one transaction has one time', () => {
  const times = new TxnTimes(1000, 2000);
  times.name(7, '+2', 1500);
  expect(times.name(7, '+2', 1503)).toBe('@+2 off by 3 ms');
});

test('times do not fall as zxids rise, whatever the order they are told in', () => {
  const times = new TxnTimes(1000, 2000);
  times.name(9, '+4', 1400);
  times.name(7, '+2', 1500);
  expect(times.breaches()).toEqual(['the time of zxid 9 is before that of an earlier one']);
});

test('times are within the run', () => {
  const times = new TxnTimes(100_000, 200_000);
  times.name(7, '+2', 5);
  expect(times.breaches()).toEqual(['the time of zxid 7 is not within the run']);
});
