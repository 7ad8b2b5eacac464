/**
 * Fast leader election: how a server that looks for a leader finds the one a quorum agrees on.
 *
 * Every server starts by proposing itself and tells all voters. Whoever hears of a better vote (see vote.ts) adopts
 * it and tells all again, so within a round the best vote of those who can hear each other spreads. When a quorum
 * proposes what this server proposes, it waits a little (finalizeWait) in case a better vote is still on its way,
 * then decides. Votes are only comparable within one round: a server that meets a later round starts over in it.
 *
 * Servers that have decided answer those who still look with their decision, so a late joiner finds the leader
 * without disturbing it: it follows when a quorum says that it follows, and the leader itself says that it leads.
 *
 * An election picks a likely leader, nothing more: two servers may each believe to lead. Zab's discovery, where a
 * leader must gather a quorum for a new epoch, is what makes it safe; a wrong choice here costs time only.
 *
 * Follows FastLeaderElection (ZooKeeper 3.9). Its threads become one: the receiver (`onNotification`, in any state)
 * answers and fills the queue that lookForLeader empties (`drain`, while LOOKING).
 */
import { memberType, type ServerConfig } from '../config.ts';
import type { Epoch, ServerId, Zxid } from '../ids.ts';
import { Channel, type ElectionMessage, type Notification, type ServerState, type Vote } from '../messages.ts';
import type { Input, Out } from '../process.ts';
import { SidSet } from '../quorum/sid-set.ts';
import type { QuorumVerifier } from '../quorum/verifier.ts';
import { assert } from '../std/assert.ts';
import { Ring } from '../std/ring.ts';
import { ConnectionManager } from './connection-manager.ts';
import { agrees, ballotOf, blankVote, NO_DATABASE, NO_SERVER, type Ballot, type VoteOrder } from './vote.ts';

export interface ElectionParts {
  readonly beats: VoteOrder;
  readonly quorum: QuorumVerifier;
}

/** How an election ended: for whom, and in which round. */
export interface Decision {
  readonly vote: Vote;
  readonly round: number;
}

/** A notification and who sent it. */
interface Received {
  readonly sid: ServerId;
  readonly notification: Notification;
}

const TIMERS = 'election/';
/** Fires when nothing was sent for the current time-out, or nothing heard for finalizeWait while finalizing. */
const QUIET_TIMER = 'election/quiet';
/** QuorumCnxManager.RECV_CAPACITY: the oldest is dropped beyond it. */
const INBOX_CAPACITY = 100;

export class FastLeaderElection {
  /** LOOKING until decided, then what the decision made of this server, until the next `lookForLeader`. */
  state: ServerState = 'LOOKING';
  /** currentVote: the last decision; before the first one, this server itself. What the undecided are told. */
  vote: Vote = blankVote();
  /** Null while looking; set once by the election that `lookForLeader` began. */
  decision: Decision | null = null;

  private readonly config: ServerConfig;
  private readonly parts: ElectionParts;
  private readonly connections: ConnectionManager;
  /** The election port is open. */
  private open = false;
  /** Inside lookForLeader. */
  private looking = false;
  /** logicalclock: the round of this server; in memory only, so a restarted server begins at 0 again. */
  private round = 0;
  /** The round `vote` was decided in. */
  private voteRound = 0;
  /** What this server would vote for if it knew nobody else. */
  private initial: Vote = blankVote();
  private proposal: Vote = blankVote();
  /** The votes of this round. */
  private readonly recvset = new Map<ServerId, Ballot>();
  /** The votes of servers that have decided, of whatever round; kept as long as this server looks. */
  private readonly outofelection = new Map<ServerId, Ballot>();
  /** Received and not yet considered. */
  private readonly inbox = new Ring<Received>();
  /** A quorum agrees with the proposal; only a better vote or silence ends this. */
  private finalizing = false;
  /** Doubles each time nothing new was to be sent, up to maxNotificationInterval; back to the minimum with the next lookForLeader. */
  private timeoutMs = 0;

  constructor(config: ServerConfig, parts: ElectionParts) {
    this.config = config;
    this.parts = parts;
    this.connections = new ConnectionManager(config);
  }

  /** The election port is open from now on; before, connections to it are refused. */
  start(_out: Out): void {
    this.open = true;
  }

  /** Begins the next round, LOOKING. `decision` tells when it has ended. */
  lookForLeader(out: Out, initial: { readonly lastZxid: Zxid; readonly currentEpoch: Epoch }): void {
    assert(this.open, 'the election port is open before an election');
    const me: Vote = { leader: this.config.sid, zxid: initial.lastZxid, peerEpoch: initial.currentEpoch };
    if (this.vote.leader === NO_SERVER) this.vote = me;
    this.state = 'LOOKING';
    this.decision = null;
    this.looking = true;
    this.finalizing = false;
    this.round++;
    this.initial = this.isVoter(this.config.sid) ? me : blankVote();
    this.proposal = this.initial;
    this.recvset.clear();
    this.outofelection.clear();
    this.timeoutMs = this.config.minNotificationIntervalMs;
    this.sendNotifications(out);
    this.armQuietTimer(out);
    this.drain(out);
  }

