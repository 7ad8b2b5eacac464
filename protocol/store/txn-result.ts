/** What the originating server answers with: the bodies of replies and the slots of a multi's. */
import { ErrorCode } from '../error-code.ts';
import type { MultiResult, OpResult } from '../op.ts';
import type { CreateTxn, DeleteTxn, MultiTxn, MultiTxnPart, SetAclTxn, SetDataTxn } from '../txn.ts';
import { statOf, type Znode } from './znode.ts';

const DELETE: MultiResult = { type: 'delete' };
const CHECK: MultiResult = { type: 'check' };

/** Where nodes are found; a DataTree. */
interface NodeSource {
  node(path: string): Znode | undefined;
}

/** The body of the reply to an applied transaction; null when it has none. */
export function resultOf(tree: NodeSource, body: CreateTxn | DeleteTxn | SetDataTxn | SetAclTxn): OpResult | null {
  switch (body.type) {
    case 'create':
      return { type: 'create', path: body.path };
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return { type: 'create2', path: body.path, stat: statAt(tree, body.path) };
    case 'setData':
    case 'setACL':
      return { type: body.type, stat: statAt(tree, body.path) };
    case 'delete':
    case 'deleteContainer':
      return null;
  }
}

/** The slot of an applied part of a multi. */
export function slotOf(tree: NodeSource, part: MultiTxnPart): MultiResult {
  switch (part.type) {
    case 'create':
      return { type: 'create', path: part.path };
    case 'create2':
    case 'createContainer':
    case 'createTTL':
      return { type: 'create2', path: part.path, stat: statAt(tree, part.path) };
    case 'delete':
    case 'deleteContainer':
      return DELETE;
    case 'setData':
      return { type: 'setData', stat: statAt(tree, part.path) };
    case 'check':
      return CHECK;
    case 'error':
      return { type: 'error', err: part.err };
  }
}

/**
 * The slots of a multi with an error in it, which changes nothing: those before the first error report 0, those after
 * it -2.
 */
export function refusedSlots(body: MultiTxn): MultiResult[] {
  const firstError = body.parts.findIndex((part) => part.type === 'error');
  return body.parts.map((part, index) => ({ type: 'error', err: failedSlot(part, index, firstError) }));
}

function failedSlot(part: MultiTxnPart, index: number, firstError: number): ErrorCode {
  if (part.type === 'error') return part.err;
  return index < firstError ? ErrorCode.OK : ErrorCode.RUNTIMEINCONSISTENCY;
}

function statAt(tree: NodeSource, path: string) {
  return statOf(tree.node(path) as Znode);
}
