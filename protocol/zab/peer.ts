/**
 * One server (QuorumPeer): LOOKING, then LEADING, FOLLOWING or OBSERVING, then LOOKING again. It owns what survives
 * a role - the database, the disk, the election - and hands every input to the one it concerns.
 *
 * Falling back to LOOKING is a soft restart: memory stays, the log writer finishes what it has, then what the log
 * holds beyond the tree is applied, so that the next vote speaks for all of it. A synchronisation that was cut off
 * may have left memory and disk apart; then the disk decides and everything is read again.
 */
import { FourLetterWords } from '../admin/four-letter-words.ts';
import { compatOf, type Compat } from '../compat.ts';
import { checkConfig, memberType, type LearnerType, type ServerConfig } from '../config.ts';
import { CANNOT_LOAD, txnsAfter, type Recovered, type TreeFactory } from '../durable/recovery.ts';
import { SNAPSHOT_STAGE, SnapshotWriter } from '../durable/snapshot-writer.ts';
import { isLogFile } from '../durable/txn-log.ts';
import { Storage, type ReadEvent, type StorageEvent } from '../durable/storage.ts';
import type { FileContents } from '../durable/barrier.ts';
import { FastLeaderElection } from '../election/fast-leader-election.ts';
import { ZXID_ZERO, type Epoch, type ServerId, type SessionId, type Zxid } from '../ids.ts';
import { Channel, type ClientMessage, type QuorumPacket, type ServerState, type ZabPhase } from '../messages.ts';
import type { Parts } from '../parts.ts';
import { ClientPort, IDLE_TIMER } from '../pipeline/client-port.ts';
import { COMMIT_STAGE, type CommitProcessor } from '../pipeline/commit-processor.ts';
import type { FinalRequestProcessor } from '../pipeline/final.ts';
import { LOG_STAGE, type LogWriter, type LogWriterEvents } from '../pipeline/log-writer.ts';
import type { Input, Out, Process } from '../process.ts';
import type { QuorumVerifier } from '../quorum/verifier.ts';
import type { Fact } from '../facts.ts';
import { assert } from '../std/assert.ts';
import type { Txn } from '../txn.ts';
import type { WatchTable } from '../watch/watch-table.ts';
import { Database } from './database.ts';
import { rolePicture } from './role-picture.ts';
import type { Role } from './role.ts';
import { Standalone } from './standalone.ts';

/** The one thing that is asked of a server from outside its ports, as JMX asks a real one: end a session. */
export interface ExpireRequest {
  readonly type: 'expireSession';
  readonly session: SessionId;
}

const OBSERVER_DELAY_TIMER = 'peer/observerDelay';

export class QuorumPeer implements Process, LogWriterEvents {
  readonly config: ServerConfig;
  readonly parts: Parts;
  readonly trees: TreeFactory;
  readonly compat: Compat;
  readonly quorum: QuorumVerifier;
  readonly learnerType: LearnerType;
  readonly storage: Storage;
  readonly database: Database;
  readonly election: FastLeaderElection;
  readonly clients: ClientPort;
  readonly admin: FourLetterWords;
  readonly logWriter: LogWriter;
  readonly snapshots: SnapshotWriter;
  readonly final: FinalRequestProcessor;
  readonly commits: CommitProcessor;
  watches: WatchTable;

  state: ServerState = 'LOOKING';
  phase: ZabPhase = 'ELECTION';
  role: Role | null = null;
  /** Counts roles and the LOOKING between them; what was begun in an earlier one is recognised by it. */
  roleNumber = 0;
  /** Highest accepted epoch met in others' FOLLOWERINFO: the next epoch this server proposes is above it. */
  epochFloor = 0 as Epoch;
  /** The last zxid known to be committed by a quorum; snapshots are not purged beyond it. */
  knownCommitted: Zxid = ZXID_ZERO;

  /** Of the step under way. */
  out: Out;
  nowUs = 0;
  wallMs = 0;
  /** The database is loaded and its files are durable. */
  private loaded = false;
  /** The database is being read back. */
  private loading = false;
  /** Told once what was read is durable. */
  private recovery: Fact | null = null;
  /** Memory cannot be trusted: read everything back before the next election. */
  private reloadDue = false;
  /** The role has ended and what it left unfinished is being finished. */
  private draining = false;
  /** Between a role and the next election. */
  private resting = true;

