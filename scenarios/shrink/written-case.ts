/** A case that is written out in full, as a shrinker works on it: everything it asks for is in it. */
import type { FaultStep } from '../../sim/fault/action.ts';
import { parseStep } from '../../sim/fault/parse.ts';
import { showStep } from '../../sim/fault/text.ts';
import type { Case, CaseOptions, CaseWeather } from '../../sim/record/case.ts';
import type { Plan, PlanFault, PlanOperation } from '../../sim/record/plan.ts';
import type { Setting } from '../../sim/record/scenario-document.ts';

export interface WrittenOptions extends CaseOptions {
  readonly voters: number;
  readonly observers: number;
  readonly clients: number;
  readonly durationMs: number;
  readonly config: Readonly<Record<string, Setting>>;
  readonly weather: CaseWeather;
}

export interface WrittenCase extends Case {
  readonly options: WrittenOptions;
  readonly plan: Plan;
}

export function withFaults(of: WrittenCase, faults: readonly PlanFault[]): WrittenCase {
  return { ...of, plan: { ...of.plan, faults } };
}

/** In order of time: what is asked for at one time stays in its order. */
export function withOperations(of: WrittenCase, operations: readonly PlanOperation[]): WrittenCase {
  return { ...of, plan: { ...of.plan, operations: operations.toSorted((a, b) => a.atUs - b.atUs) } };
}

export function withOptions(of: WrittenCase, options: Partial<WrittenOptions>): WrittenCase {
  return { ...of, options: { ...of.options, ...options } };
}

export function withWeather(of: WrittenCase, weather: Partial<CaseWeather>): WrittenCase {
  return withOptions(of, { weather: { ...of.options.weather, ...weather } });
}

/** The same list with another item at `index`. */
export function replaced<T>(items: readonly T[], index: number, item: T): T[] {
  return items.map((each, at) => (at === index ? item : each));
}

export function stepOf({ id, line }: PlanFault): FaultStep {
  const parsed = parseStep(id, line);
  if (!parsed.ok) throw new RangeError(`fault ${id}: ${parsed.error.message}`);
  return parsed.value;
}

export function faultOf(step: FaultStep): PlanFault {
  return { id: step.id, line: showStep(step) };
}

/** Names of servers, voters first; of clients. */
export function serversOf({ voters, observers }: WrittenOptions): string[] {
  return Array.from({ length: voters + observers }, (_, index) => String(index + 1));
}

export function clientsOf({ clients }: WrittenOptions): string[] {
  return Array.from({ length: clients }, (_, index) => `c${index + 1}`);
}
