/**
 * Answers that no transaction stands behind: reads, by the tree at the zxid they name, what concerns a session's watches,
 * by those it has, and auth.
 */
import { ErrorCode, errorName } from '../../protocol/error-code.ts';
import { showZxid, ZXID_ZERO, type SessionId } from '../../protocol/ids.ts';
import { AddWatchMode, type AuthOp, type ReadOp, type RemoveWatchesOp } from '../../protocol/op.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { AnsweredOutcome, Operation } from './client-history.ts';
import { compareError, compareResults, type Difference } from './compare-replies.ts';
import type { Findings } from './findings.ts';
import { isKnownScheme, provenBefore, provenSteps } from './proofs.ts';
import type { SessionCheck } from './session-check.ts';
import type { SessionRecord } from './session-record.ts';
import type { WatchCheck } from './watch-check.ts';
import type { ZnodeModel } from './znode-model.ts';

type At = Pick<Moment, 'atUs' | 'event'>;

export class ReplyCheck {
  private readonly findings: Findings;
  private readonly model: ZnodeModel;
  private readonly watches: WatchCheck;
  private readonly sessionCheck: SessionCheck;
  private readonly judgesWatches: boolean;
  private readonly hasAnswer: (op: ReadOp) => boolean;

  /** `hasAnswer`: whether the model can tell what a read shows; any when absent. */
  constructor(
    findings: Findings,
    model: ZnodeModel,
    watches: WatchCheck,
    sessionCheck: SessionCheck,
    judgesWatches: boolean,
    hasAnswer: (op: ReadOp) => boolean = () => true,
  ) {
    this.findings = findings;
    this.model = model;
    this.watches = watches;
    this.sessionCheck = sessionCheck;
    this.judgesWatches = judgesWatches;
    this.hasAnswer = hasAnswer;
  }

  /** Auth is answered at once, out of turn, and by nothing of the tree. */
  checkAuth(op: AuthOp, { err, zxid, session }: AnsweredOutcome, at: Moment): void {
    this.findings.count('reads-consistent');
    const expected = isKnownScheme(op) ? ErrorCode.OK : ErrorCode.AUTHFAILED;
    if (err === expected && zxid === ZXID_ZERO) return;
    this.findings.report(
      'reads-consistent',
      'auth answered otherwise than its scheme says',
      `auth by ${op.scheme} of session ${session} was answered ${errorName(err)} at ${showZxid(zxid)}, expected ${errorName(expected)} at 0x0.`,
      at,
    );
  }

  /** The tree is as it was when the answer was given, and so are the watches. */
  settle(record: SessionRecord, connection: number, operation: Operation): void {
    const at = { atUs: operation.retUs, event: operation.ret };
    const { op } = operation;
    const outcome = operation.outcome as AnsweredOutcome;
    switch (op.type) {
      case 'exists':
      case 'getData':
      case 'getChildren':
      case 'getChildren2':
        this.compareRead(op, record, operation, outcome, at);
        if (op.watch) this.armOnce(record, op, operation, outcome.err, connection);
        return;
      case 'getACL':
      case 'getAllChildrenNumber':
      case 'getEphemerals':
      case 'whoAmI':
      case 'multiRead':
        this.compareRead(op, record, operation, outcome, at);
        return;
      case 'addWatch': {
        const known = op.mode === AddWatchMode.PERSISTENT || op.mode === AddWatchMode.PERSISTENT_RECURSIVE;
        this.compareTold(known ? ErrorCode.OK : ErrorCode.MARSHALLINGERROR, operation, outcome, at);
        if (!known || outcome.err !== ErrorCode.OK) return;
        const recursive = op.mode === AddWatchMode.PERSISTENT_RECURSIVE;
        this.watches.armStanding({
          record,
          path: op.path,
          recursive,
          connection,
          ids: provenBefore(record, operation.call),
        });
        return;
      }
      case 'removeWatches':
      case 'checkWatches':
        this.settleWatches(op, record.session, operation, outcome, at);
        return;
      default:
        return;
    }
  }

  private armOnce(
    record: SessionRecord,
    op: Extract<ReadOp, { readonly watch: boolean }>,
    { call }: Operation,
    err: ErrorCode,
    connection: number,
  ): void {
    const child = op.type === 'getChildren' || op.type === 'getChildren2';
    const ids = provenBefore(record, call);
    if (err === ErrorCode.OK) this.watches.arm(record, child ? 'child' : 'data', op.path, connection, ids);
    else if (err === ErrorCode.NONODE && op.type === 'exists')
      this.watches.arm(record, 'exist', op.path, connection, ids);
  }

  /** `session`: under which its watches are kept. */
  private settleWatches(
    op: RemoveWatchesOp,
    session: SessionId,
    operation: Operation,
    outcome: AnsweredOutcome,
    at: At,
  ): void {
    if (!this.judgesWatches) return;
    const { path, watcherType } = op;
    const known = Number.isInteger(watcherType) && watcherType >= 1 && watcherType <= 5;
    const has = known ? this.watches.hasWatch(session, path, watcherType) : false;
    const expected = !known ? ErrorCode.MARSHALLINGERROR : has === false ? ErrorCode.NOWATCHER : ErrorCode.OK;
    if (has !== null) this.compareTold(expected, operation, outcome, at);
    if (op.type === 'removeWatches' && outcome.err === ErrorCode.OK) {
      this.watches.removeWatches(session, path, watcherType);
    }
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
    return !this.model.sessions.has(session) || this.sessionCheck.wasExpired(session);
  }

  private compareRead(op: ReadOp, record: SessionRecord, operation: Operation, outcome: AnsweredOutcome, at: At): void {
    if (!this.hasAnswer(op)) return;
    this.findings.count('reads-consistent');
    if (this.mayBeOver(outcome.err, outcome.session)) return;
    const difference = this.differenceOf(op, record, operation);
    if (difference === null) return;
    this.findings.report(
      'reads-consistent',
      'a read shows what is not there',
      `${op.type}${'path' in op ? ` ${op.path}` : ''} of session ${outcome.session} at ${showZxid(outcome.zxid)} (${errorName(outcome.err)}): ${difference.field} is ${difference.seen}, expected ${difference.expected}.`,
      at,
    );
  }

  /** Null where one of the things that its connection may have proven by then explains the answer. */
  private differenceOf(op: ReadOp, record: SessionRecord, operation: Operation): Difference | null {
    const { session, err, result } = operation.outcome as AnsweredOutcome;
    let first: Difference | null = null;
    for (const ids of provenSteps(record, operation.call, operation.ret)) {
      const expected = this.model.read(op, { session, ids });
      const difference = compareError(expected.err, err) ?? compareResults(expected.result, result);
      if (difference === null) return null;
      first ??= difference;
    }
    return first;
  }
}
