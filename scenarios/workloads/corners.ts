/**
 * What the generator draws beside the plain operations on the hot paths: containers, nodes with a time to live, a
 * private corner, a part of the tree with a quota, watches that stay, and the rarer reads. Each has nodes of its own,
 * so that what is refused or deleted there takes nothing away from the rest.
 */
import type { PlanAcl, PlanMultiPart, PlanMultiReadPart, PlanOp } from '../../sim/record/plan.ts';
import { cornerKinds, type OperationKind, type WorkloadOptions } from './mix.ts';
import { drawPath, drawVersion, drawWatch, Part, type OperationDice } from './draws.ts';

export type CornerKind = (typeof cornerKinds)[number];

const corners: ReadonlySet<string> = new Set(cornerKinds);

export function isCorner(kind: OperationKind): kind is CornerKind {
  return corners.has(kind);
}

const CONTAINERS = ['/k', '/l'] as const;
const MEMBER = '/m';
const TTL_NODE = '/t';
const TTLS_MS = [300, 100, 800, 2500] as const;
const PRIVATE = ['/p', '/p/x'] as const;
const PRIVATE_ACLS: readonly PlanAcl[] = [
  'alice',
  'bob-reads',
  'shared',
  'creator',
  'read-only',
  'network',
  'unreadable',
  'open',
  'bob',
  'open',
  'empty',
  'unknown',
];
const USERS = ['alice', 'bob', 'alice', 'bob', 'super'] as const;
/** What a quota is set on. */
export const LIMITED = '/u';
const LIMITS = `/zookeeper/quota${LIMITED}/zookeeper_limits`;
const STATS = `/zookeeper/quota${LIMITED}/zookeeper_stats`;
const WATCHER_TYPES = ['ANY', 'PERSISTENT', 'DATA', 'CHILDREN', 'PERSISTENT_RECURSIVE'] as const;

/** Draws an operation of a corner. Choices take turns by n, so that quiet draws see all of them. */
export function drawCorner(
  kind: CornerKind,
  options: WorkloadOptions,
  n: number,
  data: string,
  dice: OperationDice,
): PlanOp {
  const path = drawPath(options, n, dice, Part.PATH);
  const choose = (bound: number): number => (dice.below(Part.CHOICE, bound) + n) % bound;
  switch (kind) {
    case 'create2':
      return { type: 'create2', path, data, mode: 'PERSISTENT' };
    case 'createContainer':
      return { type: 'createContainer', path: pick(CONTAINERS, choose(2)), data, mode: 'CONTAINER' };
    case 'useContainer':
      return useContainer(pick(CONTAINERS, dice.below(Part.PATH, 2)), choose(4), data);
    case 'createTTL':
      return useTtl(choose(5), pick(TTLS_MS, dice.below(Part.TTL, 4)), data);
    case 'createPrivate':
      return { type: 'create2', path: pick(PRIVATE, choose(2)), data, mode: 'PERSISTENT', acl: drawAcl(n, dice) };
    case 'usePrivate':
      return usePrivate(options, choose(8), data, dice);
    case 'setACL':
      return {
        type: 'setACL',
        path: pick(PRIVATE, choose(2)),
        acl: drawAcl(n, dice),
        version: drawVersion(options, dice, Part.PATH),
      };
    case 'getACL':
      return { type: 'getACL', path: choose(4) === 3 ? path : pick(PRIVATE, choose(2)) };
    case 'auth':
      return { type: 'auth', user: pick(USERS, choose(USERS.length)) };
    case 'whoAmI':
      return { type: 'whoAmI' };
    case 'getChildren2':
      return { type: 'getChildren2', path, watch: drawWatch(options, dice) };
    case 'getAllChildrenNumber':
      return { type: 'getAllChildrenNumber', path: choose(4) === 3 ? '/' : path };
    case 'getEphemerals':
      return { type: 'getEphemerals', prefix: choose(2) === 0 ? '/' : path };
    case 'multiRead':
      return { type: 'multiRead', parts: readParts(options, n, dice) };
    case 'addWatch':
      return addWatch(choose(6), path, dice.below(Part.MODE, 2));
    case 'removeWatches':
    case 'checkWatches':
      return {
        type: kind,
        path: choose(5) === 4 ? '/' : path,
        watcherType: pick(WATCHER_TYPES, dice.below(Part.MODE, 5)),
      };
    case 'setQuota':
      return setQuota(choose(5), dice);
    case 'useQuota':
      return useQuota(choose(7), data, dice);
    case 'reconfig':
      return choose(2) === 0
        ? { type: 'reconfig', joining: null, leaving: '3' }
        : { type: 'reconfig', joining: 'server.9=10.0.0.99:2888:3888;2181', leaving: null };
  }
}

/** The nodes of each corner that a workload makes more often than hot paths: that corner is what it is about. */
export function cornersToPrepare(options: WorkloadOptions, data: string): PlanMultiPart[] {
  const isAbout = (kind: CornerKind): boolean => options[kind] > options.create;
  return [
    ...(isAbout('createPrivate') ? PRIVATE.map((path) => plain(path, data)) : []),
    ...(isAbout('createContainer') ? [container(CONTAINERS[0], data)] : []),
    ...(isAbout('setQuota') ? quotaNodes(quotaText(3, 60)) : []),
  ];
}

function useContainer(parent: string, choice: number, data: string): PlanOp {
  const path = parent + MEMBER;
  if (choice === 0) return { type: 'create', path, data, mode: 'PERSISTENT' };
  if (choice === 2) return { type: 'create', path, data, mode: 'EPHEMERAL' };
  return { type: 'delete', path, version: -1 };
}

