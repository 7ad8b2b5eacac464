/**
 * How many steps a run takes to its failure, at the grain of ZooKeeper's published TLA+ specifications, so that it can
 * be compared with the depths that were published for them: an election with its discovery is one step, and so is the
 * synchronisation of one learner, a proposal, an acknowledgement, a commit, a flush of a log, a fault, and its end.
 *
 * Counted from facts. What the specifications do in one of these steps is not counted again: a leader's own
 * acknowledgement is part of its flush, delivery at a follower part of the commit.
 */
import type { Fact } from '../protocol/facts.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { FaultNotice, Moment, Observer } from '../sim/kernel/observer.ts';
import type { Case } from '../sim/record/case.ts';
import { runCase } from './run.ts';
import type { RunHost } from './simulation.ts';

export const phaseStepKinds = [
  'elections',
  'synchronizations',
  'proposals',
  'acks',
  'commits',
  'flushes',
  'faults',
] as const;
export type PhaseStepKind = (typeof phaseStepKinds)[number];

export type PhaseStepCounts = Readonly<Record<PhaseStepKind, number>>;

export class PhaseSteps implements Observer {
  readonly factTypes = ['role', 'syncPlan', 'proposed', 'acked', 'committed', 'synced'];
  private readonly events: { readonly kind: PhaseStepKind; readonly event: number }[] = [];
  private readonly leading = new Set<ProcessName>();

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    switch (fact.type) {
      case 'role':
        if (fact.state !== 'LEADING') this.leading.delete(process);
        else if (!this.leading.has(process)) {
          this.leading.add(process);
          this.add('elections', moment);
        }
        return;
      case 'syncPlan':
        this.add('synchronizations', moment);
        return;
      case 'proposed':
        this.add('proposals', moment);
        return;
      case 'acked':
        if (!this.leading.has(process)) this.add('acks', moment);
        return;
      case 'committed':
        this.add('commits', moment);
        return;
      case 'synced':
        this.add('flushes', moment);
        return;
      default:
        return;
    }
  }

  onFault(fault: FaultNotice, moment: Moment): void {
    if (fault.effective) this.add('faults', moment);
  }

  /** Up to and including an event; -1 for all. */
  upTo(event: number): PhaseStepCounts {
    const counts = { elections: 0, synchronizations: 0, proposals: 0, acks: 0, commits: 0, flushes: 0, faults: 0 };
    for (const step of this.events) if (event < 0 || step.event <= event) counts[step.kind]++;
    return counts;
  }

  private add(kind: PhaseStepKind, { event }: Moment): void {
    this.events.push({ kind, event });
  }
}

/** Of one run of the case, up to its failure if it has one. */
export function phaseStepsOf(of: Case, host: Pick<RunHost, 'registry'> = {}): PhaseStepCounts {
  const steps = new PhaseSteps();
  const { result } = runCase(of, { ...host, observers: [steps] });
  return steps.upTo(result.failure?.event ?? -1);
}

export function totalOf(counts: PhaseStepCounts): number {
  return phaseStepKinds.reduce((sum, kind) => sum + counts[kind], 0);
}
