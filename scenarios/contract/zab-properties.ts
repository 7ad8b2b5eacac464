/**
 * Zab's promises, checked fact by fact against the ledger: one leader per epoch, agreeing prefixes, primary order,
 * integrity, durable before acknowledged, recovery that keeps what was durable, equal trees at equal zxids.
 */
import { counterOf, epochOf, showZxid, ZXID_ZERO, type ServerId, type Zxid } from '../../protocol/ids.ts';
import type { Fact } from '../../protocol/facts.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import { DigestWindow } from './digest-window.ts';
import type { Findings, Row } from './findings.ts';
import type { Ledger } from './ledger.ts';
import { newServerState, type ServerState } from './server-state.ts';

type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** How many cuts a learner may have been told of and not have carried out; older ones are forgotten. */
const PLANS = 8;

export class ZabProperties {
  private readonly findings: Findings;
  private readonly ledger: Ledger;
  private readonly servers = new Map<ServerId, ServerState>();
  private readonly majority: number;
  /** Which server was seen leading an epoch, established or not. */
  private readonly leaders = new Map<number, ServerId>();
  private readonly txnDigests = new DigestWindow();
  private readonly treeDigests = new DigestWindow();

  constructor(findings: Findings, ledger: Ledger, voters: readonly ServerId[], observers: readonly ServerId[]) {
    this.findings = findings;
    this.ledger = ledger;
    this.majority = Math.floor(voters.length / 2) + 1;
    for (const sid of voters) this.servers.set(sid, newServerState(sid, true));
    for (const sid of observers) this.servers.set(sid, newServerState(sid, false));
  }

  server(sid: ServerId): ServerState {
    let server = this.servers.get(sid);
    if (server === undefined) {
      server = newServerState(sid, false);
      this.servers.set(sid, server);
    }
    return server;
  }

  /** The least zxid in the tree of a server that is up; `else` when none is. */
  leastApplied(otherwise: Zxid): Zxid {
    let least = otherwise;
    for (const server of this.servers.values()) if (server.up && server.applied < least) least = server.applied;
    return least;
  }

  /** The least zxid in the tree of a server that clients may hear from, now or before it has looked for a leader again. */
  leastServed(otherwise: Zxid): Zxid {
    let least = otherwise;
    for (const { up, state, applied } of this.servers.values()) {
      if (up && state !== 'LOOKING' && applied < least) least = applied;
    }
    return least;
  }

  onRole(server: ServerState, fact: FactOf<'role'>, moment: Moment): void {
    server.up = true;
    server.state = fact.state;
    server.phase = fact.phase;
    server.epoch = fact.epoch;
    if (fact.state === 'STANDALONE' && fact.phase === 'BROADCAST') {
      this.ledger.onAlone(server.sid, server.tail, moment);
      this.txnDigests.forgetAfter(server.tail);
    }
    if (fact.state !== 'LEADING' || (fact.phase !== 'SYNCHRONIZATION' && fact.phase !== 'BROADCAST')) return;
    const known = this.leaders.get(fact.epoch);
    if (known === undefined) this.leaders.set(fact.epoch, server.sid);
    else if (known !== server.sid) {
      this.report(
        'zab-one-leader-per-epoch',
        'two servers lead one epoch',
        `Servers ${known} and ${server.sid} both lead epoch ${fact.epoch}.`,
        moment,
      );
    } else if (fact.phase === 'SYNCHRONIZATION') {
      this.report(
        'zab-one-leader-per-epoch',
        'one epoch is led twice',
        `Server ${server.sid} had epoch ${fact.epoch} accepted by a quorum a second time.`,
        moment,
      );
    }
  }

  /** A quorum of these makes an epoch its leader's alone, so each must outlive a crash. */
  onEpochAcked(server: ServerState, fact: FactOf<'epochAcked'>, moment: Moment): void {
    this.findings.count('durable-before-told');
    if (server.acceptedEpoch >= fact.epoch) return;
    this.report(
      'durable-before-told',
      'epoch promised before it was durable',
      `Server ${server.sid} promised epoch ${fact.epoch} while its durable acceptedEpoch is ${server.acceptedEpoch}.`,
      moment,
    );
  }

  onAcceptedEpoch(server: ServerState, epoch: number, moment: Moment): void {
    if (epoch < server.acceptedEpoch && !excused(server)) {
      this.report(
        'zab-one-leader-per-epoch',
        'acceptedEpoch went back',
        `Server ${server.sid} stored acceptedEpoch ${epoch} after ${server.acceptedEpoch}.`,
        moment,
      );
    }
    server.acceptedEpoch = epoch;
  }

