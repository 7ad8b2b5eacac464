/**
 * How much of what a case decides a run came to: overrides that were asked for, faults of the plan that struck,
 * operations that a client was asked for. What was due only after the run had ended counts neither way.
 */
import { parseStep } from '../sim/fault/parse.ts';
import type { ProcessName } from '../protocol/process.ts';
import { byText } from '../protocol/std/compare.ts';
import type { FaultNotice, Observer } from '../sim/kernel/observer.ts';
import type { Case } from '../sim/record/case.ts';
import { partingOf, type Fit, type ReplayedRun } from '../sim/record/replayed.ts';
import type { RunResult } from '../sim/record/run-result.ts';
import { Landmarks } from './landmarks.ts';
import { runCase } from './run.ts';
import type { RunHost, Simulation } from './simulation.ts';
import { PROBE_ID } from './workloads/workload.ts';

class Doings implements Observer {
  readonly struck = new Set<string>();
  readonly asked = new Map<ProcessName, number>();

  onFault({ step, kind, effective }: FaultNotice): void {
    if (step !== undefined && effective && kind !== 'undo') this.struck.add(step);
  }

  onRequest(process: ProcessName, id: number): void {
    if (id >= 0 && id < PROBE_ID) this.asked.set(process, (this.asked.get(process) ?? 0) + 1);
  }
}

function fitOf(of: Case, doings: Doings, simulation: Simulation | null): Fit {
  const endUs = simulation?.world.nowUs ?? 0;
  const missed: string[] = [];
  let decisions = 0;
  const count = (met: boolean, words: string): void => {
    decisions++;
    if (!met) missed.push(words);
  };
  for (const fault of of.plan?.faults ?? []) {
    const parsed = parseStep(fault.id, fault.line);
    if (parsed.ok && parsed.value.trigger.kind === 'at' && parsed.value.trigger.atUs > endUs) continue;
    count(doings.struck.has(fault.id), `the fault ${fault.id}, ${fault.line}`);
  }
  const due = new Map<ProcessName, number>();
  for (const { client, atUs } of of.plan?.operations ?? []) {
    if (atUs > endUs) continue;
    const n = (due.get(client) ?? 0) + 1;
    due.set(client, n);
    count(n <= (doings.asked.get(client) ?? 0), `the operation ${client}#${n}`);
  }
  const unused = simulation?.unusedOverrides() ?? [];
  for (const address of Object.keys(of.overrides).sort(byText)) {
    count(!unused.includes(address), `the decision ${address}`);
  }
  return { decisions, met: decisions - missed.length, missed };
}

/** The run of a case with what `compareReplay` needs of it. */
export function replayFully(of: Case, host: RunHost = {}): ReplayedRun & { readonly result: RunResult } {
  const doings = new Doings();
  const landmarks = new Landmarks();
  const { result, simulation } = runCase(of, {
    ...host,
    observers: [...(host.observers ?? []), doings, landmarks],
  });
  const parting = of.landmarks === undefined ? null : partingOf(of.landmarks, landmarks.labels);
  return { result, fit: fitOf(of, doings, simulation), parting };
}
