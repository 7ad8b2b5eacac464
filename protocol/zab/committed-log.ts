/**
 * The last committed transactions in memory, from which a leader brings learners up to date (ZKDatabase's
 * committedLog). Always contiguous: every path that changes the tree goes through `add` or `clear`.
 */
import { Ring } from '../std/ring.ts';
import type { Txn } from '../txn.ts';

export class CommittedLog {
  private readonly txns = new Ring<Txn>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(txn: Txn): void {
    this.txns.push(txn);
    if (this.txns.length > this.limit) this.txns.shift();
  }

  /** Forgets everything, where the tree was replaced. */
  clear(): void {
    this.txns.clear();
  }

  toArray(): Txn[] {
    return this.txns.toArray();
  }
}
