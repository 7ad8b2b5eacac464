/** The dice of a workload: part k of operation n of a client is that part of decision n of the client's label. */
import type { Addresses, Decisions } from '../../sim/kernel/addresses.ts';
import { partNames, type OperationDice } from './draws.ts';

export class AddressedDice implements OperationDice {
  private readonly decisions: Decisions;
  private n = -1;

  constructor(addresses: Addresses, client: string) {
    this.decisions = addresses.of(`workload/${client}`);
  }

  /** Turns to the next operation of the client; its number. */
  next(): number {
    this.n = this.decisions.begin();
    return this.n;
  }

  below(part: number, bound: number): number {
    return this.decisions.range(this.n, part, partNames[part] ?? 'other', bound);
  }
}
