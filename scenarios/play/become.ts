/**
 * A run under way that goes on as another case: where the two cases differ only in what is still to come, the events so far
 * are those of both. What comes then is what a run of the other case from its beginning comes to, event by event: what is
 * added takes the place in the order of events that it would have had.
 */
import { byText } from '../../protocol/std/compare.ts';
import { parseAddress } from '../../sim/kernel/addresses.ts';
import type { FaultStep } from '../../sim/fault/action.ts';
import { parseStep } from '../../sim/fault/parse.ts';
import type { Case } from '../../sim/record/case.ts';
import type { Plan, PlanFault, PlanOperation } from '../../sim/record/plan.ts';
import { PlannedSource } from '../workloads/source.ts';
import type { PlayRun } from './play-run.ts';

/** Decisions that only a run takes; others are drawn before it. */
const TAKEN_IN_RUNS = /^(net|choose)\//;

/** What is still to come of a case that a run goes on as. */
export interface Changes {
  /** Ids of faults that are taken out, and have not begun to wait or to strike. */
  readonly withdrawn: readonly string[];
  readonly steps: readonly FaultStep[];
  readonly operations: readonly PlanOperation[];
  /** Addresses with their new values; null: none any more. */
  readonly decisions: readonly (readonly [string, number | null])[];
}

/** Has the run go on so. */
export function become({ simulation }: PlayRun, { withdrawn, steps, operations, decisions }: Changes): void {
  const { world, injector, workload, ensemble } = simulation;
  for (const [address, value] of decisions) world.override(address, value);
  for (const id of withdrawn) injector.withdraw(id);
  for (const step of steps) injector.append(step);
  for (const client of ensemble.clients) {
    workload.continueWith(new PlannedSource(client, operations, workload.takenBy(client)), world);
  }
}

/** Of a run of `from`, which stays as it is; null: the cases differ in what has happened already. */
export function changesOf({ simulation }: PlayRun, from: Case, to: Case): Changes | null {
  if (from.plan === null || to.plan === null || from.bug !== to.bug) return null;
  const { nowUs } = simulation.world;
  const common = commonFaults(from.plan, to.plan);
  const withdrawn = from.plan.faults.filter((fault) => !common.has(fault)).map(({ id }) => id);
  if (!withdrawn.every((id) => simulation.injector.isToCome(id))) return null;
  const steps = appendedSteps(to.plan.faults.slice(common.size), nowUs);
  const decisions = changedDecisions(from, to);
  if (steps === null || decisions === null) return null;
  if (decisions.some(([address]) => simulation.world.isDecided(address))) return null;
  for (const client of simulation.ensemble.clients) {
    const taken = simulation.workload.takenBy(client);
    if (!goOn(of(from.plan, client), of(to.plan, client), taken, nowUs)) return null;
  }
  return { withdrawn, steps, operations: to.plan.operations, decisions };
}

function of({ operations }: Plan, client: string): PlanOperation[] {
  return operations.filter((operation) => operation.client === client);
}

/** Whether both begin with the operations that were taken, and the next one is still to come. */
function goOn(from: readonly PlanOperation[], to: readonly PlanOperation[], taken: number, nowUs: number): boolean {
  for (let i = 0; i < taken; i++) if (!isSame(from[i], to[i])) return false;
  const next = to[taken];
  return next === undefined || next.atUs > nowUs;
}

function isSame(a: PlanOperation | undefined, b: PlanOperation | undefined): boolean {
  return a !== undefined && b !== undefined && a.atUs === b.atUs && JSON.stringify(a.op) === JSON.stringify(b.op);
}

/** Those of `from` with which `to` begins, in its order: what follows in `to` is added behind them, all others are taken out. */
function commonFaults(from: Plan, to: Plan): ReadonlySet<PlanFault> {
  const common = new Set<PlanFault>();
  for (const fault of from.faults) {
    const next = to.faults[common.size];
    if (next?.id === fault.id && next.line === fault.line) common.add(fault);
  }
  return common;
}

/** Each strikes at a time to come; null: one does not. */
function appendedSteps(faults: readonly PlanFault[], nowUs: number): FaultStep[] | null {
  const steps: FaultStep[] = [];
  for (const { id, line } of faults) {
    const parsed = parseStep(id, line);
    if (!parsed.ok || parsed.value.trigger.kind !== 'at' || parsed.value.trigger.atUs <= nowUs) return null;
    steps.push(parsed.value);
  }
  return steps;
}

/** Null: one is not of those that only runs take. */
function changedDecisions(from: Case, to: Case): (readonly [string, number | null])[] | null {
  const addresses = [...new Set([...Object.keys(from.overrides), ...Object.keys(to.overrides)])].sort(byText);
  const changed = addresses.filter((address) => from.overrides[address] !== to.overrides[address]);
  if (!changed.every((address) => TAKEN_IN_RUNS.test(parseAddress(address)?.label ?? ''))) return null;
  return changed.map((address) => [address, to.overrides[address] ?? null] as const);
}
