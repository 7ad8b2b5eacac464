/** Measurements as they are made: small ones, with known answers. */
import { describe, expect, test } from 'vitest';
import { caseSchema } from '../../sim/record/case-schema.ts';
import { measureQuestions, type Figure, type MeasureQuestionName } from '../../sim/record/measure-result.ts';
import { checkCase } from '../run.ts';
import { fastConfig } from '../settings.ts';
import { expectedPerCommit } from './messages.ts';
import type { MeasureOrder, Sample } from './question.ts';
import { measuredQuestions, plannedRuns, questionOf } from './questions.ts';
import { measureRun, readOff } from './run-question.ts';
import { drawUptimes, failing, failuresAt } from './survival.ts';

const order = (voters: readonly number[], over: Partial<MeasureOrder> = {}): MeasureOrder => ({
  engine: '0.1.0',
  voters,
  config: {},
  weather: 'calm',
  ...over,
});

function seeds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i + 1));
}

function measured(name: MeasureQuestionName, of: MeasureOrder, count: number): readonly Figure[] {
  const runs = plannedRuns([name], of, seeds(count));
  const samples = runs.map((run) => {
    const { sample, finding } = measureRun(of, run);
    expect(finding).toBeNull();
    return sample;
  });
  return measuredQuestions([name], of, runs, samples)[0]?.figures ?? [];
}

function values(figures: readonly Figure[], id: string, series: string): (number | null)[] {
  const figure = figures.find((each) => each.id === id);
  return (figure?.series.find(({ name }) => name === series)?.points ?? []).map((point) => point?.value ?? null);
}

describe('known answers', () => {
  test('three voters survive one failure and not two; four survive no more', () => {
    const figures = measured('survival', order([3, 4]), 3);
    expect(values(figures, 'survival-failures', '3 voters')).toEqual([1, 1, 0, 0, null]);
    expect(values(figures, 'survival-failures', '4 voters')).toEqual([1, 1, 0, 0, 0]);
  });

  test('a single server: a commit costs no packet, and nothing survives its loss', () => {
    const figures = measured('messages', order([1]), 2);
    expect(values(figures, 'messages-rest', 'all')).toEqual([0]);
    expect(values(figures, 'messages-syncs', 'at rest')).toEqual([1]);
    expect(values(measured('survival', order([1]), 2), 'survival-failures', '1 voters')).toEqual([1, 0]);
  });

  test('three voters broadcast with six packets, at rest and under load', () => {
    const figures = measured('messages', order([3]), 3);
    expect(values(figures, 'messages-rest', 'broadcast')).toEqual([6]);
    expect(values(figures, 'messages-load', 'broadcast')).toEqual([6]);
    expect(values(figures, 'messages-rest', 'pings')).toEqual([20]);
    for (const pace of ['rest', 'load'] as const) {
      const { forwarded, pings, all } = expectedPerCommit(3, pace, fastConfig);
      expect(all).toBeCloseTo(6 + (forwarded ?? 0) + (pings ?? 0));
    }
  });

  test('without loss every broadcast commits at once', () => {
    const [atOnce] = measured('loss', order([3]), 2);
    expect(atOnce?.series[0]?.points[0]).toMatchObject({ n: 2, value: 1, reference: 1 });
  });

  test('nobody serves before finalizeWait, nor before syncLimit ticks of silence', () => {
    const figures = measured('elections', order([3]), 3);
    for (const cause of ['start', 'crash', 'isolation']) {
      const point = figures.find(({ id }) => id === `elections-${cause}`)?.series.at(-2)?.points[0];
      expect(point?.value).toBeGreaterThan(point?.reference ?? Infinity);
    }
    const outages = measured('outage', order([3]), 3);
    for (const { series } of outages) {
      for (const { points } of series) expect(points[0]?.value).toBeGreaterThan(points[0]?.reference ?? Infinity);
    }
  });
});

describe('runs', () => {
  test.each(measureQuestions)('of %s are cases that anybody can store and replay', (name) => {
    for (const weather of ['calm', 'drawn'] as const) {
      const asked = order([3], { weather, config: { tickTimeMs: 100 } });
      for (const run of plannedRuns([name], asked, ['7'])) {
        const { of } = questionOf(name).setUp(asked, run);
        expect(caseSchema.parse(JSON.parse(JSON.stringify(of)))).toEqual(of);
        checkCase(of);
      }
    }
  });

  test('are planned seed by seed, for every question and size', () => {
    const runs = plannedRuns(['survival', 'outage'], order([2, 3]), ['1', '2']);
    expect(runs.length).toBe(2 * (3 + 4 + 2 + 2));
    expect(runs.slice(0, runs.length / 2).every(({ seed }) => seed === '1')).toBe(true);
  });

  test('come to the same each time, and strike at moments of their own', () => {
    const [one, two] = plannedRuns(['outage'], order([3]), ['1', '2']).filter(({ variant }) => variant === 'crash');
    if (one === undefined || two === undefined) throw new Error('two seeds have two runs');
    const asked = order([3]);
    expect(measureRun(asked, one)).toEqual(measureRun(asked, one));
    const line = (run: typeof one): string =>
      questionOf('outage')
        .setUp(asked, run)
        .of.plan?.faults.map((fault) => fault.line)[0] ?? '';
    expect(line(one)).toMatch(/^at [0-9]+us: crash leader$/);
    expect(line(two)).not.toBe(line(one));
  });

  test('in which a check finds something count in no figure, and are told', () => {
    // Half of the voters are no quorum; with this bug they are.
    const run = { question: 'survival', variant: '2', voters: 4, seed: '1' } as const;
    const own = questionOf('survival').setUp(order([4]), run);
    const { finding, sample } = readOff(run, { ...own, of: { ...own.of, bug: 'G2' } });
    expect(sample).toBeNull();
    expect(finding).toMatchObject({ question: 'survival', seed: '1', verdict: 'violation' });
  });
});

