/** Many sequences against two servers, and what to say of the first differences. */
import { firstDifference, showDifference, type Difference } from './compare.ts';
import type { Network } from './network.ts';
import { normalise, type Told } from './normalise.ts';
import { recordSequence } from './record-sequence.ts';
import { shrink } from './shrink.ts';
import type { Sequence } from './step.ts';

export interface Contest {
  /** The one that is right. */
  readonly real: Network;
  readonly ours: Network;
}

export interface Finding {
  readonly expected: readonly Told[];
  readonly difference: Difference;
}

/** Performs a sequence against both at once; null: they told the same. */
export async function contend(sequence: Sequence, { real, ours }: Contest): Promise<Finding | null> {
  const [expected, actual] = await Promise.all([recordSequence(sequence, real), recordSequence(sequence, ours)]);
  const told = normalise(expected);
  const difference = firstDifference(told, normalise(actual));
  return difference === null ? null : { expected: told, difference };
}

/** The transcript of the smallest sequence found that still shows a difference; of the first one when none does. */
export async function explain(sequence: Sequence, contest: Contest, first: Finding, tries: number): Promise<string> {
  const small = await shrink(sequence, {
    differs: async (candidate) => (await contend(candidate, contest)) !== null,
    tries,
  });
  const finding = await contend(small, contest);
  if (finding === null) {
    const all = showDifference(first.expected, first.difference);
    return `${all}\n(It does not come back: it depends on time, or on what was before.)`;
  }
  return showDifference(finding.expected, finding.difference);
}
