/**
 * The sequential specification for the black-box search: creates, deletes and setData over one part of the tree, by
 * what their replies tell without a zxid: errors, created names, and version, cversion, numChildren, dataLength and
 * ephemeralOwner of a Stat. A multi is a list of parts, anything else a list of one.
 *
 * The part is everything under one top-level node. The root itself is taken as a parent that is always there.
 */
import { ErrorCode, errorName } from '../../protocol/error-code.ts';
import { NO_SESSION, type SessionId } from '../../protocol/ids.ts';
import { AscendingMap } from '../../protocol/std/ascending-map.ts';
import { ContentHash } from '../../protocol/std/hash.ts';
import type { Stat } from '../../protocol/store/stat.ts';
import type { Model } from '../../sim/check/linearizable.ts';
import { parentOf, sequenceName } from './znode-path.ts';

/** One part of an update with what was observed of it; null: nothing. */
export type UpdatePart =
  | {
      readonly type: 'create';
      readonly path: string;
      readonly sequential: boolean;
      readonly owner: SessionId;
      readonly length: number;
      readonly created: string | null;
    }
  | { readonly type: 'delete' | 'check'; readonly path: string; readonly version: number }
  | {
      readonly type: 'setData';
      readonly path: string;
      readonly version: number;
      readonly length: number;
      readonly stat: Stat | null;
    };

export type Update =
  /** `failed`: index of the part that answered `err`; -1: none did. One beyond the end: it failed elsewhere. */
  | { readonly kind: 'parts'; readonly parts: readonly UpdatePart[]; readonly failed: number; readonly err: ErrorCode }
  | { readonly kind: 'closeSession'; readonly session: SessionId };

interface Node {
  readonly version: number;
  readonly cversion: number;
  readonly children: number;
  readonly length: number;
  readonly owner: SessionId;
  /** A closing session took a child: until the leader has applied that, NOTEMPTY is a legal answer. */
  readonly bereft: boolean;
  readonly digest: number;
}

interface State {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly digest: number;
}

const MODULUS = 4503599627370496;
const hash = new ContentHash();

export class UpdateModel implements Model {
  readonly initial = 0;
  private list: State[] = [{ nodes: new Map(), digest: 0 }];
  private byDigest = new Map<number, number[]>([[0, [0]]]);
  private readonly updates = new AscendingMap<number, Update>();
  private nextUpdate = 0;

  get states(): number {
    return this.list.length;
  }

  /** The number of an update. Equal ones get different numbers: two that both take effect are rare. */
  operation(update: Update): number {
    this.updates.set(this.nextUpdate, update);
    return this.nextUpdate++;
  }

  release(operation: number): void {
    this.updates.delete(operation);
  }

  /** In a few words, for a finding. */
  describe(operation: number): string {
    const update = this.updates.get(operation);
    if (update === undefined) return 'an operation';
    if (update.kind === 'closeSession') return 'closeSession';
    const parts = update.parts.map((part) => `${part.type} ${part.path}`).join(', ');
    return `${parts} (${errorName(update.err)})`;
  }

  /** What kind of operation it is: no paths, for a signature. */
  kindOf(operation: number): string {
    const update = this.updates.get(operation);
    if (update === undefined || update.kind === 'closeSession') return 'closeSession';
    const kind = update.parts.length === 1 ? (update.parts[0]?.type ?? 'multi') : 'multi';
    return `${kind} answered ${errorName(update.err)}`;
  }

  isPure(operation: number): boolean {
    const update = this.updates.get(operation) as Update;
    return update.kind === 'parts' && (update.failed >= 0 || update.parts.every((part) => part.type === 'check'));
  }

  step(state: number, operation: number): number {
    const update = this.updates.get(operation) as Update;
    const from = this.list[state] as State;
    const draft = new Draft(from);
    if (update.kind === 'closeSession') {
      for (const [path, node] of from.nodes) if (node.owner === update.session) draft.remove(path, true);
      return this.intern(draft, state);
    }
    const { parts, failed, err } = update;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as UpdatePart;
      if (i === failed) return mayFail(draft, part, err) ? state : -1;
      if (perform(draft, part) !== ErrorCode.OK) return -1;
    }
    return failed >= 0 ? state : this.intern(draft, state);
  }

  retain(states: readonly number[]): readonly number[] {
    const kept = states.map((state) => this.list[state] as State);
    this.list = [];
    this.byDigest = new Map();
    return kept.map((state) => this.number(state));
  }

  private intern(draft: Draft, from: number): number {
    return draft.nodes === null ? from : this.number({ nodes: draft.nodes, digest: draft.digest });
  }

  private number(state: State): number {
    const same = this.byDigest.get(state.digest);
    for (const number of same ?? []) if (sameNodes((this.list[number] as State).nodes, state.nodes)) return number;
    const number = this.list.push(state) - 1;
    if (same === undefined) this.byDigest.set(state.digest, [number]);
    else same.push(number);
    return number;
  }
}