  /** updateElectionVote: once an epoch is under way all its members vote for it, so that late joiners see equal votes. */
  updateVoteEpoch(epoch: Epoch): void {
    this.vote = { leader: this.vote.leader, zxid: this.vote.zxid, peerEpoch: epoch };
  }

  handles(input: Input): boolean {
    switch (input.kind) {
      case 'stage':
      case 'synced':
      case 'contents':
      case 'diskError':
      case 'request':
      case 'start':
        return false;
      case 'message':
      case 'opened':
      case 'closed':
        return input.channel === Channel.ELECTION;
      case 'timer':
        return input.timer.startsWith(TIMERS);
      case 'writable':
        return this.connections.awaitsWritable(input.connection);
    }
  }

  step(input: Input, out: Out): void {
    switch (input.kind) {
      case 'message':
        this.onMessage(input.connection, input.message as ElectionMessage, out);
        break;
      case 'opened':
        if (input.incoming && !this.open) out.close(input.connection);
        else this.connections.onOpened(input.connection, out);
        break;
      case 'closed':
        this.connections.onClosed(input.connection, out);
        break;
      case 'writable':
        this.connections.onWritable(input.connection, out);
        break;
      case 'timer':
        if (input.timer === QUIET_TIMER) this.onQuiet(out);
        else this.connections.onConnectTimeout(input.timer, out);
        break;
      default:
        assert(false, 'the election is given only the inputs it handles', { kind: input.kind });
    }
    this.drain(out);
  }

  inspect(): unknown {
    const ballots = (votes: ReadonlyMap<ServerId, Ballot>): unknown[] =>
      [...votes].map(([sid, ballot]) => ({ sid, state: ballot.state, vote: ballot.vote, round: ballot.round }));
    return {
      state: this.state,
      round: this.round,
      vote: this.vote,
      proposal: this.looking ? this.proposal : null,
      received: ballots(this.recvset),
      decided: ballots(this.outofelection),
      finalizing: this.finalizing,
      timeoutMs: this.timeoutMs,
      connections: this.connections.inspect(),
    };
  }

  private onMessage(connection: number, message: ElectionMessage, out: Out): void {
    if (message.type === 'INITIAL') {
      // The port may have closed since: a connection that was let in before is not taken up.
      if (this.open) this.connections.onInitial(connection, message.sid, out);
      return;
    }
    const sid = this.connections.senderOn(connection);
    if (sid !== null) this.onNotification(sid, message, out);
  }

  /** The receiver, running in any state: queues what the election must consider, answers what deserves an answer. */
  private onNotification(sid: ServerId, notification: Notification, out: Out): void {
    if (!this.isVoter(sid)) {
      // A non-voter asks only to learn who leads. Before the first election there is nothing to tell.
      if (this.vote.leader !== NO_SERVER) this.notify(sid, this.vote, this.round, out);
    } else if (this.state === 'LOOKING') {
      this.enqueue({ sid, notification });
      const lagging = notification.state === 'LOOKING' && notification.electionEpoch < this.round;
      // A non-voter moves nobody to its round. Its answer would only be answered, as every notification of a
      // non-voter is, and that answer again; upstream the two go on until the voter decides.
      if (lagging && sid !== this.config.sid && this.isVoter(this.config.sid)) {
        this.notify(sid, this.proposal, this.round, out);
      }
    } else if (notification.state === 'LOOKING') {
      this.notify(sid, this.vote, this.voteRound, out);
    } else {
      // Both have decided: there is nothing to say.
    }
  }

  private enqueue(received: Received): void {
    if (this.inbox.length === INBOX_CAPACITY) this.inbox.shift();
    this.inbox.push(received);
  }

  /**
   * lookForLeader's loop: considers everything received, then waits on. What is received postpones the end of
   * finalizeWait, and nothing else: a server that hears something all the time must still say what it proposes, or those
   * whose connection lost its vote never learn it.
   */
  private drain(out: Out): void {
    if (!this.looking || this.inbox.length === 0) return;
    const wasFinalizing = this.finalizing;
    for (let next = this.inbox.shift(); next !== undefined; next = this.inbox.shift()) {
      this.consider(next, out);
      if (!this.looking) return;
    }
    if (this.finalizing || wasFinalizing) this.armQuietTimer(out);
  }

  private armQuietTimer(out: Out): void {
    out.setTimer(QUIET_TIMER, (this.finalizing ? this.config.finalizeWaitMs : this.timeoutMs) * 1000);
  }

  private onQuiet(out: Out): void {
    if (!this.looking) return;
    if (this.finalizing) {
      this.decide(this.proposal, this.round, out);
      return;
    }
    // Queues that stay full mean broken connections, and a message more would only wait behind them.
    if (this.connections.haveDelivered()) this.sendNotifications(out);
    else this.connections.connectAll(out);
    this.timeoutMs = Math.min(2 * this.timeoutMs, this.config.maxNotificationIntervalMs);
    this.armQuietTimer(out);
  }

