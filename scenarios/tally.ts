/**
 * Counts what a run result reports: elections, epochs, commits, operations and their outcomes, faults. It also
 * answers the questions of the liveness check that facts answer: how many tried to lead since the faults ended.
 */
import type { Outcome } from '../protocol/client/outcome.ts';
import type { Fact } from '../protocol/facts.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { FaultNotice, Moment, Observer } from '../sim/kernel/observer.ts';
import { Mark } from './mark-names.ts';
import { PROBE_ID } from './workloads/workload.ts';

export interface FaultTaken {
  readonly atMs: number;
  readonly kind: string;
  readonly text: string;
}

export class Tally implements Observer {
  readonly factTypes = ['committed', 'established', 'elected', 'mark'];
  /** Leaders established. */
  established = 0;
  epochs = 0;
  commits = 0;
  ok = 0;
  error = 0;
  unknown = 0;
  /** Operations that began while a fault was in force. */
  underFault = 0;
  /** Sessions that came back through another server. */
  movedSessions = 0;
  /** Servers that became LEADING since `countAttemptsFrom` was called last. */
  attempts = 0;
  readonly faults: FaultTaken[] = [];
  /** Who knows how many faults are in force. */
  faultsInForce: { readonly active: number } | null = null;
  private lastEpoch = -1;

  onFact(process: ProcessName, plain: Plain): void {
    const fact = plain as Fact;
    switch (fact.type) {
      case 'committed':
        this.commits++;
        return;
      case 'established':
        this.established++;
        if (fact.epoch > this.lastEpoch) this.epochs++;
        if (fact.epoch > this.lastEpoch) this.lastEpoch = fact.epoch;
        return;
      case 'elected':
        if (String(fact.leader) === process) this.attempts++;
        return;
      case 'mark':
        if (fact.name === Mark.SESSION_MOVED) this.movedSessions++;
        return;
      default:
        return;
    }
  }

  onRequest(_process: ProcessName, id: number): void {
    if (id < PROBE_ID && this.faultsInForce !== null && this.faultsInForce.active > 0) this.underFault++;
  }

  onReply(_process: ProcessName, id: number, value: Plain): void {
    if (id < 0 || id >= PROBE_ID) return;
    const outcome = value as Outcome;
    if (outcome.kind === 'unknown') this.unknown++;
    else if (outcome.kind === 'answered' && outcome.err === 0) this.ok++;
    else this.error++;
  }

  onFault(fault: FaultNotice, moment: Moment): void {
    if (!fault.effective || fault.kind === 'undo') return;
    this.faults.push({ atMs: Math.floor(moment.atUs / 1000), kind: fault.kind, text: fault.text });
  }

  countAttemptsFrom(): void {
    this.attempts = 0;
  }
}
