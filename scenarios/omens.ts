/**
 * What is no broken promise yet and already tells of one: steps that correct servers never take, though no check may
 * judge them, because nothing is lost unless more goes wrong. A story names the first as the first wrong step.
 */
import type { Fact } from '../protocol/facts.ts';
import { counterOf, epochOf, showZxid, ZXID_ZERO, type Zxid } from '../protocol/ids.ts';
import type { Plain, ProcessName } from '../protocol/process.ts';
import type { Moment, Observer } from '../sim/kernel/observer.ts';
import type { StoryMoment } from '../sim/record/story.ts';

class Standing {
  logged: Zxid = ZXID_ZERO;
  durable: Zxid = ZXID_ZERO;
  /** How far the leader it follows, or has just left, was to bring it; null when it was brought there. */
  target: Zxid | null = null;
  leader: ProcessName | null = null;
  /** What it proposed, what its log holds, or its snapshot covers, as far as that was seen. */
  history: Zxid[] = [];
  /** Of its leader, when that planned a SNAP for it. */
  coming: readonly Zxid[] = [];

  /** The log ends there now. */
  cut(zxid: Zxid): void {
    this.logged = zxid;
    this.durable = zxid;
    this.history = this.history.filter((each) => each <= zxid);
  }
}

export class Omens implements Observer {
  readonly factTypes = [
    'proposed',
    'logged',
    'synced',
    'recovered',
    'truncated',
    'snapshotInstalled',
    'syncPlan',
    'role',
    'currentEpoch',
    'newLeaderAcked',
    'committed',
    'established',
  ];
  readonly found: StoryMoment[] = [];
  private readonly servers = new Map<ProcessName, Standing>();
  private committed: Zxid = ZXID_ZERO;
  /** By epoch, the last committed transaction of it. */
  private readonly committedOf = new Map<number, Zxid>();

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    const fact = plain as Fact;
    const server = this.server(process);
    switch (fact.type) {
      case 'proposed':
        server.history.push(fact.txn.zxid);
        return;
      case 'logged':
        server.logged = fact.txn.zxid;
        server.history.push(fact.txn.zxid);
        return;
      case 'synced':
        server.durable = fact.zxid;
        return;
      case 'recovered':
      case 'truncated':
        server.cut(fact.zxid);
        return;
      case 'snapshotInstalled':
        server.history = [...server.coming];
        server.cut(fact.zxid);
        return;
      case 'committed':
      case 'established':
        this.onCommitted(fact.zxid);
        return;
      case 'newLeaderAcked':
        server.target = null;
        return;
      case 'syncPlan':
        this.onPlan(process, fact, moment);
        return;
      case 'currentEpoch':
        this.onCurrentEpoch(process, fact.epoch, moment);
        return;
      case 'role':
        this.onRole(process, fact, moment);
        return;
      default:
        return;
    }
  }

  private onPlan(process: ProcessName, fact: Extract<Fact, { type: 'syncPlan' }>, moment: Moment): void {
    const learner = this.server(String(fact.learner));
    if (learner.leader !== process) return;
    learner.target = counterOf(fact.zxid) === 0 ? null : fact.zxid;
    const { history } = this.server(process);
    if (fact.mode === 'SNAP') learner.coming = history;
    const told = showZxid(fact.learnerZxid);
    // What is committed may be under a snapshot, whose transactions nobody saw being logged here.
    if (fact.mode === 'DIFF' && !this.isCommitted(fact.learnerZxid) && !knows(history, fact.learnerZxid)) {
      this.tell(
        'DIFF behind an unknown transaction',
        `Server ${process} planned DIFF for server ${fact.learner}, whose history ends at ${told}, which server ${process} does not have.`,
        moment,
      );
    }
    if (fact.learnerZxid >= learner.logged) return;
    this.tell(
      'memory behind the log',
      `Server ${fact.learner} told its leader ${process} that its history ends at ${told}, while its log goes to ${showZxid(learner.logged)}.`,
      moment,
    );
  }

  private onCommitted(zxid: Zxid): void {
    if (zxid > this.committed) this.committed = zxid;
    if (!this.isCommitted(zxid)) this.committedOf.set(epochOf(zxid), zxid);
  }

  private isCommitted(zxid: Zxid): boolean {
    return zxid <= (this.committedOf.get(epochOf(zxid)) ?? ZXID_ZERO);
  }

  /** The history must be durable first, whether the leader that sent it is still there or not. */
  private onCurrentEpoch(process: ProcessName, epoch: number, moment: Moment): void {
    const { durable, target } = this.server(process);
    if (target === null || durable >= target) return;
    this.tell(
      'epoch before history',
      `Server ${process} made currentEpoch ${epoch} durable while its own history is durable up to ${showZxid(durable)}; the history of that epoch goes to ${showZxid(target)}.`,
      moment,
    );
  }

  private onRole(process: ProcessName, fact: Extract<Fact, { type: 'role' }>, moment: Moment): void {
    const server = this.server(process);
    const leader = fact.leader === null ? null : String(fact.leader);
    // What it proposed and did not log went with its leadership.
    if (leader === null) server.history = server.history.filter((each) => each <= server.logged);
    if (leader !== null && leader !== server.leader) {
      server.leader = leader;
      server.target = null;
    }
    if (fact.state !== 'LEADING' || fact.phase !== 'SYNCHRONIZATION' || server.logged >= this.committed) return;
    // A leader that comes too late for its epoch may lack what a later one committed.
    if (counterOf(this.committed) === 0 || epochOf(this.committed) >= fact.epoch) return;
    this.tell(
      'leader without what is committed',
      `Server ${process} had epoch ${fact.epoch} accepted by a quorum with a history up to ${showZxid(server.logged)}, although ${showZxid(this.committed)} is committed.`,
      moment,
    );
  }

  private tell(check: string, message: string, { atUs, event }: Moment): void {
    this.found.push({ check, message, atUs, event });
  }

  private server(name: ProcessName): Standing {
    let server = this.servers.get(name);
    if (server === undefined) {
      server = new Standing();
      this.servers.set(name, server);
    }
    return server;
  }
}

/** Position 0 of an epoch is no transaction, and nobody lacks it. */
function knows(history: readonly Zxid[], zxid: Zxid): boolean {
  return counterOf(zxid) === 0 || history.includes(zxid);
}