  constructor(config: ServerConfig, parts: Parts) {
    checkConfig(config);
    this.config = config;
    this.parts = parts;
    this.trees = parts.trees(config);
    this.compat = compatOf(config.compat, config);
    this.out = NO_OUT;
    this.quorum = parts.quorum(config);
    this.storage = new Storage(config.assertions);
    this.learnerType = memberType(config, config.sid) ?? 'participant';
    this.database = new Database(this.trees.empty(), config.commitLogCount);
    this.election = new FastLeaderElection(config, { beats: parts.voteOrder, quorum: this.quorum });
    this.clients = new ClientPort(this);
    this.admin = new FourLetterWords(this);
    this.logWriter = parts.createLogWriter(this.storage, this, config);
    this.snapshots = new SnapshotWriter(this.storage, config.snapshotStepNodes);
    this.final = parts.createFinal(this);
    this.commits = parts.createCommitProcessor(this.final);
    this.watches = parts.createWatchTable(this.compat);
  }

  step(input: Input, out: Out): void {
    this.out = out;
    this.nowUs = input.monotonicUs;
    this.wallMs = input.wallMs;
    this.dispatch(input);
    if (this.state === 'LOOKING' && this.election.decision !== null && !this.resting) this.takeRole();
    this.out = NO_OUT;
  }

  private dispatch(input: Input): void {
    if (this.election.handles(input)) {
      this.election.step(input, this.out);
      return;
    }
    switch (input.kind) {
      case 'stage':
        this.onStage(input.stage, input.item);
        return;
      case 'message':
        if (input.channel === Channel.CLIENT) this.clients.onMessage(input.connection, input.message as ClientMessage);
        else this.role?.onPacket(input.connection, input.message as QuorumPacket);
        return;
      case 'synced':
        this.onStorage(this.storage.synced(this.out, input.file));
        return;
      case 'start':
        this.onStart(input.files);
        return;
      case 'opened':
        if (input.channel === Channel.CLIENT) this.clients.onOpened(input.connection, input.peer);
        else if (this.config.standalone) this.out.close(input.connection);
        else if (this.role !== null) this.role.onOpened(input.connection, input.peer, input.incoming);
        else if (input.incoming) this.out.close(input.connection);
        return;
      case 'closed':
        if (input.channel === Channel.CLIENT) this.clients.onClosed(input.connection);
        else this.role?.onClosed(input.connection);
        return;
      case 'timer':
        if (input.timer === OBSERVER_DELAY_TIMER) this.afterDrain();
        else if (input.timer === IDLE_TIMER) this.clients.onIdleTimer();
        else this.role?.onTimer(input.timer);
        return;
      case 'contents':
        this.onContents(input.file, input.records);
        return;
      case 'diskError':
        this.onDiskError(input.file, `${input.operation} of ${input.file} failed`);
        return;
      case 'request':
        this.role?.expireSession((input.request as ExpireRequest).session);
        return;
      case 'writable':
        return;
    }
  }

  private onStage(stage: string, item: unknown): void {
    if (stage === LOG_STAGE) this.logWriter.take(this.out, item as Txn);
    else if (stage === COMMIT_STAGE) this.commits.run(this.out);
    else if (stage === SNAPSHOT_STAGE) this.snapshots.step(this.out, item as Zxid, this.database.effectsUpTo);
    else this.role?.onStage(stage, item);
  }

  // --- the disk ------------------------------------------------------------------------------------------------

  private onStart(files: readonly string[]): void {
    const needed = this.storage.recoveryFiles(files);
    const event: ReadEvent = { kind: 'recovery', why: 'start', roleNumber: this.roleNumber };
    this.loading = true;
    if (!this.storage.readFiles(this.out, needed, event)) this.load(new Map(), 'start');
  }

  /** Reads everything back; the role, if there is one, waits for `reloaded`. */
  reload(why: 'reload' | 'truncated'): void {
    this.loading = true;
    this.snapshots.abandon(this.out);
    this.storage.readFiles(this.out, this.storage.ownFiles(), { kind: 'recovery', why, roleNumber: this.roleNumber });
  }

  private onDiskError(file: string, what: string): void {
    if (isLogFile(file)) this.logWriter.failed(this.out, what);
    else this.out.exit(what);
  }

