/**
 * The black-box search on the updates of a run: no zxid is looked at, only what was asked in which session, answered
 * and when. It cross-checks the certificate, and its row may stay undecided when the budget ends.
 *
 * Updates are split by top-level node, each part searched apart. A multi over several parts appears in each with its
 * own share, and closing a session in each where it may own nodes: weaker than one search over the whole tree, never
 * wrong when it alarms. Whether an update without an answer happened is taken from the committed history, which tells
 * soon: it is there, or a later one of its session is, or the session is closed. Guessing it would double the
 * explanations each time. Plain reads are left to the certificate, since they are not promised to be linearizable.
 */
import type { Outcome } from '../../protocol/client/outcome.ts';
import { ErrorCode } from '../../protocol/error-code.ts';
import { NO_SESSION, type SessionId } from '../../protocol/ids.ts';
import { isCreate, type CreateOp, type MultiPart, type MultiResult, type OpResult } from '../../protocol/op.ts';
import type { ProcessName } from '../../protocol/process.ts';
import { AscendingMap } from '../../protocol/std/ascending-map.ts';
import type { Txn } from '../../protocol/txn.ts';
import { LinearizabilitySearch, type Ticket } from '../../sim/check/linearizable.ts';
import type { Moment } from '../../sim/kernel/observer.ts';
import type { AskedOp, ClientHistory, Operation } from './client-history.ts';
import { firstFailure } from './compare-replies.ts';
import { isEphemeral, isSequential } from './create-modes.ts';
import type { Findings } from './findings.ts';
import { UpdateModel, type Update, type UpdatePart } from './update-model.ts';

interface Part {
  readonly model: UpdateModel;
  readonly search: LinearizabilitySearch;
  /** Some client asked for an ephemeral here. */
  ephemerals: boolean;
}

interface Placed {
  readonly part: Part;
  readonly name: string;
  readonly ticket: Ticket;
}

/** An update without an answer of which the committed history has not told yet. */
interface Unanswered {
  readonly operation: Operation;
  readonly xid: number;
  readonly placed: readonly Placed[];
}

/** What the committed history told of a session. */
interface SessionLog {
  /** Committed and not answered yet, by cxid: whether it failed. */
  readonly committed: AscendingMap<number, boolean>;
  /** The largest cxid committed: by session order, what is below it and not there never happens. */
  last: number;
  closed: boolean;
}

/** What servers do on their own account: a session closed, a node reaped. */
interface Internal {
  readonly update: Update;
  readonly zxid: number;
  readonly part: Part;
  readonly ticket: Ticket;
}

/** Steps each update adds to the budget, so that it bounds what a run takes beyond the ordinary, however long it is. */
const STEPS_PER_UPDATE = 64;
/** Operations a part may hold back until it is known what became of an earlier one. */
const WAITING = 20_000;

/** Errors that say something of the tree; the others constrain nothing. */
const TREE_ERRORS: readonly ErrorCode[] = [
  ErrorCode.OK,
  ErrorCode.NONODE,
  ErrorCode.NODEEXISTS,
  ErrorCode.BADVERSION,
  ErrorCode.NOTEMPTY,
  ErrorCode.NOCHILDRENFOREPHEMERALS,
];

export class UpdateSearch {
  private readonly budget: number;
  private readonly parts = new Map<string, Part>();
  /** In the order of their calls: a few at a time. */
  private readonly open: { readonly operation: Operation; readonly placed: readonly Placed[] }[] = [];
  private readonly unanswered = new Map<SessionId, Unanswered[]>();
  private readonly logs = new Map<SessionId, SessionLog>();
  /** What was proposed and not committed. */
  private internals: Internal[] = [];
  private readonly current = new Map<ProcessName, SessionId>();
  private updates = 0;
  private illegal: { readonly part: Part; readonly atUs: number; readonly event: number } | null = null;
  private gaveUp = '';

  constructor(budget: number) {
    this.budget = budget;
    if (budget <= 0) this.gaveUp = 'the search did not run';
  }

