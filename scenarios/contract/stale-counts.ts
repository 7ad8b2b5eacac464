/**
 * The one place where replay and the leader's pending view may disagree: closing a session deletes its ephemerals,
 * but the pending child counts of their parents stay until the close is applied at the leader. Until then, and for
 * as long as pending records copied from such a count survive, deleting the parent is refused as NOTEMPTY although in
 * zxid order it is empty. ZooKeeper does so, and it is accepted for exactly these parents and exactly that long.
 */
import { epochOf, type Zxid } from '../../protocol/ids.ts';
import type { TxnBody, MultiTxnPart } from '../../protocol/txn.ts';
import { DigestWindow } from './digest-window.ts';
import { parentOf } from './znode-path.ts';

export class StaleCounts {
  /** Parent → the last transaction whose pending record holds a count that is too high. */
  private readonly until = new Map<string, Zxid>();
  /** In which event a leader applied a transaction first. */
  private readonly appliedAt = new DigestWindow();

  onLeaderApplied(zxid: Zxid, event: number): void {
    this.appliedAt.meet(zxid, event);
  }

  /**
   * Whether a request called in event `call`, which became the transaction `zxid`, may have met a count of `path` that
   * is too high. A leader begins with nothing pending, so what one epoch left never outlives it.
   */
  mayBeStale(path: string, call: number, zxid: Zxid): boolean {
    const until = this.until.get(path);
    if (until === undefined || epochOf(until) !== epochOf(zxid)) return false;
    const applied = this.appliedAt.get(until);
    return applied === undefined || applied > call;
  }

  /** A transaction whose request was called at `call` is replayed: pending records it made copy what they found. */
  onReplayed(body: TxnBody | MultiTxnPart, zxid: Zxid, call: number): void {
    switch (body.type) {
      case 'closeSession':
        for (const path of body.paths) this.until.set(parentOf(path), zxid);
        return;
      case 'create':
      case 'create2':
      case 'createContainer':
      case 'createTTL':
        this.copied(parentOf(body.path), zxid, call);
        return;
      case 'delete':
      case 'deleteContainer':
        this.until.delete(body.path);
        this.copied(parentOf(body.path), zxid, call);
        return;
      case 'setData':
      case 'setACL':
        this.copied(body.path, zxid, call);
        return;
      case 'multi':
        for (const part of body.parts) this.onReplayed(part, zxid, call);
        return;
      case 'check':
      case 'error':
      case 'createSession':
        return;
    }
  }

  private copied(path: string, zxid: Zxid, call: number): void {
    if (!this.until.has(path)) return;
    if (this.mayBeStale(path, call, zxid)) this.until.set(path, zxid);
    else this.until.delete(path);
  }
}
