/**
 * The end of the pipeline (FinalRequestProcessor): applies what is committed, fires watches, answers. A watch's event
 * leaves before the reply of the transaction that fired it and before any later read, because all go through one
 * connection in this order.
 */
import { ErrorCode } from '../error-code.ts';
import type { AddWatchOp, MultiResult, OpResult, ReadOp, RemoveWatchesOp, SetWatchesOp } from '../op.ts';
import { assert } from '../std/assert.ts';
import type { Applied } from '../store/data-tree.ts';
import { readOp, type ArmedWatch } from '../store/read.ts';
import type { Txn } from '../txn.ts';
import { WatchMode } from '../watch/watch-manager.ts';
import type { EnteredWatch } from '../watch/watch-table.ts';
import type { QuorumPeer } from '../zab/peer.ts';
import { isToldByHangingUp } from './client-connection.ts';
import type { FinalProcessor } from './commit-processor.ts';
import type { LocalRequest } from './request.ts';

export class FinalRequestProcessor implements FinalProcessor {
  protected readonly peer: QuorumPeer;
  private underWay: { readonly txn: Txn; readonly request: LocalRequest | null } | null = null;

  constructor(peer: QuorumPeer) {
    this.peer = peer;
  }

  get isFuzzy(): boolean {
    return this.peer.database.isFuzzy;
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
    const { kept } = peer.watches;
    peer.clients.notify(peer.watches.fire(applied.triggers, peer.clients), txn.zxid);
    if (peer.watches.kept > kept) peer.mark('an event kept from who may not read');
    peer.role?.applied(txn);
    if (request !== null) peer.clients.finished(request);
    if (txn.body.type === 'createSession') {
      if (request !== null) peer.clients.sessionCreated(request);
      return;
    }
    if (request !== null && request.connection >= 0) {
      peer.clients.answer(request, connectionError(applied) ?? applied.err, applied.result);
    }
    if (txn.body.type === 'closeSession') peer.clients.sessionClosed(txn.session);
  }

  answer(request: LocalRequest): void {
    const { clients } = this.peer;
    clients.finished(request);
    if (!clients.isOpen(request.connection)) return;
    if (request.refused !== undefined) {
      clients.answer(request, request.refused, replyBegun(request.op));
      return;
    }
    switch (request.op.type) {
      case 'exists':
      case 'getData':
      case 'getChildren':
      case 'getChildren2':
      case 'getACL':
      case 'getAllChildrenNumber':
      case 'getEphemerals':
      case 'whoAmI':
      case 'multiRead':
        this.read(request, request.op);
        return;
      case 'setWatches':
      case 'setWatches2':
        this.setWatches(request, request.op);
        return;
      case 'addWatch':
        this.addWatch(request, request.op);
        return;
      case 'removeWatches':
      case 'checkWatches':
        this.removeWatches(request, request.op);
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
    const answer = readOp(peer.database.tree, op, request, peer.compat);
    if (answer.arms !== null) this.arm(request, answer.arms);
    peer.clients.answer(request, answer.err, answer.result);
  }

  protected arm(request: LocalRequest, watch: ArmedWatch): void {
    this.peer.watches.arm(request.connection, watch.manager, watch.path);
    this.factArmed(request, watch, WatchMode.STANDARD);
  }

  private setWatches(request: LocalRequest, op: SetWatchesOp): void {
    const { peer } = this;
    const entered: EnteredWatch[] = [];
    peer.clients.notify(peer.watches.setWatches(peer.database.tree, request.connection, op, entered), -1);
    for (const watch of entered) this.factArmed(request, watch, watch.mode);
    this.respond(request, null);
  }

  private addWatch(request: LocalRequest, op: AddWatchOp): void {
    const { peer } = this;
    const entered = peer.watches.addWatch(request.connection, op.path, op.mode);
    if (entered === null) {
      peer.clients.answer(request, ErrorCode.MARSHALLINGERROR, null);
      return;
    }
    for (const watch of entered) this.factArmed(request, watch, watch.mode);
    this.respond(request, { type: 'addWatch' });
  }

  /** Takes watches away, or only asks for them. */
  private removeWatches(request: LocalRequest, op: RemoveWatchesOp): void {
    const { clients, watches } = this.peer;
    const { connection } = request;
    const { path } = op;
    if (!watches.knowsType(op.watcherType) || (op.type === 'checkWatches' && !watches.canLookFor(path))) {
      clients.answer(request, ErrorCode.MARSHALLINGERROR, null);
      return;
    }
    const found =
      op.type === 'removeWatches'
        ? watches.removeWatches(connection, path, op.watcherType)
        : watches.contains(connection, path, op.watcherType);
    clients.answer(request, found ? ErrorCode.OK : ErrorCode.NOWATCHER, null);
  }

  private factArmed(request: LocalRequest, watch: ArmedWatch, mode: number): void {
    this.peer.out.fact({
      type: 'watchArmed',
      session: request.session,
      watch: watch.manager,
      mode,
      path: watch.path,
      zxid: this.peer.database.lastProcessedZxid,
    });
  }

  private respond(request: LocalRequest, result: OpResult | null): void {
    this.peer.clients.answer(request, ErrorCode.OK, result);
  }
}

/** The error of a slot by which a multi is told like any other request that is answered by hanging up. */
function connectionError({ result }: Applied): ErrorCode | null {
  const slot = result?.type === 'multi' ? result.results.find(isTold) : undefined;
  return slot?.type === 'error' ? slot.err : null;
}

function isTold(slot: MultiResult): boolean {
  return slot.type === 'error' && isToldByHangingUp(slot.err);
}

/** The result an error comes with: none, with one exception. */
function replyBegun(op: LocalRequest['op']): OpResult | null {
  return op.type === 'undecodable' && op.replyBegun === true ? { type: 'multiRead', results: [] } : null;
}