  private onContents(file: string, records: Parameters<Storage['contents']>[1]): void {
    const read = this.storage.contents(file, records);
    if (read === null) return;
    switch (read.then.kind) {
      case 'recovery':
        this.load(read.contents, read.then.why);
        return;
      case 'fastForward':
        this.fastForward(txnsAfter(read.contents, this.database.lastTxn));
        return;
      case 'logForLearner':
        if (read.then.roleNumber === this.roleNumber) this.role?.onRead(read.then, read.contents);
        return;
    }
  }

  private load(contents: FileContents, why: 'start' | 'reload' | 'truncated'): void {
    const recovered = this.parts.recover(contents, this.trees);
    if (recovered.kind === 'refused') {
      this.out.exit(`${CANNOT_LOAD}${recovered.reason}`);
      return;
    }
    this.database.replace(recovered.tree, recovered.replayed, recovered.fuzzyUntil);
    this.recovery = this.recoveryFact(recovered, why);
    this.onStorage(this.storage.adopt(this.out, recovered));
  }

  private recoveryFact(recovered: Recovered, why: 'start' | 'reload' | 'truncated'): Fact {
    const zxid = recovered.tree.lastProcessedZxid;
    const treeDigest = this.database.digest;
    if (recovered.tornRecords > 0) this.mark('a torn tail cut');
    if (why === 'truncated') return { type: 'truncated', zxid, treeDigest };
    const { snapshotZxid: snapshot, acceptedEpoch, currentEpoch, tornRecords } = recovered;
    return { type: 'recovered', zxid, snapshot, treeDigest, acceptedEpoch, currentEpoch, tornRecords };
  }

  /** What was read back is known to be on the platter: only now it counts. */
  private recoveredDurable(): void {
    this.loading = false;
    if (this.recovery !== null) this.fact(this.recovery);
    this.recovery = null;
  }

  private onStorage(event: StorageEvent | null): void {
    if (event === null) return;
    switch (event.kind) {
      case 'flushed':
        this.logWriter.flushed(this.out);
        return;
      case 'snapshotDurable':
        this.snapshots.done(this.out, event.info, event.serial);
        this.storage.purge(this.out, this.config.snapRetainCount, this.knownCommitted);
        return;
      case 'recoveredDurable':
        this.recoveredDurable();
        if (this.role !== null) this.role.onStorage(event);
        else if (!this.draining) this.beginElection();
        break;
      case 'epochDurable':
        this.fact({ type: event.file, epoch: event.epoch });
        if (event.roleNumber === this.roleNumber) this.role?.onStorage(event);
        break;
      default:
        if (event.roleNumber === this.roleNumber) this.role?.onStorage(event);
    }
    this.settleDrain();
  }

  /** Hands an event that came about at once, without the disk, where the others go. */
  deliver(event: StorageEvent | null): void {
    this.onStorage(event);
  }

  // --- log writer ----------------------------------------------------------------------------------------------

  acknowledge(txn: Txn): void {
    this.role?.acknowledge(txn);
  }

  snapshotDue(): void {
    this.snapshots.begin(this.out, this.database.tree);
  }

  logDurable(): void {
    this.snapshots.logDurable(this.out);
  }

  drained(): void {
    this.settleDrain();
  }

  /**
   * A real server's thread is blocked while it writes an epoch or installs a history: it falls back to LOOKING only
   * when that is done, and so does this one.
   */
  private settleDrain(): void {
    if (!this.draining || !this.logWriter.idle || !this.storage.isSettled || this.loading) return;
    this.draining = false;
    if (this.learnerType === 'observer' && this.config.observerElectionDelayMs > 0) {
      const delayMs = this.out.choose('observerElectionDelay', this.config.observerElectionDelayMs);
      if (delayMs > 0) {
        this.out.setTimer(OBSERVER_DELAY_TIMER, delayMs * 1000);
        return;
      }
    }
    this.afterDrain();
  }

  // --- roles ---------------------------------------------------------------------------------------------------

  private takeRole(): void {
    const decision = this.election.decision;
    assert(decision !== null && this.role === null, 'a decided server has no role yet');
    this.roleNumber++;
    this.state = this.election.state;
    this.clients.begin();
    this.role =
      this.state === 'LEADING' ? this.parts.createLeader(this) : this.parts.createLearner(this, decision.vote.leader);
    this.role.start();
  }

