/** Looks for an order of a few operations, by trying; what was tried is the argument that there is none. */
import { isWrite } from '../../protocol/op.ts';
import type { OrderTried } from '../../sim/record/report-data.ts';
import { misfit, mustsOf, type HistoryOperation, type Must } from './order-rules.ts';

/** Operations placed at most, over all tries. */
const STEPS_MOST = 20_000;
/** Orders that are shown. */
const SHOWN = 8;

export interface OrderSearch {
  /** `unknown`: it took too long. */
  readonly found: 'order' | 'none' | 'unknown';
  /** As far as each one went. */
  readonly orders: readonly OrderTried[];
  readonly tried: number;
  readonly musts: readonly Must[];
}

export function searchOrder(operations: readonly HistoryOperation[], zxids: boolean): OrderSearch {
  const musts = mustsOf(operations, zxids);
  const before = operations.map((_, later) => musts.filter((must) => must.later === later).map(({ first }) => first));
  const needed = operations.filter((operation) => !isFree(operation)).length;
  const orders: OrderTried[] = [];
  let tried = 0;
  let steps = 0;
  const stack: number[][] = [[]];
  for (let order = stack.pop(); order !== undefined; order = stack.pop()) {
    if (placed(operations, order) === needed) return { found: 'order', orders, tried, musts };
    const next = operations.flatMap((_, i) => {
      const waits = (before[i] ?? []).some((first) => !order.includes(first) && !isFree(operations[first]));
      // What need not have happened may be left out, but not come behind what it had to come before.
      const late = musts.some(({ first, later }) => first === i && order.includes(later));
      return order.includes(i) || waits || late ? [] : [i];
    });
    const fits: number[] = [];
    for (const i of next) {
      if (++steps > STEPS_MOST) return { found: 'unknown', orders, tried, musts };
      const why = misfit(operations, [...order, i]);
      if (why === null) fits.push(i);
      else if (!isFree(operations[i])) {
        tried++;
        if (orders.length < SHOWN) orders.push({ fits: order, fails: i, why });
      }
    }
    for (const i of fits.reverse()) stack.push([...order, i]);
  }
  return { found: 'none', orders, tried, musts };
}

/** It need not have happened. */
function isFree(operation: HistoryOperation | undefined): boolean {
  return operation === undefined || operation.answer === null || operation.own;
}

function placed(operations: readonly HistoryOperation[], order: readonly number[]): number {
  return order.filter((i) => !isFree(operations[i])).length;
}

/**
 * Fewer operations that have no order either. Reads and refusals may go one by one; an update that took effect stays,
 * for others rest on it.
 */
export function leastWithoutOrder(operations: readonly HistoryOperation[], zxids: boolean): HistoryOperation[] {
  let kept = [...operations];
  for (const each of operations) {
    const changes = each.answer === null || (each.answer.err === 0 && isWrite(each.op));
    if (changes) continue;
    const fewer = kept.filter((one) => one !== each);
    if (searchOrder(fewer, zxids).found === 'none') kept = fewer;
  }
  return kept;
}
