import { describe, expect, test } from 'vitest';
import { LATE_US, Pace } from './pace.ts';

const SECOND = 1_000_000;

/** A wall clock that shows what a test says. */
class Wall {
  us = 5_000;
  readonly clock = (): number => this.us;

  pass(us: number): this {
    this.us += us;
    return this;
  }
}

function pace(speed = 1): { wall: Wall; pace: Pace } {
  const wall = new Wall();
  return { wall, pace: new Pace(wall.clock, 700, speed) };
}

test('virtual time goes on as the wall clock does', () => {
  const { wall, pace: of } = pace();
  expect(of.look()).toBe(700);
  wall.pass(1_500);
  expect(of.look()).toBe(2_200);
  wall.pass(0);
  expect(of.look()).toBe(2_200);
});

test('it goes so many times as fast as it was told', () => {
  const { wall, pace: of } = pace(10);
  wall.pass(250);
  expect(of.look()).toBe(3_200);
  expect(of.plan(13_200)).toBe(1_000);
});

test('parts of a microsecond add up', () => {
  const { wall, pace: of } = pace();
  for (let i = 0; i < 1_000; i++) {
    wall.pass(0.25);
    of.look();
  }
  expect(of.look()).toBe(950);
});

test('a plan tells how long to wait, what has passed since the look taken off', () => {
  const { wall, pace: of } = pace();
  of.look();
  wall.pass(40);
  expect(of.plan(1_700)).toBe(960);
  expect(of.plan(0)).toBe(-40);
});

describe('a stall', () => {
  test.each([
    ['being as late as timers are is made up for', LATE_US, 700 + SECOND + LATE_US, 0],
    ['being later is not', LATE_US + 1, 700 + SECOND, LATE_US + 1],
    ['nor is a night with the lid closed', 8 * 3600 * SECOND, 700 + SECOND, 8 * 3600 * SECOND],
  ])('%s', (_, lateUs, shown, shifted) => {
    const { wall, pace: of } = pace();
    of.plan(700 + SECOND);
    wall.pass(SECOND + lateUs);
    expect(of.look()).toBe(shown);
    expect(of.shiftedUs).toBe(shifted);
  });

  test('behind it time goes on from where it stood', () => {
    const { wall, pace: of } = pace();
    of.plan(700 + SECOND);
    wall.pass(60 * SECOND);
    of.look();
    of.plan(700 + 2 * SECOND);
    wall.pass(300);
    expect(of.look()).toBe(700 + SECOND + 300);
  });

  test('at ten times the speed a timer may be as late as ever', () => {
    const { wall, pace: of } = pace(10);
    of.plan(700 + SECOND);
    wall.pass(SECOND / 10 + LATE_US);
    expect(of.look()).toBe(700 + SECOND + 10 * LATE_US);
  });
});

test('time that is skipped is no stall', () => {
  const { wall, pace: of } = pace();
  of.plan(700 + SECOND);
  of.skip(30 * SECOND);
  wall.pass(10);
  expect(of.look()).toBe(710 + 30 * SECOND);
  expect(of.shiftedUs).toBe(0);
});
