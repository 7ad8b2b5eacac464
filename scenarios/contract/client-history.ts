/**
 * Operations as clients saw them: what was asked, when, and what came back. Turns requests and replies into records
 * with call and return positions, and keeps only those that are still open.
 */
import type { Outcome } from '../../protocol/client/outcome.ts';
import type { Zxid } from '../../protocol/ids.ts';
import type { DeleteContainerOp, UndecodableOp, UserOp } from '../../protocol/op.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { Moment } from '../../sim/kernel/observer.ts';

export type AnsweredOutcome = Extract<Outcome, { kind: 'answered' }>;

/** What clients may ask for and the contract judges. The last two no library sends; a server takes them all the same. */
export type AskedOp = UserOp | DeleteContainerOp | UndecodableOp;

/** One operation; plain data, so a history of them can be written out and checked elsewhere. */
export interface Operation {
  readonly client: ProcessName;
  readonly id: number;
  readonly op: AskedOp;
  /** Index of the event of the call: real time. */
  readonly call: number;
  readonly callUs: number;
  /** The largest zxid any client had been shown when this was called. */
  readonly shownBefore: Zxid;
  /** The largest zxid of an update that had returned when this was called. */
  readonly returnedBefore: Zxid;
  /** Its place among the calls of its connection, where xids do not tell it: real clients begin and repeat them at will. */
  readonly order?: number;
  /** Index of the event of the return; -1 while open. */
  ret: number;
  retUs: number;
  outcome: Outcome | null;
  /** A committed transaction has been explained by it. */
  replayed: boolean;
}

export class ClientHistory {
  /** Of each client, in the order of their calls: a few at a time. */
  private readonly open = new Map<ProcessName, Operation[]>();
  /** Operations that were called. */
  called = 0;

  onCall(
    client: ProcessName,
    id: number,
    op: AskedOp,
    shownBefore: Zxid,
    returnedBefore: Zxid,
    moment: Moment,
  ): Operation {
    const operation: Operation = {
      client,
      id,
      op,
      call: moment.event,
      callUs: moment.atUs,
      shownBefore,
      returnedBefore,
      ret: -1,
      retUs: -1,
      outcome: null,
      replayed: false,
    };
    let ops = this.open.get(client);
    if (ops === undefined) {
      ops = [];
      this.open.set(client, ops);
    }
    ops.push(operation);
    this.called++;
    return operation;
  }

  /** The operation this answers, closed; null when nobody asked. */
  onReturn(client: ProcessName, id: number, outcome: Outcome, moment: Moment): Operation | null {
    const ops = this.open.get(client);
    if (ops === undefined) return null;
    const at = ops.findIndex((each) => each.id === id);
    const operation = ops[at];
    if (operation === undefined) return null;
    ops.splice(at, 1);
    operation.ret = moment.event;
    operation.retUs = moment.atUs;
    operation.outcome = outcome;
    return operation;
  }

  /** Operations of this client that have not returned, in the order of their calls. */
  openOf(client: ProcessName): Iterable<Operation> {
    return this.open.get(client) ?? [];
  }

  clients(): Iterable<ProcessName> {
    return this.open.keys();
  }
}
