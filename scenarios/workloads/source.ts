/** Where a client's operations come from: drawn one after the other, or taken from a plan. */
import type { Addresses } from '../../sim/kernel/addresses.ts';
import type { PlanOp, PlanOperation } from '../../sim/record/plan.ts';
import { OwnCodeFailure } from '../own-code.ts';
import { AddressedDice } from './dice.ts';
import type { OperationDice } from './draws.ts';
import { drawOperation, preparation, sharesOf, type Shares } from './mixed.ts';
import type { WorkloadOptions } from './mix.ts';
import { beginUs, shareOf, type Pacing } from './pacing.ts';

export interface OperationSource {
  readonly client: string;
  /** The next operation, in order of time; null when there are no more. */
  next(): PlanOperation | null;
  /** Why there are no more, when a module's own generator is to blame. */
  readonly failure: OwnCodeFailure | null;
}

export type DrawOperation = (client: string, n: number, dice: OperationDice) => PlanOp;

export interface DrawnWorkload {
  readonly options: WorkloadOptions;
  readonly pacing: Pacing;
  /** How many clients share the operations. */
  readonly clients: number;
  /** A scenario's own generator, null for the named workload. */
  readonly operation: DrawOperation | null;
}

/** Holds a counter and a time, whatever the number of operations. */
export class DrawnSource implements OperationSource {
  readonly client: string;
  private readonly workload: DrawnWorkload;
  private readonly dice: AddressedDice;
  private readonly count: number;
  private readonly shares: Shares;
  private n = 0;
  private atUs: number;
  failure: OwnCodeFailure | null = null;

  /** `index` counts clients from 0. */
  constructor(workload: DrawnWorkload, index: number, addresses: Addresses) {
    this.client = clientName(index);
    this.workload = workload;
    this.dice = new AddressedDice(addresses, this.client);
    this.count = shareOf(workload.options.ops, workload.clients, index);
    this.shares = sharesOf(workload.options);
    this.atUs = workload.pacing.fromUs;
  }

  next(): PlanOperation | null {
    if (this.n === this.count || this.failure !== null) return null;
    const { options, pacing, operation } = this.workload;
    const n = this.dice.next();
    this.n++;
    this.atUs = beginUs(pacing, options, n, this.count, this.atUs, this.dice);
    const op =
      operation === null
        ? (preparation(options, this.client, n, this.count) ??
          drawOperation(options, this.client, n, this.dice, this.shares))
        : this.drawnBy(operation, n);
    return op === null ? null : { client: this.client, atUs: this.atUs, op };
  }

  private drawnBy(operation: DrawOperation, n: number): PlanOp | null {
    try {
      return operation(this.client, n, this.dice);
    } catch (error) {
      this.failure = new OwnCodeFailure('operation', `operation ${n} of client ${this.client}`, error);
      return null;
    }
  }
}

/** A client's operations of an explicit plan. */
export class PlannedSource implements OperationSource {
  readonly client: string;
  readonly failure = null;
  private readonly operations: readonly PlanOperation[];
  private at: number;

  /** `taken`: of them, so many are not to come any more. */
  constructor(client: string, all: readonly PlanOperation[], taken = 0) {
    this.client = client;
    this.operations = all.filter((operation) => operation.client === client);
    this.at = taken;
  }

  next(): PlanOperation | null {
    return this.operations[this.at++] ?? null;
  }
}

/** `c1` for the client at index 0. */
export function clientName(index: number): string {
  return `c${index + 1}`;
}
