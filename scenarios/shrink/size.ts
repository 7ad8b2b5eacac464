/** How large a case is. */
import type { Case } from '../../sim/record/case.ts';
import type { ShrunkSize } from '../../sim/record/fuzz-result.ts';
import { drawPlan } from '../plan.ts';
import { prepareCase, type RunHost } from '../simulation.ts';

/** Of any case: what its scenario and its seed say counts as what it writes out. */
export function sizeOf(of: Case, host: Pick<RunHost, 'registry'> = {}): ShrunkSize {
  const { settings } = prepareCase(of, host.registry);
  const { faults, operations } = drawPlan(of, host);
  return {
    servers: settings.voters + settings.observers,
    clients: settings.clients,
    faults: faults.length,
    operations: operations.length,
    overrides: Object.keys(of.overrides).length,
  };
}

/** What somebody has to take in one by one: faults, operations and overridden decisions together. */
export function stepsOf({ faults, operations, overrides }: ShrunkSize): number {
  return faults + operations + overrides;
}
