/** What the two servers of the teaching protocol say to each other, on a channel of their own. */
import { errorName, type ErrorCode } from '../../../protocol/error-code.ts';
import { showZxid, type SessionId, type Zxid } from '../../../protocol/ids.ts';
import type { OpResult, WriteOp } from '../../../protocol/op.ts';
import type { Message } from '../../../protocol/process.ts';
import type { Txn } from '../../../protocol/txn.ts';
import { opWords, txnWords } from '../../op-words.ts';

export const PAIR_CHANNEL = 'pair';

/** ZooKeeper's words, so that pictures know them: the primary is LEADING, the backup FOLLOWING. */
export type PbRole = 'LOOKING' | 'LEADING' | 'FOLLOWING';

export type PbMessage =
  /** "I am alive, and this is what I am." */
  | { readonly type: 'BEAT'; readonly role: PbRole }
  /** The backup asks the primary for all it has. */
  | { readonly type: 'JOIN' }
  /** All the primary has; what the backup has beyond it, it throws away. */
  | { readonly type: 'STATE'; readonly log: readonly Txn[] }
  | { readonly type: 'COPY'; readonly txn: Txn }
  /** The first `count` transactions are on the backup's disk. */
  | { readonly type: 'COPIED'; readonly count: number }
  /** A client of the backup asks for a write. */
  | {
      readonly type: 'FORWARD';
      readonly ticket: number;
      readonly session: SessionId;
      readonly cxid: number;
      readonly op: WriteOp;
    }
  | {
      readonly type: 'ANSWER';
      readonly ticket: number;
      readonly zxid: Zxid;
      readonly err: ErrorCode;
      readonly result: OpResult | null;
    };

/** As `messageWords` does for ZooKeeper's: `COPY 0:5 setData /a`. Null: it is none of these. */
export function pbMessageWords(plain: Message): string | null {
  const message = plain as PbMessage;
  switch (message.type) {
    case 'BEAT':
      return `BEAT ${message.role}`;
    case 'JOIN':
      return 'JOIN';
    case 'STATE':
      return `STATE ${message.log.length} transactions`;
    case 'COPY':
      return `COPY ${showZxid(message.txn.zxid)} ${txnWords(message.txn.body)}`;
    case 'COPIED':
      return `COPIED ${message.count}`;
    case 'FORWARD':
      return `FORWARD ${opWords(message.op)}`;
    case 'ANSWER':
      return `ANSWER ${message.err === 0 ? 'ok' : errorName(message.err)} at ${showZxid(message.zxid)}`;
    default:
      return null;
  }
}
