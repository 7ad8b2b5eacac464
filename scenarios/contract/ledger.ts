/**
 * The committed history of a run, built from facts alone.
 *
 * Histories form a tree of epochs. Epoch `e` starts from a base, the last zxid of the history its leader was
 * established with, and goes on with (e,1), (e,2), … as they are proposed. So the predecessor of (e,1) is the base of
 * `e`, and a whole history is a function of its last zxid: `chain(z)`. A leader's establishment commits chain(base);
 * after it every `committed` fact commits the next transaction. What was committed before must be in the chain of
 * every leader established later, else it is lost.
 *
 * (e,0) is no transaction: a fresh leader shows it as its last processed zxid. It is normalised to the base of `e`.
 *
 * Committed transactions are handed to one listener in order and forgotten; only proposals that are not committed
 * are kept.
 */
import {
  counterOf,
  epochOf,
  makeZxid,
  showZxid,
  ZXID_ZERO,
  type Epoch,
  type ServerId,
  type Zxid,
} from '../../protocol/ids.ts';
import { Ring } from '../../protocol/std/ring.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { Findings } from './findings.ts';

export interface LedgerEntry {
  readonly txn: Txn;
  /** What the leader had applied when it proposed this: its checks knew the rest only as pending. */
  readonly leaderApplied: Zxid;
  /** Index of the event of the proposal. */
  readonly event: number;
}

export interface CommitListener {
  /** Called in the order of the committed history, once per transaction. */
  onCommitted(entry: LedgerEntry, moment: Moment): void;
}

interface EpochRecord {
  readonly epoch: Epoch;
  /** Null until established. Normalised. */
  base: Zxid | null;
  leader: ServerId | null;
  /** Counter of the last proposal. */
  proposed: number;
  /** Counter of the last transaction of this epoch in the committed history. */
  committed: number;
  /** Counter of the leader's own last `committed` fact. */
  told: number;
  /** Proposals after `committed`. */
  readonly open: Ring<LedgerEntry>;
}

/** What the establishment of a leader committed: all after `after`, up to `upTo`, of epochs before its own. */
interface Inherited {
  readonly epoch: Epoch;
  readonly after: Zxid;
  readonly upTo: Zxid;
}

export class Ledger {
  private readonly inherited: Inherited[] = [];
  private readonly epochs = new Map<number, EpochRecord>();
  private latest: EpochRecord | null = null;
  /** The highest epoch that was established. */
  private lastEpoch = 0;
  private readonly findings: Findings;
  private readonly listener: CommitListener;
  /** Last zxid of the committed history. */
  tip: Zxid = ZXID_ZERO;
  /** Transactions committed so far. */
  commits = 0;
  /** Leaders established so far. */
  established = 0;

  constructor(findings: Findings, listener: CommitListener) {
    this.findings = findings;
    this.listener = listener;
  }

  /** (e,0) as the zxid of a real transaction, or of the empty history; null when nobody established that epoch. */
  normal(zxid: Zxid): Zxid | null {
    let z = zxid;
    while (counterOf(z) === 0 && z !== ZXID_ZERO) {
      const base = this.record(epochOf(z))?.base ?? null;
      if (base === null) return null;
      z = base;
    }
    return z;
  }

  /** The transaction before this one in its history; null when its epoch has no base yet. */
  predecessor(zxid: Zxid): Zxid | null {
    return counterOf(zxid) > 1 ? ((zxid - 1) as Zxid) : (this.record(epochOf(zxid))?.base ?? null);
  }

  /** Whether `member` is in chain(last). Both normalised. */
  contains(last: Zxid, member: Zxid): boolean {
    if (member === ZXID_ZERO) return true;
    const epoch = epochOf(member);
    let z = last;
    while (epochOf(z) > epoch) {
      const base = this.record(epochOf(z))?.base ?? null;
      if (base === null) return false;
      z = base;
    }
    return epochOf(z) === epoch && counterOf(member) <= counterOf(z);
  }

