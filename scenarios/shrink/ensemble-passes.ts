/**
 * Fewer servers and clients. Who is left is numbered anew, and plan, overrides and weather with it; what named somebody
 * who is gone is dropped, or named after somebody who stands in for it.
 */
import type { Action, FaultStep, Links, Target, Targets } from '../../sim/fault/action.ts';
import { renameInOverrides } from '../../sim/shrink/rename-addresses.ts';
import type { ShrinkSearch } from '../../sim/shrink/search.ts';
import { clientsOf, faultOf, serversOf, stepOf, withOperations, type WrittenCase } from './written-case.ts';

type Search = ShrinkSearch<WrittenCase>;
type Rename = (name: string) => string | null;

/** With fewer there is no majority that can lose one. */
export const SERVERS_ENOUGH = 3;
/** Subsets of more voters than this are not gone through. */
const VOTERS_MOST = 7;

export function fewerServers(search: Search): void {
  while (!search.exhausted && (takeToFew(search) || takeOneServer(search)));
}

/** As many as show most bugs, at one blow: which of them is a matter of luck. */
function takeToFew(search: Search): boolean {
  return search.tryEach(smallSizes.flatMap(([voters, observers]) => ofSize(search.best, voters, observers)));
}

/** Voters and observers of ensembles in which most bugs show. */
const smallSizes = [
  [3, 0],
  [2, 1],
  [3, 1],
  [3, 2],
] as const;

/** The case with so many of its servers: every choice of them, those with the highest numbers first. */
export function ofSize(of: WrittenCase, voters: number, observers: number): WrittenCase[] {
  const { options } = of;
  const fits = voters <= options.voters && observers <= options.observers;
  const fewer = voters + observers < options.voters + options.observers;
  if (!fits || !fewer || options.voters > VOTERS_MOST) return [];
  const names = serversOf(options);
  return choices(names.slice(0, options.voters), voters).flatMap((left) =>
    choices(names.slice(options.voters), observers).map((seen) => withServers(of, left, seen)),
  );
}

function takeOneServer(search: Search): boolean {
  const { best } = search;
  const names = serversOf(best.options);
  const voters = names.slice(0, best.options.voters);
  const observers = names.slice(best.options.voters);
  const candidates: WrittenCase[] = [];
  // Observers first, and the highest number before others.
  for (const gone of names.toReversed()) {
    const left = voters.filter((name) => name !== gone);
    const seen = observers.filter((name) => name !== gone);
    if (left.length === 0) continue;
    candidates.push(withServers(best, left, seen));
    if (!isNamed(best, gone)) continue;
    for (const other of [...left, ...seen]) candidates.push(withServers(best, left, seen, new Map([[gone, other]])));
  }
  return search.tryEach(candidates);
}

/** With fewer clients: those who asked for nothing, then those whose operations nobody needs, or others can ask for. */
export function fewerClients(search: Search): void {
  for (let at = search.best.options.clients - 1; at >= 0 && !search.exhausted; at--) {
    const names = clientsOf(search.best.options);
    const gone = names[at] as string;
    const left = names.filter((name) => name !== gone);
    const { best } = search;
    search.tryEach([
      withClients(best, left),
      ...left.map((other) => withClients(best, left, new Map([[gone, other]]))),
    ]);
  }
}

/** All ways to keep `count` of the items, in their order; those that keep the last ones first. */
function choices<T>(items: readonly T[], count: number): T[][] {
  if (count === 0) return [[]];
  const all: T[][] = [];
  items.forEach((item, at) => {
    for (const rest of choices(items.slice(at + 1), count - 1)) all.push([item, ...rest]);
  });
  return all.toReversed();
}

function isNamed(of: WrittenCase, name: string): boolean {
  let named = false;
  const look = (each: string): string => {
    named ||= each === name;
    return each;
  };
  for (const fault of of.plan.faults) renameInStep(stepOf(fault), look);
  renameInOverrides(of.overrides, look);
  return named;
}

