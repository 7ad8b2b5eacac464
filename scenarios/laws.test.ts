import { describe, test } from 'vitest';
import { newCase, type Case } from '../sim/record/case.ts';
import {
  explicitIsWhatIsDrawn,
  forkEndsLikeItsOrigin,
  planIsWhatIsDrawn,
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

  test.each([100_000, 2_345_678, 7_000_001, 11_500_000])('ends alike in both halves of a fork at %i us', (atUs) => {
    forkEndsLikeItsOrigin(of, atUs);
  });
});
