/** The network between machines: connections, and the faults that strike them. */
import type { ProcessName } from '../../protocol/process.ts';
import type { Event } from '../kernel/event.ts';
import { Connections } from './connections.ts';
import type { Path } from './path.ts';

export class Network extends Connections {
  pathBetween(from: ProcessName, to: ProcessName): Path {
    return this.path(this.host(from), this.host(to));
  }

  /** Cuts one direction; as often as it was cut it must be joined. Answers whether it was open. */
  block(from: ProcessName, to: ProcessName): boolean {
    const path = this.pathBetween(from, to);
    return !path.direct && path.blocked++ === 0;
  }

  /** Takes one cut back; what was held goes on when it was the last. */
  unblock(from: ProcessName, to: ProcessName): boolean {
    const path = this.pathBetween(from, to);
    if (path.blocked === 0) return false;
    path.blocked--;
    if (!path.stopped) this.flow(path);
    return path.blocked === 0;
  }

  clog(from: ProcessName, to: ProcessName): boolean {
    const path = this.pathBetween(from, to);
    return !path.direct && path.clogged++ === 0;
  }

  unclog(from: ProcessName, to: ProcessName): boolean {
    const path = this.pathBetween(from, to);
    if (path.clogged === 0) return false;
    path.clogged--;
    if (!path.stopped) this.flow(path);
    return path.clogged === 0;
  }

  /** Whether a message could pass in both directions. */
  reachable(from: ProcessName, to: ProcessName): boolean {
    return this.pathBetween(from, to).blocked === 0 && this.pathBetween(to, from).blocked === 0;
  }

  /** Breaks every connection between two machines at once: both sides get `closed`. Answers how many there were. */
  reset(a: ProcessName, b: ProcessName): number {
    const first = this.host(a);
    const second = this.host(b);
    let count = 0;
    for (const end of this.ends.values()) {
      if (end.host !== first || end.peerHost !== second) continue;
      count++;
      this.sever(end);
    }
    if (first !== second) {
      for (const end of this.ends.values()) {
        if (end.host === second && end.peerHost === first && end.peer === null) {
          count++;
          this.sever(end);
        }
      }
    }
    return count;
  }

  /** Takes every network fault back. */
  healAll(): void {
    for (const row of this.paths) {
      for (const path of row ?? []) {
        if (path === undefined) continue;
        const stopped = path.stopped;
        path.blocked = 0;
        path.clogged = 0;
        path.extraUs = 0;
        path.latencyPercent = 100;
        path.duplicatePpm = 0;
        path.addLoss(path.usualLossPpm - path.lossPpm);
        if (stopped) this.flow(path);
      }
    }
  }

  /** What arrived at a cut and waits for it to heal, in order on each link. */
  held(): Event[] {
    return [...this.links].flatMap((end) => end.held.toArray());
  }

  /** Names of the machines, in the order they were added. */
  names(): ProcessName[] {
    return this.hosts.map((host) => host.name);
  }
}
