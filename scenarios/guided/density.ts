/**
 * Gives a case as many drawn faults as it is asked for. Each fault is drawn under its own id, so the first ones of a case
 * with more are those of the case with fewer.
 */
import type { Odds, Range } from '../../sim/fault/odds.ts';
import type { FaultMix } from '../../sim/fault/mix.ts';
import type { Case } from '../../sim/record/case.ts';
import { faultMixes } from '../fault-plan.ts';
import type { Settings } from '../settings.ts';

/** Beyond it a run is one long fault, and nothing is left that could go wrong. */
export const FAULTS_MAX = 30;
/** Fewer than this is what a scenario draws by itself. */
export const FAULTS_MIN = 12;

const COUNT = 'mix/count';
const GAP = 'swarm/gap';

/**
 * The overrides of a case with `count` faults; those of the case itself where its faults are not drawn, or cannot be
 * counted so.
 */
export function overridesWithFaults(of: Case, { faults }: Settings, count: number): Case['overrides'] {
  if (of.plan !== null || Array.isArray(faults)) return of.overrides;
  if (typeof faults === 'string') return withShortGaps(of, faults);
  const entry = rangeOf((faults as FaultMix).count);
  if (entry === null) return of.overrides;
  return { ...of.overrides, [`${COUNT}#0.value`]: entry, [`${COUNT}/in#0.value`]: count };
}

/** A mix by name draws faults until the time is over: many faults are short times between them. */
function withShortGaps(of: Case, faults: string): Case['overrides'] {
  const gapUs = (faultMixes[faults] ?? faultMixes['std'])?.gapUsMin;
  return gapUs === undefined ? of.overrides : { ...of.overrides, [`${GAP}#0.value`]: gapUs };
}

/** What to draw so that a number is drawn from a range, whose bounds an override need not keep. */
function rangeOf(odds: Odds<number | Range>): number | null {
  let at = 0;
  for (const [value, weight] of odds) {
    if (typeof value !== 'number') return at;
    at += weight;
  }
  return null;
}
