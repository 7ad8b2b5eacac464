/**
 * Draws a fault plan. Each seed draws its own mix first, which kinds are on, how often, how long, and then the
 * faults: a mix of few kinds reaches depths that a mix of all of them never does. Every fault draws under its own
 * id, so that another kind or another count changes no fault that stays.
 */
import type { ProcessName } from '../../protocol/process.ts';
import type { Draws } from '../kernel/addresses.ts';
import type { Action, FaultStep, Target, Targets } from './action.ts';
import { lasting } from './action.ts';

/** What a mix draws from unless it is told otherwise. */
export const usualKinds = [
  'crash',
  'pause',
  'partition',
  'isolate',
  'one-way',
  'shape',
  'clog',
  'latency',
  'loss',
  'reset',
  'flap',
  'slow disk',
  'stuck disk',
  'clock',
  'slow start',
] as const;

export const swarmKinds = [
  ...usualKinds,
  'disk error',
  'full disk',
  'lying disk',
  'rot',
  'wipe',
  'crash point',
] as const;
export type SwarmKind = (typeof swarmKinds)[number];

export interface SwarmOptions {
  readonly servers: readonly ProcessName[];
  /** Faults begin in this window of virtual time. */
  readonly fromUs: number;
  readonly untilUs: number;
  /** Kinds to mix; default: all that need no budget and no recovery from disk errors. */
  readonly kinds?: readonly SwarmKind[];
  /** Kinds of files whose durable writes are crash points. */
  readonly fileKinds?: readonly string[];
  /** Mean time between two faults at the busiest and at the calmest. */
  readonly gapUsMin?: number;
  readonly gapUsMax?: number;
  readonly forUsMin?: number;
  readonly forUsMax?: number;
  readonly faultsMax?: number;
}

const HALF = 500_000;

export function drawFaultPlan(draws: Draws, options: SwarmOptions): FaultStep[] {
  const kinds = drawMix(draws, options.kinds ?? usualKinds);
  const gapUsMin = options.gapUsMin ?? 300_000;
  const meanUs = draws.between('swarm/gap', gapUsMin, Math.max(options.gapUsMax ?? 5_000_000, gapUsMin));
  const forUsMin = options.forUsMin ?? 50_000;
  const longestUs = draws.between('swarm/longest', forUsMin, Math.max(options.forUsMax ?? 4_000_000, forUsMin));
  const steps: FaultStep[] = [];
  if (draws.quiet || kinds.length === 0) return steps;
  let atUs = options.fromUs;
  for (let i = 1; i <= (options.faultsMax ?? 60); i++) {
    const id = `f${i}`;
    atUs += draws.latency(
      `fault/${id}/gap`,
      { shape: 'exponential', minUs: 1000, spreadUs: meanUs, maxUs: 20 * meanUs },
      'delay',
    );
    if (atUs >= options.untilUs) break;
    const kind = draws.pick(`fault/${id}/kind`, kinds);
    steps.push(drawStep(draws, options, id, kind, atUs, { forUsMin, longestUs }));
  }
  return steps;
}

/** Each kind is on with even odds; at least one is. */
function drawMix(draws: Draws, kinds: readonly SwarmKind[]): SwarmKind[] {
  const on = kinds.filter((kind) => draws.chance(`swarm/kind/${kind}`, HALF));
  return on.length > 0 || kinds.length === 0 ? on : [draws.pick('swarm/only', kinds)];
}

function drawStep(
  draws: Draws,
  options: SwarmOptions,
  id: string,
  kind: SwarmKind,
  atUs: number,
  lengths: { readonly forUsMin: number; readonly longestUs: number },
): FaultStep {
  const action = drawAction(draws, options, id, kind);
  const long = draws.between(`fault/${id}/for`, lengths.forUsMin, lengths.longestUs);
  const forUs = lasting.has(action.kind) ? roundTo(long, 1000) : null;
  const at = roundTo(atUs, 100);
  const files = options.fileKinds ?? [];
  if (kind === 'crash point' && files.length > 0) {
    const on = draws.pick(`fault/${id}/on`, options.servers);
    const when = draws.chance(`fault/${id}/when`, HALF) ? 'after' : 'before';
    const write = 1 + draws.range(`fault/${id}/write`, draws.chance(`fault/${id}/late`, HALF) ? 60 : 6);
    const trigger = { kind: 'write', when, write, file: draws.pick(`fault/${id}/file`, files), on } as const;
    return { id, trigger, action: { kind: 'crash', targets: [{ kind: 'process', name: on }] }, forUs };
  }
  return { id, trigger: { kind: 'at', atUs: at }, action, forUs };
}

