/** Results of campaigns as tests need them: plain, and with everything in their texts that a format could stumble over. */
import fc from 'fast-check';
import type { FuzzFailure, FuzzResult } from '../sim/record/fuzz-result.ts';
import type { FuzzReportContext } from './fuzz-words.ts';

export const context: FuzzReportContext = { folder: 'out', baseline: true, undecidedFails: false };

export function failure(some: Partial<FuzzFailure> = {}): FuzzFailure {
  return {
    signature: 'zab-prefix: delivered out of order, broadcast, follower',
    verdict: 'violation',
    check: 'zab-prefix',
    message: 'Server 2 delivered 1:3 where server 1 delivered 1:2.',
    seed: '17',
    count: 3,
    case: 'fuzz-s17-0a1b2c',
    shrunk: { servers: 3, clients: 1, faults: 1, operations: 2, overrides: 0 },
    known: false,
    story: ['Server 1 leads epoch 1.', 'Without the crash of server 2 the run passes.'],
    replay: 'sim replay fuzz-s17-0a1b2c/case.json',
    ...some,
  };
}

export function result(some: Partial<FuzzResult> = {}): FuzzResult {
  const { failures = [], undecided = 2, seeds = 1000 } = some;
  const failed = failures.reduce((sum, { count }) => sum + count, 0);
  return {
    schema: 1,
    version: '0.1.0',
    campaign: 'fuzz-mix-4f2a90',
    scenarios: ['fuzz'],
    strategy: 'mix',
    range: '1..1000',
    seeds,
    ok: seeds - undecided - failed,
    undecided,
    doubts: undecided === 0 ? [] : [{ reason: 'activity: nothing was committed', seed: '4', count: undecided }],
    failures,
    missing: [],
    alone: 3,
    marks: { 'sync: TRUNC then DIFF': { times: 4, seeds: 3 }, 'a session moved': { times: 900, seeds: 600 } },
    behaviours: { seen: 214, once: 9 },
    virtualMs: 3_600_000,
    events: 12_000_000,
    complete: true,
    timing: { jobs: 2, wallMs: 61_234, cpuMs: 120_001, seedsPerSecond: 16.3 },
    ...some,
  };
}

/** Controls, quotes, markup, halves of pairs, commands, bars, percent signs, line ends of all kinds. */
export const HOSTILE =
  'a\u0000b\u0001\u0008\u000b\u001b[31m <tag attr="x">&amp; ]]> \ud800 \udc00 \ufffe 😀 100%\r\n::set-output name=x::y,z: |bar| `tick` **bold**\ttab';

/** Every text of it holds all of that. */
export function hostileResult(): FuzzResult {
  return result({
    campaign: HOSTILE,
    scenarios: [HOSTILE, 'fuzz'],
    failures: [
      failure({
        signature: HOSTILE,
        check: HOSTILE,
        message: HOSTILE,
        case: 'case',
        story: [HOSTILE, HOSTILE],
        replay: HOSTILE,
      }),
    ],
    marks: { [HOSTILE]: { times: 1, seeds: 1 } },
    doubts: [{ reason: HOSTILE, seed: '4', count: 2 }],
    missing: [HOSTILE],
  });
}

const below = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

/** Any text that JavaScript can hold: controls, marks of every format, halves of pairs. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(below(0x2f), below(0x7f), below(0xffff), fc.integer({ min: 0xd7f0, max: 0xe010 })))
  .map((codes) => String.fromCharCode(...codes));
