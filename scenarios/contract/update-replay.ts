/**
 * Replays committed transactions on the model, one by one: each must be explained by a request somebody made, or be
 * a createSession or an expiry; the transaction and the reply must be what the model makes of that request.
 */
import { ErrorCode, errorName } from '../../protocol/error-code.ts';
import { NO_SESSION, showZxid, type Zxid } from '../../protocol/ids.ts';
import { isCreate, isWrite, type AuthId, type WriteOp } from '../../protocol/op.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { ClientHistory, Operation } from './client-history.ts';
import { compareBodies, compareError, compareResults, firstFailure, type Difference } from './compare-replies.ts';
import type { Findings, Row } from './findings.ts';
import { settledAcl } from './model-acl.ts';
import { provenSteps } from './proofs.ts';
import type { ReaperCheck } from './reaper-check.ts';
import type { SessionCheck } from './session-check.ts';
import type { SessionRecord } from './session-record.ts';
import { StaleCounts } from './stale-counts.ts';
import { ZnodeModel, type ModelRules, type ModelTrigger, type Refusal } from './znode-model.ts';

type At = Pick<Moment, 'atUs' | 'event'>;

const NO_TRIGGERS: readonly ModelTrigger[] = [];
const NOBODY: readonly AuthId[] = [];

/** What a request became, and what its leader had applied when it checked the request. */
interface Checked {
  readonly txn: Txn;
  readonly applied: Zxid;
  /** Index of the event of its proposal. */
  readonly event: number;
}

export class UpdateReplay {
  readonly model: ZnodeModel;
  readonly stale = new StaleCounts();
  private readonly findings: Findings;
  private readonly history: ClientHistory;
  private readonly sessionCheck: SessionCheck;
  private readonly reaper: ReaperCheck;

  constructor(
    findings: Findings,
    history: ClientHistory,
    sessionCheck: SessionCheck,
    reaper: ReaperCheck,
    rules: ModelRules,
  ) {
    this.findings = findings;
    this.history = history;
    this.sessionCheck = sessionCheck;
    this.reaper = reaper;
    this.model = new ZnodeModel(rules);
  }

  /**
   * Replays one transaction and returns the watches it fires. `answered` is the operation whose reply carried this
   * zxid, if one did; `record` the session of the transaction, as far as it is known. `unanswered`: the operation that
   * is behind it when none did, where the caller knows; else it is looked for in the history.
   */
  replay(
    checked: Checked,
    answered: Operation | null,
    record: SessionRecord | null,
    moment: Moment,
    unanswered?: Operation | null,
  ): readonly ModelTrigger[] {
    const { txn } = checked;
    const { body, zxid, session } = txn;
    if (body.type === 'createSession') {
      if (this.model.sessions.has(session)) {
        this.report('sessions', 'session created twice', `${showZxid(zxid)} creates session ${session} again.`, moment);
      }
      return this.execute({ type: 'createSession', timeoutMs: body.timeoutMs }, record, checked, null, moment);
    }
    if (answered !== null && !belongs(answered, txn)) {
      this.report(
        'updates-linearizable',
        "reply carries another transaction's zxid",
        `The reply to ${answered.op.type} carries ${showZxid(zxid)}, which is ${body.type} of session ${session}, cxid ${txn.cxid}.`,
        { atUs: answered.retUs, event: answered.ret },
      );
      answered = null;
    }
    if (body.type === 'closeSession' && txn.cxid === 0 && answered === null && (unanswered ?? null) === null) {
      this.findings.count('sessions');
      if (!this.sessionCheck.wasExpired(session)) {
        this.report(
          'sessions',
          'session closed without request or expiry',
          `${showZxid(zxid)} closes session ${session}, which nobody asked for and no leader expired.`,
          moment,
        );
      }
      return this.execute({ type: 'closeSession' }, record, checked, null, moment);
    }
    const reaped = session === NO_SESSION ? this.reaper.pathOf(zxid) : null;
    if (reaped !== null) return this.execute({ type: 'deleteContainer', path: reaped }, record, checked, null, moment);
    const operation = answered ?? (unanswered === undefined ? this.unanswered(txn, record, moment) : unanswered);
    if (operation === null) {
      this.report(
        'updates-linearizable',
        'transaction nobody asked for',
        `${showZxid(zxid)} is ${body.type} of session ${session}, cxid ${txn.cxid}: no client asked for it, or it was done before.`,
        moment,
      );
      this.model.skip(zxid);
      return NO_TRIGGERS;
    }
    if (record !== null && tookEffect(body)) this.checkOrder(operation, txn, record, moment);
    return this.execute(operation.op as WriteOp, record, checked, operation, moment);
  }

