/** Writes down what a seed would draw: the operations and faults of a case, as an explicit plan that means the same. */
import type { Case } from '../sim/record/case.ts';
import type { Plan, PlanFault, PlanOperation } from '../sim/record/plan.ts';
import { membersOf } from './ensemble.ts';
import { faultSteps, planFaults } from './fault-plan.ts';
import { addressesOf, prepareCase, sourcesOf, type RunHost } from './simulation.ts';
import { clientName } from './workloads/source.ts';

/**
 * The plan of a case. Running the case with this plan in place of null is the same run, to the last digit of its
 * fingerprint; taking an operation or a fault out of it changes no other.
 */
export function drawPlan(of: Case, host: Pick<RunHost, 'registry'> = {}): Plan {
  if (of.plan !== null) return of.plan;
  const prepared = prepareCase(of, host.registry);
  const { settings, scenario } = prepared;
  const addresses = addressesOf(of, scenario.sites);
  const servers = membersOf(settings).map((member) => String(member.sid));
  const clients = Array.from({ length: settings.clients }, (_, index) => clientName(index));
  const extras = (scenario.hooks?.processes ?? []).map((spec) => spec.name);
  const operations: PlanOperation[] = [];
  for (const source of sourcesOf(of, prepared, clients, addresses)) {
    for (let next = source.next(); next !== null; next = source.next()) operations.push(next);
  }
  // Stable: operations of one time stay in the order of their clients.
  operations.sort((a, b) => a.atUs - b.atUs);
  const steps = faultSteps(addresses, settings, null, servers, [...servers, ...clients, ...extras]);
  return { operations, faults: planFaults(steps) };
}

/** The faults of a case alone, which cost less to write down than its operations. */
export function plannedFaults(of: Case, host: Pick<RunHost, 'registry'> = {}): readonly PlanFault[] {
  if (of.plan !== null) return of.plan.faults;
  const { settings, scenario } = prepareCase(of, host.registry);
  const servers = membersOf(settings).map((member) => String(member.sid));
  const clients = Array.from({ length: settings.clients }, (_, index) => clientName(index));
  const extras = (scenario.hooks?.processes ?? []).map((spec) => spec.name);
  return planFaults(
    faultSteps(addressesOf(of, scenario.sites), settings, null, servers, [...servers, ...clients, ...extras]),
  );
}
