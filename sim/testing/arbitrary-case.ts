/**
 * Whole cases for property tests: an ensemble, what its clients ask, what strikes it, and a seed. A case is plain data
 * that `run`, the matchers and `sim replay` take. It shrinks, through fast-check alone, towards the quiet seed, fewer
 * servers and clients, and a plan of fewer and simpler faults and operations; taking one of them out changes no other.
 *
 * Each case ends with one create when all faults have healed. It cannot be shrunk away: a run in which nobody asked for
 * anything is undecided, and a property of such runs says nothing.
 */
import fc from 'fast-check';
import { version } from '../../scenarios/version.ts';
import { shortDigest } from '../record/canonical.ts';
import { newCase, type Case, type CaseOptions } from '../record/case.ts';
import type { Plan, PlanOperation } from '../record/plan.ts';
import { QUIET_SEED } from '../record/seed.ts';
import { faultDrafts, type FaultOptions } from './arbitrary-faults.ts';
import { operationDrafts, type OperationOptions } from './arbitrary-operations.ts';
import { simplestFirst, type Sizes } from './draft.ts';

/** One number, or from the first to the second. */
export type Count = number | readonly [number, number];

export interface ArbitraryCaseOptions {
  /** A name, a document, or the path of a module; `fuzz` unless said, which draws configuration and weather. */
  readonly scenario?: Case['scenario'];
  /** A re-created bug to run in place of the correct protocol. */
  readonly bug?: string | null;
  /** 3 to 5 unless said. */
  readonly voters?: Count;
  /** None unless said. */
  readonly observers?: Count;
  /** 1 to 2 unless said; one at least. */
  readonly clients?: Count;
  /** Virtual time in which operations and faults begin; 2000 unless said. */
  readonly durationMs?: number;
  readonly faults?: Omit<FaultOptions, 'durationMs'>;
  readonly operations?: Omit<OperationOptions, 'durationMs'>;
  /** Of the server configuration and what else a case may choose. */
  readonly options?: Omit<CaseOptions, keyof Sizes | 'ops' | 'durationMs' | 'faults'>;
}

/** Behind the end of all faults, when the first leader may serve again. */
const LAST_MS = 500;
const LAST_PATH = '/last';

export function arbitraryCase(options: ArbitraryCaseOptions = {}): fc.Arbitrary<Case> {
  const {
    scenario = 'fuzz',
    bug = null,
    voters = [3, 5],
    observers = 0,
    clients = [1, 2],
    durationMs = 2000,
  } = options;
  return fc
    .record({
      seed: arbitrarySeed,
      voters: countOf(voters),
      observers: countOf(observers),
      clients: countOf(clients),
      faults: faultDrafts({ ...options.faults, durationMs }),
      operations: operationDrafts({ ...options.operations, durationMs }),
    })
    .map(({ seed, faults, operations, ...sizes }) => {
      const asked = [...operations(sizes), lastOperation(durationMs)];
      const lines = faults.map((fault) => fault(sizes));
      return {
        ...newCase(version, scenario, seed, { ...options.options, ...sizes, durationMs }),
        bug,
        plan: planOf(asked, lines),
      };
    });
}

/** Half of the cases are quiet, and all of them try to be: nothing is late, lost or reordered but by a fault. */
const arbitrarySeed: fc.Arbitrary<string> = simplestFirst(
  { arbitrary: fc.constant(QUIET_SEED), weight: 1 },
  { arbitrary: fc.noShrink(fc.integer({ min: 1, max: 2_147_483_647 })).map(String), weight: 1 },
);

function countOf(count: Count): fc.Arbitrary<number> {
  const [min, max] = typeof count === 'number' ? [count, count] : count;
  return fc.integer({ min, max });
}

function lastOperation(durationMs: number): PlanOperation {
  const op = { type: 'create', path: LAST_PATH, data: 'last', mode: 'PERSISTENT' } as const;
  return { client: 'c1', atUs: 1000 * (durationMs + LAST_MS), op };
}

/**
 * A plan of lines of the vocabulary. Faults are named by what they are: a name is part of the addresses of what its
 * fault draws, and has to stay when another fault goes.
 */
export function planOf(operations: readonly PlanOperation[], lines: readonly string[]): Plan {
  const times = new Map<string, number>();
  const faults = lines.map((line) => {
    const before = times.get(line) ?? 0;
    times.set(line, before + 1);
    return { id: `f-${shortDigest([line, before], 6)}`, line };
  });
  return { operations, faults };
}
