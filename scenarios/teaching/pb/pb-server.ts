/**
 * A server of the naive primary-backup protocol. It is here to be wrong in the way that everybody gets it wrong first.
 *
 * Two servers send each other beats. The primary copies each write to the backup, and answers the client when both disks have
 * it. Whoever hears nothing from the other for `suspectUs` believes that the other is dead: a backup takes over, a primary goes
 * on alone. There is no quorum, and nothing like an epoch or a view number. When two primaries meet, the one with the higher id
 * steps down, and takes over all that the other has in place of its own.
 *
 *     LOOKING ──the other is primary──▶ FOLLOWING ──silence──▶ LEADING
 *        └── silence, or both look and mine is the lower id ──────▶ LEADING ──meets a primary of lower id──▶ FOLLOWING
 *
 * As long as silence means a crash, this works: the backup has all that was acknowledged. A network that is cut looks just like
 * a crash, and then there are two primaries.
 *
 * It speaks with ZooKeeper's clients, keeps ZooKeeper's tree and tells ZooKeeper's facts (the primary is LEADING, the backup
 * FOLLOWING, the epoch always 0), so that all that shows or judges an ensemble can show this one.
 */
import type { ServerConfig } from '../../../protocol/config.ts';
import { ErrorCode } from '../../../protocol/error-code.ts';
import type { Fact } from '../../../protocol/facts.ts';
import { epoch, nextZxid, serverId, ZXID_ZERO, type Zxid } from '../../../protocol/ids.ts';
import { Channel, type ClientMessage } from '../../../protocol/messages.ts';
import type { OpResult } from '../../../protocol/op.ts';
import { Prep } from '../../../protocol/pipeline/prep.ts';
import type { ConnectionId, Input, Out, Process, ProcessName } from '../../../protocol/process.ts';
import { DataTree } from '../../../protocol/store/data-tree.ts';
import type { Txn } from '../../../protocol/txn.ts';
import { PbClients, type Asked, type PbHouse } from './pb-clients.ts';
import { LOG_FILE, PbLog } from './pb-log.ts';
import { PAIR_CHANNEL, type PbMessage, type PbRole } from './pb-messages.ts';

/** There are no epochs here. */
const NO_EPOCH = epoch(0);

/** A write that the primary has logged and not answered. */
interface Outstanding {
  readonly txn: Txn;
  readonly asked: Asked;
}

export class PbServer implements Process, PbHouse {
  readonly config: ServerConfig;
  tree = new DataTree();
  nowUs = 0;
  private readonly peer: ProcessName;
  private readonly clients: PbClients;
  private readonly log = new PbLog();
  private prep = new Prep(this.tree);
  private wallMs = 0;
  /** The log has been read. */
  private ready = false;
  private role: PbRole = 'LOOKING';
  /** How many transactions of the log the tree includes. */
  private applied = 0;

  private link: ConnectionId | null = null;
  private linkIsUp = false;
  /** Of a primary: the backup is there and gets every write. Of a backup: it has what the primary has. */
  private together = false;
  /** Of a primary: how many transactions are on the backup's disk. */
  private copied = 0;
  private outstanding: Outstanding[] = [];
  /** Of a backup: writes of its clients that the primary was asked for. */
  private readonly forwarded = new Map<number, Asked>();
  private tickets = 0;
  /** Of a backup that does not hear its primary: writes of its clients that it has told nobody. */
  private held: Asked[] = [];

  constructor(config: ServerConfig) {
    this.config = config;
    this.peer = config.sid === 1 ? '2' : '1';
    this.clients = new PbClients(this);
  }

  /** Between two beats, and how long silence lasts until the other counts as dead: a quarter of a tick, and two ticks. */
  private get beatUs(): number {
    return this.config.tickTimeMs * 250;
  }
  private get suspectUs(): number {
    return this.config.tickTimeMs * 2000;
  }

  get isServing(): boolean {
    return this.role !== 'LOOKING';
  }

