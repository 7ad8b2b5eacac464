/**
 * Which access control list a request was checked against: the other place where replay and the leader's pending view
 * differ. A setACL that is prepared and not applied leaves the pending record of its node with the *old* list, and
 * every later record copied from that one has it too; so does the leader check writes until the last of these records
 * is applied. ZooKeeper does so, and clients can see it.
 *
 * A leader checks and proposes a request in one step, so what it had applied by the proposal tells exactly which
 * records were pending. The root is pending under two names: as the parent of what is made or deleted under it, and
 * as a node that is written.
 */
import { epochOf, type Zxid } from '../../protocol/ids.ts';
import type { Acl } from '../../protocol/op.ts';

/** When a request was checked: it became `zxid`, and the leader had applied `applied`. */
export interface CheckedAt {
  readonly zxid: Zxid;
  readonly applied: Zxid;
}

interface PendingAcl {
  readonly acl: readonly Acl[];
  /** The last transaction whose record holds it. */
  readonly until: Zxid;
}

/** The root as a parent. */
const ABOVE = '';

export class PendingAcls {
  private readonly records = new Map<string, PendingAcl>();
  /** Lists the root had before each setACL of it: as a parent it has no record of those. */
  private rootBefore: PendingAcl[] = [];
  private undo: (readonly [string, PendingAcl | undefined])[] | null = null;

  /** The list a write of that node is checked against; `current` is what the tree has. */
  ofNode(path: string, current: readonly Acl[], at: CheckedAt): readonly Acl[] {
    if (this.records.size === 0) return current;
    return this.inEffect(path, at)?.acl ?? current;
  }

  /** The list that making or deleting a child is checked against. */
  ofParent(parent: string, current: readonly Acl[], at: CheckedAt): readonly Acl[] {
    if (parent !== '/') return this.ofNode(parent, current, at);
    const record = this.inEffect(ABOVE, at);
    if (record !== null) return record.acl;
    return this.rootBefore.find(({ until }) => isPending(until, at))?.acl ?? current;
  }

  /** A request adds a record of that node, copied from what it found. */
  onCopied(path: string, at: CheckedAt): void {
    if (this.records.size === 0) return;
    const record = this.inEffect(path, at);
    if (record !== null) this.set(path, { acl: record.acl, until: at.zxid });
    else if (this.records.has(path)) this.set(path, undefined);
  }

  /** The same of a parent, whose list the request had found to be `acl`. */
  onParentCopied(parent: string, acl: readonly Acl[], current: readonly Acl[], at: CheckedAt): void {
    if (parent !== '/') this.onCopied(parent, at);
    else if (acl !== current) this.set(ABOVE, { acl, until: at.zxid });
    else if (this.records.has(ABOVE)) this.set(ABOVE, undefined);
  }

  /** A setACL of a node whose list was `acl` for all that was checked so far. */
  onReplaced(path: string, acl: readonly Acl[], current: readonly Acl[], at: CheckedAt): void {
    this.set(path, { acl, until: at.zxid });
    if (path !== '/') return;
    this.rootBefore = this.rootBefore.filter(({ until }) => isPending(until, at));
    this.rootBefore.push({ acl: current, until: at.zxid });
  }

  /** The node is made anew, or gone: whoever asks next finds that. */
  onGone(path: string): void {
    if (this.records.has(path)) this.set(path, undefined);
  }

  /** From here on until `commit` or `rollback` all is kept or taken back together. */
  begin(): void {
    this.undo = [];
  }

  commit(): void {
    this.undo = null;
  }

  rollback(): void {
    const undo = this.undo ?? [];
    this.undo = null;
    for (let i = undo.length - 1; i >= 0; i--) {
      const [path, record] = undo[i] as (typeof undo)[number];
      this.set(path, record);
    }
  }

  private inEffect(path: string, at: CheckedAt): PendingAcl | null {
    const record = this.records.get(path);
    return record !== undefined && isPending(record.until, at) ? record : null;
  }

  private set(path: string, record: PendingAcl | undefined): void {
    this.undo?.push([path, this.records.get(path)]);
    if (record === undefined) this.records.delete(path);
    else this.records.set(path, record);
  }
}

/** A leader begins with nothing pending, so what another epoch left never counts. */
function isPending(until: Zxid, { zxid, applied }: CheckedAt): boolean {
  return until > applied && epochOf(until) === epochOf(zxid);
}
