/**
 * What a reply or an event says by itself, before the replay comes to it: whether it came in order, and whether what it
 * shows is committed. The same for simulated clients, whose sessions keep the record, and for real ones, whose
 * connections do.
 */
import { ErrorCode } from '../../protocol/error-code.ts';
import { showZxid, type SessionId, type Zxid } from '../../protocol/ids.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { AnsweredOutcome, Operation } from './client-history.ts';
import type { Findings } from './findings.ts';
import type { Ledger } from './ledger.ts';
import type { SessionRecord } from './session-record.ts';

/** Answers a server gives without asking the log; they have no place in the order. */
export const LOCAL: readonly ErrorCode[] = [
  ErrorCode.MARSHALLINGERROR,
  ErrorCode.UNIMPLEMENTED,
  ErrorCode.AUTHFAILED,
  ErrorCode.NOTREADONLY,
  ErrorCode.THROTTLEDOP,
];

/** A zxid, as it was sent, and who was shown it by what. */
export interface Shown {
  readonly session: SessionId;
  readonly zxid: Zxid;
  /** The operation, by its type. */
  readonly by: string;
  /** It is the zxid of a transaction of its own. */
  readonly update: boolean;
}

/** C4: a session, or a connection, is shown no less than before; a new transaction is after all of it. */
export function checkOrder(
  findings: Findings,
  { lastReply, lastEvent }: Pick<SessionRecord, 'lastReply' | 'lastEvent'>,
  { session, zxid, by, update }: Shown,
  moment: Moment,
): void {
  findings.count('session-order');
  if (zxid < lastReply || (update && zxid === lastReply)) {
    findings.report(
      'session-order',
      update ? 'update ordered before an earlier operation of its session' : 'zxid went back',
      `Session ${session} was shown ${showZxid(zxid)} by ${by} after ${showZxid(lastReply)}.`,
      moment,
    );
  }
  if (zxid < lastEvent) {
    findings.report(
      'session-order',
      'reply behind a watch event',
      `Session ${session} was shown ${showZxid(zxid)} by ${by} after the event of ${showZxid(lastEvent)}.`,
      moment,
    );
  }
}

/** C3: an update is after all that had been shown to anyone before it was called. `row`: whose promise that is. */
export function checkRealTime(
  findings: Findings,
  row: 'updates-linearizable' | 'unknown-outcomes',
  { op, shownBefore }: Operation,
  { session, zxid }: Pick<Shown, 'session' | 'zxid'>,
  moment: Moment,
): void {
  if (zxid > shownBefore) return;
  findings.report(
    row,
    'update ordered before what was shown before it was called',
    `${op.type} of session ${session} took ${showZxid(zxid)}, but ${showZxid(shownBefore)} had been shown before it was called.`,
    moment,
  );
}

/**
 * True when it was stale. The contract of sync is session order; that it shows what had returned before its call is
 * promised by a quorum only (`strict`).
 */
export function checkSync(
  findings: Findings,
  { returnedBefore }: Operation,
  { session, zxid, err }: AnsweredOutcome,
  strict: boolean,
  moment: Moment,
): boolean {
  if (err !== ErrorCode.OK) return false;
  findings.count('sync');
  if (zxid >= returnedBefore) return false;
  if (!strict) return true;
  findings.report(
    'sync',
    'stale sync',
    `sync of session ${session} came back at ${showZxid(zxid)}; an update had returned with ${showZxid(returnedBefore)} before it was called.`,
    moment,
  );
  return true;
}

/** The transaction that a reply shows; null when it shows what is not committed. */
export function committedOf(
  findings: Findings,
  ledger: Ledger | null,
  { session, zxid: asSent, by, update }: Shown,
  moment: Moment,
): Zxid | null {
  const zxid = ledger?.normal(asSent) ?? null;
  if (zxid !== null && ledger?.isCommitted(zxid) === true) return zxid;
  findings.report(
    update ? 'updates-linearizable' : 'reads-consistent',
    'reply shows what is not committed',
    `The reply to ${by} of session ${session} shows ${showZxid(asSent)}, which is not committed.`,
    moment,
  );
  return null;
}

/** A watch event that says of which change it tells. */
export interface ToldChange {
  readonly session: SessionId;
  readonly event: string;
  readonly path: string;
  readonly zxid: Zxid;
}

/** Whether its change is committed. It comes before any reply that shows that change. */
export function checkEvent(
  findings: Findings,
  ledger: Ledger | null,
  { lastReply }: Pick<SessionRecord, 'lastReply'>,
  { session, event, path, zxid }: ToldChange,
  moment: Moment,
): boolean {
  const told = `Session ${session} got ${event} ${path} of ${showZxid(zxid)}`;
  if (zxid <= lastReply) {
    findings.report(
      'watches',
      'event after a reply that shows its change',
      `${told} after a reply at ${showZxid(lastReply)}.`,
      moment,
    );
  }
  if (ledger?.isCommitted(zxid) === true) return true;
  findings.report('watches', 'event of a change that is not committed', `${told}, which is not committed.`, moment);
  return false;
}