  step(input: Input, out: Out): void {
    this.nowUs = input.monotonicUs;
    this.wallMs = input.wallMs;
    switch (input.kind) {
      case 'start':
        out.read(LOG_FILE);
        return;
      case 'contents':
        this.log.recover(input.records, out);
        this.begin(out);
        return;
      case 'synced':
        this.onSynced(out);
        return;
      case 'diskError':
        out.exit(`disk error: ${input.operation}`);
        return;
      case 'opened':
        if (input.channel === Channel.CLIENT) this.clients.opened(input.connection);
        else this.onLink(input.connection, input.incoming, out);
        return;
      case 'closed':
        if (input.channel === Channel.CLIENT) this.clients.closed(input.connection);
        else if (input.connection === this.link) this.loseLink();
        return;
      case 'message':
        if (input.channel === Channel.CLIENT)
          this.clients.onMessage(input.connection, input.message as ClientMessage, out);
        else if (input.connection === this.link && this.ready) this.onMessage(input.message as PbMessage, out);
        return;
      case 'timer':
        if (input.timer === 'beat') this.onBeatTimer(out);
        else this.onSilence(out);
        return;
      case 'writable':
      case 'stage':
      case 'request':
        return;
    }
  }

  // --- beats ---------------------------------------------------------------------------------------------------

  private begin(out: Out): void {
    this.ready = true;
    for (const txn of this.log.txns) this.tree.apply(txn);
    this.applied = this.log.txns.length;
    this.fact(out, {
      type: 'recovered',
      zxid: this.lastZxid,
      snapshot: ZXID_ZERO,
      treeDigest: this.tree.digest,
      acceptedEpoch: NO_EPOCH,
      currentEpoch: NO_EPOCH,
      tornRecords: 0,
    });
    this.tellRole(out);
    this.onBeatTimer(out);
    out.setTimer('suspect', this.suspectUs);
  }

  /** The higher id calls; the lower one is called. */
  private onBeatTimer(out: Out): void {
    out.setTimer('beat', this.beatUs);
    if (this.link === null && this.config.sid > Number(this.peer)) this.link = out.open(this.peer, PAIR_CHANNEL);
    if (this.linkIsUp) this.send({ type: 'BEAT', role: this.role }, out);
  }

  private onLink(connection: ConnectionId, incoming: boolean, out: Out): void {
    if (incoming) {
      if (this.link !== null) out.close(this.link);
      this.loseLink();
      this.link = connection;
    }
    if (connection !== this.link) return;
    this.linkIsUp = true;
    if (this.ready) this.send({ type: 'BEAT', role: this.role }, out);
  }

  /** Not yet a reason to believe that the other is dead: only silence is. */
  private loseLink(): void {
    this.link = null;
    this.linkIsUp = false;
    if (this.role === 'FOLLOWING') this.together = false;
  }

  /** "A timeout proves that the other is dead." It does not. */
  private onSilence(out: Out): void {
    if (this.link !== null) out.close(this.link);
    this.loseLink();
    if (this.role !== 'LEADING') {
      this.lead(out);
      return;
    }
    this.together = false;
    this.answerWhatIsDone(out);
  }

  private onMessage(message: PbMessage, out: Out): void {
    out.setTimer('suspect', this.suspectUs);
    switch (message.type) {
      case 'BEAT':
        this.onBeat(message.role, out);
        return;
      case 'JOIN':
        if (this.role === 'LEADING') this.takeIn(out);
        return;
      case 'STATE':
        if (this.role === 'FOLLOWING') this.takeOver(message.log, out);
        return;
      case 'COPY':
        if (this.together) this.append(message.txn, out);
        return;
      case 'COPIED':
        if (this.role !== 'LEADING' || !this.together) return;
        this.copied = message.count;
        this.answerWhatIsDone(out);
        return;
      case 'FORWARD':
        this.onForward(message, out);
        return;
      case 'ANSWER':
        this.onAnswer(message, out);
        return;
    }
  }

  private onBeat(other: PbRole, out: Out): void {
    const mine = this.config.sid < Number(this.peer);
    if (other === 'LEADING') {
      if (this.role === 'LOOKING' || (this.role === 'LEADING' && !mine)) this.follow(out);
      else if (this.role === 'FOLLOWING' && !this.together) this.send({ type: 'JOIN' }, out);
    } else if (this.role === 'FOLLOWING') {
      // The primary has been away, and has forgotten what it was.
      if (other === 'LOOKING' || mine) this.lead(out);
    } else if (this.role === 'LOOKING' && other === 'LOOKING' && mine) this.lead(out);
  }

  // --- roles ---------------------------------------------------------------------------------------------------

