/** Whether the tree was asked for an answer, and what a transaction says of what was asked. */
import type { Compat } from '../../protocol/compat.ts';
import { ErrorCode } from '../../protocol/error-code.ts';
import type { ServerMessage } from '../../protocol/messages.ts';
import { undecodableTakesZxid } from '../../protocol/pipeline/undecodable.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { Operation } from '../contract/client-history.ts';
import { firstFailure } from '../contract/compare-replies.ts';

export type Reply = Extract<ServerMessage, { type: 'REPLY' }>;

/** A write that was refused by the server it was sent to, in its turn: it took no zxid, and shows one of another. */
export function isRefusedHere({ op }: Operation, { err }: Reply, compat: Compat): boolean {
  return op.type === 'undecodable' && err === ErrorCode.MARSHALLINGERROR && !undecodableTakesZxid(op, compat);
}

export function hasFailed({ body }: Txn): boolean {
  return body.type === 'error' || (body.type === 'multi' && firstFailure(body.parts) >= 0);
}
