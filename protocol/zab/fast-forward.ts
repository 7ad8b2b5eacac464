/**
 * What a soft restart does to memory: transactions that this server logged and nobody told it were committed are
 * applied, so that its next vote speaks for all its log holds (ZKDatabase.fastForwardDataBase, ZOOKEEPER-2845).
 */
import type { Txn } from '../txn.ts';
import type { Database } from './database.ts';

/** `txns`: what the log holds after the database's last transaction, oldest first. */
export function fastForward(database: Database, txns: readonly Txn[]): void {
  for (const txn of txns) database.apply(txn);
}
