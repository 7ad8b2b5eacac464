/**
 * Servers that keep to the protocol never break with each other over a message: on FIFO connections every packet comes
 * when it may. A server that refuses what its peer sent shows that one of the two is wrong.
 */
import type { Fact } from '../protocol/facts.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Check } from '../sim/check/check.ts';
import type { CheckResult, Finding } from '../sim/check/verdict.ts';
import type { Moment, Observer } from '../sim/kernel/observer.ts';

export class Conversation implements Check, Observer {
  readonly name = 'zab-conversation';
  readonly factTypes = ['refused'];
  private count = 0;
  private finding: Finding | null = null;

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    if (fact.type !== 'refused') return;
    this.count++;
    this.finding ??= {
      signature: `${this.name}: ${fact.what}`,
      message: `Server ${process} broke with server ${fact.peer}, which sent ${fact.what}.`,
      atUs: moment.atUs,
      event: moment.event,
    };
  }

  results(): readonly CheckResult[] {
    const { name, finding } = this;
    if (finding === null) return [{ name, verdict: 'ok', detail: '', finding }];
    const more = this.count > 1 ? ` (and ${this.count - 1} more)` : '';
    return [{ name, verdict: 'violation', detail: finding.message + more, finding }];
  }
}
