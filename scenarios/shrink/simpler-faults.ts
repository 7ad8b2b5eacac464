/** What a fault could become: strike fewer, be milder, end earlier, wait for something simpler. */
import {
  lasting,
  type Action,
  type FaultStep,
  type Links,
  type Target,
  type Targets,
  type Trigger,
} from '../../sim/fault/action.ts';
import { simplerNumbers } from '../../sim/shrink/round.ts';
import type { ShrinkSearch } from '../../sim/shrink/search.ts';
import { faultOf, replaced, serversOf, stepOf, withFaults, type WrittenCase } from './written-case.ts';

/** Finer than this no moment is worth telling from another. */
const GRAIN_US = 1000;
const LENGTH_US_LEAST = 10_000;
/** Tried as lengths of a fault that has none: it then needs no `heal`. */
const LENGTHS_US: readonly number[] = [20_000, 100_000, 500_000, 1_000_000];

export function simplerFaults(search: ShrinkSearch<WrittenCase>): void {
  search.simplifyEach(
    (best) => best.plan.faults.length,
    (best, index) => {
      const { faults } = best.plan;
      const fault = faults[index];
      if (fault === undefined) return [];
      return simplerSteps(stepOf(fault), serversOf(best.options)).map((step) =>
        withFaults(best, replaced(faults, index, faultOf(step))),
      );
    },
  );
}

/** Ways to say less. Some are no simpler, or cannot be: the search measures and the judge refuses. */
export function simplerSteps(step: FaultStep, servers: readonly string[]): FaultStep[] {
  const timed = step.trigger.kind === 'at';
  const actions = simplerActions(step.action, servers).filter((action) => !timed || !speaksOfIt(action));
  return [
    ...actions.map((action) => fitted({ ...step, action })),
    ...simplerTriggers(step.trigger, servers).map((trigger) => ({ ...step, trigger })),
    ...simplerLengths(step).map((forUs) => ({ ...step, forUs })),
  ];
}

/** Without a length where the action can have none. */
function fitted(step: FaultStep): FaultStep {
  return step.forUs !== null && !lasting.has(step.action.kind) ? { ...step, forUs: null } : step;
}

function speaksOfIt(action: Action): boolean {
  const is = (target: Target): boolean => target.kind === 'role' && target.role === 'it';
  if ('targets' in action) return action.targets.some(is);
  if ('links' in action) return [...action.links.from, ...(action.links.to ?? [])].some(is);
  return action.kind === 'partition' && action.groups.flat().some(is);
}

function simplerLengths({ action, forUs }: FaultStep): (number | null)[] {
  if (!lasting.has(action.kind)) return [];
  if (forUs === null) return [...LENGTHS_US];
  return [null, ...simplerNumbers(forUs, LENGTH_US_LEAST, GRAIN_US)];
}

function simplerTriggers(trigger: Trigger, servers: readonly string[]): Trigger[] {
  switch (trigger.kind) {
    case 'at':
      return simplerNumbers(trigger.atUs, 0, GRAIN_US).map((atUs) => ({ kind: 'at', atUs }));
    case 'write':
      return fewer(trigger.write).map((write) => ({ ...trigger, write }));
    case 'when': {
      const { count, delayUs } = trigger;
      const subjects: (Target | null)[] = [
        null,
        { kind: 'role', role: 'leader' },
        ...servers.map((name): Target => ({ kind: 'process', name })),
      ];
      return [
        ...simplerNumbers(delayUs, 0, GRAIN_US).map((us) => ({ ...trigger, delayUs: us })),
        ...fewer(count).map((less) => ({ ...trigger, count: less })),
        ...subjects.flatMap((subject) =>
          [1, 2, 3, 4].filter((n) => n < count).map((n) => ({ ...trigger, subject, count: n })),
        ),
        ...(trigger.argument === '' ? [] : [{ ...trigger, argument: '' }]),
      ];
    }
  }
}

/** Counts below `count`, each of the near ones, for what was counted may have become less by one or two. */
function fewer(count: number): number[] {
  const counts = new Set([1, 2, 3, Math.floor(count / 2), ...Array.from({ length: 6 }, (_, i) => count - 1 - i)]);
  return [...counts].filter((each) => each >= 1 && each < count).sort((a, b) => a - b);
}

