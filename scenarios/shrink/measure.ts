/**
 * What is simpler, of two cases that fail alike: fewer servers where there are more than three, then fewer faults,
 * operations and overridden decisions, then fewer servers and clients, then what there is to take in about each.
 */
import type { Action, FaultStep, Links, Targets, Trigger } from '../../sim/fault/action.ts';
import type { Latency } from '../../sim/kernel/distribution.ts';
import type { CaseWeather } from '../../sim/record/case.ts';
import type { PlanAcl, PlanCreate, PlanMultiPart, PlanOp, PlanOperation } from '../../sim/record/plan.ts';
import type { Setting } from '../../sim/record/scenario-document.ts';
import { weightOf } from '../../sim/shrink/round.ts';
import { SERVERS_ENOUGH } from './ensemble-passes.ts';
import { plainWeather } from './plain-weather.ts';
import { serversOf, stepOf, type WrittenCase } from './written-case.ts';

/** `base`: the configuration that costs nothing to take in. */
export function measureOf(of: WrittenCase, base: Readonly<Record<string, Setting>>): number[] {
  const { options, plan, overrides } = of;
  const servers = serversOf(options).length;
  const decisions = Object.entries(overrides);
  let weight = weightOf(options.durationMs) + weatherWeight(options.weather);
  for (const fault of plan.faults) weight += stepWeight(stepOf(fault));
  for (const operation of plan.operations) weight += operationWeight(operation);
  for (const [, value] of decisions) weight += weightOf(value);
  for (const [name, value] of Object.entries(options.config)) weight += settingWeight(value, base[name]);
  return [
    Math.max(0, servers - SERVERS_ENOUGH),
    plan.faults.length + plan.operations.length + decisions.length,
    servers,
    options.clients,
    weight,
  ];
}

function settingWeight(value: Setting, base: Setting | undefined): number {
  if (value === base) return 0;
  return typeof value === 'number' ? 20 + weightOf(value) : 20;
}

function weatherWeight({ latency, lossPpm, syncLatency, stageDelays }: CaseWeather): number {
  let weight = weightOf(lossPpm);
  if (!isSame(latency, plainWeather.latency)) weight += 20 + latencyWeight(latency);
  if (!isSame(syncLatency, plainWeather.syncLatency)) weight += 20 + latencyWeight(syncLatency);
  for (const { process, stage, latency: delay } of stageDelays) {
    weight += 60 + (process === null ? 0 : 5) + (stage === '' ? 0 : 5) + latencyWeight(delay);
  }
  return weight;
}

function isSame(a: Latency, b: Latency): boolean {
  return a.shape === b.shape && a.minUs === b.minUs && a.spreadUs === b.spreadUs;
}

function latencyWeight({ shape, minUs, spreadUs }: Latency): number {
  return weightOf(minUs) + (shape === 'constant' ? 0 : 20 + weightOf(spreadUs));
}

// --- faults ------------------------------------------------------------------------------------------------------

function stepWeight({ trigger, action, forUs }: FaultStep): number {
  return triggerWeight(trigger) + actionWeight(action) + (forUs === null ? 0 : 5 + weightOf(forUs));
}

function triggerWeight(trigger: Trigger): number {
  switch (trigger.kind) {
    case 'at':
      return weightOf(trigger.atUs);
    case 'when': {
      const { subject, argument, count, delayUs } = trigger;
      return 30 + (subject === null ? 0 : 1) + (argument === '' ? 0 : 3) + 4 * (count - 1) + weightOf(delayUs);
    }
    case 'write':
      return 30 + 4 * (trigger.write - 1) + (trigger.when === 'after' ? 0 : 1);
  }
}

/** From the mildest on; a kind that is not here is among the severest. */
const severity: Readonly<Partial<Record<Action['kind'], number>>> = {
  heal: 0,
  reset: 1,
  latency: 2,
  loss: 2,
  duplicate: 2,
  clog: 3,
  partition: 4,
  pause: 5,
  'slow disk': 5,
  isolate: 6,
  'disk error': 7,
  'stuck disk': 7,
  crash: 8,
};

