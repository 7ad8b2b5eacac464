/**
 * What becomes of a failure before a person sees it. A stored case must not depend on what its scenario draws, which
 * may change with every release: all of it is written out.
 */
import type { Case } from '../record/case.ts';
import type { ShrunkSize } from '../record/fuzz-result.ts';
import type { Failure } from '../record/run-result.ts';
import type { Verdict } from '../check/verdict.ts';
import type { Engine } from './engine.ts';

export interface Treatable {
  /** The case that failed. */
  readonly of: Case;
  readonly failure: Failure & { readonly verdict: Verdict };
  /** Whether it is to be made smaller and explained. */
  readonly shrink: boolean;
}

export interface Treated {
  /** The case to be stored, with what it comes to. */
  readonly case: Case;
  /** Null when it was not shrunk. */
  readonly shrunk: ShrunkSize | null;
  readonly story: readonly string[];
}

/** A function of what it is given: every machine stores the same. */
export function treatFailure(engine: Engine, { of, failure }: Treatable): Treated {
  const explicit = engine.explicit(of);
  const { verdict, failure: found, fingerprint } = engine.run(explicit);
  if (found?.signature !== failure.signature) return untreated({ of, failure });
  const expect = { verdict, signature: found.signature };
  return { case: { ...explicit, engine: engine.version, expect, fingerprint }, shrunk: null, story: [] };
}

/** As it was run: what a failure is kept as that cannot be run once more. */
export function untreated({ of, failure }: Pick<Treatable, 'of' | 'failure'>): Treated {
  const expect = { verdict: failure.verdict, signature: failure.signature };
  return { case: { ...of, expect }, shrunk: null, story: [] };
}
