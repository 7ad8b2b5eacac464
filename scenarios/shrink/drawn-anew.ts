/**
 * The same failure drawn anew in a small ensemble. Where servers cannot be taken out of a case one by one, for all of
 * them took part in how it happened there, its scenario may show the failure with fewer under another seed.
 */
import { QUIET } from '../../sim/kernel/addresses.ts';
import { newCase, type Case } from '../../sim/record/case.ts';
import { explicitCase } from '../explicit.ts';
import type { RunHost } from '../simulation.ts';
import { version } from '../version.ts';
import type { WrittenCase } from './written-case.ts';

export interface SmallEnsemble {
  readonly voters: number;
  readonly observers: number;
}

/** To draw in by turns. */
export const smallEnsembles: readonly SmallEnsemble[] = [
  { voters: 3, observers: 0 },
  { voters: 2, observers: 1 },
  { voters: 3, observers: 1 },
  { voters: 3, observers: 2 },
];

/** Whether it has fewer servers than the case, or as many where a seed decides in the case. */
export function isSmaller({ voters, observers }: SmallEnsemble, { options, seed }: WrittenCase): boolean {
  const less = options.voters + options.observers - voters - observers;
  return less > 0 || (less === 0 && seed !== QUIET);
}

/** The `n`-th try; `original` is the case as somebody gave it. */
export function drawnAnew(
  original: Case,
  size: SmallEnsemble,
  n: number,
  host: Pick<RunHost, 'registry'>,
): WrittenCase {
  const options = { ...original.options, ...size };
  const drawn = { ...newCase(version, original.scenario, String(n + 1), options), bug: original.bug };
  return { ...explicitCase(drawn, host), fingerprint: null } as WrittenCase;
}
