/** What a pending event says that its process waits for. */
import type { ProcessName } from '../../protocol/process.ts';
import type { PendingSync } from '../disk/inode.ts';
import { type Event, Kind } from './event.ts';
import type { Timer } from './timers.ts';

/** Something that a process waits for; `what` names the timer or the file. */
export interface ProcessWait {
  readonly process: ProcessName;
  readonly kind: 'timer' | 'sync' | 'start';
  readonly what: string;
  readonly atUs: number;
}

/** Null: nobody waits for it, or not any more. */
export function waitOf({ kind, host, incarnation, item, num, text, t }: Event): ProcessWait | null {
  if (host === null) return null;
  if (kind === Kind.START) {
    const starts = !host.up && num === host.startGeneration;
    return starts ? { process: host.name, kind: 'start', what: '', atUs: t } : null;
  }
  if (!host.up || incarnation !== host.incarnation) return null;
  if (kind === Kind.SYNCED && (item as PendingSync).pending) {
    return { process: host.name, kind: 'sync', what: text, atUs: t };
  }
  if (kind !== Kind.TIMER) return null;
  const timer = item as Timer;
  const isLive = num === timer.generation && timer.dueUs >= 0;
  return isLive ? { process: host.name, kind: 'timer', what: text, atUs: host.clock.whenUs(timer.dueUs) } : null;
}
