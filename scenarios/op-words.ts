/** Operations, transactions and answers of clients in a few words. */
import type { EventNews, Outcome, SessionNews } from '../protocol/client/outcome.ts';
import { errorName } from '../protocol/error-code.ts';
import { showZxid } from '../protocol/ids.ts';
import type { TxnBody } from '../protocol/txn.ts';

interface Asked {
  readonly type: string;
  readonly path?: string | null;
  readonly parts?: readonly { readonly type: string }[];
}

/** `create /a`, `multi of create, setData`, `closeSession`; of a plan's operation as of one that a client was asked. */
export function opWords(op: Asked): string {
  if (op.parts !== undefined) return `multi of ${[...new Set(op.parts.map((part) => part.type))].join(', ')}`;
  return op.path === undefined || op.path === null ? op.type : `${op.type} ${op.path}`;
}

export function txnWords(body: TxnBody): string {
  if (body.type === 'error') return `a refusal, ${errorName(body.err)}`;
  return opWords(body);
}

/** What a client was told. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'answered':
      return `${outcome.err === 0 ? 'ok' : errorName(outcome.err)} at ${showZxid(outcome.zxid)}`;
    case 'unknown':
      return `no answer: ${outcome.why}`;
    case 'unsent':
      return `never sent: ${outcome.why}`;
  }
}

export function newsWords(news: EventNews | SessionNews): string {
  if (news.kind === 'event') return `watch: ${news.event} ${news.path}`;
  if (news.state !== 'connected') return news.state;
  return `${news.resumed ? 'again connected' : 'connected'} to ${news.server ?? '?'}`;
}