  private consider(received: Received, out: Out): void {
    const { sid, notification } = received;
    if (this.finalizing) {
      // Worse votes seen now are dropped, not recorded: the decision stands against them anyway.
      if (!this.beats(notification.vote, this.proposal)) return;
      this.finalizing = false;
      out.fact({ type: 'mark', name: 'election: a better vote came while finalizing' });
      this.inbox.push(received);
      return;
    }
    if (!this.isVoter(sid) || !this.isVoter(notification.vote.leader)) return;
    switch (notification.state) {
      case 'LOOKING':
        this.onLookingPeer(sid, notification, out);
        return;
      case 'FOLLOWING':
      case 'LEADING':
        this.onDecidedPeer(sid, notification, out);
        return;
      case 'OBSERVING':
      case 'STANDALONE':
        return;
    }
  }

  private onLookingPeer(sid: ServerId, notification: Notification, out: Out): void {
    const { vote, electionEpoch } = notification;
    if (this.initial.zxid === NO_DATABASE || vote.zxid === NO_DATABASE || electionEpoch < this.round) return;
    if (electionEpoch > this.round) {
      // What was proposed in the older round counts for nothing now, this server's adopted votes included.
      this.round = electionEpoch;
      this.recvset.clear();
      this.propose(this.beats(vote, this.initial) ? vote : this.initial, out);
    } else if (this.beats(vote, this.proposal)) {
      this.propose(vote, out);
    }
    this.recvset.set(sid, ballotOf(notification));
    const mine: Ballot = { vote: this.proposal, round: this.round, state: 'LOOKING' };
    this.finalizing = this.hasQuorum(this.recvset, mine);
  }

  private propose(vote: Vote, out: Out): void {
    this.proposal = vote;
    this.sendNotifications(out);
    this.armQuietTimer(out);
  }

  private onDecidedPeer(sid: ServerId, notification: Notification, out: Out): void {
    const ballot = ballotOf(notification);
    if (ballot.round === this.round) {
      this.recvset.set(sid, ballot);
      if (this.hasQuorum(this.recvset, ballot) && this.leaderConfirms(this.recvset, ballot)) {
        this.decide(ballot.vote, ballot.round, out);
        return;
      }
    }
    this.outofelection.set(sid, ballot);
    if (this.hasQuorum(this.outofelection, ballot) && this.leaderConfirms(this.outofelection, ballot)) {
      out.fact({ type: 'mark', name: 'election: joined an ensemble that has a leader' });
      this.round = ballot.round;
      this.decide(ballot.vote, ballot.round, out);
    }
  }

  /**
   * checkLeader: followers may go on naming a leader that died or gave up. So it must say itself that it leads; and
   * this server may become leader by others' word only in the very round it proposes in.
   */
  private leaderConfirms(votes: ReadonlyMap<ServerId, Ballot>, ballot: Ballot): boolean {
    if (ballot.vote.leader === this.config.sid) return ballot.round === this.round;
    return votes.get(ballot.vote.leader)?.state === 'LEADING';
  }

  private hasQuorum(votes: ReadonlyMap<ServerId, Ballot>, ballot: Ballot): boolean {
    const agreed = new SidSet();
    for (const [sid, other] of votes) if (agrees(other, ballot)) agreed.add(sid);
    return this.parts.quorum.containsQuorum(agreed);
  }

  private decide(vote: Vote, round: number, out: Out): void {
    const learner = memberType(this.config, this.config.sid) === 'observer' ? 'OBSERVING' : 'FOLLOWING';
    this.state = vote.leader === this.config.sid ? 'LEADING' : learner;
    this.vote = vote;
    this.voteRound = round;
    this.decision = { vote, round };
    this.looking = false;
    this.finalizing = false;
    this.inbox.clear();
    out.cancelTimer(QUIET_TIMER);
    out.fact({ type: 'elected', leader: vote.leader, zxid: vote.zxid, peerEpoch: vote.peerEpoch, round });
  }

  private sendNotifications(out: Out): void {
    const notification = this.notification(this.proposal, this.round);
    for (const sid of this.parts.quorum.voters) {
      if (sid === this.config.sid) this.onNotification(sid, notification, out);
      else this.connections.toSend(sid, notification, out);
    }
  }

  private notify(to: ServerId, vote: Vote, round: number, out: Out): void {
    this.connections.toSend(to, this.notification(vote, round), out);
  }

  private notification(vote: Vote, round: number): Notification {
    return { type: 'NOTIFICATION', state: this.state, vote, electionEpoch: round };
  }

  private beats(candidate: Vote, current: Vote): boolean {
    return this.parts.quorum.weightOf(candidate.leader) !== 0 && this.parts.beats(candidate, current);
  }

  private isVoter(sid: ServerId): boolean {
    return this.parts.quorum.isVoter(sid);
  }
}