  /** Whether this zxid, normalised, is in the committed history. */
  isCommitted(zxid: Zxid): boolean {
    return zxid === ZXID_ZERO || counterOf(zxid) <= (this.record(epochOf(zxid))?.committed ?? -1);
  }

  /** The last transaction of chain(last) that is committed. */
  lastCommittedIn(last: Zxid): Zxid {
    let z = last;
    for (;;) {
      if (z === ZXID_ZERO) return z;
      const record = this.record(epochOf(z));
      if (record === undefined) return ZXID_ZERO;
      if (record.committed > 0) return makeZxid(record.epoch, Math.min(counterOf(z), record.committed));
      if (record.base === null) return ZXID_ZERO;
      z = record.base;
    }
  }

  /** The last transaction of chain(last) that leaders of epochs up to `by` committed. */
  lastCommittedBy(by: number, last: Zxid): Zxid {
    let z = this.lastCommittedIn(last);
    for (;;) {
      const heir = this.inherited.find(({ after, upTo }) => z > after && z <= upTo);
      if ((heir?.epoch ?? epochOf(z)) <= by) return z;
      z = heir === undefined ? (this.record(epochOf(z))?.base ?? ZXID_ZERO) : heir.after;
    }
  }

  /** Whether somebody proposed this zxid, normalised. */
  isProposed(zxid: Zxid): boolean {
    return zxid === ZXID_ZERO || counterOf(zxid) <= (this.record(epochOf(zxid))?.proposed ?? -1);
  }

  onProposed(leader: ServerId, txn: Txn, leaderApplied: Zxid, moment: Moment): void {
    const record = this.open(epochOf(txn.zxid));
    const counter = counterOf(txn.zxid);
    if (record.base === null || record.leader !== leader) {
      this.findings.report(
        'zab-primary-order',
        'proposal by a server that is not the established leader of the epoch',
        `Server ${leader} proposed ${showZxid(txn.zxid)} although it was not established as leader of epoch ${record.epoch}.`,
        moment,
      );
    }
    if (counter !== record.proposed + 1) {
      this.findings.report(
        'zab-primary-order',
        counter <= record.proposed ? 'zxid proposed twice' : 'gap between proposals',
        `Server ${leader} proposed ${showZxid(txn.zxid)} after ${showZxid(makeZxid(record.epoch, record.proposed))}.`,
        moment,
      );
      if (counter <= record.proposed) return;
    }
    record.proposed = counter;
    record.open.push({ txn, leaderApplied, event: moment.event });
  }

  onEstablished(leader: ServerId, epoch: Epoch, zxid: Zxid, moment: Moment): void {
    const record = this.open(epoch);
    if (record.base !== null) {
      this.findings.report(
        'zab-one-leader-per-epoch',
        'two leaders established in one epoch',
        `Server ${leader} was established as leader of epoch ${epoch}, which server ${record.leader ?? 0} already led.`,
        moment,
      );
      return;
    }
    this.findings.count('zab-one-leader-per-epoch');
    this.established++;
    record.leader = leader;
    const base = this.normal(zxid);
    if (base === null || !this.isProposed(base)) {
      this.findings.report(
        'zab-integrity',
        'initial history nobody proposed',
        `Server ${leader} leads epoch ${epoch} from ${showZxid(zxid)}, which no leader ever proposed.`,
        moment,
      );
      record.base = this.tip;
      return;
    }
    record.base = base;
    // The last acknowledgement may reach a leader when its followers have long moved on and a later epoch commits. It
    // can commit nothing more; but all it begins with must be committed, for the later leader had it from a quorum.
    if (this.lastEpoch > epoch) {
      if (this.contains(this.tip, base)) return;
      this.findings.report(
        'zab-integrity',
        'history of a late leader that a later epoch does not have',
        `Server ${leader} leads epoch ${epoch} from ${showZxid(base)}, which is not in the history up to ${showZxid(this.tip)}.`,
        moment,
      );
      return;
    }
    this.lastEpoch = epoch;
    if (!this.contains(base, this.tip)) {
      this.findings.report(
        'zab-integrity',
        'committed transaction missing in the history of a new leader',
        `Server ${leader} leads epoch ${epoch} from ${showZxid(base)}, but ${showZxid(this.tip)} is committed and not in that history.`,
        moment,
      );
      return;
    }
    const after = this.tip;
    this.commitUpTo(base, moment);
    if (this.tip > after) this.inherited.push({ epoch, after, upTo: this.tip });
  }

