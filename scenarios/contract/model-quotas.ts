/**
 * Quotas as the reference model has them. What is used is kept in the text of a node, rewritten with every change under
 * the prefix; limits refuse writes only where they are enforced, and then by the limits and the usage that the leader
 * had *applied* when it checked the request, pending changes left out. So what both nodes said is kept for as long as
 * somebody may ask.
 */
import type { Zxid } from '../../protocol/ids.ts';
import { byText } from '../../protocol/std/compare.ts';
import { encodeText } from '../../protocol/std/text-bytes.ts';
import type { ModelNode } from './model-node.ts';
import { parentOf } from './znode-path.ts';

const QUOTA = '/zookeeper/quota';
const LIMITS = 'zookeeper_limits';
const STATS = 'zookeeper_stats';

/** What a quota was after the transaction `zxid`. Texts are null where the node is missing or empty. */
interface QuotaState {
  readonly zxid: Zxid;
  readonly active: boolean;
  readonly limits: Uint8Array | null;
  readonly stats: Uint8Array | null;
}

/** The model's nodes, as far as quotas look at them. */
export interface QuotaTree {
  find(path: string): ModelNode | undefined;
  /** To be written: a multi that fails takes it back. */
  changing(path: string): ModelNode;
}

export class ModelQuotas {
  private readonly tree: QuotaTree;
  /** By prefix; the last of each is how it is now. */
  private readonly states = new Map<string, QuotaState[]>();

  constructor(tree: QuotaTree) {
    this.tree = tree;
  }

  onCreated(path: string, bytes: number, zxid: Zxid): void {
    if (path.startsWith(`${QUOTA}/`)) this.onQuotaNode(path, zxid, true);
    this.use(path, bytes, 1, zxid);
  }

  onChanged(path: string, bytes: number, zxid: Zxid): void {
    this.use(path, bytes, 0, zxid);
    if (this.states.size === 0 || !path.startsWith(`${QUOTA}/`)) return;
    const prefix = parentOf(path).slice(QUOTA.length);
    if (this.states.has(prefix)) this.record(prefix, zxid, this.isActive(prefix));
  }

  onDeleted(path: string, bytes: number, zxid: Zxid): void {
    if (path.startsWith(`${QUOTA}/`)) this.onQuotaNode(path, zxid, false);
    this.use(path, -bytes, -1, zxid);
  }

  /** Forgets what the transaction did, which failed. The nodes are taken back by whoever holds them. */
  rollback(zxid: Zxid): void {
    for (const [prefix, states] of this.states) {
      while (states.at(-1)?.zxid === zxid) states.pop();
      if (states.length === 0) this.states.delete(prefix);
    }
  }

  /**
   * Whether a hard limit refuses so many more bytes and nodes at `path`, by what the leader had applied. Null: both
   * answers are right, because the leader was in the middle of applying a multi that moved the usage.
   */
  exceeded(path: string, bytes: number, count: number, applied: Zxid): boolean | null {
    if (this.states.size === 0) return false;
    const then = this.exceededAt(path, bytes, count, applied);
    let next = Infinity;
    for (const states of this.states.values()) {
      for (let i = states.length - 1; i >= 0; i--) {
        const { zxid } = states[i] as QuotaState;
        if (zxid <= applied) break;
        if (zxid < next) next = zxid;
      }
    }
    if (next === Infinity) return then;
    return this.exceededAt(path, bytes, count, next as Zxid) === then ? then : null;
  }

  private exceededAt(path: string, bytes: number, count: number, at: Zxid): boolean {
    let longest = '';
    let state: QuotaState | null = null;
    for (const [prefix, states] of this.states) {
      const then = states.findLast(({ zxid }) => zxid <= at);
      if (then?.active !== true || prefix.length <= longest.length || !isUnder(path, prefix)) continue;
      longest = prefix;
      state = then;
    }
    if (state === null || state.limits === null || state.stats === null) return false;
    const limits = parse(state.limits);
    const used = parse(state.stats);
    const over = (limit: string, soft: string, key: string, more: number): boolean => {
      const hard = limits.get(limit) ?? -1;
      if (more === 0 || (hard <= -1 && (limits.get(soft) ?? -1) <= -1)) return false;
      return hard > -1 && (used.get(key) ?? -1) + more > hard;
    };
    return over('countHardLimit', 'count', 'count', count) || over('byteHardLimit', 'bytes', 'bytes', bytes);
  }

