import { describe, test } from 'vitest';
import { newCase, type Case } from '../sim/record/case.ts';
import {
  explicitIsWhatIsDrawn,
  forkEndsLikeItsOrigin,
  planIsWhatIsDrawn,
  quietWithOverridesIsTheSame,
  recordingIsNeutral,
  sameCaseSameFingerprint,
} from './laws.testkit.ts';
import { version } from './version.ts';

const cases: readonly Case[] = [
  newCase(version, 'chaos', '3'),
  newCase(version, 'chaos', 'a-name', { voters: 3, ops: 80 }),
  newCase(version, 'session-expiry', '1', { ops: 100 }),
  newCase(version, 'observer-join', '2', { ops: 100 }),
  newCase(version, 'steady', 'quiet'),
  newCase(version, 'fuzz', '9'),
  newCase(version, 'fuzz', '16', { observers: 1 }),
  newCase(version, 'fuzz', 'quiet'),
  newCase(version, 'fuzz', '12', { seeds: { 'fault/f2': '5', net: '6' } }),
  newCase(version, 'fuzz', '13', { priorities: { delaysUs: [0, 300, 3000], changes: [200, 700] } }),
];

/** Further draws: clocks, torn records, lost packets, faults beyond the budget. */
const rough: readonly Case[] = [
  newCase(version, 'clock-skew', '2', { ops: 60 }),
  newCase(version, 'power-loss', '3', { ops: 60 }),
  newCase(version, 'chaos', '5', { faults: 'harsh', durationMs: 8000, ops: 80 }),
  ...Array.from({ length: 12 }, (_, i) => newCase(version, 'fuzz', String(100 + i))),
];

describe.each(cases)('$scenario with seed $seed', (of) => {
  test('is the same run each time', () => {
    sameCaseSameFingerprint(of);
  });

  test('is the same run whoever watches', () => {
    recordingIsNeutral(of);
  });

  test('is the same run when its plan is written down', () => {
    planIsWhatIsDrawn(of);
  });

  test('is the same run when all that its scenario draws is written down', () => {
    explicitIsWhatIsDrawn(of);
  });

  test('is the same run in the quiet world with all that it decided as overrides', () => {
    quietWithOverridesIsTheSame(of);
  });

  test.each([100_000, 2_345_678, 7_000_001, 11_500_000])('ends alike in both halves of a fork at %i us', (atUs) => {
    forkEndsLikeItsOrigin(of, atUs);
  });
});

test.each(rough)('$scenario with seed $seed is quiet but for what it decided otherwise', (of) => {
  quietWithOverridesIsTheSame(of);
});