function simplerActions(action: Action, servers: readonly string[]): Action[] {
  const lesser = lesserAmounts(action);
  if ('targets' in action) {
    const fewerTargets = simplerTargets(action.targets, servers).map((targets) => ({ ...action, targets }));
    return [...milder(action, action.targets), ...fewerTargets, ...lesser];
  }
  if ('links' in action)
    return [...simplerLinks(action.links, servers).map((links) => ({ ...action, links })), ...lesser];
  if (action.kind === 'partition') return simplerGroups(action, servers);
  if (action.kind === 'shape') return pairsOf(servers);
  return lesser;
}

function milder(action: Action, targets: Targets): Action[] {
  const instead: Action[] = [];
  if (action.kind === 'crash' || action.kind === 'isolate' || action.kind === 'pause') {
    instead.push({ kind: 'reset', links: { from: targets, to: null, both: true } });
  }
  if (action.kind === 'crash') instead.push({ kind: 'pause', targets }, { kind: 'isolate', targets });
  if (action.kind === 'stuck disk') instead.push({ kind: 'slow disk', targets, percent: 1000 });
  return instead;
}

/** All cut links between two. */
function pairsOf(servers: readonly string[]): Action[] {
  return servers.flatMap((a, at) =>
    servers.slice(at + 1).map((b): Action => ({ kind: 'partition', groups: [[named(a)], [named(b)]], oneWay: false })),
  );
}

function named(name: string): Target {
  return { kind: 'process', name };
}

function simplerTargets(targets: Targets, servers: readonly string[]): Targets[] {
  const one = targets.length > 1 ? targets.map((target) => [target]) : [];
  const less = targets.length > 2 ? targets.map((_, gone) => targets.filter((_target, at) => at !== gone)) : [];
  const drawn = targets.some((target) => target.kind === 'role' && target.role !== 'it' && target.role !== 'leader');
  return [...one, ...less, ...(drawn ? servers.map((name) => [named(name)]) : [])];
}

function simplerLinks(links: Links, servers: readonly string[]): Links[] {
  const { from, to, both } = links;
  const ends = to === null ? servers.map((name) => [named(name)]) : simplerTargets(to, servers);
  return [
    ...simplerTargets(from, servers).map((less) => ({ ...links, from: less })),
    ...ends.map((less) => ({ ...links, to: less })),
    ...(both && to !== null
      ? [
          { from, to, both: false },
          { from: to, to: from, both: false },
        ]
      : []),
  ];
}

type Partition = Extract<Action, { kind: 'partition' }>;

function simplerGroups(action: Partition, servers: readonly string[]): Action[] {
  const { groups } = action;
  const fewerGroups = groups.length > 2 ? groups.map((_, gone) => groups.filter((_group, at) => at !== gone)) : [];
  const smaller = groups.flatMap((group, at) =>
    simplerTargets(group, servers).map((less) => replaced(groups, at, less)),
  );
  const oneWay = action.oneWay || groups.length !== 2 ? [] : [groups, groups.toReversed()];
  return [
    ...[...fewerGroups, ...smaller].map((some) => ({ ...action, groups: some })),
    ...oneWay.map((some) => ({ ...action, groups: some, oneWay: true })),
  ];
}

function lesserAmounts(action: Action): Action[] {
  switch (action.kind) {
    case 'latency':
      return simplerNumbers(action.extraUs, GRAIN_US, GRAIN_US).map((extraUs) => ({ ...action, extraUs }));
    case 'loss':
    case 'duplicate':
    case 'clock drift':
      return simplerNumbers(action.ppm, 1).map((ppm) => ({ ...action, ppm }));
    case 'slow disk':
      return simplerNumbers(action.percent, 101).map((percent) => ({ ...action, percent }));
    case 'disk error':
      return fewer(action.count).map((count) => ({ ...action, count }));
    case 'slow start':
      return simplerNumbers(action.byUs, GRAIN_US, GRAIN_US).map((byUs) => ({ ...action, byUs }));
    default:
      return [];
  }
}
