/**
 * Servers that keep to the protocol never break with each other over a message: on FIFO connections every packet comes
 * when it may. A server that refuses what its peer sent shows that one of the two is wrong.
 */
import type { Fact } from '../protocol/facts.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Check } from '../sim/check/check.ts';
import { FirstFinding } from '../sim/check/first-finding.ts';
import type { CheckResult } from '../sim/check/verdict.ts';
import type { Moment, Observer } from '../sim/kernel/observer.ts';

export class Conversation implements Check, Observer {
  readonly later = true;
  readonly name = 'zab-conversation';
  readonly factTypes = ['refused'];
  private readonly found = new FirstFinding(this.name);

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    if (fact.type !== 'refused') return;
    const message = `Server ${process} broke with server ${fact.peer}, which sent ${fact.what}.`;
    this.found.report(fact.what, message, moment);
  }

  results(): readonly CheckResult[] {
    return [this.found.row()];
  }
}
