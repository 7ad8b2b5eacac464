/**
 * Derives from facts which rare paths a run took, and counts them. Facts that are marks themselves are counted
 * under their own names. It judges nothing; a campaign that never reaches a path it was asked for says so.
 */
import type { EventNews, Outcome, SessionNews } from '../protocol/client/outcome.ts';
import type { Fact } from '../protocol/facts.ts';
import type { Zxid } from '../protocol/ids.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import { AscendingMap } from '../protocol/std/ascending-map.ts';
import type { Lifecycle, Observer } from '../sim/kernel/observer.ts';
import { CornerMarks } from './corner-marks.ts';
import { Mark } from './mark-names.ts';

/** Why a leader steps down that has no zxid left in its epoch. */
export const EPOCH_USED_UP = 'the epoch is used up';

/** A transaction that was proposed and of which nobody knows yet whether it stays. */
interface Pending {
  readonly zxid: Zxid;
  readonly leader: ProcessName;
  /** The voters whose logs hold it. */
  readonly loggers: ProcessName[];
  /** Its leader went when fewer than a quorum had logged it. */
  minority: boolean;
}

interface ServerView {
  leading: boolean;
  following: boolean;
  /** A SNAP was planned for it and is not yet installed. */
  snapPlanned: boolean;
}

export interface MarksOptions {
  readonly voters: readonly ProcessName[];
  readonly observers: readonly ProcessName[];
}

export class Marks implements Observer {
  readonly later = true;
  readonly factTypes = [
    'mark',
    'logged',
    'synced',
    'proposed',
    'committed',
    'role',
    'established',
    'syncPlan',
    'snapshotInstalled',
    'truncated',
    'recovered',
    'roleEnded',
    'queueOverwritten',
    'sessionExpired',
    'applied',
    'watchArmed',
    'watchFired',
  ];
  readonly counts = new Map<string, number>();
  private readonly corners = new CornerMarks(this.counts);
  private readonly options: MarksOptions;
  private readonly quorum: number;
  private readonly servers = new Map<ProcessName, ServerView>();
  private readonly pending = new AscendingMap<Zxid, Pending>();
  private lastEstablished = -1;
  private committedInEpoch = 0;

  constructor(options: MarksOptions) {
    this.options = options;
    this.quorum = Math.floor(options.voters.length / 2) + 1;
    for (const name of [...options.voters, ...options.observers]) {
      this.servers.set(name, { leading: false, following: false, snapPlanned: false });
    }
  }

  onFact(process: ProcessName, plain: Plain): void {
    const server = this.servers.get(process);
    const fact = plain as Fact;
    if (server === undefined) {
      if (fact.type === 'mark') this.mark(fact.name);
      return;
    }
    switch (fact.type) {
      case 'mark':
        this.mark(fact.name);
        return;
      case 'logged':
        this.logged(process, fact.txn.zxid);
        return;
      case 'synced':
        if (fact.group >= 3) this.mark(Mark.GROUP_SYNC);
        return;
      case 'applied':
        if (server.leading) this.corners.onApplied(process, fact.txn);
        return;
      case 'watchArmed':
        this.corners.onArmed(fact);
        return;
      case 'watchFired':
        this.corners.onFired(fact);
        return;
      case 'proposed':
        this.corners.onProposed(process, fact.txn);
        this.pending.set(fact.txn.zxid, { zxid: fact.txn.zxid, leader: process, loggers: [], minority: false });
        return;
      case 'committed':
        this.committed(process, fact.zxid, fact.acks);
        return;
      case 'role':
        if (fact.state === 'LOOKING') this.leaves(process, server);
        server.leading = fact.state === 'LEADING';
        server.following = fact.state === 'FOLLOWING' || fact.state === 'OBSERVING';
        return;
      case 'established':
        this.established(process, fact.epoch, fact.zxid);
        return;
      case 'syncPlan':
        this.syncPlan(fact);
        return;
      case 'snapshotInstalled':
        server.snapPlanned = false;
        this.forgetLogged(process, -1, false);
        return;
      case 'truncated':
        this.forgetLogged(process, fact.zxid, true);
        return;
      case 'recovered':
        this.forgetLogged(process, fact.zxid, false);
        return;
      case 'roleEnded':
        if (fact.reason === EPOCH_USED_UP) this.mark(Mark.EPOCH_EXHAUSTED);
        return;
      case 'queueOverwritten':
        this.mark(Mark.SLOT_OVERWRITTEN);
        return;
      case 'sessionExpired':
        this.mark(Mark.SESSION_EXPIRED);
        return;
      default:
        return;
    }
  }

