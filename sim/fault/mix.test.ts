import { describe, expect, test } from 'vitest';
import { Addresses } from '../kernel/addresses.ts';
import { drawMixedPlan, showMix, type FaultMix } from './mix.ts';
import { parseStep } from './parse.ts';
import { showStep } from './text.ts';
import { validateSteps } from './validate.ts';

const mix: FaultMix = {
  count: [
    [0, 25],
    [{ from: 1, to: 4 }, 75],
  ],
  triggers: [
    ['at {at}', 2],
    ['when any logs x{1..6} +{0..9}ms', 2],
    ['before write {1..3} of log on {server}', 1],
  ],
  actions: [
    ['crash {who}', 2],
    ['partition {server} > {server}', 1],
    ['reset {who} | {client}', 1],
  ],
  targets: [
    ['it', 3],
    ['leader,it', 1],
    ['leader', 1],
  ],
  lengths: [
    ['for {20..90}ms', 1],
    ['', 1],
  ],
  healPercent: [[60, 1]],
  closing: [
    ['', 1],
    ['crash servers for {10..20}ms', 1],
  ],
};

const options = {
  servers: ['1', '2', '3'],
  clients: ['c1', 'c2'],
  fromUs: 100_000,
  untilUs: 2_100_000,
};

const verbs = [{ verb: 'logs', story: '', refuse: () => null, matches: () => true }];

function plan(seed: number): string[] {
  return drawMixedPlan(new Addresses(String(seed)), mix, options).map(showStep);
}

describe('a plan from a mix', () => {
  test('reads back from its text, and asks for nothing that no run could do', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const steps = drawMixedPlan(new Addresses(String(seed)), mix, options);
      for (const step of steps) expect(parseStep(step.id, showStep(step))).toEqual({ ok: true, value: step });
      expect(validateSteps(steps, { names: [...options.servers, ...options.clients], verbs })).toEqual([]);
    }
  });

  test('is empty as often as the odds say, and for a quiet seed', () => {
    let empty = 0;
    for (let seed = 1; seed <= 1000; seed++) if (plan(seed).length === 0) empty++;
    expect(empty).toBeGreaterThan(200);
    expect(empty).toBeLessThan(300);
    expect(drawMixedPlan(new Addresses('quiet'), mix, options)).toEqual([]);
  });

  test('heals when its time comes, with no timed fault behind that but the closing one', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const lines = plan(seed);
      if (lines.length === 0) continue;
      expect(lines).toContain('at 1.3s: heal all');
      for (const line of lines) {
        const at = /^at ([0-9]+)ms: /.exec(line);
        if (at !== null) expect(Number(at[1])).toBeLessThanOrEqual(1300);
        if (line.startsWith('at 2.1s')) expect(line).toMatch(/^at 2\.1s: crash servers for [12][0-9]ms$/);
      }
    }
  });

  test('hits the doer only where there is one, and no server twice in one line', () => {
    const lines = Array.from({ length: 300 }, (_, seed) => plan(seed)).flat();
    expect(lines.some((line) => /^when any logs.*: crash it( |$)/.test(line))).toBe(true);
    expect(lines.some((line) => /^before write.*: crash it( |$)/.test(line))).toBe(true);
    expect(lines.filter((line) => line.startsWith('at ') && /\bit\b/.test(line))).toEqual([]);
    expect(lines.filter((line) => /partition ([0-9]) > \1/.test(line))).toEqual([]);
  });

  test('takes some lines and not others: seeds differ in kind', () => {
    const kinds = (seed: number): string =>
      [...new Set(plan(seed).map((line) => (/: ([a-z]+)/.exec(line) as RegExpExecArray)[1]))].sort().join();
    expect(new Set(Array.from({ length: 100 }, (_, seed) => kinds(seed))).size).toBeGreaterThan(6);
  });
});

test('one fault fixed by an override leaves the others as they were', () => {
  for (let seed = 1; seed <= 100; seed++) {
    const before = plan(seed);
    const overrides = { 'fault/f1/trigger#0.value': 0 };
    const after = drawMixedPlan(new Addresses(String(seed), overrides), mix, options).map(showStep);
    expect(after.slice(1)).toEqual(before.slice(1));
  }
});

test('a mix is printed from the data that draws', () => {
  expect(showMix(mix)).toMatchObject({
    count: '0 (25 %), 1..4 (75 %)',
    actions: 'crash {who} (50 %), partition {server} > {server} (25 %), reset {who} | {client} (25 %)',
    closing: 'nothing (50 %), crash servers for {10..20}ms (50 %)',
  });
});
