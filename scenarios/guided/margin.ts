/**
 * How near a run came to harm, as one number: less is nearer. Two things are measured, each at its nearest.
 *
 * Erasure, at every commit: a transaction is lost when a quorum can form without anybody whose disk holds it. Of n voters
 * with quorums of q it takes `holders - (n - q)` more losses. Holders that are down, or have left the leader, count half:
 * what they hold must come back first.
 *
 * Two leaders, at every change of role: how far the second nearest voter is from leading. One that leads and whose epoch is
 * the other's, or next to it, is nearer than one that leads an epoch long gone.
 *
 * Both are coarse, so how often the nearest was reached counts a little: a case that goes there again and again is a better
 * start than one that was there once.
 */
import type { Fact } from '../../protocol/facts.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { Lifecycle } from '../../sim/kernel/observer.ts';

class Voter {
  up = false;
  state = 'LOOKING';
  phase = 'ELECTION';
  epoch = 0;
  /** Last zxid that is certain to be on its disk. */
  durable = 0;

  /** Steps to leading: 0 for who does. */
  get toLead(): number {
    if (!this.up) return 6;
    if (this.state !== 'LEADING') return this.state === 'LOOKING' ? 4 : 5;
    return this.phase === 'BROADCAST' ? 0 : this.phase === 'SYNCHRONIZATION' ? 1 : 2;
  }
}

/** Smallest value so far, and how often it was met. */
class Nearest {
  least = Infinity;
  times = 0;

  add(value: number): void {
    if (value > this.least) return;
    this.times = value < this.least ? 1 : this.times + 1;
    this.least = value;
  }

  /** `far`: what it comes to where nothing was measured. */
  value(far: number): number {
    if (this.least === Infinity) return far;
    return 8 * this.least - Math.min(7, 32 - Math.clz32(this.times));
  }
}

export class Margin {
  private readonly voters = new Map<ProcessName, Voter>();
  private readonly quorum: number;
  private readonly erasure = new Nearest();
  private readonly leaders = new Nearest();

  constructor(voters: readonly ProcessName[]) {
    for (const name of voters) this.voters.set(name, new Voter());
    this.quorum = Math.floor(voters.length / 2) + 1;
  }

  get value(): number {
    return this.erasure.value(64) + this.leaders.value(64);
  }

  onFact(process: ProcessName, fact: Fact): void {
    const voter = this.voters.get(process);
    if (voter === undefined) return;
    switch (fact.type) {
      case 'role':
        voter.state = fact.state;
        voter.phase = fact.phase;
        voter.epoch = fact.epoch;
        this.roleMoved();
        return;
      case 'established':
        voter.phase = 'BROADCAST';
        voter.epoch = fact.epoch;
        this.roleMoved();
        return;
      case 'synced':
      case 'recovered':
      case 'truncated':
      case 'snapshotInstalled':
        voter.durable = fact.zxid;
        return;
      case 'committed':
        this.committed(fact.zxid);
        return;
      default:
        return;
    }
  }

  onLifecycle(process: ProcessName, { change }: Lifecycle): void {
    const voter = this.voters.get(process);
    if (voter === undefined || change === 'paused' || change === 'resumed') return;
    voter.up = change === 'started';
    voter.state = 'LOOKING';
    voter.phase = 'ELECTION';
  }

  private committed(zxid: number): void {
    let halves = 0;
    for (const voter of this.voters.values()) {
      if (voter.durable < zxid) continue;
      halves += voter.up && voter.state !== 'LOOKING' ? 2 : 1;
    }
    this.erasure.add(Math.max(0, halves - 2 * (this.voters.size - this.quorum)));
  }

  private roleMoved(): void {
    let first: Voter | null = null;
    let second: Voter | null = null;
    for (const voter of this.voters.values()) {
      if (first === null || voter.toLead < first.toLead) {
        second = first;
        first = voter;
      } else if (second === null || voter.toLead < second.toLead) second = voter;
    }
    if (first === null || second === null) return;
    const both = first.toLead + second.toLead;
    this.leaders.add(both + (second.toLead <= 2 ? Math.min(2, Math.abs(first.epoch - second.epoch)) : 2));
  }
}
