import { describe, expect, test } from 'vitest';
import { newCase } from '../../sim/record/case.ts';
import type { MeasureFinding } from '../../sim/record/measure-result.ts';
import { numberText } from '../figure-cells.ts';
import { measurement, point, shares, times } from '../measure-result.testkit.ts';
import { plainPalette } from '../palette.ts';
import { measureText } from './measure.ts';

const lines = (over = {}): string[] => measureText(measurement(over), plainPalette);

test.each([
  [0, 'ms', '0'],
  [0.5375, 'ms', '0.537'],
  [2.181, 'ms', '2.18'],
  [22.34, 'ms', '22.3'],
  [204.6, 'ms', '205'],
  [1159.4, 'ms', '1159'],
  [6, 'count', '6'],
  [26.6666, 'count', '26.7'],
  [0.1, 'probability', '0.100'],
  [0, 'probability', '0'],
  [1, 'probability', '1'],
  // What is nearly certain is not shown as certain.
  [0.99971, 'probability', '0.9997'],
  [0.000012, 'probability', '0.00001'],
] as const)('%f %s is written %s', (value, unit, text) => {
  expect(numberText(value, unit)).toBe(text);
});

describe('a measurement as text', () => {
  test('tells what all runs had in common, and how to make them again', () => {
    expect(lines().slice(0, 6)).toEqual([
      'zabsim 0.1.0  measure',
      '  seeds 1 to 100, 900 runs',
      '  ensembles of 3, 4, 5 voters',
      '  calm weather: messages take 0.2 ms and 0.4 ms more on average, syncs 0.3 ms and 1.2 ms more',
      '  times ten times as short as in zoo_sample.cfg: tickTime 200 ms, initLimit 10, syncLimit 5',
      '  again: sim measure elections survival --voters 3,4,5 --seeds 1..100',
    ]);
    const other = lines({ weather: 'drawn', config: { tickTimeMs: 100 }, complete: false });
    expect(other[1]).toBe('  seeds 1 to 100, 900 runs, interrupted: figures are of the runs that were finished');
    expect(other.find((line) => line.startsWith('  again: '))).toContain('--weather drawn --set tickTimeMs=100');
  });

  test('has for each row the estimate, its interval, and the closed form below', () => {
    const text = lines().join('\n');
    expect(text).toMatch(
      /\n {2}Probability that an ensemble serves\n {4}p +3 voters +4 voters\n {4}0\.5 +0\.500 \(0\.398 - 0\.602\) +0 \(0 - 0\.036\)\n/,
    );
    expect(text).toMatch(/\n {6}closed form {2,}= 0\.500 {2,}= 0\.313\n/);
    expect(text).toContain('95 % intervals, exact (Clopper-Pearson); 100 runs each');
    expect(text).toContain('closed form: the binomial probability that a majority is up');
    expect(text).toContain('4 voters are up less often than 3.');
  });

  test('tells an open end, a value that lies beyond, and that there is nothing', () => {
    const text = lines().join('\n');
    expect(text).toMatch(/\n {4}3 +314 \(221 - ∞\)\n/);
    expect(text).toMatch(/\n {4}4 +beyond \(1159 - ∞\)\n/);
    expect(text).toMatch(/\n {4}5 +- \(-\)\n/);
    expect(text).toContain('0 to 100 runs each');
    // The same for all points: told once.
    expect(text).toContain('lower bound (200 ms): finalizeWait');
    expect(text).not.toContain('= 200');
  });

  test('puts intervals below their estimates where they do not fit beside them, in 100 columns', () => {
    const wide = {
      ...shares,
      notes: [],
      series: Array.from({ length: 7 }, (_, i) => ({ name: `${i} voters`, points: [point(), point()] })),
    };
    const questions = [{ name: 'survival', title: 'Which?', about: [], figures: [wide, times] }];
    const all = lines({ questions });
    expect(all.filter((line) => line.length > 100)).toEqual([]);
    expect(all.some((line) => /^ {4,}0\.398 - 0\.602( +0\.398 - 0\.602){4}$/.test(line))).toBe(true);
    for (let i = 0; i < 7; i++) expect(all.filter((line) => line.includes(`  ${i} voters`)).length).toBe(1);
  });

  test('tells runs in which a check found something', () => {
    const finding: MeasureFinding = {
      question: 'survival',
      variant: '2',
      voters: 4,
      seed: '7',
      verdict: 'violation',
      check: 'zab-prefix',
      message: 'two histories',
      case: newCase('0.1.0', 'steady', '7'),
    };
    const text = lines({ findings: Array.from({ length: 12 }, () => finding) }).join('\n');
    expect(text).toContain('\n12 runs in which a check found something, left out above\n');
    expect(text).toContain('\n  violation  survival 2, 4 voters, seed 7: zab-prefix: two histories\n');
    expect(text).toContain('\n  and 2 more\n');
  });
});
