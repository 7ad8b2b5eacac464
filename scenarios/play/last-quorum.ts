/** Keeps the set of servers that committed last: a transaction, or the history of a new epoch. */
import type { Fact } from '../../protocol/facts.ts';
import { showZxid } from '../../protocol/ids.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Observer } from '../../sim/kernel/observer.ts';

export class LastQuorum implements Observer {
  readonly factTypes = ['committed', 'established'];
  last: { readonly zxid: string; readonly members: readonly string[] } | null = null;

  onFact(_process: ProcessName, plain: Plain): void {
    const fact = plain as Fact;
    if (fact.type === 'committed') this.last = { zxid: showZxid(fact.zxid), members: fact.acks.map(String) };
    if (fact.type === 'established') {
      this.last = { zxid: `${fact.epoch}:0`, members: fact.quorum.map(String) };
    }
  }
}
