/** A measurement made by hand, small and with every kind of point in it. */
import type { Figure, FigurePoint, MeasureResult } from '../sim/record/measure-result.ts';

export function point(over: Partial<FigurePoint> = {}): FigurePoint {
  return { n: 100, value: 0.5, interval: [0.398, 0.602], reference: null, ...over };
}

export const shares: Figure = {
  id: 'survival-up',
  title: 'Probability that an ensemble serves',
  unit: 'probability',
  rowsAre: 'p',
  rows: ['0.5', '0.9'],
  series: [
    {
      name: '3 voters',
      points: [point({ reference: 0.5 }), point({ value: 1, interval: [0.9638, 1], reference: 0.972 })],
    },
    { name: '4 voters', points: [point({ value: 0, interval: [0, 0.0362], reference: 0.3125 }), null] },
  ],
  interval: 'clopper-pearson',
  reference: { kind: 'exact', text: 'the binomial probability that a majority is up' },
  notes: ['4 voters are up less often than 3.'],
};

export const times: Figure = {
  id: 'elections-crash',
  title: 'Election after a crash',
  unit: 'ms',
  rowsAre: 'voters',
  rows: ['3', '4', '5'],
  series: [
    {
      name: 'serves, p95',
      points: [
        point({ value: 314.4, interval: [220.5, null], reference: 200 }),
        point({ value: null, interval: [1159.3, null], reference: 200 }),
        point({ n: 0, value: null, interval: [null, null], reference: 200 }),
      ],
    },
  ],
  interval: 'order-statistics',
  reference: { kind: 'least', text: 'finalizeWait' },
  notes: [],
};

export function measurement(over: Partial<MeasureResult> = {}): MeasureResult {
  return {
    schema: 1,
    version: '0.1.0',
    seeds: { from: '1', to: '100' },
    voters: [3, 4, 5],
    weather: 'calm',
    config: {},
    confidence: 0.95,
    complete: true,
    runs: 900,
    questions: [
      { name: 'elections', title: 'How long?', about: ['The leader crashes.'], figures: [times] },
      { name: 'survival', title: 'Which failures?', about: ['Some servers crash.'], figures: [shares] },
    ],
    findings: [],
    timing: { jobs: 2, wallMs: 1234 },
    ...over,
  };
}