/** A state in the making; copies on the first write. */
class Draft {
  private readonly from: State;
  nodes: Map<string, Node> | null = null;
  digest: number;

  constructor(from: State) {
    this.from = from;
    this.digest = from.digest;
  }

  get(path: string): Node | undefined {
    return (this.nodes ?? this.from.nodes).get(path);
  }

  /** Whether that node exists and once lost a child with the child's session. */
  bereft(path: string): boolean {
    return this.get(path)?.bereft === true;
  }

  put(path: string, content: Omit<Node, 'digest'>): void {
    const nodes = this.write();
    const { version, cversion, children, length, owner, bereft } = content;
    hash.begin().text(path).number(version).number(cversion).number(children).number(length).text(owner);
    const digest = reduced(hash.number(bereft ? 1 : 0).end());
    const before = nodes.get(path)?.digest ?? 0;
    this.digest = reduced(reduced(this.digest + MODULUS - before) + digest);
    nodes.set(path, { version, cversion, children, length, owner, bereft, digest });
  }

  remove(path: string, bereaves: boolean): void {
    const nodes = this.write();
    this.digest = reduced(this.digest + MODULUS - (nodes.get(path)?.digest ?? 0));
    nodes.delete(path);
    const parent = parentOf(path);
    const above = nodes.get(parent);
    if (above === undefined) return;
    const { version, cversion, children, length, owner, bereft } = above;
    this.put(parent, { version, cversion, children: children - 1, length, owner, bereft: bereft || bereaves });
  }

  private write(): Map<string, Node> {
    this.nodes ??= new Map(this.from.nodes);
    return this.nodes;
  }
}

/** Below MODULUS, of what is below twice that. */
function reduced(sum: number): number {
  return sum >= MODULUS ? sum - MODULUS : sum;
}

function perform(draft: Draft, part: UpdatePart): ErrorCode {
  if (part.type === 'create') return create(draft, part);
  const node = draft.get(part.path);
  if (node === undefined) return ErrorCode.NONODE;
  if (part.version !== -1 && part.version !== node.version) return ErrorCode.BADVERSION;
  switch (part.type) {
    case 'check':
      return ErrorCode.OK;
    case 'delete':
      if (node.children > 0) return ErrorCode.NOTEMPTY;
      draft.remove(part.path, false);
      return ErrorCode.OK;
    case 'setData': {
      const { version, cversion, children, owner, bereft } = node;
      const after = { version: version + 1, cversion, children, length: part.length, owner, bereft };
      draft.put(part.path, after);
      return part.stat === null || shows(part.stat, after) ? ErrorCode.OK : MISMATCH;
    }
  }
}

/** No error of ZooKeeper's: the operation took place but cannot have been answered so. */
const MISMATCH = ErrorCode.DATAINCONSISTENCY;

function create(draft: Draft, part: Extract<UpdatePart, { type: 'create' }>): ErrorCode {
  const parent = parentOf(part.path);
  const above = parent === '/' ? null : draft.get(parent);
  if (above === undefined) return ErrorCode.NONODE;
  const path = part.sequential && above !== null ? sequenceName(part.path, above.cversion) : part.path;
  if (draft.get(path) !== undefined) return ErrorCode.NODEEXISTS;
  if (above !== null && above.owner !== NO_SESSION) return ErrorCode.NOCHILDRENFOREPHEMERALS;
  draft.put(path, { version: 0, cversion: 0, children: 0, length: part.length, owner: part.owner, bereft: false });
  if (above !== null) {
    const { version, cversion, children, length, owner, bereft } = above;
    draft.put(parent, { version, cversion: cversion + 1, children: children + 1, length, owner, bereft });
  }
  return part.created === null || part.created === path ? ErrorCode.OK : MISMATCH;
}

function shows(stat: Stat, node: Omit<Node, 'digest'>): boolean {
  return (
    stat.version === node.version &&
    stat.cversion === 2 * node.cversion - node.children &&
    stat.numChildren === node.children &&
    stat.dataLength === node.length &&
    stat.ephemeralOwner === node.owner
  );
}

/** Whether a part may answer this error in a draft, which is of no use afterwards. */
function mayFail(draft: Draft, part: UpdatePart, err: ErrorCode): boolean {
  // A pending count may be too high only for a parent that lost a child with its session. Asked first, of the node as
  // the delete finds it: performing the delete would remove it.
  const stale = err === ErrorCode.NOTEMPTY && part.type === 'delete' && draft.bereft(part.path);
  const came = perform(draft, part);
  return came === err || (stale && came === ErrorCode.OK);
}

function sameNodes(a: ReadonlyMap<string, Node>, b: ReadonlyMap<string, Node>): boolean {
  if (a.size !== b.size) return false;
  for (const [path, node] of a) {
    const other = b.get(path);
    if (other === undefined || other.digest !== node.digest) return false;
    if (other.version !== node.version || other.cversion !== node.cversion || other.children !== node.children)
      return false;
    if (other.length !== node.length || other.owner !== node.owner || other.bereft !== node.bereft) return false;
  }
  return true;
}