  /**
   * A server that stands alone begins to serve with this last transaction in its log. There is one epoch, 0, its own:
   * what its log has is committed, what it had proposed beyond is gone, and the zxids are used again.
   */
  onAlone(server: ServerId, last: Zxid, moment: Moment): void {
    const record = this.open(epochOf(ZXID_ZERO));
    record.base = ZXID_ZERO;
    record.leader = server;
    this.established++;
    while (record.committed < counterOf(last) && record.open.length > 0) this.commitNext(record, moment);
    record.told = record.committed;
    while (record.open.length > 0) record.open.shift();
    record.proposed = record.committed;
  }

  onCommitted(leader: ServerId, zxid: Zxid, moment: Moment): void {
    const record = this.record(epochOf(zxid));
    const counter = counterOf(zxid);
    if (record === undefined || record.base === null || counter > record.proposed || counter === 0) {
      this.findings.report(
        'zab-integrity',
        'commit of what nobody proposed',
        `Server ${leader} committed ${showZxid(zxid)}, which no established leader proposed.`,
        moment,
      );
      return;
    }
    if (counter !== record.told + 1) {
      this.findings.report(
        'zab-primary-order',
        'commit out of order',
        `Server ${leader} committed ${showZxid(zxid)} after ${showZxid(makeZxid(record.epoch, record.told))}.`,
        moment,
      );
    }
    record.told = Math.max(record.told, counter);
    this.findings.count('zab-primary-order');
    if (counter <= record.committed) return;
    if (this.predecessor(zxid) !== this.tip) {
      this.findings.report(
        'zab-prefix',
        'committed histories part',
        `Server ${leader} committed ${showZxid(zxid)}, which does not follow ${showZxid(this.tip)}, the last committed transaction.`,
        moment,
      );
      return;
    }
    this.commitNext(record, moment);
  }

  private commitUpTo(last: Zxid, moment: Moment): void {
    const path: { readonly record: EpochRecord; readonly upTo: number }[] = [];
    let z = last;
    while (!this.isCommitted(z)) {
      const record = this.record(epochOf(z)) as EpochRecord;
      path.push({ record, upTo: counterOf(z) });
      if (record.committed > 0) break;
      z = record.base ?? ZXID_ZERO;
    }
    for (let i = path.length - 1; i >= 0; i--) {
      const { record, upTo } = path[i] as (typeof path)[number];
      while (record.committed < upTo && record.open.length > 0) this.commitNext(record, moment);
    }
  }

  private commitNext(record: EpochRecord, moment: Moment): void {
    const entry = record.open.shift();
    if (entry === undefined) return;
    record.committed = counterOf(entry.txn.zxid);
    this.tip = entry.txn.zxid;
    this.commits++;
    this.findings.count('zab-prefix');
    this.listener.onCommitted(entry, moment);
  }

  private record(epoch: Epoch): EpochRecord | undefined {
    return this.latest !== null && this.latest.epoch === epoch ? this.latest : this.epochs.get(epoch);
  }

  private open(epoch: Epoch): EpochRecord {
    let record = this.record(epoch);
    if (record === undefined) {
      record = { epoch, base: null, leader: null, proposed: 0, committed: 0, told: 0, open: new Ring<LedgerEntry>() };
      this.epochs.set(epoch, record);
    }
    if (this.latest === null || epoch > this.latest.epoch) this.latest = record;
    return record;
  }
}
