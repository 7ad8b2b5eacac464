import { expect, test } from 'vitest';
import { drawnRanges } from './drawn-ranges.ts';

test('what seeds draw is told as one value, as shares, or as a range', () => {
  const samples = Array.from({ length: 100 }, (_, i) => ({
    workload: 'mixed',
    voters: i % 4 === 0 ? 5 : 3,
    ops: 10 + i,
    latency: i % 2 === 0 ? `uniform ${i}+${i}us` : `pareto ${i}us`,
    story: 'x'.repeat(i),
    ...(i < 30 ? { until: 'x' } : {}),
  }));
  expect(drawnRanges(samples)).toEqual({
    workload: 'mixed',
    voters: '3 (75 %), 5 (25 %)',
    ops: '10 to 109, half of them below 60',
    latency: 'pareto nus (50 %), uniform n+nus (50 %)',
    story: '100 different ones',
    until: 'x (30 %)',
  });
});
