/** The case that an order of a campaign asks for: plain data in, plain data out, the same in every worker. */
import type { Case } from '../../sim/record/case.ts';
import type { Order } from '../../sim/search/strategy.ts';

/** `base`: what the campaign runs, of whatever seed. */
export function caseOfOrder(base: Case, order: Order): Case {
  return { ...(order.parent ?? base), seed: order.seed };
}