  onCalled(operation: Operation): void {
    if (this.gaveUp !== '') return;
    const { op } = operation;
    const names: string[] = [];
    for (const part of partsOf(op)) {
      // Its name hangs on the counter of the root, which belongs to no part.
      if (isCreate(part) && isSequential(part.flags) && /^\/[^/]*$/.test(part.path)) {
        this.gaveUp = 'a sequential node was asked for directly under the root';
        return;
      }
      const name = topOf(part.path);
      if (name === '') continue;
      if (!names.includes(name)) names.push(name);
      if (isCreate(part) && isOwned(part)) this.part(name).ephemerals = true;
    }
    if (names.length === 0) return;
    this.updates++;
    this.open.push({ operation, placed: names.map((name) => this.place(name)) });
  }

  private place(name: string): Placed {
    const part = this.part(name);
    part.search.grant(STEPS_PER_UPDATE);
    return { part, name, ticket: part.search.call() };
  }

  onReturned(operation: Operation, outcome: Outcome, moment: Moment): void {
    const placed = this.takeOpen(operation);
    if (placed.length === 0) return;
    switch (outcome.kind) {
      case 'unsent':
        for (const place of placed) place.part.search.drop(place.ticket);
        break;
      case 'unknown':
        this.onUnknown({ operation, xid: outcome.xid, placed }, outcome.session);
        break;
      case 'answered':
        this.logs.get(outcome.session)?.committed.delete(outcome.xid);
        for (const place of placed) {
          const update = observed(operation.op, place.name, outcome.session, outcome.err, outcome.result);
          if (update === null) place.part.search.drop(place.ticket);
          else this.happened(place, update, outcome.session);
        }
    }
    this.look(placed, moment);
  }

  onConnected(client: ProcessName, session: SessionId): void {
    const before = this.current.get(client);
    if (before !== undefined && before !== session) this.logs.delete(before);
    this.current.set(client, session);
  }

  /** Its open operations will never be answered, and their xids are not known. */
  onClientGone(client: ProcessName, history: ClientHistory): void {
    const session = this.current.get(client) ?? NO_SESSION;
    for (const operation of history.openOf(client)) {
      for (const place of this.takeOpen(operation)) this.perhaps(operation, place, session);
    }
  }

  /** Where an operation was placed, which is open no longer; nowhere, for one that is no update. */
  private takeOpen(operation: Operation): readonly Placed[] {
    const at = this.open.findIndex((each) => each.operation === operation);
    return at < 0 ? [] : (this.open.splice(at, 1)[0]?.placed ?? []);
  }

  /** A leader proposed to close a session, or to reap a node: from now on it and its ephemerals may be gone. */
  onProposed(txn: Txn): void {
    if (this.gaveUp !== '') return;
    const { session, zxid, body } = txn;
    if (body.type === 'closeSession') {
      for (const part of this.parts.values()) {
        if (part.ephemerals) this.perform({ kind: 'closeSession', session }, zxid, part);
      }
    } else if (body.type === 'deleteContainer') {
      const part = this.parts.get(topOf(body.path));
      const reaped: UpdatePart = { type: 'delete', path: body.path, version: -1 };
      if (part === undefined) return;
      this.perform({ kind: 'parts', parts: [reaped], failed: -1, err: ErrorCode.OK }, zxid, part);
    }
  }

  private perform(update: Update, zxid: number, part: Part): void {
    part.search.grant(STEPS_PER_UPDATE);
    this.internals.push({ update, zxid, part, ticket: part.search.call() });
  }

