import { expect, test } from 'vitest';
import { RangeSummary } from '../../../reports/range-summary.ts';
import { notIdle, undecidedTooOften } from './not-idle.ts';

function busy(): RangeSummary {
  const summary = new RangeSummary([]);
  summary.seeds = 100;
  summary.elections = 300;
  summary.faults = 500;
  summary.commits = 15_000;
  for (const kind of 'abcdefgh') summary.faultKinds.set(kind, { times: 9, seeds: 1 });
  return summary;
}

test('a campaign that just did enough is not idle', () => {
  expect(notIdle(busy())).toEqual([]);
});

test.each([
  [
    'elections',
    (summary: RangeSummary) => (summary.elections = 299),
    '2.99 elections per seed on average, fewer than 3',
  ],
  ['faults', (summary: RangeSummary) => (summary.faults = 499), '4.99 faults per seed on average, fewer than 5'],
  [
    'commits',
    (summary: RangeSummary) => (summary.commits = 14_999),
    '149.99 commits per seed on average, fewer than 150',
  ],
  [
    'kinds',
    (summary: RangeSummary) => summary.faultKinds.delete('a'),
    'only 7 kinds of faults in 1 % of the seeds or more',
  ],
])('a campaign short of %s is', (_what, spoil, sentence) => {
  const summary = busy();
  spoil(summary);
  expect(notIdle(summary)).toEqual([sentence]);
});

test('a check may stay undecided in one seed of a hundred', () => {
  const summary = busy();
  summary.undecided.set('search', 1);
  expect(undecidedTooOften(summary)).toEqual([]);
  summary.undecided.set('search', 2);
  expect(undecidedTooOften(summary)).toEqual(['search is undecided in 2 of 100 seeds']);
});