  /** Session order of what was never answered; of answers, zxids and xids tell it. */
  private checkOrder(operation: Operation, txn: Txn, record: SessionRecord, moment: Moment): void {
    const { cxid, session, zxid } = txn;
    const place = operation.order ?? cxid;
    if (place > record.lastDone) record.lastDone = place;
    else if (operation.outcome?.kind !== 'answered') {
      this.report(
        'unknown-outcomes',
        'update done behind a later one of its session',
        `${operation.op.type} of session ${session}, cxid ${cxid}, took ${showZxid(zxid)}, behind a later one.`,
        moment,
      );
    }
  }

  /** The operation behind a transaction whose reply never came: by its xid, or one that is still open. */
  private unanswered(txn: Txn, record: SessionRecord | null, moment: Moment): Operation | null {
    if (record === null) return null;
    const operation = record.unknown.get(txn.cxid);
    if (operation !== undefined) {
      record.unknown.delete(txn.cxid);
      if (txn.zxid <= operation.shownBefore) {
        this.report(
          'unknown-outcomes',
          'update ordered before what was shown before it was called',
          `${operation.op.type} of session ${txn.session} took ${showZxid(txn.zxid)}, but ${showZxid(operation.shownBefore)} had been shown before it was called.`,
          moment,
        );
      }
      return operation;
    }
    if (record.client === null) return null;
    for (const open of this.history.openOf(record.client)) if (!open.replayed && mayBe(open, txn)) return open;
    return null;
  }

  private execute(
    op: WriteOp,
    record: SessionRecord | null,
    { txn, applied, event }: Checked,
    operation: Operation | null,
    moment: Moment,
  ): readonly ModelTrigger[] {
    const { zxid, session } = txn;
    const at: At = operation === null || operation.ret < 0 ? moment : { atUs: operation.retUs, event: operation.ret };
    if (operation !== null) operation.replayed = true;
    const call = operation?.call ?? event;
    const outcome = operation?.outcome?.kind === 'answered' ? operation.outcome : null;
    const refusal = this.legalRefusal(op, txn, call, outcome !== null, at);
    const ids = operation === null ? NOBODY : idsOf(operation, op, txn, record);
    const closing = txn.body.type === 'closeSession' ? { closing: txn.body.paths } : {};
    const answer = this.model.write(op, session, zxid, txn.timeMs, { ids, applied, refusal, ...closing });
    this.stale.onReplayed(answer.body, zxid, call);
    const wrong =
      op.type === 'createSession'
        ? null
        : (compareBodies(answer.body, txn.body) ??
          (outcome === null
            ? null
            : (compareError(answer.err, outcome.err) ?? compareResults(answer.result, outcome.result))));
    this.tell(op, txn, wrong, at);
    return answer.triggers;
  }

