/** A run together with what was seen on its way: its chronicle, and every finding in the order of events. */
import type { CheckResult } from '../sim/check/verdict.ts';
import type { Case } from '../sim/record/case.ts';
import type { RunResult } from '../sim/record/run-result.ts';
import type { StoryMoment } from '../sim/record/story.ts';
import { chronicleOf, type Note } from './chronicle.ts';
import { Omens } from './omens.ts';
import { runCase } from './run.ts';
import type { RunHost } from './simulation.ts';

export interface ToldRun {
  readonly of: Case;
  readonly result: RunResult;
  readonly notes: readonly Note[];
  /** By the index of an event, that of the event which caused it. */
  readonly causes: readonly number[];
  readonly voters: readonly string[];
  readonly observers: readonly string[];
  /** What all rows found, those of inner steps and omens included, the earliest first. */
  readonly found: readonly StoryMoment[];
}

export function tellRun(of: Case, host: RunHost = {}): ToldRun {
  const chronicle = chronicleOf(of, host);
  const omens = new Omens();
  const { result, checks, simulation } = runCase(of, {
    ...host,
    observers: [chronicle, omens, ...(host.observers ?? [])],
  });
  const rows = [...checks, ...(simulation?.hidden ?? [])];
  const found = [...rows.flatMap(findingOf), ...omens.found].sort((a, b) => a.event - b.event);
  const { notes, causes, voters, observers } = chronicle;
  return { of, result, notes, causes, voters, observers, found };
}

/** Findings of the end of a run have no event of their own. */
function findingOf({ name, finding }: CheckResult): StoryMoment[] {
  if (finding === null || finding.event < 0) return [];
  return [{ check: name, message: finding.message, atUs: finding.atUs, event: finding.event }];
}
