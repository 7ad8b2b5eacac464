import { describe, expect, test } from 'vitest';
import { parseFilter } from './filter.ts';
import { Look } from './look.ts';
import { madeView, oneWrite } from './made-trace.testkit.ts';

function lookAt(count = oneWrite.length): Look {
  return new Look(madeView(oneWrite.slice(0, count)), { cursor: 1, failure: -1, firstWrong: -1 });
}

describe('what somebody looks at', () => {
  test('a listener hears what changed until it stops', () => {
    const look = lookAt();
    const heard: string[] = [];
    const stop = look.listen((change) => heard.push(change));
    look.setCursor(3);
    look.setHeartbeats(true);
    stop();
    look.setCursor(4);
    expect(heard).toEqual(['cursor', 'shown']);
  });

  test('steps go over what is not shown', () => {
    const look = lookAt();
    look.step(1, () => true);
    expect(look.cursor).toBe(3);
    look.setFilter('server=1', parseFilter('server=1'));
    look.step(1, () => true);
    expect(look.cursor).toBe(6);
  });

  test('lanes keep the order they were given', () => {
    const look = lookAt();
    look.raiseLane('2');
    expect(look.laneNames()).toEqual(['c1', '2', '1', '3', 'faults']);
  });
});

describe('a trace that grows', () => {
  test('the whole of it stays in sight when the whole was', () => {
    const look = lookAt(4);
    look.setTrace(madeView(oneWrite), -1);
    expect(look.viewport).toEqual(look.whole);
    expect(look.shown).toHaveLength(oneWrite.length);
  });

  test('a part stays where it is', () => {
    const look = lookAt(6);
    look.setViewport({ axis: 'time', from: 100, to: 200 });
    look.setTrace(madeView(oneWrite), -1);
    expect(look.viewport).toEqual({ axis: 'time', from: 100, to: 200 });
  });

  test('what is bright is found anew, and the cursor stays inside of a shorter one', () => {
    const look = lookAt();
    look.setCursor(7);
    look.setShade('past');
    look.setTrace(madeView(oneWrite.slice(0, 6)), -1);
    expect(look.cursor).toBe(5);
    expect([...(look.shade?.inside ?? [])]).toEqual([1, 1, 0, 1, 0, 1]);
  });
});