function roundTo(us: number, unit: number): number {
  return Math.max(unit, us - (us % unit));
}

/** Half of the faults hit the leader, the rest a drawn server. */
function drawTarget(draws: Draws, options: SwarmOptions, id: string): Target {
  if (draws.chance(`fault/${id}/leader`, 350_000)) return { kind: 'role', role: 'leader' };
  return { kind: 'process', name: draws.pick(`fault/${id}/who`, options.servers) };
}

function drawAction(draws: Draws, options: SwarmOptions, id: string, kind: SwarmKind): Action {
  const target = drawTarget(draws, options, id);
  const targets: Targets = [target];
  const links = { from: targets, to: null, both: true };
  switch (kind) {
    case 'crash':
    case 'crash point':
      return { kind: 'crash', targets };
    case 'pause':
    case 'isolate':
    case 'stuck disk':
    case 'full disk':
    case 'lying disk':
    case 'wipe':
      return { kind, targets };
    case 'partition':
      return { kind: 'partition', groups: drawGroups(draws, options, id), oneWay: false };
    case 'one-way':
      return { kind: 'partition', groups: drawGroups(draws, options, id), oneWay: true };
    case 'shape':
      return {
        kind: 'shape',
        shape: draws.pick(`fault/${id}/shape`, ['halves', 'bridge', 'ring', 'minority with leader']),
      };
    case 'clog':
    case 'reset':
      return { kind, links };
    case 'latency':
      return { kind, links, extraUs: roundTo(draws.between(`fault/${id}/extra`, 1000, 300_000), 1000) };
    case 'loss':
      return { kind, links, ppm: roundTo(draws.between(`fault/${id}/ppm`, 10_000, 300_000), 1000) };
    case 'flap':
      return { kind, links, everyUs: roundTo(draws.between(`fault/${id}/every`, 20_000, 600_000), 1000) };
    case 'slow disk':
      return { kind, targets, percent: draws.between(`fault/${id}/percent`, 200, 10_000) };
    case 'disk error':
      return {
        kind,
        targets,
        operation: draws.pick(`fault/${id}/operation`, ['append', 'sync', 'write', 'read']),
        count: 1,
      };
    case 'rot':
      return {
        kind,
        targets,
        file: draws.pick(
          `fault/${id}/file`,
          (options.fileKinds ?? []).length > 0 ? (options.fileKinds as readonly string[]) : ['log'],
        ),
      };
    case 'clock':
      if (draws.chance(`fault/${id}/wall`, HALF)) {
        const byUs = roundTo(draws.between(`fault/${id}/by`, 1000, 30_000_000), 1000);
        return { kind: 'clock jump', targets, byUs: draws.chance(`fault/${id}/back`, HALF) ? -byUs : byUs };
      }
      return { kind: 'clock drift', targets, ppm: draws.between(`fault/${id}/drift`, 0, 60_000) - 30_000 };
    case 'slow start':
      return { kind, targets, byUs: roundTo(draws.between(`fault/${id}/by`, 10_000, 3_000_000), 1000) };
  }
}

/** Two groups of servers, neither empty. */
function drawGroups(draws: Draws, options: SwarmOptions, id: string): Targets[] {
  const order = draws.order(`fault/${id}/order`, options.servers.length);
  const cut = 1 + draws.range(`fault/${id}/cut`, Math.max(options.servers.length - 1, 1));
  const named = order.map((at): Target => ({ kind: 'process', name: options.servers[at] as ProcessName }));
  return [named.slice(0, cut), named.slice(cut)];
}
