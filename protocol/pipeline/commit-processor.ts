/**
 * Keeps a server's requests in order (CommitProcessor): the requests of one session are answered in the order they
 * came, so a write, whose answer has to wait for its commit, holds up what the session sent after it; the reads of
 * other sessions go on. Commits are applied one at a time in zxid order, and no read runs beside one.
 *
 * A tree that came from a snapshot taken while it changed holds parts of transactions that are still to be applied here. Until
 * they are, whoever asks waits: ZooKeeper answers from such a tree. None of these transactions belongs to a local request, for
 * they were committed before this server served.
 *
 * It is the stage `commit`. Before a commit is looked at, all requests that arrived are sorted into their sessions'
 * queues: otherwise a commit could overtake the local request it belongs to (ZOOKEEPER-1863).
 */
import { NO_SESSION, type SessionId } from '../ids.ts';
import { isWrite } from '../op.ts';
import type { Out } from '../process.ts';
import { Ring } from '../std/ring.ts';
import type { Txn } from '../txn.ts';
import type { LocalRequest } from './request.ts';

export const COMMIT_STAGE = 'commit';
const WAKE = 0;

/** What the stage hands on, in order; FinalRequestProcessor answers. */
export interface FinalProcessor {
  /** A read, ping, setWatches or answered sync: nothing before it in its session is still waiting. */
  answer(request: LocalRequest): void;
  /**
   * A committed transaction; `request` is the local request it answers, if there is one. False: a multi with slots left,
   * of which `goOn` applies the next.
   */
  apply(txn: Txn, request: LocalRequest | null): boolean;
  /** True when the multi under way is complete. */
  goOn(): boolean;
  /** The tree has effects of transactions that are still to be applied. */
  readonly isFuzzy: boolean;
}

export interface CommitOptions {
  /** On learners sync waits for the leader's answer (matchSyncs). */
  readonly syncWaits: boolean;
  /**
   * One queue for all sessions: whatever comes behind a write waits for it. A server that stands alone has no
   * CommitProcessor; its log writer, through which reads pass too, has this effect.
   */
  readonly oneLine?: boolean;
}

export type Committed = { readonly txn: Txn } | { readonly sync: LocalRequest };

export class CommitProcessor {
  private readonly final: FinalProcessor;
  private syncWaits = false;
  private oneLine = false;
  private readonly queued = new Ring<LocalRequest>();
  /** Per session, what waits for a commit or behind it; an empty queue stays for the session's next write. */
  private readonly pending = new Map<SessionId, Ring<LocalRequest>>();
  protected readonly committed = new Ring<Committed>();
  /** A multi of which some slots are applied, and whether it answers the head of its session's queue. */
  private applying: { readonly txn: Txn; readonly isLocal: boolean } | null = null;
  private awake = false;

  constructor(final: FinalProcessor) {
    this.final = final;
  }

  start(options: CommitOptions): void {
    this.reset();
    this.syncWaits = options.syncWaits;
    this.oneLine = options.oneLine === true;
  }

  /** Forgets everything: the role has ended. A multi under way is completed first. */
  reset(): void {
    while (this.applying !== null) this.goOn();
    this.queued.clear();
    this.pending.clear();
    this.committed.clear();
  }

  enqueue(out: Out, request: LocalRequest): void {
    this.queued.push(request);
    this.wake(out);
  }

  commit(out: Out, txn: Txn): void {
    this.committed.push({ txn });
    this.wake(out);
  }

  /** The leader has answered a sync. */
  commitSync(out: Out, request: LocalRequest): void {
    this.committed.push({ sync: request });
    this.wake(out);
  }

  private wake(out: Out): void {
    if (this.awake) return;
    this.awake = true;
    out.handOver(COMMIT_STAGE, WAKE);
  }

  /** The stage's turn: all requests that arrived, then one commit; or the next slot of the multi under way. */
  run(out: Out): void {
    this.awake = false;
    if (this.applying !== null) this.goOn();
    else this.takeTurn();
    if (this.applying !== null || this.hasCommitted || (this.queued.length > 0 && !this.final.isFuzzy)) this.wake(out);
  }

  protected takeTurn(): void {
    this.sortQueued();
    this.handleNext();
  }

  protected handleNext(): void {
    const next = this.takeCommitted();
    if (next === undefined) return;
    if ('txn' in next) this.applyCommitted(next.txn);
    else this.release(next.sync.session, next.sync);
  }

  /** In the order in which they were committed. */
  protected takeCommitted(): Committed | undefined {
    return this.committed.shift();
  }

  protected get hasCommitted(): boolean {
    return this.committed.length > 0;
  }

  protected sortQueued(): void {
    if (this.final.isFuzzy) return;
    for (let request = this.queued.shift(); request !== undefined; request = this.queued.shift()) {
      const line = this.lineOf(request.session);
      const waiting = this.pending.get(line);
      if (waiting !== undefined && waiting.length > 0) waiting.push(request);
      else if (this.needsCommit(request)) this.queueOf(line).push(request);
      else this.final.answer(request);
    }
  }

  /** Under which session's name the queue goes. */
  private lineOf(session: SessionId): SessionId {
    return this.oneLine ? NO_SESSION : session;
  }

  private queueOf(line: SessionId): Ring<LocalRequest> {
    let queue = this.pending.get(line);
    if (queue === undefined) {
      queue = new Ring();
      this.pending.set(line, queue);
    }
    return queue;
  }

  private applyCommitted(txn: Txn): void {
    const head = this.pending.get(this.lineOf(txn.session))?.first();
    const isLocal = head !== undefined && head.cxid === txn.cxid && head.session === txn.session && isWrite(head.op);
    if (this.final.apply(txn, isLocal ? head : null)) this.applied(txn, isLocal);
    else this.applying = { txn, isLocal };
  }

  private goOn(): void {
    const { applying } = this;
    if (applying === null || !this.final.goOn()) return;
    this.applying = null;
    this.applied(applying.txn, applying.isLocal);
  }

  private applied(txn: Txn, isLocal: boolean): void {
    if (isLocal) this.proceed(txn.session);
    if (txn.body.type === 'closeSession' && this.pending.get(txn.session)?.length === 0)
      this.pending.delete(txn.session);
  }

  private release(session: SessionId, request: LocalRequest): void {
    if (this.pending.get(this.lineOf(session))?.first() !== request) return;
    this.final.answer(request);
    this.proceed(session);
  }

  /** The head of a session's queue is done: answers what waited only for it. */
  private proceed(session: SessionId): void {
    const queue = this.pending.get(this.lineOf(session));
    queue?.shift();
    for (let next = queue?.first(); next !== undefined; next = queue?.first()) {
      if (this.needsCommit(next)) return;
      queue?.shift();
      this.final.answer(next);
    }
  }

  private needsCommit(request: LocalRequest): boolean {
    if (request.refused !== undefined) return false;
    return isWrite(request.op) || (this.syncWaits && request.op.type === 'sync');
  }
}
