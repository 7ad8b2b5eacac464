/**
 * What replies say, against the tree as it was at their zxid: what reads show, what was armed, and what setWatches told.
 * Called where the replay stands at that zxid.
 */
import { ErrorCode, errorName } from '../../protocol/error-code.ts';
import { showZxid, type SessionId } from '../../protocol/ids.ts';
import { AddWatchMode, type ReadOp, type RemoveWatchesOp, type SetWatchesOp } from '../../protocol/op.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { AnsweredOutcome } from '../contract/certificate.ts';
import type { Operation } from '../contract/client-history.ts';
import { compareError, compareResults, type Difference } from '../contract/compare-replies.ts';
import type { Findings } from '../contract/findings.ts';
import { provenBefore, provenSteps } from '../contract/proofs.ts';
import type { SessionCheck } from '../contract/session-check.ts';
import type { UpdateReplay } from '../contract/update-replay.ts';
import type { WatchCheck } from '../contract/watch-check.ts';
import { isValidPath } from '../contract/znode-path.ts';
import { expectedCatchUp } from './catch-up.ts';
import type { NotJudged } from './not-judged.ts';
import type { Talk } from './talk.ts';

type At = Pick<Moment, 'atUs' | 'event'>;

/** A setWatches that was answered, and the events that came before its answer. */
export interface SetWatchesAnswer {
  readonly kind: 'setWatches';
  readonly talk: Talk;
  readonly op: SetWatchesOp;
  /** `NodeDeleted /a`. */
  readonly told: readonly string[];
  readonly call: number;
  readonly at: At;
}

export class ServedAnswers {
  private readonly findings: Findings;
  private readonly notJudged: NotJudged;
  private readonly sessionCheck: SessionCheck;
  private readonly watches: WatchCheck;
  private readonly replay: UpdateReplay;
  private readonly eventsCarryZxid: boolean;

  constructor(
    findings: Findings,
    notJudged: NotJudged,
    sessionCheck: SessionCheck,
    watches: WatchCheck,
    replay: UpdateReplay,
    eventsCarryZxid: boolean,
  ) {
    this.findings = findings;
    this.notJudged = notJudged;
    this.sessionCheck = sessionCheck;
    this.watches = watches;
    this.replay = replay;
    this.eventsCarryZxid = eventsCarryZxid;
  }

  settleReply(talk: Talk, operation: Operation): void {
    const at = { atUs: operation.retUs, event: operation.ret };
    const { op } = operation;
    const { record } = talk;
    const outcome = operation.outcome as AnsweredOutcome;
    switch (op.type) {
      case 'exists':
      case 'getData':
      case 'getChildren':
      case 'getChildren2': {
        this.compareRead(op, talk, operation, outcome, at);
        if (!op.watch) return;
        const child = op.type === 'getChildren' || op.type === 'getChildren2';
        const ids = provenBefore(record, operation.call);
        if (outcome.err === ErrorCode.OK) this.watches.arm(record, child ? 'child' : 'data', op.path, 0, ids);
        else if (outcome.err === ErrorCode.NONODE && op.type === 'exists') {
          this.watches.arm(record, 'exist', op.path, 0, ids);
        }
        return;
      }
      case 'getACL':
      case 'getAllChildrenNumber':
      case 'getEphemerals':
      case 'whoAmI':
      case 'multiRead':
        this.compareRead(op, talk, operation, outcome, at);
        return;
      case 'addWatch': {
        const known = op.mode === AddWatchMode.PERSISTENT || op.mode === AddWatchMode.PERSISTENT_RECURSIVE;
        this.compareTold(known ? ErrorCode.OK : ErrorCode.MARSHALLINGERROR, operation, outcome, at);
        if (!known || outcome.err !== ErrorCode.OK) return;
        const recursive = op.mode === AddWatchMode.PERSISTENT_RECURSIVE;
        const ids = provenBefore(record, operation.call);
        this.watches.armStanding({ record, path: op.path, recursive, connection: 0, ids });
        return;
      }
      case 'removeWatches':
      case 'checkWatches':
        this.settleWatches(op, talk, operation, outcome, at);
        return;
      default:
        return;
    }
  }