  /** Ends the role (the shutdown of Leader and Learner) and looks for a leader again. */
  leaveRole(reason: string): void {
    const role = this.role;
    if (role === null) return;
    this.role = null;
    this.roleNumber++;
    role.stop();
    this.clients.closeAll();
    this.commits.reset();
    this.watches = this.parts.createWatchTable(this.compat);
    this.state = 'LOOKING';
    this.fact({ type: 'roleEnded', reason });
    this.setPhase('ELECTION', this.storage.currentEpoch, null);
    if (!this.logWriter.idle) this.mark('soft restart with a queued log');
    this.reloadDue = role.needsReload;
    this.draining = true;
    this.resting = true;
    this.logWriter.drain();
  }

  private afterDrain(): void {
    if (this.reloadDue) {
      this.reloadDue = false;
      this.reload('reload');
      return;
    }
    const files = this.storage.log.filesAfter(this.database.lastTxn);
    if (!this.storage.readFiles(this.out, files, { kind: 'fastForward' })) this.beginElection();
  }

  private fastForward(txns: readonly Txn[] | null): void {
    if (txns === null) {
      this.out.exit(`${CANNOT_LOAD}a record of the log is damaged`);
      return;
    }
    const from = this.database.lastProcessedZxid;
    this.parts.fastForward(this.database, txns);
    const zxid = this.database.lastProcessedZxid;
    if (zxid !== from) this.fact({ type: 'fastForwarded', from, zxid, treeDigest: this.database.digest });
    this.beginElection();
  }

  private beginElection(): void {
    if (this.config.standalone) {
      this.standAlone();
      return;
    }
    if (!this.loaded) {
      this.loaded = true;
      this.election.start(this.out);
      this.setPhase('ELECTION', this.storage.currentEpoch, null);
    }
    this.resting = false;
    this.election.lookForLeader(this.out, {
      lastZxid: this.database.lastProcessedZxid,
      currentEpoch: this.storage.currentEpoch,
    });
  }

  /** A server that is no ensemble looks for nobody. */
  private standAlone(): void {
    assert(this.role === null, 'a server has one role at a time');
    this.roleNumber++;
    this.state = 'STANDALONE';
    this.clients.begin();
    this.role = new Standalone(this);
    this.role.start();
  }

  /** The role clients may be served by; null when there is none. */
  get serving(): Role | null {
    return this.role !== null && this.role.isServing ? this.role : null;
  }

  /** Tells observers of the run where this server stands. */
  setPhase(phase: ZabPhase, epoch: Epoch, leader: ServerId | null): void {
    this.phase = phase;
    this.fact({ type: 'role', state: this.state, phase, epoch, leader });
  }

  fact(fact: Fact): void {
    this.out.fact(fact);
  }

  mark(name: string): void {
    this.out.fact({ type: 'mark', name } satisfies Fact);
  }

  inspect(): unknown {
    const { database, storage } = this;
    return {
      sid: this.config.sid,
      state: this.state,
      phase: this.phase,
      acceptedEpoch: storage.acceptedEpoch,
      currentEpoch: storage.currentEpoch,
      lastProcessedZxid: database.lastProcessedZxid,
      lastTxn: database.lastTxn,
      lastLoggedZxid: storage.log.lastZxid,
      treeDigest: database.digest,
      znodes: database.tree.nodeCount,
      tree: [...database.tree.allNodes()].map(({ path, version, data, ephemeralOwner }) => ({
        path,
        version,
        data,
        ephemeralOwner,
      })),
      sessions: Array.from(database.tree.sessions, ([session, timeoutMs]) => ({ session, timeoutMs })),
      watches: this.watches.size,
      clients: this.clients.size,
      serving: this.serving !== null,
      role: rolePicture(this.role),
      watchList: this.watches.all().map(({ connection, ...watch }) => ({
        session: this.clients.sessionOf(connection),
        ...watch,
      })),
      connected: this.clients.sessions(),
      election: this.election.inspect(),
    };
  }
}

/** Stands in between steps, when a process has nothing to act through. */
const NO_OUT: Out = {
  open: refuse,
  close: refuse,
  send: refuse,
  setTimer: refuse,
  cancelTimer: refuse,
  write: refuse,
  append: refuse,
  sync: refuse,
  truncate: refuse,
  rename: refuse,
  remove: refuse,
  read: refuse,
  handOver: refuse,
  reply: refuse,
  choose: refuse,
  fact: refuse,
  exit: refuse,
};

function refuse(): never {
  throw new Error('a process acts only while it handles an input');
}
