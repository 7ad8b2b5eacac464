/** Messages in a few words, with what matters of them: `PROPOSAL 1:7 create /a`, `NOTIFICATION for 3 (e1, 1:6)`. */
import { errorName } from '../protocol/error-code.ts';
import { showZxid, type Zxid } from '../protocol/ids.ts';
import type { ClientMessage, ElectionMessage, QuorumPacket, ServerMessage } from '../protocol/messages.ts';
import type { ClientOp } from '../protocol/op.ts';
import type { Message } from '../protocol/process.ts';
import type { Txn } from '../protocol/txn.ts';
import { opWords, txnWords } from './op-words.ts';
import { pbMessageWords } from './teaching/pb/pb-messages.ts';

type Known = QuorumPacket | ElectionMessage | ServerMessage | Exclude<ClientMessage, { readonly type: 'REQUEST' }>;

/** A client keeps its session alive with this; ZooKeeper's number. */
const PING_XID = -2;

/** Of a message of any process: one that is not ZooKeeper's is its type. */
export function messageWords(message: Message): string {
  if (message.type === 'REQUEST') return requestWords(message);
  return pbMessageWords(message) ?? `${message.type} ${detailWords(message as Known)}`.trimEnd();
}

/** It only says that somebody is there. */
export function isHeartbeat(message: Message): boolean {
  if (message.type === 'PING' || message.type === 'BEAT') return true;
  return (
    (message.type === 'REQUEST' || message.type === 'REPLY') && (message as { readonly xid?: number }).xid === PING_XID
  );
}

/** REQUEST is a client's, and a learner's that forwards one. */
function requestWords(message: Message): string {
  const { op, request } = message as {
    readonly op?: ClientOp;
    readonly request?: { readonly op: { readonly type: string } };
  };
  const asked = op ?? request?.op;
  return asked === undefined ? 'REQUEST' : `REQUEST ${opWords(asked)}`;
}

function txn({ zxid, body }: Txn): string {
  return `${showZxid(zxid)} ${txnWords(body)}`;
}

function detailWords(message: Known): string {
  switch (message.type) {
    case 'INITIAL':
      return `of ${message.sid}`;
    case 'NOTIFICATION': {
      const { state, vote, electionEpoch } = message;
      const whom = `for ${vote.leader} (e${vote.peerEpoch}, ${showZxid(vote.zxid)})`;
      return `${state} ${whom}, round ${electionEpoch}`;
    }
    case 'FOLLOWERINFO':
    case 'OBSERVERINFO':
      return `accepted epoch ${message.acceptedEpoch}`;
    case 'LEADERINFO':
      return `epoch ${message.epoch}`;
    case 'ACKEPOCH':
      return `log ends at ${showZxid(message.lastZxid)}, epoch ${message.currentEpoch}`;
    case 'DIFF':
    case 'TRUNC':
    case 'SNAP':
    case 'NEWLEADER':
    case 'ACK':
    case 'COMMIT':
      return showZxid(message.zxid);
    case 'SNAPCHUNK':
      return `${message.nodes.length} znodes`;
    case 'SNAPEND':
      return showZxid(message.zxid);
    case 'PROPOSAL':
    case 'INFORM':
      return txn(message.txn);
    case 'CONFIRM':
    case 'CONFIRMED':
      return String(message.ticket);
    case 'REVALIDATE':
      return `${message.session}${message.valid === null ? '' : message.valid ? ' valid' : ' gone'}`;
    case 'CONNECT':
      return `${message.session}, seen ${showZxid(message.lastZxidSeen)}`;
    case 'CONNECTED':
      return message.timeoutMs === 0 ? 'session expired' : `${message.session}, ${message.timeoutMs} ms`;
    case 'REPLY':
      return `${message.err === 0 ? 'ok' : errorName(message.err)} at ${showZxid(message.zxid)}`;
    case 'EVENT':
      return `${message.event} ${message.path}${message.zxid < 0 ? '' : ` at ${showZxid(message.zxid as Zxid)}`}`;
    case 'UPTODATE':
    case 'PING':
    case 'SYNC':
    default:
      return '';
  }
}
