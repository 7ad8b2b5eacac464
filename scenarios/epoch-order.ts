/**
 * currentEpoch stands for a history: when a learner makes the epoch durable, what its leader synchronised it to is
 * durable already. A crash between the two, in the wrong order, leaves a server that outranks better ones.
 */
import type { Fact } from '../protocol/facts.ts';
import { counterOf, showZxid, ZXID_ZERO, type Zxid } from '../protocol/ids.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Check } from '../sim/check/check.ts';
import { FirstFinding } from '../sim/check/first-finding.ts';
import type { CheckResult } from '../sim/check/verdict.ts';
import type { Moment, Observer } from '../sim/kernel/observer.ts';

interface Learner {
  durable: Zxid;
  /** How far its leader is to bring it; null when it leads itself, or has been brought there. */
  target: Zxid | null;
  /** Whom it follows; a leader that it has left may still make plans for it. */
  leader: ProcessName | null;
}

export class EpochOrder implements Check, Observer {
  readonly later = true;
  readonly name = 'epoch-after-history';
  readonly factTypes = ['synced', 'recovered', 'truncated', 'snapshotInstalled', 'syncPlan', 'role', 'currentEpoch'];
  private readonly learners = new Map<ProcessName, Learner>();
  private checked = 0;
  private readonly found = new FirstFinding(this.name);

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    switch (fact.type) {
      case 'synced':
      case 'recovered':
      case 'truncated':
      case 'snapshotInstalled':
        this.learner(process).durable = fact.zxid;
        return;
      case 'syncPlan':
        this.onPlan(this.learner(String(fact.learner)), process, fact.zxid);
        return;
      case 'role':
        this.onRole(this.learner(process), fact.leader === null ? null : String(fact.leader));
        return;
      case 'currentEpoch':
        this.onEpoch(process, fact.epoch, moment);
        return;
      default:
        return;
    }
  }

  results(): readonly CheckResult[] {
    return [this.found.row(this.checked === 0 ? '' : `${this.checked} checked`)];
  }

  /** Position 0 of an epoch is no transaction. */
  private onPlan(learner: Learner, planner: ProcessName, zxid: Zxid): void {
    if (learner.leader === planner) learner.target = counterOf(zxid) === 0 ? null : zxid;
  }

  private onRole(learner: Learner, leader: ProcessName | null): void {
    if (learner.leader !== leader) learner.target = null;
    learner.leader = leader;
  }

  private onEpoch(process: ProcessName, epoch: number, moment: Moment): void {
    const { durable, target } = this.learner(process);
    if (target === null) return;
    this.checked++;
    if (durable >= target) return;
    this.found.report(
      'currentEpoch durable before its history',
      `Server ${process} made currentEpoch ${epoch} durable with its log durable up to ${showZxid(durable)}; the history of that epoch goes to ${showZxid(target)}.`,
      moment,
    );
  }

  private learner(name: ProcessName): Learner {
    let learner = this.learners.get(name);
    if (learner === undefined) {
      learner = { durable: ZXID_ZERO, target: null, leader: null };
      this.learners.set(name, learner);
    }
    return learner;
  }
}
