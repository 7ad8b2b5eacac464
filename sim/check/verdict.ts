/** Verdicts, their order and their exit codes (one table for the whole project). */
import type { ProcessName } from '../../protocol/process.ts';

export type Verdict =
  'ok' | 'violation' | 'liveness' | 'crash' | 'undecided' | 'nondeterminism' | 'expectation' | 'internal';

export const exitCodes: Readonly<Record<Verdict, number>> = {
  ok: 0,
  violation: 1,
  liveness: 3,
  crash: 4,
  undecided: 5,
  nondeterminism: 6,
  expectation: 7,
  internal: 8,
};

/** Bad usage or input; not a verdict. */
export const EXIT_USAGE = 2;

const worstFirst: readonly Verdict[] = [
  'internal',
  'violation',
  'crash',
  'liveness',
  'nondeterminism',
  'expectation',
  'undecided',
  'ok',
];

/** Of several verdicts the one that counts; `ok` of none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? 'ok';
}

/** What one check found. */
export interface CheckResult {
  /** Stable, kebab-case: `updates-linearizable`. */
  readonly name: string;
  readonly verdict: Verdict;
  /** One sentence; empty when ok and nothing is worth saying. */
  readonly detail: string;
  /** Of the first finding, where there is one. */
  readonly finding: Finding | null;
}

export interface Finding {
  /** Groups failures of one cause: check, property, phase and roles; never a seed, a zxid or a server number. */
  readonly signature: string;
  /** What was expected and what was seen, in ZooKeeper's words. */
  readonly message: string;
  readonly atUs: number;
  readonly event: number;
  /** The process whose doing broke the promise; absent where it is nobody's, or everybody's. */
  readonly process?: ProcessName;
}