  onReply(_process: ProcessName, _id: number, value: Plain): void {
    const news = value as Outcome | EventNews | SessionNews | null;
    if (news?.kind !== 'session') return;
    if (news.server !== null && this.options.observers.includes(news.server)) this.mark(Mark.SERVED_BY_OBSERVER);
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    if (lifecycle.change !== 'crashed' && lifecycle.change !== 'exited') return;
    const server = this.servers.get(process);
    if (server === undefined) return;
    this.leaves(process, server);
    server.leading = false;
    server.following = false;
  }

  private mark(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  private logged(process: ProcessName, zxid: Zxid): void {
    const pending = this.pending.get(zxid);
    if (pending === undefined || !this.options.voters.includes(process)) return;
    if (!pending.loggers.includes(process)) pending.loggers.push(process);
  }

  private committed(process: ProcessName, zxid: Zxid, acks: readonly number[]): void {
    this.committedInEpoch++;
    if (!acks.includes(Number(process))) this.mark(Mark.LEADER_COMMITS_UNSYNCED);
    this.settle(zxid);
  }

  /** A committed transaction is pending no longer. */
  private settle(zxid: Zxid): void {
    const pending = this.pending.get(zxid);
    if (pending === undefined) return;
    if (pending.minority) this.mark(Mark.MINORITY_COMMITTED);
    this.pending.delete(zxid);
  }

  /** Everything in the log of an established leader is committed. */
  private established(process: ProcessName, epoch: number, zxid: Zxid): void {
    if (this.lastEstablished >= 0 && this.committedInEpoch === 0) this.mark(Mark.EMPTY_EPOCH);
    this.lastEstablished = epoch;
    this.committedInEpoch = 0;
    for (const pending of this.pending.values()) {
      if (pending.zxid <= zxid && pending.loggers.includes(process)) this.settle(pending.zxid);
    }
  }

  /** A server stops leading or following: what it proposed stays where it is, what it was sent ends half-way. */
  private leaves(process: ProcessName, server: ServerView): void {
    if (server.snapPlanned) {
      server.snapPlanned = false;
      this.mark(Mark.SNAP_INTERRUPTED);
    }
    if (!server.leading) return;
    this.corners.onStoppedLeading(process);
    for (const pending of this.pending.values()) {
      if (pending.leader !== process || pending.loggers.length >= this.quorum) continue;
      if (pending.loggers.length === 0) this.pending.delete(pending.zxid);
      else pending.minority = true;
    }
  }

  private syncPlan(fact: Extract<Fact, { readonly type: 'syncPlan' }>): void {
    const learner = this.servers.get(String(fact.learner));
    switch (fact.mode) {
      case 'DIFF':
        if (fact.fromDisk) this.mark(Mark.DIFF_FROM_DISK);
        return;
      case 'TRUNC':
        this.mark(Mark.TRUNC);
        return;
      case 'SNAP':
        this.mark(Mark.SNAP);
        if (learner !== undefined) learner.snapPlanned = learner.following;
        return;
    }
  }

  /** The log of a server ends at `zxid` now. */
  private forgetLogged(process: ProcessName, zxid: number, truncated: boolean): void {
    for (const pending of this.pending.values()) {
      const at = pending.zxid > zxid ? pending.loggers.indexOf(process) : -1;
      if (at < 0) continue;
      if (truncated && pending.minority) this.mark(Mark.MINORITY_TRUNCATED);
      pending.loggers.splice(at, 1);
      if (pending.loggers.length === 0 && pending.minority) this.pending.delete(pending.zxid);
    }
  }
}