  /** A node that sets a quota came or went. */
  private onQuotaNode(path: string, zxid: Zxid, came: boolean): void {
    const parent = parentOf(path);
    const prefix = parent.slice(QUOTA.length);
    if (prefix === '') return;
    const name = path.slice(parent.length + 1);
    if (name === LIMITS) {
      if (!came) this.deactivateBelow(prefix, zxid);
      this.record(prefix, zxid, came);
    } else if (name === STATS) {
      if (came) this.count(prefix);
      this.record(prefix, zxid, this.isActive(prefix));
    }
  }

  /** Quotas further down go with one that is taken away. */
  private deactivateBelow(prefix: string, zxid: Zxid): void {
    for (const below of this.states.keys()) {
      if (below.startsWith(`${prefix}/`) && this.isActive(below)) this.record(below, zxid, false);
    }
  }

  /** The statistics begin with what is there already. */
  private count(prefix: string): void {
    let nodes = 0;
    let bytes = 0;
    const walk = [prefix];
    for (let path = walk.pop(); path !== undefined; path = walk.pop()) {
      const node = this.tree.find(path);
      if (node === undefined) continue;
      nodes++;
      bytes += node.data?.length ?? 0;
      for (const child of node.children) walk.push(`${path}/${child}`);
    }
    this.tree.changing(statsOf(prefix)).data = encodeText(
      show(
        new Map([
          ['count', nodes],
          ['bytes', bytes],
        ]),
      ),
    );
  }

  private use(path: string, bytes: number, count: number, zxid: Zxid): void {
    if (this.states.size === 0) return;
    let longest = '';
    for (const prefix of this.states.keys()) {
      if (prefix.length > longest.length && this.isActive(prefix) && isUnder(path, prefix)) longest = prefix;
    }
    if (longest === '') return;
    const stats = this.tree.find(statsOf(longest));
    if (stats === undefined) return;
    const used = parse(stats.data);
    used.set('count', (used.get('count') ?? -1) + count);
    used.set('bytes', (used.get('bytes') ?? -1) + bytes);
    this.tree.changing(statsOf(longest)).data = encodeText(show(used));
    this.record(longest, zxid, true);
  }

  private record(prefix: string, zxid: Zxid, active: boolean): void {
    const base = QUOTA + prefix;
    const limits = this.tree.find(`${base}/${LIMITS}`)?.data ?? null;
    const state = { zxid, active, limits, stats: this.tree.find(statsOf(prefix))?.data ?? null };
    const states = this.states.get(prefix);
    if (states === undefined) this.states.set(prefix, [state]);
    else if (states.at(-1)?.zxid === zxid) states[states.length - 1] = state;
    else states.push(state);
    if (states !== undefined && states.length > STATES_MAX) states.splice(0, states.length - STATES_MAX / 2);
  }

  private isActive(prefix: string): boolean {
    return this.states.get(prefix)?.at(-1)?.active === true;
  }
}

/** No leader is this many transactions ahead of what it has applied. */
const STATES_MAX = 4096;

function statsOf(prefix: string): string {
  return `${QUOTA}${prefix}/${STATS}`;
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** StatsTrack: `key=number` with commas or semicolons between. */
function parse(text: Uint8Array | null): Map<string, number> {
  const values = new Map<string, number>();
  if (text === null || text.length === 0) return values;
  for (const pair of String.fromCharCode(...text).split(/[,;]+/)) {
    const [key, value] = pair.split('=');
    if (key !== undefined && value !== undefined) values.set(key, value === '' ? -1 : Number(value));
  }
  return values;
}

/** count and bytes first; what follows is set off by an `=` that old parsers stop at. */
function show(values: ReadonlyMap<string, number>): string {
  const first = `count=${values.get('count') ?? -1},bytes=${values.get('bytes') ?? -1}`;
  const rest = [...values.keys()].filter((key) => key !== 'count' && key !== 'bytes').sort(byText);
  if (rest.length === 0) return first;
  return `${first}=${rest.map((key) => `;${key}=${values.get(key) ?? -1}`).join('')}`;
}
