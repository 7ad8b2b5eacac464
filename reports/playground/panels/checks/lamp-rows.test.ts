import { expect, test } from 'vitest';
import type { Lamp } from '../../../../sim/record/play.ts';
import { lampRows, lampSummary } from './lamp-rows.ts';

function lamp(check: string, verdict: Lamp['verdict']): Lamp {
  return { check, promise: '', verdict, event: verdict === 'broken' ? 12 : -1, why: [] };
}

const lamps = [
  lamp('updates-linearizable', 'holds'),
  lamp('zab-one-leader-per-epoch', 'broken'),
  lamp('sync', 'undecided'),
  lamp('zab-prefix', 'broken'),
];

test('what is broken comes first, and keeps its order', () => {
  expect(lampRows(lamps).map(({ glyph, title }) => `${glyph} ${title}`)).toEqual([
    '✖ Zab: one leader per epoch',
    '✖ Zab: prefix',
    '? sync',
    '✔ updates linearizable',
  ]);
});

test.each([
  [lamps, '2 broken, 1 not decided, 1 hold so far'],
  [lamps.slice(0, 1), 'the one check holds so far'],
  [[lamps[0] as Lamp, lamp('sync', 'holds')], 'all 2 hold so far'],
  [[], 'nothing is checked yet'],
])('%o in a line', (some, words) => {
  expect(lampSummary(some)).toBe(words);
});
