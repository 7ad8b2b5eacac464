/**
 * Rare paths of what transactions and watches come to, from facts: refusals that say something, lists that are pending,
 * watches that stay.
 */
import { ErrorCode } from '../protocol/error-code.ts';
import type { Fact } from '../protocol/facts.ts';
import { NO_SESSION, type SessionId, type Zxid } from '../protocol/ids.ts';
import type { ProcessName } from '../protocol/process.ts';
import type { MultiTxnPart, Txn } from '../protocol/txn.ts';
import { WatchMode } from '../protocol/watch/watch-manager.ts';
import { Mark } from './mark-names.ts';

/** Beyond these nobody waits for what a run will hardly show any more. */
const REMEMBERED = 64;

const SEQUENTIAL = /\d{10}$/;

type Armed = Extract<Fact, { readonly type: 'watchArmed' }>;
type Fired = Extract<Fact, { readonly type: 'watchFired' }>;

export class CornerMarks {
  private readonly counts: Map<string, number>;
  /** Of each leader: the setACL of a path that it proposed and has not applied. */
  private readonly pendingAcls = new Map<ProcessName, Map<string, Zxid>>();
  /** Names that a failed multi had given and nobody got. */
  private readonly givenBack = new Set<string>();
  /** Where sessions have recursive watches, and what their persistent ones have told already. */
  private readonly recursive = new Map<SessionId, Set<string>>();
  private readonly told = new Map<SessionId, Set<string>>();
  private readonly watched = new Map<SessionId, Map<string, number>>();

  constructor(counts: Map<string, number>) {
    this.counts = counts;
  }

  onProposed(leader: ProcessName, { session, body, zxid }: Txn): void {
    if (body.type === 'multi') this.onMulti(leader, session, body.parts);
    else if (body.type === 'error') this.onRefused(session, body.err);
    else this.onPart(leader, body, true, false);
    if (body.type === 'setACL') this.pendingOf(leader).set(body.path, zxid);
  }

  private onMulti(leader: ProcessName, session: SessionId, parts: readonly MultiTxnPart[]): void {
    const failed = parts.findIndex((part) => part.type === 'error' && part.err !== ErrorCode.OK);
    const failure = parts[failed];
    if (failure?.type === 'error') this.onRefused(session, failure.err);
    if (failed > 0) this.mark(Mark.MULTI_FAILED);
    parts.forEach((part, at) => {
      this.onPart(leader, part, failed < 0, at < failed);
    });
  }

  /** `written`: it is to take effect; `givenBack`: it would have, but for a later part of its multi. */
  private onPart(leader: ProcessName, part: MultiTxnPart | Txn['body'], written: boolean, givenBack: boolean): void {
    if (!('path' in part)) return;
    if (written) this.onWritten(leader, part.path);
    if (part.type === 'create' || part.type === 'create2') this.onNamed(part.path, givenBack);
  }

  onApplied(server: ProcessName, { body, zxid }: Txn): void {
    if (body.type !== 'setACL') return;
    const pending = this.pendingAcls.get(server);
    if (pending?.get(body.path) === zxid) pending.delete(body.path);
  }

  onStoppedLeading(server: ProcessName): void {
    this.pendingAcls.delete(server);
  }

  onArmed({ session, mode, path, watch }: Armed): void {
    if (mode === WatchMode.PERSISTENT_RECURSIVE) listOf(this.recursive, session).add(path);
    let bits = this.watched.get(session);
    if (bits === undefined) {
      if (this.watched.size > REMEMBERED) this.watched.clear();
      bits = new Map();
      this.watched.set(session, bits);
    }
    if (mode === WatchMode.STANDARD) bits.set(path, (bits.get(path) ?? 0) | (watch === 'data' ? 1 : 2));
  }

  onFired({ session, path, modes, event }: Fired): void {
    if ((modes & WatchMode.PERSISTENT) !== 0) {
      const told = listOf(this.told, session);
      if (told.has(path)) this.mark(Mark.PERSISTENT_AGAIN);
      else told.add(path);
    }
    if ((modes & WatchMode.PERSISTENT_RECURSIVE) !== 0 && this.recursive.get(session)?.has(path) !== true)
      this.mark(Mark.RECURSIVE_BELOW);
    const bits = this.watched.get(session);
    if (event === 'NodeDeleted' && bits?.get(path) === 3) this.mark(Mark.DELETION_TOLD_ONCE);
    bits?.delete(path);
  }

  private onRefused(session: SessionId, err: ErrorCode): void {
    if (err === ErrorCode.QUOTAEXCEEDED) this.mark(Mark.QUOTA_EXCEEDED);
    else if (err === ErrorCode.SESSIONMOVED) this.mark(Mark.MOVED_IN_FLIGHT);
    else if (err === ErrorCode.NOTEMPTY && session === NO_SESSION) this.mark(Mark.REFILLED);
  }

  /** A node is written, or one made or deleted under it. */
  private onWritten(leader: ProcessName, path: string): void {
    const pending = this.pendingAcls.get(leader);
    if (pending === undefined || pending.size === 0) return;
    const above = path.slice(0, path.lastIndexOf('/'));
    if (pending.has(path) || pending.has(above)) this.mark(Mark.PENDING_ACL);
  }

  private onNamed(path: string, givenBack: boolean): void {
    if (!SEQUENTIAL.test(path)) return;
    if (!givenBack) {
      if (this.givenBack.delete(path)) this.mark(Mark.SEQUENCE_REUSED);
    } else if (this.givenBack.size < REMEMBERED) this.givenBack.add(path);
  }

  private pendingOf(leader: ProcessName): Map<string, Zxid> {
    let pending = this.pendingAcls.get(leader);
    if (pending === undefined) {
      pending = new Map();
      this.pendingAcls.set(leader, pending);
    }
    return pending;
  }

  private mark(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}

function listOf(lists: Map<SessionId, Set<string>>, session: SessionId): Set<string> {
  let list = lists.get(session);
  if (list === undefined) {
    if (lists.size > REMEMBERED) lists.clear();
    list = new Set();
    lists.set(session, list);
  }
  return list;
}