  private lead(out: Out): void {
    this.role = 'LEADING';
    this.together = false;
    this.copied = 0;
    // What is in the log is as good as done, on this disk or not yet.
    while (this.applied < this.log.txns.length) this.apply(this.log.txns[this.applied] as Txn, out);
    this.prep = new Prep(this.tree);
    this.tellRole(out);
    this.fact(out, { type: 'established', epoch: NO_EPOCH, zxid: this.lastZxid, quorum: [this.config.sid] });
    this.forgetForwarded(out);
    this.writeHeld(out);
    this.clients.readOn(out);
  }

  private follow(out: Out): void {
    this.role = 'FOLLOWING';
    this.together = false;
    const unanswered = this.outstanding;
    this.outstanding = [];
    for (const { asked } of unanswered) this.giveUp(asked, out);
    this.tellRole(out);
    this.send({ type: 'JOIN' }, out);
    this.clients.readOn(out);
  }

  /** Whoever answered these is gone: their clients are not told what became of them, for nobody knows. */
  private forgetForwarded(out: Out): void {
    const asked = [...this.forwarded.values()];
    this.forwarded.clear();
    for (const each of asked) this.giveUp(each, out);
  }

  private giveUp({ asker }: Asked, out: Out): void {
    if (asker.kind === 'client') this.clients.hangUp(asker.connection, out);
  }

  private tellRole(out: Out): void {
    const leader = this.role === 'LOOKING' ? null : this.role === 'LEADING' ? this.config.sid : serverId(+this.peer);
    const phase = this.role === 'LOOKING' ? 'ELECTION' : 'BROADCAST';
    this.fact(out, { type: 'role', state: this.role, phase, epoch: NO_EPOCH, leader });
  }

  // --- copying -------------------------------------------------------------------------------------------------

  /** What is sent to the backup from now on follows upon this. */
  private takeIn(out: Out): void {
    this.together = true;
    this.copied = 0;
    this.send({ type: 'STATE', log: [...this.log.txns] }, out);
  }

  /** The backup makes the primary's log its own. What only it had is gone, whoever was told that it is done. */
  private takeOver(log: readonly Txn[], out: Out): void {
    const shared = this.log.sharedWith(log);
    if (shared < this.log.txns.length) this.throwAway(shared, out);
    this.together = true;
    for (const txn of log.slice(shared)) this.append(txn, out);
    this.fact(out, { type: 'upToDate', epoch: NO_EPOCH });
    this.tellCopied(out);
    this.writeHeld(out);
  }

  private throwAway(shared: number, out: Out): void {
    this.log.truncate(shared, out);
    this.tree = new DataTree();
    for (const txn of this.log.txns) this.tree.apply(txn);
    this.applied = shared;
    this.fact(out, { type: 'truncated', zxid: this.lastZxid, treeDigest: this.tree.digest });
  }

  private append(txn: Txn, out: Out): void {
    this.log.append(txn, out);
    this.fact(out, { type: 'logged', txn });
  }

  private onSynced(out: Out): void {
    const before = this.log.durable;
    this.log.synced(out);
    const { durable, txns } = this.log;
    if (durable > before) {
      const zxid = (txns[durable - 1] as Txn).zxid;
      this.fact(out, { type: 'synced', zxid, group: durable - before });
    }
    if (!this.ready) return;
    if (this.role === 'LEADING') this.answerWhatIsDone(out);
    else {
      this.applyDurable(out);
      this.tellCopied(out);
    }
  }

  private tellCopied(out: Out): void {
    if (this.role !== 'FOLLOWING' || !this.together) return;
    const { durable, txns } = this.log;
    const last = txns[durable - 1];
    if (last !== undefined) this.fact(out, { type: 'acked', zxid: last.zxid });
    this.send({ type: 'COPIED', count: durable }, out);
  }

  private applyDurable(out: Out): void {
    while (this.applied < this.log.durable) this.apply(this.log.txns[this.applied] as Txn, out);
  }

  private apply(txn: Txn, out: Out): { readonly err: ErrorCode; readonly result: OpResult | null } {
    const { err, result } = this.tree.apply(txn);
    this.applied++;
    this.fact(out, { type: 'applied', txn, treeDigest: this.tree.digest });
    return { err, result };
  }

  // --- writes --------------------------------------------------------------------------------------------------

