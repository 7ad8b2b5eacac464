/** What the checks of a run say at a moment of it. */
import { promiseOf } from '../../sim/check/promises.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { Lamp } from '../../sim/record/play.ts';
import type { Simulation } from '../simulation.ts';

export function lampsOf(simulation: Simulation): Lamp[] {
  return simulation.resultsSoFar().map(lampOf);
}

function lampOf({ name, verdict, detail, finding }: CheckResult): Lamp {
  const promise = promiseOf(name) ?? 'A check of its own.';
  if (verdict === 'ok') {
    const why = detail === '' ? 'nothing was seen that breaks it' : detail;
    return { check: name, promise, verdict: 'holds', event: -1, why: [why] };
  }
  if (verdict === 'undecided') return { check: name, promise, verdict: 'undecided', event: -1, why: [detail] };
  return { check: name, promise, verdict: 'broken', event: finding?.event ?? -1, why: [finding?.message ?? detail] };
}
