/** Counts what came from outside: where nobody came, nothing was shown. */
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { Arrival } from './served-input.ts';

export class Visits {
  private connections = 0;
  private bytes = 0;

  add(arrival: Arrival): void {
    if (arrival.kind === 'opened') this.connections++;
    else if (arrival.kind === 'bytes') this.bytes += arrival.bytes.length;
  }

  row(): CheckResult {
    const heard = this.bytes > 0;
    const detail = heard ? `${this.connections} connections, ${this.bytes} bytes` : 'no client said anything';
    return { name: 'activity', verdict: heard ? 'ok' : 'undecided', detail, finding: null };
  }
}
