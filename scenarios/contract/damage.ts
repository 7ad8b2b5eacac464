/** Faults that take from a disk what it had promised to keep: recovery from them is held to nothing it cannot know. */
import type { FaultNotice } from '../../sim/kernel/observer.ts';

/** Once: the next recovery starts from nothing. Lasting: what was durable may be missing at any later recovery. */
const ONCE: readonly string[] = ['wipe'];
const LASTING: readonly string[] = ['lying disk', 'rot'];

export interface Damage {
  /** Empty when the text names a role and not a server: it may be any of them. */
  readonly servers: readonly number[];
  readonly lasting: boolean;
}

/** Whether it may have struck this server. */
export function strikes({ servers }: Damage, sid: number): boolean {
  return servers.length === 0 || servers.includes(sid);
}

/** The servers a fault's text names right behind its kind: `wipe 2`, `rot 1,3 log`; null when it damages no disk. */
export function damagedServers(fault: FaultNotice): Damage | null {
  const lasting = LASTING.includes(fault.kind);
  if (!lasting && !ONCE.includes(fault.kind)) return null;
  const behind = fault.text.slice(fault.text.indexOf(fault.kind) + fault.kind.length);
  const named = /^\s*(\d+(?:\s*,\s*\d+)*)(?:\s|$)/.exec(behind)?.[1] ?? '';
  const servers = named === '' ? [] : named.split(',').map((text) => Number(text.trim()));
  return { servers: servers.filter((sid) => sid >= 1 && sid <= 255), lasting };
}
