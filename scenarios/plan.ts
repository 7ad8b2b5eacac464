/** Writes down what a seed would draw: the operations and faults of a case, as an explicit plan that means the same. */
import type { Case } from '../sim/record/case.ts';
import type { Plan, PlanFault, PlanOp, PlanOperation } from '../sim/record/plan.ts';
import { namesOf } from './ensemble.ts';
import { faultSteps, planFaults } from './fault-plan.ts';
import { addressesOf, prepareCase, sourcesOf, type RunHost } from './simulation.ts';

/**
 * The plan of a case. Running the case with this plan in place of null is the same run, to the last digit of its
 * fingerprint; taking an operation or a fault out of it changes no other. Throws a RangeError when a module fails to draw one.
 */
export function drawPlan(of: Case, host: Pick<RunHost, 'registry'> = {}): Plan {
  if (of.plan !== null) return of.plan;
  const prepared = prepareCase(of, host.registry);
  const { settings, scenario } = prepared;
  const addresses = addressesOf(of, scenario.sites);
  const { servers, clients, all } = namesOf(scenario, settings);
  const operations: PlanOperation[] = [];
  for (const source of sourcesOf(of, prepared, clients, addresses)) {
    for (let next = source.next(); next !== null; next = source.next()) operations.push(next);
    if (source.failure !== null)
      throw new RangeError(`its operations cannot be written out: ${source.failure.message}`);
  }
  // Stable: operations of one time stay in the order of their clients.
  operations.sort((a, b) => a.atUs - b.atUs);
  return { operations, faults: planFaults(faultSteps(addresses, settings, null, servers, all)) };
}

/** What each client asks for first: a world cannot be built without drawing that much. */
export function firstOperations(of: Case, host: Pick<RunHost, 'registry'> = {}): readonly PlanOp[] {
  const prepared = prepareCase(of, host.registry);
  const { settings, scenario } = prepared;
  const { clients } = namesOf(scenario, settings);
  return sourcesOf(of, prepared, clients, addressesOf(of, scenario.sites)).flatMap((source) => {
    const first = source.next();
    if (source.failure !== null) throw source.failure;
    return first === null ? [] : [first.op];
  });
}

/** The faults of a case alone, which cost less to write down than its operations. */
export function plannedFaults(of: Case, host: Pick<RunHost, 'registry'> = {}): readonly PlanFault[] {
  if (of.plan !== null) return of.plan.faults;
  const { settings, scenario } = prepareCase(of, host.registry);
  const { servers, all } = namesOf(scenario, settings);
  return planFaults(faultSteps(addressesOf(of, scenario.sites), settings, null, servers, all));
}
