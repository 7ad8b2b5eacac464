import { standardParts } from '../../protocol/parts.ts';
import type { Txn, TxnBody } from '../../protocol/txn.ts';
import { LearnerHistory } from '../../protocol/zab/learner-history.ts';
import { defineBug } from './bug.ts';

/** Transactions of a synchronisation reach the nodes and not the table of sessions. */
class SessionlessHistory extends LearnerHistory {
  protected override apply(txn: Txn): void {
    const { database } = this.peer;
    database.tree.apply({ ...txn, body: withoutSession(txn.body) });
    database.committedLog.add(txn);
    database.lastTxn = txn.zxid;
    this.peer.fact({ type: 'applied', txn, treeDigest: database.digest });
  }
}

/** What such a transaction does to the nodes alone. */
function withoutSession(body: TxnBody): TxnBody {
  switch (body.type) {
    case 'createSession':
      return { type: 'multi', parts: [] };
    case 'closeSession':
      return { type: 'multi', parts: body.paths.map((path) => ({ type: 'delete', path })) };
    default:
      return body;
  }
}

/**
 * A follower is away while a client opens a session and creates an ephemeral node. It returns by DIFF: the node is
 * in its tree, the session in no table. It is elected; the client goes away; nobody knows a session to expire, and the
 * node stays for ever. Or the client comes back, and its living session is unknown.
 */
export const zk1367 = defineBug({
  id: 'ZK-1367',
  name: 'sessions-not-synchronised',
  kind: 'historic',
  title: 'sessions opened while a server was away are unknown to it',
  phase: 'session',
  story:
    'createSession and closeSession that a learner is sent while it is synchronised went to the tree but not to the session ' +
    'tracker. Once that server leads, it expires none of those sessions, or refuses clients that are alive.',
  versions: 'fixed in 3.3.5, 3.4.3',
  leftOut: '',
  breaks: 'P9 an ephemeral outlives its session, P4 session tables differ',
  properties: ['tree-digests', 'sessions', 'updates-linearizable', 'reads-consistent'],
  parts: { ...standardParts, createHistory: (peer, roleNumber) => new SessionlessHistory(peer, roleNumber) },
});
