/** From what a strategy orders to the case that is run. */
import { assert, assertNever } from '../../protocol/std/assert.ts';
import { Addresses } from '../../sim/kernel/addresses.ts';
import { scenarioName, type Case } from '../../sim/record/case.ts';
import type { Order } from '../../sim/search/strategy.ts';
import { prepareCase, type RunHost } from '../simulation.ts';
import { FAULTS_MAX, FAULTS_MIN, overridesWithFaults } from './density.ts';
import { mutate } from './mutate.ts';
import { drawPriorities } from './priorities.ts';

/**
 * `base`: the scenario and its options; the seed is the order's. Where scenarios take turns a mutant's parent may be of
 * another one, whose addresses mean nothing here: it is a dense case then.
 */
export function caseOfOrder(base: Case, order: Order, host: Pick<RunHost, 'registry'> = {}): Case {
  const of: Case = { ...base, seed: order.seed };
  switch (order.kind) {
    case 'random':
      return of;
    case 'dense':
      return dense(of, host);
    case 'pct':
      return { ...of, options: { ...of.options, priorities: drawPriorities(new Addresses(order.seed)) } };
    case 'order':
      return {
        ...of,
        options: { ...of.options, faults: 'none', priorities: drawPriorities(new Addresses(order.seed)) },
      };
    case 'mutant':
      assert(order.parent !== null, 'a mutant has a parent', { seed: order.seed });
      if (scenarioName(order.parent.scenario) !== scenarioName(base.scenario)) return dense(of, host);
      return mutate(order.parent, order.seed, host);
    default:
      return assertNever(order.kind);
  }
}

function dense(of: Case, host: Pick<RunHost, 'registry'>): Case {
  const { settings } = prepareCase(of, host.registry);
  const count = new Addresses(of.seed).between('dense/count', FAULTS_MIN, FAULTS_MAX);
  return { ...of, overrides: overridesWithFaults(of, settings, count) };
}
