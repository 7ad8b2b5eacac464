/** Named timers of processes: when they are due by their process's clock, and the events that wake it. */
import type { Core } from './core.ts';
import { Kind, type Event } from './event.ts';
import type { Host } from './host.ts';

/** A named timer. Setting one that is pending moves `dueUs`; the event in the heap stays and is checked when it comes. */
export class Timer {
  /** On the process's monotonic clock; -1: not set. */
  dueUs = -1;
  /** Virtual time of the live event in the heap, -1 for none. */
  eventUs = -1;
  /** Of the live event; others are dead. */
  generation = 0;
}

export function setTimer(core: Core, host: Host, name: string, afterUs: number): void {
  let timer = host.timers.get(name);
  if (timer === undefined) {
    timer = new Timer();
    host.timers.set(name, timer);
  }
  timer.dueUs = host.clock.monotonicUs(core.nowUs) + Math.ceil(afterUs);
  const at = host.clock.whenUs(timer.dueUs);
  if (timer.eventUs < core.nowUs || timer.eventUs > at) wakeAt(core, host, name, timer, at);
}

/** The clock runs at another rate from now on: what is due is due at other times. */
export function resetTimers(core: Core, host: Host): void {
  for (const [name, timer] of host.timers) {
    if (timer.dueUs < 0) continue;
    wakeAt(core, host, name, timer, Math.max(host.clock.whenUs(timer.dueUs), core.nowUs));
  }
}

/** Whether a timer's event is live; one whose timer was moved meanwhile is posted anew. */
export function isDue(core: Core, event: Event): boolean {
  const host = event.host as Host;
  const timer = event.item as Timer;
  if (event.incarnation !== host.incarnation || event.num !== timer.generation) return false;
  timer.eventUs = -1;
  if (timer.dueUs < 0) return false;
  const at = host.clock.whenUs(timer.dueUs);
  if (at <= core.nowUs) return true;
  timer.eventUs = at;
  core.post(at, Kind.TIMER, host, null, event.text, timer, timer.generation).cause = event.cause;
  return false;
}

function wakeAt(core: Core, host: Host, name: string, timer: Timer, at: number): void {
  timer.eventUs = at;
  timer.generation++;
  core.post(at, Kind.TIMER, host, null, name, timer, timer.generation);
}