  /**
   * Errors that depend on more than the tree: a session the leader had marked as expired or that had moved, and a
   * pending child count. Null when the model has to decide.
   */
  private legalRefusal(op: WriteOp, txn: Txn, call: number, answered: boolean, at: At): Refusal | null {
    const { body, session, zxid } = txn;
    const part = body.type === 'multi' ? firstFailure(body.parts) : 0;
    const failed = body.type === 'multi' ? body.parts[part] : body;
    if (failed?.type !== 'error') return null;
    switch (failed.err) {
      case ErrorCode.SESSIONMOVED:
        if (answered) {
          const message = `The client of session ${session} was told SESSIONMOVED for ${showZxid(zxid)}; its connection should have been closed.`;
          this.report('sessions', 'SESSIONMOVED told to a client', message, at);
        }
        // The session is looked at before anything else, so a multi fails by it in its first part.
        return part === 0 ? { part, err: failed.err } : null;
      case ErrorCode.SESSIONEXPIRED: {
        const expiring = this.model.sessions.has(session) && this.sessionCheck.wasExpiring(session, zxid);
        return expiring && part === 0 ? { part, err: failed.err } : null;
      }
      case ErrorCode.NOTEMPTY: {
        const refused = op.type === 'multi' ? op.parts[part] : op;
        const deletes = refused?.type === 'delete' || refused?.type === 'deleteContainer';
        const stale = deletes && this.stale.mayBeStale(refused.path, call, zxid);
        return stale ? { part, err: failed.err } : null;
      }
      case ErrorCode.QUOTAEXCEEDED:
        return { part, err: failed.err };
      default:
        return null;
    }
  }

  private tell(op: WriteOp, txn: Txn, difference: Difference | null, at: At): void {
    if (difference === null) return;
    const row: Row = op.type === 'closeSession' ? 'sessions' : 'updates-linearizable';
    this.report(
      row,
      op.type === 'closeSession'
        ? 'closeSession had another effect'
        : 'an update had another outcome than its place gives',
      `${op.type} of session ${txn.session} at ${showZxid(txn.zxid)} (${nameOf(txn)}): ${difference.field} is ${difference.seen}, expected ${difference.expected}.`,
      at,
    );
  }

  private report(row: Row, signature: string, message: string, at: At): void {
    this.findings.report(row, signature, message, at);
  }
}

/**
 * What the connection of a request had proven: known, unless its client proved more while the request waited. Then it
 * is as much as explains the transaction, for more is never refused where less is not.
 */
function idsOf(operation: Operation, op: WriteOp, { body }: Txn, record: SessionRecord | null): readonly AuthId[] {
  const steps = provenSteps(record, operation.call, operation.ret);
  const least = steps[0] as readonly AuthId[];
  const most = steps.at(-1) as readonly AuthId[];
  if (steps.length === 1) return least;
  const failed = body.type === 'multi' ? body.parts[firstFailure(body.parts)] : body;
  if (failed?.type === 'error') {
    return failed.err === ErrorCode.NOAUTH || failed.err === ErrorCode.INVALIDACL ? least : most;
  }
  const asked = op.type === 'setACL' || isCreate(op) ? op.acl : null;
  if (asked === null || !('acl' in body) || !asked.some(({ scheme }) => scheme === 'auth')) return most;
  return steps.find((ids) => settledAcl(asked, ids, true)?.length === body.acl.length) ?? most;
}

function belongs(operation: Operation, txn: Txn): boolean {
  const { outcome } = operation;
  return outcome?.kind === 'answered' && outcome.session === txn.session && outcome.xid === txn.cxid;
}

function tookEffect(body: Txn['body']): boolean {
  return body.type === 'multi' ? firstFailure(body.parts) < 0 : body.type !== 'error';
}

/** Whether an open operation may be behind this transaction. */
export function mayBe(operation: Operation, txn: Txn): boolean {
  const { op } = operation;
  const { body } = txn;
  if (!isWrite(op)) return false;
  if (body.type === 'error') return true;
  if (op.type !== body.type) return false;
  switch (body.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return isCreate(op) && body.path.startsWith(op.path);
    case 'delete':
    case 'setData':
    case 'setACL':
    case 'deleteContainer':
      return 'path' in op && op.path === body.path;
    case 'multi':
      return op.type === 'multi' && op.parts.length === body.parts.length;
    case 'closeSession':
      return true;
  }
}

function nameOf(txn: Txn): string {
  return txn.body.type === 'error' ? errorName(txn.body.err) : txn.body.type;
}