function actionWeight(action: Action): number {
  const weight = 10 * (severity[action.kind] ?? 9);
  if ('targets' in action) return weight + targetsWeight(action.targets) + amount(action);
  if ('links' in action) return weight + linksWeight(action.links) + amount(action);
  if (action.kind !== 'partition') return weight;
  return weight + action.groups.reduce((sum, group) => sum + targetsWeight(group), action.oneWay ? 0 : 1);
}

function amount(action: Action): number {
  switch (action.kind) {
    case 'latency':
      return weightOf(action.extraUs);
    case 'loss':
    case 'duplicate':
    case 'clock drift':
      return weightOf(action.ppm);
    case 'flap':
      return weightOf(action.everyUs);
    case 'slow disk':
      return weightOf(action.percent);
    case 'disk error':
      return weightOf(action.count);
    case 'clock offset':
    case 'clock jump':
    case 'slow start':
      return weightOf(action.byUs);
    default:
      return 0;
  }
}

function linksWeight({ from, to, both }: Links): number {
  return targetsWeight(from) + (to === null ? 12 : targetsWeight(to)) + (both ? 1 : 0);
}

/** One server is easier to take in than several, and a name than somebody who is drawn. */
function targetsWeight(targets: Targets): number {
  let weight = 0;
  for (const target of targets) weight += target.kind === 'process' ? 6 : roleWeight(target.role);
  return weight;
}

function roleWeight(role: string): number {
  if (role === 'it' || role === 'leader') return 5;
  return role.startsWith('a ') ? 8 : 12;
}

// --- operations --------------------------------------------------------------------------------------------------

function operationWeight({ client, atUs, op }: PlanOperation): number {
  return weightOf(atUs) + 2 * Number(client.slice(1)) + opWeight(op);
}

/** Of two that show the same, the one that everybody knows counts less. */
function opWeight(op: PlanOp): number {
  switch (op.type) {
    case 'multi':
      return 20 + op.parts.reduce((sum, part) => sum + 10 + partWeight(part), 0);
    case 'multiRead':
      return 22 + op.parts.reduce((sum, part) => sum + 10 + pathWeight(part.path), 0);
    case 'exists':
    case 'getData':
    case 'getChildren':
    case 'getChildren2':
      return 14 + pathWeight(op.path) + (op.watch ? 5 : 0) + (op.type === 'getChildren2' ? 2 : 0);
    case 'sync':
      return 15 + pathWeight(op.path);
    case 'closeSession':
      return 15;
    case 'setACL':
      return 17 + pathWeight(op.path) + aclWeight(op.acl) + versionWeight(op.version);
    case 'getACL':
    case 'getAllChildrenNumber':
      return 18 + pathWeight(op.path);
    case 'getEphemerals':
      return 18 + pathWeight(op.prefix);
    case 'addWatch':
      return 18 + pathWeight(op.path) + (op.mode === 'PERSISTENT' ? 0 : 3);
    case 'removeWatches':
    case 'checkWatches':
      return 19 + pathWeight(op.path) + (op.watcherType === 'ANY' ? 0 : 3);
    case 'auth':
    case 'whoAmI':
      return 17;
    case 'reconfig':
      return 24;
    default:
      return partWeight(op);
  }
}

function partWeight(part: PlanMultiPart): number {
  const path = pathWeight(part.path);
  switch (part.type) {
    case 'create':
      return createWeight(part, 12);
    case 'create2':
      return createWeight(part, 14);
    case 'createContainer':
    case 'createTTL':
      return createWeight(part, 16);
    case 'delete':
    case 'check':
      return 13 + path + versionWeight(part.version);
    case 'setData':
      return 10 + path + dataWeight(part.data) + versionWeight(part.version);
  }
}

function createWeight(part: PlanCreate, kind: number): number {
  const mode = part.mode === 'PERSISTENT' ? 0 : 6;
  return kind + pathWeight(part.path) + dataWeight(part.data) + mode + aclWeight(part.acl ?? 'open');
}

function aclWeight(acl: PlanAcl): number {
  return acl === 'open' ? 0 : 4;
}

function pathWeight(path: string): number {
  return path.length;
}

function dataWeight(data: unknown): number {
  return data === '' ? 0 : typeof data === 'string' ? 2 + data.length : 8;
}

function versionWeight(version: number | 'known'): number {
  return version === -1 ? 0 : version === 'known' ? 4 : 6;
}