  onCurrentEpoch(server: ServerState, epoch: number, moment: Moment): void {
    if (epoch < server.currentEpoch && !excused(server)) {
      this.report(
        'zab-one-leader-per-epoch',
        'currentEpoch went back',
        `Server ${server.sid} stored currentEpoch ${epoch} after ${server.currentEpoch}.`,
        moment,
      );
    }
    server.currentEpoch = epoch;
  }

  onSyncPlan(learner: ServerState, fact: FactOf<'syncPlan'>): void {
    if (fact.mode === 'DIFF') return;
    const zxid = this.ledger.normal(fact.zxid);
    if (zxid === null || learner.plans.includes(zxid)) return;
    if (learner.plans.length === PLANS) learner.plans.shift();
    learner.plans.push(zxid);
  }

  onProposed(server: ServerState, txn: Txn, moment: Moment): void {
    this.nameOne(server, txn, moment);
    this.ledger.onProposed(server.sid, txn, server.applied, moment);
  }

  onLogged(server: ServerState, txn: Txn, moment: Moment): void {
    this.nameOne(server, txn, moment);
    const before = this.ledger.predecessor(txn.zxid);
    if (!this.ledger.isProposed(txn.zxid)) {
      this.report(
        'zab-integrity',
        'logged what nobody proposed',
        `Server ${server.sid} logged ${showZxid(txn.zxid)}, which no leader proposed.`,
        moment,
      );
    } else if (before !== server.tail) {
      this.report(
        'zab-prefix',
        'log does not follow the history',
        `Server ${server.sid} logged ${showZxid(txn.zxid)} behind ${showZxid(server.tail)}; its predecessor is ${show(before)}.`,
        moment,
      );
    }
    this.findings.count('zab-prefix');
    server.tail = txn.zxid;
  }

  onSynced(server: ServerState, zxid: Zxid): void {
    const normal = this.ledger.normal(zxid);
    if (normal !== null && normal > server.durable) server.durable = normal;
  }

  onAcked(server: ServerState, zxid: Zxid, moment: Moment): void {
    if (counterOf(zxid) === 0) return;
    this.findings.count('durable-before-told');
    if (zxid > server.durable) {
      this.report(
        'durable-before-told',
        'acknowledged before it was durable',
        `Server ${server.sid} acknowledged ${showZxid(zxid)}; its log is durable up to ${showZxid(server.durable)}.`,
        moment,
      );
    }
    server.acked = zxid;
  }

  onCommitted(server: ServerState, fact: FactOf<'committed'>, moment: Moment): void {
    let votes = 0;
    for (const sid of fact.acks) {
      const acker = this.server(sid);
      if (!acker.voter) continue;
      votes++;
      if ((sid === server.sid ? acker.durable : acker.acked) < fact.zxid) {
        this.report(
          'zab-integrity',
          'counted an acknowledgement that was not given',
          `Server ${server.sid} committed ${showZxid(fact.zxid)} counting server ${sid}, which acknowledged up to ${showZxid(acker.acked)}.`,
          moment,
        );
      }
    }
    if (votes < this.majority) {
      this.report(
        'zab-integrity',
        'committed without a quorum',
        `Server ${server.sid} committed ${showZxid(fact.zxid)} with ${votes} of the ${this.majority} acknowledgements a quorum takes.`,
        moment,
      );
    }
    this.ledger.onCommitted(server.sid, fact.zxid, moment);
  }

  onEstablished(server: ServerState, fact: FactOf<'established'>, moment: Moment): void {
    let votes = 0;
    for (const sid of fact.quorum) {
      const member = this.server(sid);
      if (!member.voter) continue;
      votes++;
      if (sid !== server.sid && !member.newLeaderAcked.has(fact.epoch)) {
        this.report(
          'zab-integrity',
          'established by an acknowledgement that was not given',
          `Server ${server.sid} leads epoch ${fact.epoch} counting server ${sid}, which did not acknowledge its NEWLEADER.`,
          moment,
        );
      }
    }
    this.findings.count('zab-integrity');
    if (votes < this.majority) {
      this.report(
        'zab-integrity',
        'established without a quorum',
        `Server ${server.sid} leads epoch ${fact.epoch} with ${votes} of the ${this.majority} voters a quorum takes.`,
        moment,
      );
    }
    this.ledger.onEstablished(server.sid, fact.epoch, fact.zxid, moment);
    const base = this.ledger.normal(fact.zxid);
    if (server.currentEpoch < fact.epoch) {
      this.report(
        'durable-before-told',
        'leader established before its currentEpoch was durable',
        `Server ${server.sid} leads epoch ${fact.epoch} while its durable currentEpoch is ${server.currentEpoch}.`,
        moment,
      );
    }
    if (base !== null && base > server.durable) {
      this.report(
        'durable-before-told',
        'leader established before its history was durable',
        `Server ${server.sid} leads from ${showZxid(base)}; its disk holds up to ${showZxid(server.durable)}.`,
        moment,
      );
    }
  }