  /** The committed history goes on: it tells what became of updates without an answer, and which sessions end. */
  onCommitted(txn: Txn, moment: Moment): void {
    if (this.gaveUp !== '') return;
    if (this.internals.length > 0) this.settleInternals(txn, moment);
    const { session, cxid, body } = txn;
    if (body.type === 'createSession') return;
    let log = this.logs.get(session);
    if (log === undefined) {
      log = { committed: new AscendingMap(), last: 0, closed: false };
      this.logs.set(session, log);
    }
    if (body.type === 'closeSession') log.closed = true;
    else {
      const failed = body.type === 'error' || (body.type === 'multi' && firstFailure(body.parts) >= 0);
      log.committed.set(cxid, failed);
    }
    if (cxid > log.last) log.last = cxid;
    const waiting = this.unanswered.get(session);
    if (waiting === undefined) return;
    this.unanswered.delete(session);
    for (const unanswered of waiting) {
      this.onUnknown(unanswered, session);
      this.look(unanswered.placed, moment);
    }
  }

  /** Decides an update without an answer, or lets it wait until the committed history tells. */
  private onUnknown(unanswered: Unanswered, session: SessionId): void {
    const { operation, xid, placed } = unanswered;
    const log = this.logs.get(session);
    const failed = log?.committed.get(xid);
    if (log !== undefined && failed === false) {
      log.committed.delete(xid);
      for (const place of placed) this.happened(place, unobserved(operation.op, place.name, session), session);
    } else if (log !== undefined && (failed === true || log.closed || log.last > xid)) {
      log.committed.delete(xid);
      for (const place of placed) place.part.search.drop(place.ticket);
    } else {
      const waiting = this.unanswered.get(session);
      if (waiting === undefined) this.unanswered.set(session, [unanswered]);
      else waiting.push(unanswered);
      for (const { part } of placed) {
        if (part.search.pending > WAITING) part.search.giveUp('an update without an answer was not decided for long');
      }
    }
  }

  /** It is committed, or another transaction took its place in the history. */
  private settleInternals(txn: Txn, moment: Moment): void {
    const left: Internal[] = [];
    for (const internal of this.internals) {
      if (internal.zxid > txn.zxid) {
        left.push(internal);
        continue;
      }
      const { part, ticket, update } = internal;
      if (internal.zxid === txn.zxid) this.happened({ part, name: '', ticket }, update, '');
      else part.search.drop(ticket);
      this.look([{ part }], moment);
    }
    this.internals = left;
  }

  /** `chain`: the session that asked, since a session's updates happen in its order; empty for a server's own. */
  private happened({ part, ticket }: Placed, update: Update, chain: string): void {
    part.search.know(ticket, part.model.operation(update), chain);
    part.search.return(ticket);
  }

  /** Tells its row. */
  finish(history: ClientHistory, findings: Findings, moment: Moment): void {
    for (const client of history.clients()) this.onClientGone(client, history);
    for (const [session, waiting] of this.unanswered) {
      for (const { operation, placed } of waiting) for (const place of placed) this.perhaps(operation, place, session);
    }
    for (const { part, ticket, update } of this.internals) part.search.perhaps(ticket, part.model.operation(update));
    let steps = 0;
    for (const part of this.parts.values()) {
      steps += part.search.steps;
      this.look([{ part }], moment);
      if (part.search.verdict === 'undecided') findings.undecided('linearizable-search', part.search.reason);
    }
    if (this.gaveUp !== '') findings.undecided('linearizable-search', this.gaveUp);
    findings.note('linearizable-search', `${this.updates} updates, ${steps} steps`);
    if (this.illegal === null) return;
    const { part, atUs, event } = this.illegal;
    findings.report(
      'linearizable-search',
      `no order explains ${part.model.kindOf(part.search.stuck)}`,
      `No order of the updates that respects real time and the order of each session explains the answer to ${part.model.describe(part.search.stuck)}.`,
      { atUs, event },
    );
  }

  private look(placed: readonly Pick<Placed, 'part'>[], moment: Moment): void {
    for (const { part } of placed) {
      if (part.search.verdict === 'illegal') this.illegal ??= { part, atUs: moment.atUs, event: moment.event };
    }
  }

  /** It happened at some time after its call, or never: nothing will tell. */
  private perhaps(operation: Operation, place: Placed, session: SessionId): void {
    const update = unobserved(operation.op, place.name, session);
    place.part.search.perhaps(place.ticket, place.part.model.operation(update));
  }

