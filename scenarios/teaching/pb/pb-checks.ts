/**
 * What the two servers of the teaching protocol promise, and do not keep: that one of them at most is the primary, and that a
 * write whose client was told that it is done is not lost.
 */
import type { Outcome } from '../../../protocol/client/outcome.ts';
import type { Fact } from '../../../protocol/facts.ts';
import { showZxid } from '../../../protocol/ids.ts';
import type { Plain, ProcessName } from '../../../protocol/process.ts';
import type { Txn } from '../../../protocol/txn.ts';
import { FirstFinding } from '../../../sim/check/first-finding.ts';
import type { CheckResult } from '../../../sim/check/verdict.ts';
import type { Lifecycle, Moment } from '../../../sim/kernel/observer.ts';
import { txnWords } from '../../op-words.ts';
import type { Property } from '../../scenario.ts';

/** Rows of a result, by name. */
export const ONE_PRIMARY = 'one-primary';
export const ACKNOWLEDGED_KEPT = 'acknowledged-kept';

export class OnePrimary implements Property {
  readonly name = ONE_PRIMARY;
  readonly factTypes = ['role'];
  private readonly primaries = new Set<ProcessName>();
  private readonly finding = new FirstFinding(ONE_PRIMARY);
  private takeovers = 0;

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    if (fact.type !== 'role') return;
    if (fact.state !== 'LEADING') {
      this.primaries.delete(process);
      return;
    }
    this.primaries.add(process);
    this.takeovers++;
    const other = [...this.primaries].find((name) => name !== process);
    if (other === undefined) return;
    this.finding.report(
      'two primaries at once',
      `Server ${process} became primary while server ${other} is one: both take writes, and neither knows of it.`,
      { ...moment, process },
    );
  }

  onLifecycle(process: ProcessName, { change }: Lifecycle): void {
    if (change === 'crashed' || change === 'exited' || change === 'failed') this.primaries.delete(process);
  }

  results(): readonly CheckResult[] {
    return [this.finding.row(`${this.takeovers} times a server became primary`)];
  }
}

/** A write that is in some log. */
interface Written {
  readonly txn: Txn;
  readonly holders: Set<ProcessName>;
  /** Whose client was told that it is done; null: nobody was. */
  toldTo: ProcessName | null;
}

/**
 * A write is lost when no log holds it any more. Logs are followed by what the servers tell of them; what a crash takes from
 * the end of one shows when the server has recovered.
 */
export class AcknowledgedKept implements Property {
  readonly name = ACKNOWLEDGED_KEPT;
  readonly factTypes = ['logged', 'truncated', 'recovered'];
  private readonly writes = new Map<string, Written>();
  private readonly finding = new FirstFinding(ACKNOWLEDGED_KEPT);
  private told = 0;

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    if (fact.type === 'logged') {
      const key = keyOf(fact.txn.session, fact.txn.cxid);
      const known = this.writes.get(key);
      if (known === undefined) this.writes.set(key, { txn: fact.txn, holders: new Set([process]), toldTo: null });
      else known.holders.add(process);
      return;
    }
    if (fact.type !== 'truncated' && fact.type !== 'recovered') return;
    for (const write of this.writes.values()) {
      if (write.txn.zxid <= fact.zxid || !write.holders.delete(process)) continue;
      if (write.holders.size === 0 && write.toldTo !== null) this.report(write, write.toldTo, process, moment);
    }
  }

  onReply(process: ProcessName, id: number, value: Plain): void {
    const outcome = value as Outcome;
    if (id < 0 || outcome.kind !== 'answered' || outcome.err !== 0) return;
    const write = this.writes.get(keyOf(outcome.session, outcome.xid));
    if (write === undefined || write.txn.body.type === 'error') return;
    write.toldTo = process;
    this.told++;
  }

  private report({ txn }: Written, client: ProcessName, process: ProcessName, moment: Moment): void {
    this.finding.report(
      'an acknowledged write is lost',
      `Server ${process} threw ${showZxid(txn.zxid)} (${txnWords(txn.body)}) away; client ${client} was told that it is ` +
        'done, and no server has it any more.',
      { ...moment, process },
    );
  }

  results(): readonly CheckResult[] {
    return [this.finding.row(`${this.told} acknowledged writes`)];
  }
}

function keyOf(session: string, cxid: number): string {
  return `${session} ${cxid}`;
}