describe('failures of a seed', () => {
  test('grow one by one, and are as many as are not up', () => {
    for (const seed of seeds(20)) {
      const up = drawUptimes(seed, 5);
      for (let f = 0; f < 5; f++) {
        const fewer = failing(seed, 5, f);
        expect(fewer.length).toBe(f);
        expect(failing(seed, 5, f + 1)).toEqual(expect.arrayContaining(fewer));
      }
      for (const p of [0.5, 0.9]) {
        const down = up.flatMap((number, i) => (number < p * 1_000_000 ? [] : [String(i + 1)]));
        expect(failing(seed, 5, failuresAt(seed, 5, p))).toEqual(down);
      }
    }
  });

  test('are as many as theory has, over many seeds', () => {
    const counts = seeds(2000).map((seed) => failuresAt(seed, 3, 0.9));
    expect(counts.reduce((sum, each) => sum + each, 0) / 2000).toBeGreaterThan(0.27);
    expect(counts.reduce((sum, each) => sum + each, 0) / 2000).toBeLessThan(0.33);
  });
});

describe('figures', () => {
  const asked = order([3]);
  const figuresOf = (
    name: MeasureQuestionName,
    sampleOf: (variant: string, i: number) => Sample | null,
  ): readonly Figure[] => {
    const runs = plannedRuns([name], asked, seeds(100));
    const samples = runs.map(({ variant, seed }) => sampleOf(variant, Number(seed)));
    return measuredQuestions([name], asked, runs, samples)[0]?.figures ?? [];
  };

  test('have quantiles with the ranks of order statistics, and shares with exact intervals', () => {
    const figures = figuresOf('elections', (_, i) => ({ looksMs: 0, votedMs: 200, servesMs: 200 + i }));
    const times = figures.find(({ id }) => id === 'elections-crash');
    expect(times?.series.map(({ name }) => name)).toEqual([
      'looks, median',
      'vote ends, median',
      'serves, median',
      'serves, p95',
    ]);
    expect(times?.series[2]?.points[0]).toEqual({ n: 100, value: 250.5, interval: [240, 261], reference: 200 });
    expect(times?.series[3]?.points[0]).toMatchObject({ value: 295, interval: [290, 300] });
    const within = figures.find(({ id }) => id === 'elections-crash-within');
    expect(within?.rows.slice(0, 3)).toEqual(['210', '220', '250']);
    expect(within?.series[0]?.points[0]).toMatchObject({ n: 100, value: 0.1 });
    expect(within?.series[0]?.points[0]?.interval[0]).toBeCloseTo(0.049, 3);
    expect(within?.series[0]?.points[0]?.interval[1]).toBeCloseTo(0.1762, 3);
  });

  test('leave out runs that say nothing, and tell how many are left', () => {
    const [packets] = figuresOf('messages', (_, i) =>
      i % 4 === 0 ? null : { broadcast: 6, forwarded: 1, pings: 2, all: 9, bytes: 500, syncs: 3 },
    );
    expect(packets?.series[0]?.points[0]).toEqual({ n: 75, value: 6, interval: [6, 6], reference: 6 });
    const [none] = figuresOf('messages', () => null);
    expect(none?.series[0]?.points[0]).toEqual({ n: 0, value: null, interval: [null, null], reference: 6 });
  });

  test('say that servers up with probability p survive as often as theory has it, where a majority is all they need', () => {
    const [, up] = figuresOf('survival', (variant) => ({ servesMs: Number(variant) <= 1 ? 10 : null }));
    for (const point of up?.series[0]?.points ?? []) {
      const [low, high] = point?.interval ?? [null, null];
      expect(low).toBeLessThanOrEqual(point?.reference ?? -1);
      expect(high).toBeGreaterThanOrEqual(point?.reference ?? 2);
    }
  });

  test('have ids of their own, and rows for all of their points', () => {
    const all = measureQuestions.flatMap((name) => figuresOf(name, () => null));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { rows, series } of all) {
      for (const { points } of series) expect(points.length).toBe(rows.length);
    }
  });
});
