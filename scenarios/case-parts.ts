/**
 * The steps of a case that is written out: its faults, operations and overrides, and what differs from the defaults in
 * weather and configuration. For each there is the same case without it, and for each number of it that may move, the
 * case with another number in its place.
 */
import type { FaultStep } from '../sim/fault/action.ts';
import { parseStep } from '../sim/fault/parse.ts';
import { showStep } from '../sim/fault/text.ts';
import { byNumber } from '../protocol/std/compare.ts';
import type { Case, CaseOptions, CaseWeather } from '../sim/record/case.ts';
import type { Plan, PlanFault, PlanOperation } from '../sim/record/plan.ts';
import type { Setting } from '../sim/record/scenario-document.ts';
import type { StoryMargin } from '../sim/record/story.ts';
import type { MarginRange } from '../sim/shrink/margins.ts';
import type { Part } from '../sim/shrink/necessity.ts';
import { addressWords } from './address-words.ts';
import { opWords } from './op-words.ts';
import { fastClientTimes, fastConfig } from './settings.ts';
import { lengthWords, momentWords } from './story-words.ts';
import { calmWeather, weatherToGive } from './weather.ts';

/** A number of a step that may move. */
export interface Movable {
  /** Of the part it belongs to. */
  readonly kind: Part['kind'];
  readonly name: string;
  readonly of: StoryMargin['of'];
  readonly range: MarginRange;
  readonly at: (us: number) => Case;
}

/** Finer than this nobody asks. */
const GRAIN_US = 50;
/** A delay or a duration is tried up to here, and beyond where it is longer already. */
const FAR_US = 4_000_000;

export const operationName = (operations: readonly PlanOperation[], index: number): string => {
  const { client } = operations[index] as PlanOperation;
  const before = operations.slice(0, index).filter((each) => each.client === client).length;
  return `${client}#${before + 1}`;
};

/** Faults, overrides and operations: what was done. */
export function doneParts(of: Case): Part[] {
  const plan = planOf(of);
  const { operations, faults } = plan;
  return [
    ...faults.map((fault): Part => {
      const less = faults.filter((each) => each !== fault);
      return {
        kind: 'fault',
        name: fault.id,
        text: fault.line,
        without: { ...of, plan: { operations, faults: less } },
      };
    }),
    ...Object.entries(of.overrides).map(([address, value]): Part => {
      const { [address]: _out, ...less } = of.overrides;
      const text = addressWords(address, value);
      return { kind: 'override', name: address, text, without: { ...of, overrides: less } };
    }),
    ...operations.map((operation, index): Part => {
      const less = operations.filter((_, at) => at !== index);
      const text = `at ${momentWords(operation.atUs)} ${operation.client} asks for ${opWords(operation.op)}`;
      const without = { ...of, plan: { operations: less, faults } };
      return { kind: 'operation', name: operationName(operations, index), text, without };
    }),
  ];
}

/** Weather and configuration: the ground it was done on. */
export function groundParts(of: Case): Part[] {
  const parts: Part[] = [];
  const { weather, config } = of.options;
  if (weather !== undefined) parts.push(...weatherParts(of, weather));
  const usual: Readonly<Record<string, unknown>> = { ...fastConfig, ...fastClientTimes };
  for (const [name, value] of Object.entries(config ?? {})) {
    const normal = usual[name];
    // Assertions decide what is looked at, not what happens.
    if (name === 'assertions' || normal === undefined || normal === value) continue;
    const text = `${name} ${String(value)} in place of ${String(normal)}`;
    const without = withOptions(of, { config: { ...config, [name]: normal as Setting } });
    parts.push({ kind: 'config', name, text, without });
  }
  return parts;
}

function weatherParts(of: Case, weather: CaseWeather): Part[] {
  const calm = weatherToGive(calmWeather);
  const parts: Part[] = [];
  const part = (name: string, text: string, less: CaseWeather): void => {
    parts.push({ kind: 'weather', name, text, without: withOptions(of, { weather: less }) });
  };
  const { latency, syncLatency, lossPpm, stageDelays } = weather;
  if (JSON.stringify(latency) !== JSON.stringify(calm.latency)) {
    part('latency', `messages take ${latencyWords(latency)}`, { ...weather, latency: calm.latency });
  }
  if (lossPpm !== calm.lossPpm) part('loss', `${lossPpm} packets in a million are lost`, { ...weather, lossPpm: 0 });
  if (JSON.stringify(syncLatency) !== JSON.stringify(calm.syncLatency)) {
    const text = `syncs of a disk take ${latencyWords(syncLatency)}`;
    part('disks', text, { ...weather, syncLatency: calm.syncLatency });
  }
  stageDelays.forEach((delay, index) => {
    const { process, stage } = delay;
    const whose = process === null ? 'every server' : `server ${process}`;
    const which = stage === '' ? 'all stages' : `stage "${stage}"`;
    part(`stages ${index + 1}`, `${which} of ${whose} run late by ${latencyWords(delay.latency)}`, {
      ...weather,
      stageDelays: stageDelays.filter((each) => each !== delay),
    });
  });
  return parts;
}

