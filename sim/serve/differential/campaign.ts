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
  /** Told of a sequence that is performed again, since the real server fell silent. */
  readonly onSilence?: (seed: number) => void;
}

export interface Finding {
  readonly expected: readonly Told[];
  readonly difference: Difference;
}

/**
 * Performs a sequence against both at once; null: they told the same. Who is right has to say something: where they differ in a step
 * that the real server owes an answer in, both are asked all of it once more. A follower of 3.8.0 was seen to answer a connect neither
 * within ten seconds nor to twenty pings, and to answer the same the second time.
 */
export async function contend(sequence: Sequence, contest: Contest): Promise<Finding | null> {
  const { finding, silent } = await compared(sequence, contest);
  if (finding === null || !silent) return finding;
  contest.onSilence?.(sequence.seed);
  return (await compared(sequence, contest)).finding;
}

async function compared(
  sequence: Sequence,
  { real, ours }: Contest,
): Promise<{ readonly finding: Finding | null; readonly silent: boolean }> {
  const [expected, actual] = await Promise.all([recordSequence(sequence, real), recordSequence(sequence, ours)]);
  const told = normalise(expected);
  const difference = firstDifference(told, normalise(actual));
  if (difference === null) return { finding: null, silent: false };
  const heard = expected.steps[difference.index]?.heard ?? [];
  return { finding: { expected: told, difference }, silent: heard.some(({ end }) => end === 'silent') };
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