function useTtl(choice: number, ttlMs: number, data: string): PlanOp {
  if (choice === 3) return { type: 'setData', path: TTL_NODE, data, version: -1 };
  if (choice === 4) {
    return { type: 'createTTL', path: '/q/t-', data, mode: 'PERSISTENT_SEQUENTIAL_WITH_TTL', ttlMs };
  }
  return { type: 'createTTL', path: TTL_NODE, data, mode: 'PERSISTENT_WITH_TTL', ttlMs };
}

function usePrivate(options: WorkloadOptions, choice: number, data: string, dice: OperationDice): PlanOp {
  const path = pick(PRIVATE, dice.below(Part.PATH, 2));
  const watch = drawWatch(options, dice);
  switch (choice) {
    case 0:
    case 4:
      return { type: 'setData', path, data, version: -1 };
    case 1:
      return { type: 'create', path: '/p/x', data, mode: 'PERSISTENT' };
    case 2:
      return { type: 'delete', path: '/p/x', version: -1 };
    case 3:
      return { type: 'exists', path, watch };
    case 5:
      return { type: 'getChildren2', path, watch };
    default:
      return { type: 'getData', path, watch };
  }
}

function drawAcl(n: number, dice: OperationDice): PlanAcl {
  return pick(PRIVATE_ACLS, (dice.below(Part.ACL, PRIVATE_ACLS.length) + n) % PRIVATE_ACLS.length);
}

function readParts(options: WorkloadOptions, n: number, dice: OperationDice): PlanMultiReadPart[] {
  const parts: PlanMultiReadPart[] = [];
  const count = 2 + dice.below(Part.LENGTH, 2);
  for (let i = 0; i < count; i++) {
    const type = (dice.below(Part.CHOICE, 2) + i) % 2 === 0 ? 'getData' : 'getChildren';
    parts.push({ type, path: drawPath(options, n + i, dice, Part.PATH) });
  }
  return parts;
}

/** A recursive watch is most often far up. */
function addWatch(choice: number, path: string, mode: number): PlanOp {
  if (mode === 0) return { type: 'addWatch', path, mode: 'PERSISTENT' };
  return { type: 'addWatch', path: choice < 2 ? '/' : choice === 2 ? '/a' : path, mode: 'PERSISTENT_RECURSIVE' };
}

/** As the client library sets quotas: both nodes, with all above them, in one transaction. */
function setQuota(choice: number, dice: OperationDice): PlanOp {
  const limits = quotaText(2 + dice.below(Part.LENGTH, 4), 40 + 20 * dice.below(Part.TTL, 4));
  switch (choice) {
    case 3:
      return { type: 'setData', path: LIMITS, data: limits, version: -1 };
    case 4:
      return { type: 'multi', parts: [LIMITS, STATS].map((path) => ({ type: 'delete', path, version: -1 })) };
    case 2: {
      const both = [plain(LIMITS, limits), plain(STATS, 'count=0,bytes=0')];
      return { type: 'multi', parts: both };
    }
    default:
      return { type: 'multi', parts: quotaNodes(limits) };
  }
}

/** The node that is limited, its limits, and where what they limit is counted. */
function quotaNodes(limits: string): PlanMultiPart[] {
  const above = [plain(LIMITED, ''), plain(`/zookeeper/quota${LIMITED}`, '')];
  return [...above, plain(LIMITS, limits), plain(STATS, 'count=0,bytes=0')];
}

/** StatsTrack's text of two hard limits. */
function quotaText(count: number, bytes: number): string {
  return `count=-1,bytes=-1=;byteHardLimit=${bytes};countHardLimit=${count}`;
}

function useQuota(choice: number, data: string, dice: OperationDice): PlanOp {
  const path = `${LIMITED}/${pick(['a', 'b', 'c'], dice.below(Part.PATH, 3))}`;
  const padded = data.padEnd(dice.below(Part.LENGTH, 40), '.');
  switch (choice) {
    case 0:
    case 1:
    case 2:
      return { type: 'create', path, data: padded, mode: choice === 2 ? 'EPHEMERAL' : 'PERSISTENT' };
    case 3:
    case 4:
      return { type: 'delete', path, version: -1 };
    case 5:
      return { type: 'setData', path, data: padded, version: -1 };
    default:
      return { type: 'getData', path: dice.below(Part.MODE, 2) === 0 ? STATS : path, watch: false };
  }
}

function plain(path: string, data: string): PlanMultiPart {
  return { type: 'create', path, data, mode: 'PERSISTENT' };
}

function container(path: string, data: string): PlanMultiPart {
  return { type: 'createContainer', path, data, mode: 'CONTAINER' };
}

/** How many ways a part of a multi may be special; the first are plain. */
export const FLAVOURS = 10;

/** The part, or in its place something rarer of the same kind. */
export function flavoured(part: PlanMultiPart, flavour: number): PlanMultiPart {
  if (flavour < 7) return part;
  switch (part.type) {
    case 'create':
      if (part.mode !== 'PERSISTENT' || flavour === 9) return { ...part, type: 'create2' };
      return flavour === 7
        ? { ...part, path: CONTAINERS[0] + MEMBER }
        : { ...part, type: 'createContainer', path: CONTAINERS[0], mode: 'CONTAINER' };
    case 'delete':
      return flavour === 7 ? { ...part, path: CONTAINERS[0] + MEMBER, version: -1 } : part;
    case 'setData':
      return flavour === 7 ? { ...part, path: PRIVATE[0] } : part;
    default:
      return part;
  }
}

function pick<Item>(items: readonly [Item, ...Item[]] | readonly Item[], at: number): Item {
  return items[at] as Item;
}