function latencyWords({ shape, minUs, spreadUs }: CaseWeather['latency']): string {
  if (shape === 'constant' || spreadUs === 0) return lengthWords(minUs);
  return `${lengthWords(minUs)} and ${shape === 'uniform' ? 'up to' : 'about'} ${lengthWords(spreadUs)} more`;
}

function withOptions(of: Case, options: CaseOptions): Case {
  return { ...of, options: { ...of.options, ...options } };
}

function planOf(of: Case): Plan {
  return of.plan ?? { operations: [], faults: [] };
}

/** Numbers of faults, overrides and operations that may move; `endUs`: when the run's own time ends. */
export function movables(of: Case, endUs: number): Movable[] {
  const { operations, faults } = planOf(of);
  return [
    ...faults.flatMap((fault) => faultMovables(of, fault, endUs)),
    ...Object.entries(of.overrides).flatMap(([address, value]) => overrideMovables(of, address, value)),
    ...operations.map((_, index) => operationMovable(of, index, endUs)),
  ];
}

function faultMovables(of: Case, fault: PlanFault, endUs: number): Movable[] {
  const parsed = parseStep(fault.id, fault.line);
  if (!parsed.ok) return [];
  const step = parsed.value;
  const { trigger, forUs } = step;
  const withStep = (other: FaultStep): Case => {
    const { operations, faults } = planOf(of);
    const moved = faults.map((each) => (each === fault ? { id: fault.id, line: showStep(other) } : each));
    return { ...of, plan: { operations, faults: moved } };
  };
  const movable = (what: StoryMargin['of'], value: number, most: number, at: (us: number) => FaultStep): Movable => ({
    kind: 'fault',
    name: fault.id,
    of: what,
    range: { value, least: what === 'duration' ? Math.min(1000, value) : 0, most, grain: GRAIN_US },
    at: (us) => withStep(at(us)),
  });
  const found: Movable[] = [];
  if (trigger.kind === 'at') {
    const most = Math.max(endUs, trigger.atUs);
    found.push(movable('time', trigger.atUs, most, (atUs) => ({ ...step, trigger: { ...trigger, atUs } })));
  }
  if (trigger.kind === 'when') {
    const most = Math.max(FAR_US, 2 * trigger.delayUs);
    found.push(movable('delay', trigger.delayUs, most, (delayUs) => ({ ...step, trigger: { ...trigger, delayUs } })));
  }
  if (forUs !== null) {
    found.push(movable('duration', forUs, Math.max(FAR_US, 2 * forUs), (us) => ({ ...step, forUs: us })));
  }
  return found;
}

function overrideMovables(of: Case, address: string, value: number): Movable[] {
  if (!/\.(delay2?|extra)$/.test(address)) return [];
  const range = { value, least: 0, most: Math.max(FAR_US, 2 * value), grain: GRAIN_US };
  const at = (us: number): Case => ({ ...of, overrides: { ...of.overrides, [address]: us } });
  return [{ kind: 'override', name: address, of: 'value', range, at }];
}

function operationMovable(of: Case, index: number, endUs: number): Movable {
  const { operations, faults } = planOf(of);
  const operation = operations[index] as PlanOperation;
  const at = (atUs: number): Case => {
    const moved = operations.map((each) => (each === operation ? { ...operation, atUs } : each));
    // Stable: operations of one time keep their order.
    return { ...of, plan: { operations: moved.sort((a, b) => byNumber(a.atUs, b.atUs)), faults } };
  };
  const range = { value: operation.atUs, least: 0, most: Math.max(endUs, operation.atUs), grain: GRAIN_US };
  return { kind: 'operation', name: operationName(operations, index), of: 'time', range, at };
}
