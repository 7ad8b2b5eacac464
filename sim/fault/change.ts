/**
 * What faults are made of: changes of the world that can be taken back. Where faults overlap, each change counts for
 * itself, so that taking one back leaves the others in force.
 */
import { assertNever } from '../../protocol/std/assert.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { World } from '../kernel/world.ts';

export type Change =
  | { readonly kind: 'block' | 'clog'; readonly from: ProcessName; readonly to: ProcessName }
  | {
      readonly kind: 'latency' | 'loss' | 'duplicate';
      readonly from: ProcessName;
      readonly to: ProcessName;
      readonly by: number;
    }
  | { readonly kind: 'slow' | 'drift' | 'wall' | 'start'; readonly name: ProcessName; readonly by: number }
  | { readonly kind: 'stuck' | 'full' | 'lying' | 'crash' | 'pause'; readonly name: ProcessName };

export const networkChanges: ReadonlySet<Change['kind']> = new Set<Change['kind']>([
  'block',
  'clog',
  'latency',
  'loss',
  'duplicate',
]);

/** Brings a change about. Answers whether some process can now do what it could not, or the other way round. */
export function apply(world: World, change: Change): boolean {
  switch (change.kind) {
    case 'block':
      return world.network.block(change.from, change.to);
    case 'clog':
      return world.network.clog(change.from, change.to);
    case 'latency':
      world.network.pathBetween(change.from, change.to).extraUs += change.by;
      return change.by !== 0;
    case 'loss':
      world.network.pathBetween(change.from, change.to).addLoss(change.by);
      return change.by !== 0;
    case 'duplicate':
      world.network.pathBetween(change.from, change.to).duplicatePpm += change.by;
      return change.by !== 0;
    case 'slow':
      world.disk(change.name).slowPercent += change.by;
      return change.by !== 0;
    case 'drift':
      world.setClockDrift(change.name, world.clockDrift(change.name) + change.by);
      return change.by !== 0;
    case 'wall':
      world.jumpWallClock(change.name, change.by);
      return change.by !== 0;
    case 'start':
      world.setSlowStart(change.name, world.slowStart(change.name) + change.by);
      return change.by !== 0;
    case 'stuck':
      return world.disk(change.name).stuck++ === 0;
    case 'full':
      return world.disk(change.name).full++ === 0;
    case 'lying':
      return world.disk(change.name).lying++ === 0;
    case 'crash':
      return world.crash(change.name);
    case 'pause':
      return world.pause(change.name);
    default:
      return assertNever(change);
  }
}

/** Takes a change back, if nothing else has already. */
export function revert(world: World, change: Change): boolean {
  switch (change.kind) {
    case 'block':
      return world.network.unblock(change.from, change.to);
    case 'clog':
      return world.network.unclog(change.from, change.to);
    case 'latency':
    case 'loss':
    case 'duplicate':
    case 'slow':
    case 'drift':
    case 'wall':
    case 'start':
      return apply(world, { ...change, by: -change.by });
    case 'stuck':
      world.disk(change.name).unstick();
      return world.disk(change.name).stuck === 0;
    case 'full': {
      const disk = world.disk(change.name);
      disk.full = Math.max(0, disk.full - 1);
      return disk.full === 0;
    }
    case 'lying': {
      const disk = world.disk(change.name);
      disk.lying = Math.max(0, disk.lying - 1);
      if (disk.lying === 0) disk.settleLies();
      return disk.lying === 0;
    }
    case 'crash':
      return world.restart(change.name);
    case 'pause':
      return world.resume(change.name);
    default:
      return assertNever(change);
  }
}
