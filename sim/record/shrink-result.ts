/** What `sim shrink` came to, as `--json` prints it. */
import type { Verdict } from '../check/verdict.ts';
import type { ShrunkSize } from './fuzz-result.ts';

export interface ShrinkResult {
  readonly schema: 1;
  readonly version: string;
  readonly verdict: Verdict;
  readonly signature: string;
  readonly message: string;
  readonly before: ShrunkForm;
  readonly after: ShrunkForm;
  /** Candidates that were tried. */
  readonly attempts: number;
  /** Nothing simpler was found; false where the budget or an interrupt ended it. */
  readonly finished: boolean;
  /** The file that holds the shrunk case. */
  readonly case: string;
  /** The command line that shows it again. */
  readonly replay: string;
  /** Never compared. */
  readonly wallMs: number;
}

/** A case and its run, in the numbers that tell how large they are. */
export interface ShrunkForm extends ShrunkSize {
  readonly seed: string;
  readonly durationMs: number;
  readonly events: number;
  /** Elections, synchronisations, proposals, acks, commits, flushes and faults up to the failure. */
  readonly phaseSteps: number;
}
