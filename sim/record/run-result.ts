/** The result of one run, as `sim run --json` prints it. */
import type { CheckResult, Verdict } from '../check/verdict.ts';

export interface RunResult {
  readonly schema: 1;
  readonly scenario: string;
  readonly seed: string;
  /** Content name of the case: `chaos-s42`. */
  readonly case: string;
  readonly version: string;
  readonly ensemble: { readonly voters: number; readonly observers: number };
  /** Every other option as the run used it, chosen or drawn from the seed, in the order in which to print them. */
  readonly drawn: Readonly<Record<string, string | number | boolean>>;
  readonly verdict: Verdict;
  /** 32 hexadecimal digits. */
  readonly fingerprint: string;
  readonly events: number;
  /** Hand-overs between stages, included in `events`. */
  readonly handOvers: number;
  readonly virtualMs: number;
  /** Wall time; 0 where no clock was given. Never compared. */
  readonly wallMs: number;
  /** Leaders established after the first. */
  readonly elections: number;
  readonly epochs: number;
  readonly commits: number;
  readonly operations: { readonly ok: number; readonly error: number; readonly unknown: number };
  /** Share of operations that began while a fault was active, 0 … 1. */
  readonly underFault: number;
  /** Sessions that came back through another server. */
  readonly movedSessions: number;
  readonly faults: readonly { readonly atMs: number; readonly kind: string; readonly text: string }[];
  readonly marks: Readonly<Record<string, number>>;
  readonly checks: readonly Pick<CheckResult, 'name' | 'verdict' | 'detail'>[];
  readonly failure: Failure | null;
}

export interface Failure {
  readonly check: string;
  readonly signature: string;
  readonly message: string;
  readonly atMs: number;
  readonly event: number;
  /** The command line that shows it again. */
  readonly replay: string;
}
