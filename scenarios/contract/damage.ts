/** Faults that take from a disk what it had promised to keep: recovery from them is held to nothing it cannot know. */
import type { FaultNotice } from '../../sim/kernel/observer.ts';

/** Once: the next recovery starts from nothing. Lasting: what was durable may be missing at any later recovery. */
const ONCE: readonly string[] = ['wipe', 'wipeDisk'];
const LASTING: readonly string[] = ['lyingSync', 'lying-sync', 'rot', 'lie'];

export interface Damage {
  readonly servers: readonly number[];
  readonly lasting: boolean;
}

const NONE: Damage = { servers: [], lasting: false };

/** The servers a fault's text names right behind its kind: `wipe 2`, `rot 1,3`. */
export function damagedServers(fault: FaultNotice): Damage {
  const lasting = LASTING.includes(fault.kind);
  if (!lasting && !ONCE.includes(fault.kind)) return NONE;
  const behind = fault.text.slice(fault.text.indexOf(fault.kind) + fault.kind.length);
  const named = /\d+(?:\s*,\s*\d+)*/.exec(behind)?.[0] ?? '';
  const servers = named === '' ? [] : named.split(',').map((text) => Number(text.trim()));
  return { servers: servers.filter((sid) => sid >= 1 && sid <= 255), lasting };
}
