/**
 * First in, first out on every client's connection: a client that gets an answer it was not waiting for gives the
 * connection up and says so. No correct server makes it do that.
 */
import type { Fact } from '../protocol/facts.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Check } from '../sim/check/check.ts';
import { FirstFinding } from '../sim/check/first-finding.ts';
import type { CheckResult } from '../sim/check/verdict.ts';
import type { Moment, Observer } from '../sim/kernel/observer.ts';

const OUT_OF_ORDER = 'a reply out of order';

export class ReplyOrder implements Check, Observer {
  readonly later = true;
  readonly name = 'replies-in-order';
  readonly factTypes = ['mark'];
  private readonly found = new FirstFinding(this.name);

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    if (fact.type !== 'mark' || fact.name !== OUT_OF_ORDER) return;
    const message = `Client ${process} got the answer to another request than the oldest it had asked.`;
    this.found.report('a reply overtook another of its session', message, moment);
  }

  results(): readonly CheckResult[] {
    return [this.found.row()];
  }
}
