/**
 * First in, first out on every client's connection: a client that gets an answer it was not waiting for gives the
 * connection up and says so. No correct server makes it do that.
 */
import type { Fact } from '../protocol/facts.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Check } from '../sim/check/check.ts';
import type { CheckResult, Finding } from '../sim/check/verdict.ts';
import type { Moment, Observer } from '../sim/kernel/observer.ts';

const OUT_OF_ORDER = 'a reply out of order';

export class ReplyOrder implements Check, Observer {
  readonly name = 'replies-in-order';
  readonly factTypes = ['mark'];
  private count = 0;
  private finding: Finding | null = null;

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    if (fact.type !== 'mark' || fact.name !== OUT_OF_ORDER) return;
    this.count++;
    this.finding ??= {
      signature: `${this.name}: a reply overtook another of its session`,
      message: `Client ${process} got the answer to another request than the oldest it had asked.`,
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