/** The ensemble of these servers, by the names they had. `standIns`: who is meant where somebody who is gone was. */
export function withServers(
  of: WrittenCase,
  voters: readonly string[],
  observers: readonly string[],
  standIns: ReadonlyMap<string, string> = new Map(),
): WrittenCase {
  const left = [...voters, ...observers];
  const known = serversOf(of.options);
  const rename: Rename = (name) => {
    if (!known.includes(name)) return name;
    const at = left.indexOf(standIns.get(name) ?? name);
    return at < 0 ? null : String(at + 1);
  };
  const { weather } = of.options;
  const stageDelays = weather.stageDelays.flatMap((delay) => {
    const process = delay.process === null ? null : rename(delay.process);
    return delay.process !== null && process === null ? [] : [{ ...delay, process }];
  });
  const options = {
    ...of.options,
    voters: voters.length,
    observers: observers.length,
    weather: { ...weather, stageDelays },
  };
  return renamed({ ...of, options }, rename);
}

/** The clients of these names. `standIns`: who asks for what somebody who is gone asked for. */
export function withClients(
  of: WrittenCase,
  clients: readonly string[],
  standIns: ReadonlyMap<string, string> = new Map(),
): WrittenCase {
  const known = clientsOf(of.options);
  const rename: Rename = (name) => {
    if (!known.includes(name)) return name;
    const at = clients.indexOf(standIns.get(name) ?? name);
    return at < 0 ? null : `c${at + 1}`;
  };
  const operations = of.plan.operations.flatMap((operation) => {
    const client = rename(operation.client);
    return client === null ? [] : [{ ...operation, client }];
  });
  return renamed(withOperations({ ...of, options: { ...of.options, clients: clients.length } }, operations), rename);
}

function renamed(of: WrittenCase, rename: Rename): WrittenCase {
  const faults = of.plan.faults.flatMap((fault) => {
    const step = renameInStep(stepOf(fault), rename);
    return step === null ? [] : [faultOf(step)];
  });
  return { ...of, plan: { ...of.plan, faults }, overrides: renameInOverrides(of.overrides, rename) };
}

/** Null when nobody is left whom the fault waits for, or whom it strikes. */
export function renameInStep(step: FaultStep, rename: Rename): FaultStep | null {
  const { trigger } = step;
  const action = renameInAction(step.action, rename);
  if (action === null) return null;
  if (trigger.kind === 'write') {
    const on = rename(trigger.on);
    return on === null ? null : { ...step, trigger: { ...trigger, on }, action };
  }
  if (trigger.kind !== 'when' || trigger.subject === null) return { ...step, action };
  const [subject] = renameAll([trigger.subject], rename);
  return subject === undefined ? null : { ...step, trigger: { ...trigger, subject }, action };
}

function renameInAction(action: Action, rename: Rename): Action | null {
  if ('targets' in action) {
    const targets = renameAll(action.targets, rename);
    return targets.length === 0 ? null : { ...action, targets };
  }
  if ('links' in action) {
    const links = renameInLinks(action.links, rename);
    return links === null ? null : { ...action, links };
  }
  if (action.kind === 'expire') {
    const session = rename(action.session);
    return session === null ? null : { ...action, session };
  }
  if (action.kind !== 'partition') return action;
  const seen = new Set<string>();
  const groups = action.groups.map((group) =>
    renameAll(group, rename).filter((target) => {
      if (target.kind === 'role') return true;
      if (seen.has(target.name)) return false;
      seen.add(target.name);
      return true;
    }),
  );
  return groups.some((group) => group.length === 0) ? null : { ...action, groups };
}

function renameInLinks({ from, to, both }: Links, rename: Rename): Links | null {
  const a = renameAll(from, rename);
  const b = to === null ? null : renameAll(to, rename);
  return a.length === 0 || b?.length === 0 ? null : { from: a, to: b, both };
}

/** Nobody twice. */
function renameAll(targets: Targets, rename: Rename): Target[] {
  const seen = new Set<string>();
  return targets.flatMap((target): Target[] => {
    if (target.kind === 'role') return [target];
    const name = rename(target.name);
    if (name === null || seen.has(name)) return [];
    seen.add(name);
    return [{ kind: 'process', name }];
  });
}
