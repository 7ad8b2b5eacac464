/** What an answer to a real client says by itself: whether it came in order, and whether the tree was asked for it. */
import type { Compat } from '../../protocol/compat.ts';
import { ErrorCode } from '../../protocol/error-code.ts';
import { showZxid, type Zxid } from '../../protocol/ids.ts';
import type { ServerMessage } from '../../protocol/messages.ts';
import { undecodableTakesZxid } from '../../protocol/pipeline/undecodable.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { AnsweredOutcome } from '../contract/certificate.ts';
import type { Operation } from '../contract/client-history.ts';
import { firstFailure } from '../contract/compare-replies.ts';
import type { Findings } from '../contract/findings.ts';
import type { Talk } from './talk.ts';

export type Reply = Extract<ServerMessage, { type: 'REPLY' }>;

/** Answers a server gives without asking the log; they have no place in the order. */
export const LOCAL: readonly ErrorCode[] = [
  ErrorCode.MARSHALLINGERROR,
  ErrorCode.UNIMPLEMENTED,
  ErrorCode.AUTHFAILED,
  ErrorCode.NOTREADONLY,
  ErrorCode.THROTTLEDOP,
];

/** A write that was refused by the server it was sent to, in its turn: it took no zxid, and shows one of another. */
export function isRefusedHere({ op }: Operation, { err }: Reply, compat: Compat): boolean {
  return op.type === 'undecodable' && err === ErrorCode.MARSHALLINGERROR && !undecodableTakesZxid(op, compat);
}

export function checkOrder(
  findings: Findings,
  talk: Talk,
  zxid: Zxid,
  what: string,
  update: boolean,
  moment: Moment,
): void {
  const { record } = talk;
  findings.count('session-order');
  if (zxid < record.lastReply || (update && zxid === record.lastReply)) {
    findings.report(
      'session-order',
      update ? 'update ordered before an earlier operation of its session' : 'zxid went back',
      `Session ${talk.session} was shown ${showZxid(zxid)} by ${what} after ${showZxid(record.lastReply)}.`,
      moment,
    );
  }
  if (zxid < record.lastEvent) {
    findings.report(
      'session-order',
      'reply behind a watch event',
      `Session ${talk.session} was shown ${showZxid(zxid)} by ${what} after the event of ${showZxid(record.lastEvent)}.`,
      moment,
    );
  }
}

/** True when it was stale. That a sync shows what had returned before its call is promised by a quorum only. */
export function checkSync(
  findings: Findings,
  operation: Operation,
  outcome: AnsweredOutcome,
  strict: boolean,
  moment: Moment,
): boolean {
  if (outcome.err !== ErrorCode.OK) return false;
  findings.count('sync');
  if (outcome.zxid >= operation.returnedBefore) return false;
  if (!strict) return true;
  findings.report(
    'sync',
    'stale sync',
    `sync of session ${outcome.session} came back at ${showZxid(outcome.zxid)}; an update had returned with ${showZxid(operation.returnedBefore)} before it was called.`,
    moment,
  );
  return true;
}

export function hasFailed({ body }: Txn): boolean {
  return body.type === 'error' || (body.type === 'multi' && firstFailure(body.parts) >= 0);
}
