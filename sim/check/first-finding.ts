/** What one property found in a run: the first finding in full, which is nearest to the cause, the rest as a count. */
import type { Moment } from '../kernel/observer.ts';
import type { CheckResult, Finding } from './verdict.ts';

export class FirstFinding {
  private readonly name: string;
  private finding: Finding | null = null;
  private count = 0;

  /** `name`: of the property's row. */
  constructor(name: string) {
    this.name = name;
  }

  /** `signature` groups causes and holds no numbers; the row's name is put before it. */
  report(signature: string, message: string, moment: Pick<Moment, 'atUs' | 'event' | 'process'>): void {
    this.count++;
    this.finding ??= findingOf(`${this.name}: ${signature}`, message, moment);
  }

  /** `detail`: what to tell beside a passing row. */
  row(detail = ''): CheckResult {
    const { name, finding } = this;
    if (finding === null) return { name, verdict: 'ok', detail, finding };
    const more = this.count > 1 ? ` (and ${this.count - 1} more)` : '';
    return { name, verdict: 'violation', detail: finding.message + more, finding };
  }
}

/** A finding at this moment, by the process whose fact or reply it is. */
export function findingOf(
  signature: string,
  message: string,
  { atUs, event, process }: Pick<Moment, 'atUs' | 'event' | 'process'>,
): Finding {
  return process === undefined ? { signature, message, atUs, event } : { signature, message, atUs, event, process };
}
