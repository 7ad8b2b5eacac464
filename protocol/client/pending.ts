/** A client's requests from being asked to being answered: those that wait to be sent, and those that were. */
import type { UserOp } from '../op.ts';
import { Ring } from '../std/ring.ts';

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

  /** Takes out the oldest of what was sent; undefined when nothing is left. */
  shiftSent(): Pending | undefined {
    return this.inFlight.shift() ?? this.auths.shift();
  }

  /** Takes out what was sent and is due at `nowUs`. */
  takeLate(nowUs: number): Pending[] {
    return [...takeLate(this.inFlight, nowUs), ...takeLate(this.auths, nowUs)];
  }
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
