/**
 * A client's requests from being asked to being answered: those that wait to be sent, and those that were. Each gets one
 * outcome.
 */
import type { SessionId } from '../ids.ts';
import type { ServerMessage } from '../messages.ts';
import type { UserOp } from '../op.ts';
import type { Out } from '../process.ts';
import { Ring } from '../std/ring.ts';
import type { Outcome } from './outcome.ts';

/** The application's id of what the client sends on its own account. */
export const NOBODYS = -3;

export interface Pending {
  readonly id: number;
  /** Null: a setWatches or a repeated auth packet of the client itself. */
  readonly op: UserOp | null;
  readonly deadlineUs: number;
  /** 0 until sent. */
  xid: number;
}

/** A packet of the client itself: nobody is told its outcome, nor waits for it. */
export function sentOnItsOwnAccount(xid: number): Pending {
  return { id: NOBODYS, op: null, deadlineUs: Infinity, xid };
}

type Unknown = Extract<Outcome, { kind: 'unknown' }>;
type Unsent = Extract<Outcome, { kind: 'unsent' }>;

export class PendingRequests {
  /** Not sent yet. */
  readonly waiting = new Ring<Pending>();
  /** Sent, and answered in this order. */
  readonly inFlight = new Ring<Pending>();
  /** Auth packets sent: a server answers them at once, before what was sent earlier. */
  readonly auths = new Ring<Pending>();

  /** When the next of them is due; Infinity when none ever is. */
  get nextDeadlineUs(): number {
    return Math.min(this.oldestSentUs, this.waiting.first()?.deadlineUs ?? Infinity);
  }

  /** The deadline of the oldest request sent for the application. */
  get oldestSentUs(): number {
    return Math.min(oldest(this.inFlight), oldest(this.auths));
  }

  answered(pending: Pending, reply: Extract<ServerMessage, { type: 'REPLY' }>, session: SessionId, out: Out): void {
    const { xid, zxid, err, result } = reply;
    const answered: Outcome = { kind: 'answered', session, xid, zxid, err, result };
    if (pending.op !== null) out.reply(pending.id, answered);
  }

  /** Nothing that was sent will be answered. */
  failSent(session: SessionId, why: Unknown['why'], out: Out): void {
    for (const queue of [this.inFlight, this.auths]) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) tellUnknown(next, session, why, out);
    }
  }

  /** Nothing that waits will be sent. */
  failWaiting(session: SessionId, why: Unsent['why'], out: Out): void {
    const unsent: Outcome = { kind: 'unsent', session, why };
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) out.reply(next.id, unsent);
  }

  /** What was sent and is due at `nowUs` counts as lost; the rest goes on. */
  failSentLate(session: SessionId, nowUs: number, out: Out): void {
    for (const queue of [this.inFlight, this.auths]) {
      for (const late of takeLate(queue, nowUs)) tellUnknown(late, session, 'OPERATIONTIMEOUT', out);
    }
  }

  /** What waits and is due at `nowUs` will not be sent. */
  dropLate(session: SessionId, nowUs: number, out: Out): void {
    const { waiting } = this;
    for (let next = waiting.first(); next !== undefined && next.deadlineUs <= nowUs; next = waiting.first()) {
      waiting.shift();
      const unsent: Outcome = { kind: 'unsent', session, why: 'OPERATIONTIMEOUT' };
      out.reply(next.id, unsent);
    }
  }
}

function tellUnknown({ id, op, xid }: Pending, session: SessionId, why: Unknown['why'], out: Out): void {
  const unknown: Outcome = { kind: 'unknown', session, xid, why };
  if (op !== null) out.reply(id, unknown);
}

/** Deadlines rise along a queue. */
function oldest(queue: Ring<Pending>): number {
  for (let i = 0; i < queue.length; i++) {
    const pending = queue.at(i) as Pending;
    if (pending.op !== null) return pending.deadlineUs;
  }
  return Infinity;
}

function takeLate(queue: Ring<Pending>, nowUs: number): Pending[] {
  const late: Pending[] = [];
  const rest: Pending[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    (next.deadlineUs <= nowUs ? late : rest).push(next);
  }
  for (const pending of rest) queue.push(pending);
  return late;
}