  /** What setWatches told and what it left armed, by the state in which it was answered. */
  settleSetWatches({ talk, op, told, call, at }: SetWatchesAnswer): void {
    const { record } = talk;
    const ids = provenBefore(record, call);
    const { events, armed } = expectedCatchUp(this.replay.model, op);
    this.findings.count('watches');
    const seen = [...told];
    for (const event of events) {
      const index = seen.indexOf(event);
      if (index >= 0) {
        seen.splice(index, 1);
        continue;
      }
      this.findings.report(
        'watches',
        'event lost over a reconnection',
        `Session ${talk.session} registered its watches since ${showZxid(op.relativeZxid)} and was not told ${event}.`,
        at,
      );
    }
    for (const event of seen) {
      this.findings.report(
        'watches',
        `${event.slice(0, event.indexOf(' '))} without a missed change`,
        `Session ${talk.session} registered its watches since ${showZxid(op.relativeZxid)} and was told ${event}, which had not happened.`,
        at,
      );
    }
    for (const { kind, path } of armed) this.watches.arm(record, kind, path, 0, ids);
    for (const path of op.persistent ?? []) {
      this.watches.armStanding({ record, path, recursive: false, connection: 0, ids });
    }
    for (const path of op.persistentRecursive ?? []) {
      this.watches.armStanding({ record, path, recursive: true, connection: 0, ids });
    }
  }

  private settleWatches(op: RemoveWatchesOp, talk: Talk, operation: Operation, outcome: AnsweredOutcome, at: At): void {
    if (!this.eventsCarryZxid) return;
    const { path, watcherType } = op;
    const key = talk.record.session;
    const known = Number.isInteger(watcherType) && watcherType >= 1 && watcherType <= 5;
    const has = known ? this.watches.hasWatch(key, path, watcherType) : false;
    const expected = !known ? ErrorCode.MARSHALLINGERROR : has === false ? ErrorCode.NOWATCHER : ErrorCode.OK;
    if (has !== null) this.compareTold(expected, operation, outcome, at);
    if (op.type === 'removeWatches' && outcome.err === ErrorCode.OK) this.watches.removeWatches(key, path, watcherType);
  }

  /** An answer that says nothing of the tree. */
  private compareTold(expected: ErrorCode, { op }: Operation, { err, zxid, session }: AnsweredOutcome, at: At): void {
    this.findings.count('watches');
    if (err === expected || this.mayBeOver(err, session)) return;
    this.findings.report(
      'watches',
      `${op.type} answered otherwise than its session's watches say`,
      `${op.type} of session ${session} at ${showZxid(zxid)} was answered ${errorName(err)}, expected ${errorName(expected)}.`,
      at,
    );
  }

  /** A leader looks at the session of a read too. */
  private mayBeOver(err: ErrorCode, session: SessionId): boolean {
    if (err !== ErrorCode.SESSIONEXPIRED) return false;
    return !this.replay.model.sessions.has(session) || this.sessionCheck.wasExpired(session);
  }

  private compareRead(op: ReadOp, talk: Talk, operation: Operation, outcome: AnsweredOutcome, at: At): void {
    if (this.isBeyondTheModel(op)) return;
    this.findings.count('reads-consistent');
    if (this.mayBeOver(outcome.err, outcome.session)) return;
    const difference = this.differenceOf(op, talk, operation, outcome);
    if (difference === null) return;
    this.findings.report(
      'reads-consistent',
      'a read shows what is not there',
      `${op.type}${'path' in op ? ` ${op.path}` : ''} of session ${outcome.session} at ${showZxid(outcome.zxid)} (${errorName(outcome.err)}): ${difference.field} is ${difference.seen}, expected ${difference.expected}.`,
      at,
    );
  }

  /** Paths that are none, and what servers keep for themselves: the model has no answer. */
  private isBeyondTheModel(op: ReadOp): boolean {
    const paths = op.type === 'multiRead' ? op.parts.map(({ path }) => path) : 'path' in op ? [op.path] : [];
    if (paths.some((path) => !isValidPath(path))) {
      this.notJudged.add('reads of what is no path');
      return true;
    }
    if (paths.some((path) => path === '/zookeeper/config')) {
      this.notJudged.add('reads of /zookeeper/config');
      return true;
    }
    return false;
  }

  /** Null where one of the things that its connection may have proven by then explains the answer. */
  private differenceOf(
    op: ReadOp,
    { record }: Talk,
    operation: Operation,
    outcome: AnsweredOutcome,
  ): Difference | null {
    const { session, err, result } = outcome;
    let first: Difference | null = null;
    for (const ids of provenSteps(record, operation.call, operation.ret)) {
      const expected = this.replay.model.read(op, { session, ids });
      const difference = compareError(expected.err, err) ?? compareResults(expected.result, result);
      if (difference === null) return null;
      first ??= difference;
    }
    return first;
  }
}