  private part(name: string): Part {
    let part = this.parts.get(name);
    if (part === undefined) {
      const model = new UpdateModel();
      part = { model, search: new LinearizabilitySearch(model, this.budget), ephemerals: false };
      this.parts.set(name, part);
    }
    return part;
  }
}

function partsOf(op: AskedOp): readonly MultiPart[] {
  switch (op.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
    case 'delete':
    case 'setData':
      return [op];
    case 'multi':
      return op.parts;
    default:
      return [];
  }
}

/** The name of the top-level node a path is in; empty for the root, for ZooKeeper's own nodes and for no path. */
function topOf(path: string): string {
  if (!path.startsWith('/')) return '';
  const end = path.indexOf('/', 1);
  const name = end < 0 ? path.slice(1) : path.slice(1, end);
  return name === 'zookeeper' ? '' : name;
}

/** What an answer says of the nodes under `name`; null when nothing. */
function observed(
  op: AskedOp,
  name: string,
  session: SessionId,
  err: ErrorCode,
  result: OpResult | null,
): Update | null {
  if (op.type === 'multi') {
    if (err !== ErrorCode.OK || result?.type !== 'multi') return null;
    return observedMulti(op.parts, name, session, result.results);
  }
  if (!TREE_ERRORS.includes(err)) return null;
  const [only] = partsOf(op);
  if (only === undefined) return null;
  if (err !== ErrorCode.OK) return { kind: 'parts', parts: [toPart(only, session, null)], failed: 0, err };
  return { kind: 'parts', parts: [toPart(only, session, result)], failed: -1, err };
}

function observedMulti(
  ops: readonly MultiPart[],
  name: string,
  session: SessionId,
  results: readonly MultiResult[],
): Update | null {
  const failed = results.findIndex((slot) => slot.type === 'error' && slot.err !== ErrorCode.OK);
  const slot = results[failed];
  const err = slot?.type === 'error' ? slot.err : ErrorCode.OK;
  if (!TREE_ERRORS.includes(err)) return null;
  const parts: UpdatePart[] = [];
  let failedHere = -1;
  for (const [index, op] of ops.entries()) {
    if (failed >= 0 && index > failed) break;
    if (topOf(op.path) !== name) continue;
    if (index === failed) failedHere = parts.length;
    parts.push(toPart(op, session, failed >= 0 ? null : (results[index] ?? null)));
  }
  if (parts.length === 0) return null;
  return { kind: 'parts', parts, failed: failed < 0 ? -1 : failedHere < 0 ? parts.length : failedHere, err };
}

/** The effect of an update whose answer never came, if it had one. */
function unobserved(op: AskedOp, name: string, session: SessionId): Update {
  const parts = partsOf(op).filter((part) => topOf(part.path) === name);
  return { kind: 'parts', parts: parts.map((part) => toPart(part, session, null)), failed: -1, err: ErrorCode.OK };
}

function toPart(op: MultiPart, session: SessionId, seen: OpResult | MultiResult | null): UpdatePart {
  switch (op.type) {
    case 'create':
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return {
        type: 'create',
        path: op.path,
        sequential: isSequential(op.flags),
        owner: isOwned(op) ? session : NO_SESSION,
        length: op.data?.length ?? 0,
        created: seen?.type === 'create' || seen?.type === 'create2' ? seen.path : null,
      };
    case 'setData': {
      const stat = seen?.type === 'setData' ? seen.stat : null;
      return { type: 'setData', path: op.path, version: op.version, length: op.data?.length ?? 0, stat };
    }
    case 'delete':
    case 'check':
      return { type: op.type, path: op.path, version: op.version };
  }
}

/** The op code decides: a container or a node with a time to live belongs to nobody. */
function isOwned({ type, flags }: CreateOp): boolean {
  return (type === 'create' || type === 'create2') && isEphemeral(flags);
}