  write(asked: Asked, out: Out): void {
    if (this.role === 'LEADING') this.writeHere(asked, out);
    else if (this.together && this.linkIsUp) this.forward(asked, out);
    else this.held.push(asked);
  }

  private writeHeld(out: Out): void {
    const { held } = this;
    this.held = [];
    for (const asked of held) this.write(asked, out);
  }

  private forward(asked: Asked, out: Out): void {
    const ticket = ++this.tickets;
    this.forwarded.set(ticket, asked);
    const { session, cxid, op } = asked;
    this.send({ type: 'FORWARD', ticket, session, cxid, op }, out);
  }

  private onForward({ ticket, session, cxid, op }: Extract<PbMessage, { type: 'FORWARD' }>, out: Out): void {
    if (this.role === 'LEADING') this.writeHere({ session, cxid, op, asker: { kind: 'server', ticket } }, out);
  }

  private writeHere(asked: Asked, out: Out): void {
    const { session, cxid, op } = asked;
    const txn = this.prep.prepare({ session, cxid, op }, nextZxid(this.lastZxid), this.wallMs, ErrorCode.OK);
    this.fact(out, { type: 'proposed', txn });
    this.outstanding.push({ txn, asked });
    this.append(txn, out);
    if (this.together) this.send({ type: 'COPY', txn }, out);
  }

  /** Of what the primary has logged it answers what its own disk has, and the backup's, unless it believes to be alone. */
  private answerWhatIsDone(out: Out): void {
    const done = this.together ? Math.min(this.log.durable, this.copied) : this.log.durable;
    while (this.applied < done) {
      const txn = this.log.txns[this.applied] as Txn;
      const head = this.outstanding[0];
      const mine = head !== undefined && head.txn === txn;
      if (mine) {
        this.outstanding.shift();
        const acks = this.together ? [this.config.sid, serverId(Number(this.peer))] : [this.config.sid];
        this.fact(out, { type: 'committed', zxid: txn.zxid, acks });
      }
      const { err, result } = this.apply(txn, out);
      this.prep.applied(txn.zxid);
      if (mine) this.answer(head.asked, txn.zxid, err, result, out);
    }
  }

  private answer(asked: Asked, zxid: Zxid, err: ErrorCode, result: OpResult | null, out: Out): void {
    if (asked.asker.kind === 'client') this.clients.answer(asked, err, result, out);
    else this.send({ type: 'ANSWER', ticket: asked.asker.ticket, zxid, err, result }, out);
  }

  private onAnswer({ ticket, err, result }: Extract<PbMessage, { type: 'ANSWER' }>, out: Out): void {
    const asked = this.forwarded.get(ticket);
    if (asked === undefined) return;
    this.forwarded.delete(ticket);
    this.clients.answer(asked, err, result, out);
  }

  // -------------------------------------------------------------------------------------------------------------

  private get lastZxid(): Zxid {
    return this.log.txns.at(-1)?.zxid ?? ZXID_ZERO;
  }

  private send(message: PbMessage, out: Out): void {
    if (this.link !== null && this.linkIsUp) out.send(this.link, message);
  }

  private fact(out: Out, fact: Fact): void {
    out.fact(fact);
  }

  /** The shape that a ZooKeeper server's picture has, as far as there is such a thing here. */
  inspect(): unknown {
    const { tree, role } = this;
    return {
      sid: this.config.sid,
      state: role,
      phase: role === 'LOOKING' ? 'ELECTION' : 'BROADCAST',
      acceptedEpoch: NO_EPOCH,
      currentEpoch: NO_EPOCH,
      lastProcessedZxid: tree.lastProcessedZxid,
      lastTxn: tree.lastProcessedZxid,
      lastLoggedZxid: this.lastZxid,
      treeDigest: tree.digest,
      znodes: tree.nodeCount,
      tree: [...tree.allNodes()].map(({ path, version, data, ephemeralOwner }) => ({
        path,
        version,
        data,
        ephemeralOwner,
      })),
      sessions: Array.from(tree.sessions, ([session, timeoutMs]) => ({ session, timeoutMs })),
      watches: 0,
      clients: this.clients.size,
      serving: this.isServing,
      election: {
        round: 0,
        vote: { leader: role === 'LEADING' ? this.config.sid : Number(this.peer), zxid: this.lastZxid, peerEpoch: 0 },
        proposal: null,
        received: [],
      },
    };
  }
}