  onNewLeaderAcked(server: ServerState, fact: FactOf<'newLeaderAcked'>, moment: Moment): void {
    this.findings.count('durable-before-told');
    if (server.currentEpoch !== fact.epoch) {
      this.report(
        'durable-before-told',
        'NEWLEADER acknowledged before the epoch was durable',
        `Server ${server.sid} acknowledged NEWLEADER of epoch ${fact.epoch} while its durable currentEpoch is ${server.currentEpoch}.`,
        moment,
      );
    }
    const named =
      epochOf(fact.zxid) === fact.epoch && counterOf(fact.zxid) === 0 ? null : this.ledger.normal(fact.zxid);
    const needed = named ?? (epochOf(server.tail) < fact.epoch ? server.tail : ZXID_ZERO);
    if (server.durable < needed) {
      this.report(
        'durable-before-told',
        'NEWLEADER acknowledged before the history was durable',
        `Server ${server.sid} acknowledged NEWLEADER of epoch ${fact.epoch} with history up to ${showZxid(needed)}; its disk holds up to ${showZxid(server.durable)}.`,
        moment,
      );
    }
    server.newLeaderAcked.add(fact.epoch);
    // It vouches for all the history, proposals still in flight included.
    if (fact.zxid > server.acked) server.acked = fact.zxid;
  }

  /** The learner begins to serve: what its tree holds must be committed by now. */
  onUpToDate(server: ServerState, moment: Moment): void {
    if (!this.ledger.isCommitted(server.applied)) this.uncommitted(server, server.applied, moment);
  }

  onApplied(server: ServerState, txn: Txn, treeDigest: number, moment: Moment): void {
    this.nameOne(server, txn, moment);
    const before = this.ledger.predecessor(txn.zxid);
    if (before !== server.applied && !(before !== null && followsSnapshot(server, before))) {
      this.report(
        'zab-prefix',
        'delivered out of order',
        `Server ${server.sid} applied ${showZxid(txn.zxid)} on ${showZxid(server.applied)}; its predecessor is ${show(before)}.`,
        moment,
      );
    }
    server.applied = txn.zxid;
    if (server.phase === 'BROADCAST' && !this.ledger.isCommitted(txn.zxid)) this.uncommitted(server, txn.zxid, moment);
    this.sameTree(server, txn.zxid, treeDigest, moment);
  }

  onFastForwarded(server: ServerState, fact: FactOf<'fastForwarded'>, moment: Moment): void {
    const zxid = this.normalised(server, fact.zxid, 'zab-integrity', moment);
    if (zxid === null) return;
    if (!this.ledger.contains(server.tail, zxid)) {
      this.report(
        'recovery',
        'replayed what the log does not hold',
        `Server ${server.sid} is at ${showZxid(zxid)} after replaying its log, which ends at ${showZxid(server.tail)}.`,
        moment,
      );
    }
    server.applied = zxid;
    this.sameTree(server, zxid, fact.treeDigest, moment);
  }

  onReplaced(server: ServerState, fact: FactOf<'truncated' | 'snapshotInstalled'>, moment: Moment): void {
    const zxid = this.normalised(server, fact.zxid, 'zab-integrity', moment);
    if (zxid === null) return;
    // Who follows the would-be leader of an epoch knows nothing of what later ones commit meanwhile, and they did not count on it:
    // a server that vouches for a commit has promised that epoch.
    const kept = this.ledger.lastCommittedBy(server.acceptedEpoch, server.tail);
    if (!this.ledger.contains(zxid, kept) && !excused(server)) {
      this.report(
        'zab-integrity',
        fact.type === 'truncated'
          ? 'committed transaction cut from a log'
          : 'committed transaction replaced by a snapshot',
        `Server ${server.sid} went back to ${showZxid(zxid)} although ${showZxid(kept)} in its log is committed.`,
        moment,
      );
    }
    server.tail = zxid;
    server.durable = zxid;
    server.applied = zxid;
    server.plans.length = 0;
    this.sameTree(server, zxid, fact.treeDigest, moment);
  }

