/**
 * The end of the pipeline (FinalRequestProcessor): applies what is committed, fires watches, answers. A watch's event
 * leaves before the reply of the transaction that fired it and before any later read, because all go through one
 * connection in this order.
 */
import { ErrorCode } from '../error-code.ts';
import type { OpResult, SetWatchesOp } from '../op.ts';
import { assert } from '../std/assert.ts';
import type { Applied } from '../store/data-tree.ts';
import { readOp, type ArmedWatch, type ReadOp } from '../store/read.ts';
import type { Txn } from '../txn.ts';
import type { QuorumPeer } from '../zab/peer.ts';
import type { FinalProcessor } from './commit-processor.ts';
import type { LocalRequest } from './request.ts';

export class FinalRequestProcessor implements FinalProcessor {
  protected readonly peer: QuorumPeer;
  private underWay: { readonly txn: Txn; readonly request: LocalRequest | null } | null = null;

  constructor(peer: QuorumPeer) {
    this.peer = peer;
  }

  apply(txn: Txn, request: LocalRequest | null): boolean {
    const applied = this.peer.database.begin(txn);
    if (applied === null) this.underWay = { txn, request };
    else this.applied(txn, request, applied);
    return applied !== null;
  }

  goOn(): boolean {
    const { underWay } = this;
    assert(underWay !== null, 'a multi is under way');
    const applied = this.peer.database.goOn(underWay.txn);
    if (applied === null) return false;
    this.underWay = null;
    this.applied(underWay.txn, underWay.request, applied);
    return true;
  }

  protected applied(txn: Txn, request: LocalRequest | null, applied: Applied): void {
    const { peer } = this;
    peer.out.fact({ type: 'applied', txn, treeDigest: peer.database.digest });
    peer.clients.notify(peer.watches.fire(applied.triggers), txn.zxid);
    peer.role?.applied(txn);
    if (txn.body.type === 'createSession') {
      if (request !== null) peer.clients.answerHandshake(txn.session, true);
      return;
    }
    if (request !== null && request.connection >= 0) {
      const err = movedInMulti(applied.result) ? ErrorCode.SESSIONMOVED : applied.err;
      peer.clients.reply(request.connection, request.cxid, peer.database.lastProcessedZxid, err, applied.result);
    }
    if (txn.body.type === 'closeSession') peer.clients.sessionClosed(txn.session);
  }

  answer(request: LocalRequest): void {
    const { clients, database } = this.peer;
    if (!clients.isOpen(request.connection)) return;
    if (request.refused !== undefined) {
      clients.reply(request.connection, request.cxid, database.lastProcessedZxid, request.refused, null);
      return;
    }
    switch (request.op.type) {
      case 'exists':
      case 'getData':
      case 'getChildren':
      case 'getChildren2':
        this.read(request, request.op);
        return;
      case 'setWatches':
      case 'setWatches2':
        this.setWatches(request, request.op);
        return;
      case 'sync':
        this.respond(request, { type: 'sync', path: request.op.path });
        return;
      default:
        this.respond(request, null);
    }
  }

  /** The watch is armed in the same step as the read, so that no change falls between the two. */
  protected read(request: LocalRequest, op: ReadOp): void {
    const { peer } = this;
    const answer = readOp(peer.database.tree, op);
    if (answer.arms !== null) this.arm(request, answer.arms);
    peer.clients.reply(request.connection, request.cxid, peer.database.lastProcessedZxid, answer.err, answer.result);
  }

  protected arm(request: LocalRequest, watch: ArmedWatch): void {
    this.peer.watches.arm(request.connection, watch.manager, watch.path);
    this.factArmed(request, watch);
  }

  private setWatches(request: LocalRequest, op: SetWatchesOp): void {
    const { peer } = this;
    const armed: ArmedWatch[] = [];
    peer.clients.notify(peer.watches.setWatches(peer.database.tree, request.connection, op, armed), -1);
    for (const watch of armed) this.factArmed(request, watch);
    this.respond(request, null);
  }

  private factArmed(request: LocalRequest, watch: ArmedWatch): void {
    this.peer.out.fact({
      type: 'watchArmed',
      session: request.session,
      watch: watch.manager,
      path: watch.path,
      zxid: this.peer.database.lastProcessedZxid,
    });
  }

  private respond(request: LocalRequest, result: { readonly type: 'sync'; readonly path: string } | null): void {
    const { peer } = this;
    peer.clients.reply(request.connection, request.cxid, peer.database.lastProcessedZxid, ErrorCode.OK, result);
  }
}

/** A multi that failed because its session has moved is told like any other request of a moved session. */
function movedInMulti(result: OpResult | null): boolean {
  if (result?.type !== 'multi') return false;
  return result.results.some((slot) => slot.type === 'error' && slot.err === ErrorCode.SESSIONMOVED);
}
