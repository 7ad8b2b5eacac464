/** `sim diff`: where two runs part. That they differ is no finding, unless they are runs of one and the same case. */
import { differenceText } from '../../reports/text/difference.ts';
import { exitCodes } from '../check/verdict.ts';
import { canonicalJson } from '../record/canonical.ts';
import type { Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import { bugFlag } from './engine.ts';
import { firstDifference, type Side } from './first-difference.ts';
import { choosePalette, print } from './output.ts';
import { caseTarget, type Target } from './target.ts';

export interface DiffFlags {
  readonly bug?: string;
  readonly json?: true;
}

/** Returns 0 whether they differ or not, and that of `nondeterminism` when both sides are one case. */
export async function diffCommand(fileA: string, fileB: string | undefined, flags: DiffFlags): Promise<number> {
  if (fileB === undefined && flags.bug === undefined) {
    throw new InputError('diff compares two cases, or one with another bug (--bug none: with its bug removed).');
  }
  const first = await caseTarget(fileA);
  const second = fileB === undefined ? first : await caseTarget(fileB);
  const a = sideOf(first, first.base);
  const bug = flags.bug === undefined ? second.base.bug : bugFlag(second.engine, flags.bug);
  const b = sideOf(second, { ...second.base, bug });
  second.engine.check(b.of);
  const difference = firstDifference(first.engine, a, b);
  if (flags.json === true) print([JSON.stringify(difference)]);
  else print(differenceText(difference, await choosePalette()));
  return !difference.equal && isSameCase(a.of, b.of) ? exitCodes.nondeterminism : 0;
}

function sideOf({ origin }: Target, of: Case): Side {
  return { name: `${origin ?? ''}${of.bug === null ? '' : ` (bug ${of.bug})`}`, of };
}

/** In all that a run is a function of. */
function isSameCase(a: Case, b: Case): boolean {
  const run = ({ scenario, options, bug, seed, plan, overrides }: Case): string =>
    canonicalJson({ scenario, options, bug, seed, plan, overrides });
  return run(a) === run(b);
}