  onRecovered(server: ServerState, fact: FactOf<'recovered'>, moment: Moment): void {
    server.up = true;
    this.findings.count('recovery');
    const zxid = this.normalised(server, fact.zxid, 'recovery', moment) ?? ZXID_ZERO;
    if (!excused(server)) this.keptItsPromises(server, zxid, fact, moment);
    server.wiped = false;
    server.plans.length = 0;
    server.tail = zxid;
    server.durable = zxid;
    server.applied = zxid;
    server.acceptedEpoch = fact.acceptedEpoch;
    server.currentEpoch = fact.currentEpoch;
    this.sameTree(server, zxid, fact.treeDigest, moment);
  }

  private keptItsPromises(server: ServerState, zxid: Zxid, fact: FactOf<'recovered'>, moment: Moment): void {
    const planned = server.plans.some((plan) => this.ledger.contains(zxid, plan));
    if (!planned && !this.ledger.contains(zxid, server.durable)) {
      this.report(
        'recovery',
        'durable transaction lost at restart',
        `Server ${server.sid} recovered to ${showZxid(zxid)} although its log was durable up to ${showZxid(server.durable)}.`,
        moment,
      );
    }
    if (fact.acceptedEpoch < server.acceptedEpoch) {
      this.report(
        'recovery',
        'acceptedEpoch lost at restart',
        `Server ${server.sid} recovered acceptedEpoch ${fact.acceptedEpoch}; ${server.acceptedEpoch} was durable.`,
        moment,
      );
    }
    if (fact.currentEpoch < server.currentEpoch) {
      this.report(
        'recovery',
        'currentEpoch lost at restart',
        `Server ${server.sid} recovered currentEpoch ${fact.currentEpoch}; ${server.currentEpoch} was durable.`,
        moment,
      );
    }
  }

  /** A zxid names one transaction. */
  private nameOne(server: ServerState, txn: Txn, moment: Moment): void {
    if (this.txnDigests.meet(txn.zxid, txn.digest) === null) return;
    this.report(
      'zab-one-leader-per-epoch',
      'one zxid names two transactions',
      `Server ${server.sid} holds another ${showZxid(txn.zxid)} (${txn.body.type}) than was proposed under that zxid before.`,
      moment,
    );
  }

  /** Equal zxid, equal tree. A negative digest stands for a tree that is fuzzy at the moment. */
  private sameTree(server: ServerState, zxid: Zxid, digest: number, moment: Moment): void {
    if (digest < 0) return;
    this.findings.count('tree-digests');
    if (this.treeDigests.meet(zxid, digest) === null) return;
    this.report(
      'tree-digests',
      'trees differ at one zxid',
      `The tree of server ${server.sid} at ${showZxid(zxid)} differs from another server's at the same zxid.`,
      moment,
    );
  }

  private uncommitted(server: ServerState, zxid: Zxid, moment: Moment): void {
    this.report(
      'zab-integrity',
      'delivered what is not committed',
      `Server ${server.sid} (${server.state}) delivered ${showZxid(zxid)}, which is not committed.`,
      moment,
    );
  }

  private normalised(server: ServerState, zxid: Zxid, row: Row, moment: Moment): Zxid | null {
    const normal = this.ledger.normal(zxid);
    if (normal === null || !this.ledger.isProposed(normal)) {
      this.report(
        row,
        'state of a history nobody proposed',
        `Server ${server.sid} is at ${showZxid(zxid)}, which no leader proposed.`,
        moment,
      );
      return null;
    }
    return normal;
  }

  private report(row: Row, signature: string, message: string, moment: Moment): void {
    this.findings.report(row, signature, message, moment);
  }
}

/** A leader's snapshot is in memory before it is durable: what the learner applies meanwhile follows that snapshot. */
function followsSnapshot(server: ServerState, zxid: Zxid): boolean {
  return server.phase === 'SYNCHRONIZATION' && server.plans.includes(zxid);
}

function excused(server: ServerState): boolean {
  return server.wiped || server.unreliable;
}

function show(zxid: Zxid | null): string {
  return zxid === null ? 'unknown' : showZxid(zxid);
}
