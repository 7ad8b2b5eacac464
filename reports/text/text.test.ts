import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../sim/record/run-result.ts';
import { plainPalette } from '../palette.ts';
import { RangeSummary } from '../range-summary.ts';
import { columns, count, wrap } from './layout.ts';
import { rangeText } from './range.ts';
import { runLine, runText } from './run.ts';

const ok: RunResult = {
  schema: 1,
  scenario: 'chaos',
  seed: '42',
  case: 'chaos-s42',
  version: '0.1.0',
  ensemble: { voters: 5, observers: 1 },
  drawn: { clients: 4, faults: 'std' },
  verdict: 'ok',
  fingerprint: '0123456789abcdef0123456789abcdef',
  events: 41877,
  handOvers: 12000,
  virtualMs: 30000,
  wallMs: 31.2,
  elections: 4,
  epochs: 5,
  commits: 481,
  operations: { ok: 290, error: 8, unknown: 2 },
  underFault: 0.25,
  movedSessions: 1,
  faults: [
    { atMs: 1200, kind: 'partition', text: 'partition 1,2 | 3,4,5' },
    { atMs: 12345, kind: 'crash', text: 'crash 2' },
    { atMs: 15000, kind: 'crash', text: 'crash 3' },
  ],
  marks: { 'sync: TRUNC then DIFF': 2 },
  checks: [
    { name: 'updates-linearizable', verdict: 'ok', detail: '' },
    { name: 'search', verdict: 'undecided', detail: 'its 1000 steps were used up' },
  ],
  failure: null,
};

const failing: RunResult = {
  ...ok,
  seed: '43',
  case: 'chaos-s43',
  verdict: 'violation',
  failure: {
    check: 'committed-prefix',
    signature: 'committed-prefix/BROADCAST',
    message: 'server 2 applied 3:1f, which the history of epoch 4 does not have',
    atMs: 17402,
    event: 12031,
    replay: '',
  },
};

describe('a run as text', () => {
  test('tells seed and options first and the replay line last', () => {
    expect(runText(ok, plainPalette, { replay: 'sim run chaos --seed 42' })).toMatchInlineSnapshot(`
      [
        "zabsim 0.1.0  case chaos-s42  seed 42",
        "  voters 5  observers 1  clients 4  faults std",
        "what happened",
        "  4 elections after the first  5 epochs  481 commits",
        "  operations: 290 ok, 8 error, 2 unknown; 25.0 % of them under a fault; 1 session moved",
        "  3 faults: 1 partition, 2 crash",
        "     1.200 s  partition 1,2 | 3,4,5",
        "    12.345 s  crash 2",
        "    15.000 s  crash 3",
        "  rare paths taken",
        "    2  sync: TRUNC then DIFF",
        "checks",
        "  ok         updates-linearizable",
        "  undecided  search                its 1000 steps were used up",
        "fingerprint 0123456789abcdef0123456789abcdef",
        "events 41877 (12000 hand-overs)  virtual 30.000 s  wall 31.2 ms",
        "ok",
        "replay: sim run chaos --seed 42",
      ]
    `);
  });

  test('tells a finding with its time, its event and its signature', () => {
    const text = runText(failing, plainPalette, { replay: 'r' });
    expect(text).toContain('committed-prefix at 17.402 s, event 12031');
    expect(text).toContain('  signature committed-prefix/BROADCAST');
    expect(runLine(failing, plainPalette, { replay: 'r' })).toBe(
      'violation  chaos-s43  committed-prefix: server 2 applied 3:1f, which the history of epoch 4 does not have  r',
    );
  });

  test('counts the faults it does not print', () => {
    expect(runText(ok, plainPalette, { replay: 'r', faultsMax: 1 })).toContain('    and 2 more (--json lists them)');
  });
});

test('a range of seeds adds up, and tells the rare paths that no seed took', () => {
  const summary = new RangeSummary(['sync: TRUNC then DIFF', 'sync: SNAP']);
  summary.add(ok);
  summary.add(failing);
  expect(summary.verdict).toBe('violation');
  expect(rangeText(summary, plainPalette, { wallMs: 1000, threads: 2 })).toMatchInlineSnapshot(`
    [
      "2 seeds: 1 ok, 1 violation  2.0 seeds/s on 2 threads",
      "  per seed: 4.0 elections, 3.0 faults, 481.0 commits, 300.0 operations, 41877.0 events",
      "  operations: 25.0 % under a fault, 0.7 % unknown; 2 sessions moved",
      "  search undecided in 2 seeds (100.0 %)",
      "  faults",
      "    kind       times  of the seeds",
      "    crash          4       100.0 %",
      "    partition      2       100.0 %",
      "  rare paths taken",
      "    4  in 2  sync: TRUNC then DIFF",
      "  never taken, though the scenario asks for them",
      "    sync: SNAP",
    ]
  `);
});

test('a summary of nothing divides by nothing', () => {
  expect(rangeText(new RangeSummary([]), plainPalette, null)[0]).toBe('0 seeds: ');
});

test('columns line up and long lines are broken between their parts', () => {
  expect(
    columns(
      [
        ['a', '1', 'x'],
        ['bbb', '22', ''],
      ],
      [1],
    ),
  ).toEqual(['a     1  x', 'bbb  22']);
  expect(wrap(['aaaa', 'bbbb', 'cc'], '  ', 12)).toEqual(['  aaaa  bbbb', '  cc']);
  expect([count(1, 'epoch'), count(0, 'epoch'), count(2, 'crash', 'crashes')]).toEqual([
    '1 epoch',
    '0 epochs',
    '2 crashes',
  ]);
});
