/**
 * What an order of a history's operations must respect, and whether an operation fits behind others: by a second tree
 * that shares no code with the servers.
 */
import { ErrorCode, errorName } from '../../protocol/error-code.ts';
import { NO_SESSION, showZxid, type SessionId, type Zxid } from '../../protocol/ids.ts';
import { isWrite, type AuthId, type ExistsOp, type GetChildrenOp, type GetDataOp } from '../../protocol/op.ts';
import type { CreateResult, OpResult, UserOp } from '../../protocol/op.ts';
import { PLAIN_RULES, ZnodeModel } from '../contract/znode-model.ts';
import { byText } from '../../protocol/std/compare.ts';
import { sameBytes } from '../../protocol/std/text-bytes.ts';
import { opWords } from '../op-words.ts';

export interface HistoryOperation {
  readonly client: string;
  readonly op: UserOp;
  readonly session: SessionId;
  /** Events; `ret` is Infinity while nothing was answered. */
  readonly call: number;
  readonly ret: number;
  /** Null: nobody was told what came of it, and it may not have happened. */
  readonly answer: { readonly err: ErrorCode; readonly result: OpResult | null; readonly zxid: Zxid } | null;
  /** The answer was told to the client; else the committed history knows it. */
  readonly told: boolean;
  /** The ensemble closed a session by itself: nobody asked, nobody was told. */
  readonly own: boolean;
}

export interface Must {
  readonly first: number;
  readonly later: number;
  readonly why: string;
}

/** Refusals that say nothing of the tree. */
const OF_THE_TREE: readonly ErrorCode[] = [
  ErrorCode.OK,
  ErrorCode.NONODE,
  ErrorCode.NODEEXISTS,
  ErrorCode.BADVERSION,
  ErrorCode.NOTEMPTY,
  ErrorCode.NOCHILDRENFOREPHEMERALS,
];

export function tellsOfTheTree({ op, answer }: HistoryOperation): boolean {
  if (!isWrite(op) && !isPlaced(op)) return false;
  return answer === null || OF_THE_TREE.includes(answer.err);
}

type PlacedRead = ExistsOp | GetDataOp | GetChildrenOp;

/** Reads that an order of operations has to explain. */
function isPlaced(op: UserOp): op is PlacedRead {
  return op.type === 'exists' || op.type === 'getData' || op.type === 'getChildren' || op.type === 'getChildren2';
}

/** Who may do what is another question: refusals for want of a permission are left out, and here nobody is refused. */
const ANYBODY: readonly AuthId[] = [{ scheme: 'super', id: '' }];

/** A client's operations in their order, and updates in that of real time; with `zxids`, what the zxids say besides. */
export function mustsOf(operations: readonly HistoryOperation[], zxids: boolean): Must[] {
  const musts: Must[] = [];
  for (const [first, a] of operations.entries()) {
    for (const [later, b] of operations.entries()) {
      if (first === later) continue;
      const why = whyBefore(a, b, zxids);
      if (why !== null) musts.push({ first, later, why });
    }
  }
  return musts;
}

function whyBefore(a: HistoryOperation, b: HistoryOperation, zxids: boolean): string | null {
  if (zxids && a.answer !== null && b.answer !== null) {
    const [za, zb] = [a.answer.zxid, b.answer.zxid];
    const byZxid = `${showZxid(za)} comes before ${showZxid(zb)}`;
    if (takesZxid(a) && takesZxid(b) && za < zb) return byZxid;
    if (takesZxid(a) && !takesZxid(b) && za <= zb)
      return `it was answered from a tree at ${showZxid(zb)}, which has ${showZxid(za)}`;
    if (!takesZxid(a) && takesZxid(b) && za < zb)
      return `it was answered from a tree at ${showZxid(za)}, before ${showZxid(zb)}`;
  }
  if (a.own || b.own) return null;
  if (a.client === b.client && a.session === b.session && a.call < b.call) return `${a.client} asked for it first`;
  if (isWrite(a.op) && isWrite(b.op) && a.ret < b.call) return 'it had ended before the other began';
  return null;
}

/** A refusal by the leader takes a zxid as well. */
function takesZxid({ op }: HistoryOperation): boolean {
  return isWrite(op);
}

/** Why the last operation does not fit behind the others, in this order; null when all of them fit. */
export function misfit(operations: readonly HistoryOperation[], order: readonly number[]): string | null {
  const model = new ZnodeModel({ ...PLAIN_RULES, extendedTypes: true });
  let zxid = 0;
  let why: string | null = null;
  for (const { session } of operations) {
    if (session !== NO_SESSION && !model.sessions.has(session))
      model.write({ type: 'createSession', timeoutMs: 1 }, session, zxid as Zxid, 0);
  }
  for (const index of order) {
    const operation = operations[index] as HistoryOperation;
    const { op, session, answer } = operation;
    if (!isWrite(op) && !isPlaced(op)) continue;
    const given = isWrite(op)
      ? model.write(op, session, ++zxid as Zxid, 0, { ids: ANYBODY })
      : model.read(op, { session, ids: ANYBODY });
    why = answer === null ? null : differs(operation, given);
  }
  return why;
}

interface Given {
  readonly err: ErrorCode;
  readonly result: OpResult | null;
}

function differs({ op, answer, told }: HistoryOperation, given: Given): string | null {
  if (answer === null) return null;
  const asked = opWords(op);
  if (given.err !== answer.err)
    return `there ${asked} gives ${nameOf(given.err)}, and ${told ? `the answer was ${nameOf(answer.err)}` : committedWords(answer.err)}`;
  const field = fieldThatDiffers(given.result, answer.result);
  return field === null ? null : `there ${asked} gives ${field[0]}, and the answer was ${field[1]}`;
}

function nameOf(err: ErrorCode): string {
  return err === ErrorCode.OK ? 'OK' : errorName(err);
}

function committedWords(err: ErrorCode): string {
  return err === ErrorCode.OK ? 'it took effect' : `it was refused with ${nameOf(err)}`;
}

type Field = readonly [given: string, seen: string];

/** Of what needs no zxid to be compared. */
function fieldThatDiffers(given: OpResult | null, seen: OpResult | null): Field | null {
  if (given === null || seen === null) return null;
  if (isCreated(given) && isCreated(seen)) return unlike(given.path, seen.path);
  if ('children' in given && 'children' in seen) {
    return unlike(`[${[...given.children].sort(byText).join(' ')}]`, `[${[...seen.children].sort(byText).join(' ')}]`);
  }
  if (given.type === 'getData' && seen.type === 'getData') {
    if (!sameBytes(given.data, seen.data)) return ['other data', 'the data it had'];
    return unlike(`version ${given.stat.version}`, `version ${seen.stat.version}`);
  }
  if ((given.type === 'exists' && seen.type === 'exists') || (given.type === 'setData' && seen.type === 'setData')) {
    return unlike(`version ${given.stat.version}`, `version ${seen.stat.version}`);
  }
  if (given.type === 'multi' && seen.type === 'multi') {
    return unlike(given.results.map(slotText).join(', '), seen.results.map(slotText).join(', '));
  }
  return null;
}

function slotText(slot: { readonly type: string; readonly err?: ErrorCode }): string {
  return slot.type === 'error' ? nameOf(slot.err ?? ErrorCode.OK) : slot.type;
}

function unlike(given: string, seen: string): Field | null {
  return given === seen ? null : [given, seen];
}

function isCreated(result: OpResult): result is CreateResult {
  return result.type === 'create' || result.type === 'create2';
}
