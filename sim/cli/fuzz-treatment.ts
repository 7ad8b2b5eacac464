/**
 * What becomes of a failure before a person sees it. A stored case must not depend on what its scenario draws, which
 * may change with every release: all of it is written out.
 */
import { caseName, type Case } from '../record/case.ts';
import type { ShrunkSize } from '../record/fuzz-result.ts';
import type { Failure } from '../record/run-result.ts';
import type { Verdict } from '../check/verdict.ts';
import { caseFile } from './case-file.ts';
import type { Engine } from './engine.ts';
import { packReport } from './report-collect.ts';
import type { PackedRun } from './report-file.ts';

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
  /** What its report is made of, or the report as it was made before; null of what cannot be run once more. */
  readonly report: PackedRun | string | null;
}

/** A function of what it is given: every machine stores the same. Work is bounded by attempts and runs, never by time. */
export function treatFailure(engine: Engine, { of, failure, shrink }: Treatable): Treated {
  const explicit = engine.explicit(of);
  if (engine.run(explicit).failure?.signature !== failure.signature) return untreated({ of, failure });
  if (!shrink) {
    const stored = engine.stored(explicit);
    return { case: stored, shrunk: null, story: [], report: packReport(engine, stored, null, replayOf(stored)) };
  }
  const small = engine.shrink(explicit, {});
  const kept = small === null ? explicit : small.case;
  const explanation = engine.explanation(kept);
  while (explanation.step());
  const story = explanation.story();
  const stored = engine.stored(kept);
  return {
    case: stored,
    shrunk: small === null ? null : sizeOf(small.after),
    story: story.sentences,
    report: packReport(engine, stored, story.failure === null ? null : story, replayOf(stored)),
  };
}

/** From the folder of the campaign. */
function replayOf(stored: Case): string {
  return `sim replay ${caseFile(caseName(stored))}`;
}

function sizeOf({ servers, clients, faults, operations, overrides }: ShrunkSize): ShrunkSize {
  return { servers, clients, faults, operations, overrides };
}

/** As it was run: what a failure is kept as that cannot be run once more. */
export function untreated({ of, failure }: Pick<Treatable, 'of' | 'failure'>): Treated {
  const expect = { verdict: failure.verdict, signature: failure.signature };
  return { case: { ...of, expect }, shrunk: null, story: [], report: null };
}
