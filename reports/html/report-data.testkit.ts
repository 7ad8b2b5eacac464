/** The data of a small report, with texts of the test's own wherever a run could bring some. */
import type { Verdict } from '../../sim/check/verdict.ts';
import type { ReportData } from '../../sim/record/report-data.ts';

export interface Texts {
  readonly verdict?: Verdict;
  readonly message?: string;
  readonly sentence?: string;
  readonly fault?: string;
  readonly operation?: string;
  readonly option?: string;
  readonly detail?: string;
  readonly replay?: string;
}

const MESSAGE = 'Server 2 logged 1:3 behind 0:0; its predecessor is 1:2.';

export function reportData(texts: Texts = {}): ReportData {
  const { verdict = 'violation', message = MESSAGE, option = '1' } = texts;
  const failed = verdict !== 'ok' && verdict !== 'undecided';
  const fault = texts.fault ?? 'reset 3 > 2';
  const moment = { check: 'zab-prefix', message, atUs: 200_400, event: 237 };
  return {
    schema: 1,
    version: '0.1.0',
    name: 'fuzz-squiet-aa33dd',
    of: {
      schema: 1,
      engine: '0.1.0',
      scenario: 'fuzz',
      options: { config: { tickTimeMs: 150 } },
      bug: 'ZK-3642',
      seed: 'quiet',
      plan: null,
      overrides: {},
      inputs: null,
      expect: null,
      fingerprint: null,
    },
    result: {
      schema: 1,
      scenario: 'fuzz',
      seed: 'quiet',
      case: 'fuzz-squiet-aa33dd',
      version: '0.1.0',
      ensemble: { voters: 3, observers: 0 },
      drawn: { clients: 1, latency: option },
      verdict,
      fingerprint: '0123456789abcdef0123456789abcdef',
      events: 285,
      handOvers: 80,
      virtualMs: 425,
      wallMs: 0,
      elections: 0,
      epochs: 1,
      commits: 3,
      operations: { ok: 2, error: 0, unknown: 0 },
      underFault: 0,
      movedSessions: 0,
      faults: [{ atMs: 134, kind: 'reset', text: fault }],
      marks: {},
      checks: [
        { name: 'zab-prefix', verdict: failed ? verdict : 'ok', detail: failed ? message : '12 checked' },
        {
          name: 'linearizable-search',
          verdict: verdict === 'undecided' ? 'undecided' : 'ok',
          detail: verdict === 'undecided' ? 'the step budget is spent' : (texts.detail ?? '2 updates, 4 steps'),
        },
      ],
      failure: failed
        ? { check: 'zab-prefix', signature: `zab-prefix: ${message}`, message, atMs: 200, event: 237, replay: '' }
        : null,
    },
    story: failed
      ? {
          schema: 1,
          version: '0.1.0',
          case: 'fuzz-squiet-aa33dd',
          verdict,
          signature: 'zab-prefix: log does not follow the history',
          sentences: [
            texts.sentence ?? 'Servers 1, 2 and 3 vote.',
            `The first wrong step that a check sees is ${message}`,
          ],
          firstWrong: moment,
          failure: moment,
          steps: [{ kind: 'fault', name: 'f1', text: fault, without: 'passes', instead: '', margins: [] }],
          runs: 12,
          complete: true,
        }
      : null,
    steps: [
      { event: 110, processes: ['3'] },
      { event: 237, processes: ['2'] },
    ],
    replay: texts.replay ?? 'sim replay x.json',
    trace: {
      processes: [
        { name: 'c1', kind: 'client' },
        { name: '1', kind: 'voter' },
      ],
      texts: [''],
      spans: [],
      operations: [],
      faults: [{ event: 177, atUs: 134_000, kind: 'reset', text: fault, effective: true, step: 'f1', ends: -1 }],
      unarrived: [],
      events: 285,
      cut: 0,
    },
    keyframes: [],
    order: {
      kind: 'argument',
      contract: 'ZooKeeper promises an order.',
      operations: [
        {
          process: 0,
          id: 1,
          text: texts.operation ?? 'create /a',
          callEvent: 5,
          callUs: 0,
          returnEvent: 150,
          returnUs: 76_000,
          outcome: 'ok',
          answer: texts.operation ?? 'ok at 1:2',
          probe: false,
          label: 'W1',
          client: 'c1',
        },
      ],
      before: [],
      steps: [texts.operation ?? 'W1 does not fit.'],
      orders: [{ fits: [], fails: 0, why: texts.operation ?? 'there create /a gives OK' }],
      tried: 1,
      leftOut: 0,
    },
    parting: {
      event: 183,
      actual: {
        verdict,
        events: 285,
        first: { event: 183, atUs: 134_000, text: texts.operation ?? 'server 2 had a file durable', effects: [option] },
        causes: [{ event: 180, atUs: 133_000, text: option, effects: [] }],
      },
      expected: { verdict: 'ok', events: 290, first: null, causes: [] },
      states: null,
    },
    config: { tickTimeMs: option },
    plan: { operations: [texts.operation ?? '0.000 s  c1  create /a'], faults: [fault] },
    limits: [texts.detail ?? 'A simulated failure is evidence about the model.'],
  };
}
