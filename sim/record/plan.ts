/**
 * What is done to an ensemble in one run, as data: the operations its clients are asked for and the faults that
 * strike. A case without a plan draws one from its seed; a shrunk or hand-made case carries it.
 *
 * Operations are symbolic: an expected version may be "the one this client saw last", so that a plan still means
 * something when other operations or faults are taken out. Faults are lines of the fault vocabulary for the same
 * reason: roles and triggers are resolved when the run gets there.
 */
import type { ProcessName } from '../../protocol/process.ts';

export interface Plan {
  /** In the order of `atUs`; equal times keep their order. */
  readonly operations: readonly PlanOperation[];
  readonly faults: readonly PlanFault[];
}

export interface PlanOperation {
  readonly client: ProcessName;
  /** Virtual time at which the application asks its client; the client may be busy or disconnected. */
  readonly atUs: number;
  readonly op: PlanOp;
}

export interface PlanFault {
  /** Names the fault in addresses and reports, unique within a plan; stays when other faults are removed. */
  readonly id: string;
  /** One line of the vocabulary: `at 1.2s: partition 1,2 | 3,4,5`, `when server 2 logs 3:1f: crash 2`. */
  readonly line: string;
}

/** Content of a znode: text (as UTF-8), bytes in hexadecimal, or null, which ZooKeeper tells from no bytes. */
export type PlanData = string | { readonly hex: string } | null;

/** An expected version: a number (-1 for any), or the version this client last saw at the path, -1 if it saw none. */
export type PlanVersion = number | 'known';

/** CreateMode by ZooKeeper's names; a number passes any flag, valid or not, to the server. */
export type PlanCreateMode =
  | 'PERSISTENT'
  | 'EPHEMERAL'
  | 'PERSISTENT_SEQUENTIAL'
  | 'EPHEMERAL_SEQUENTIAL'
  | 'CONTAINER'
  | 'PERSISTENT_WITH_TTL'
  | 'PERSISTENT_SEQUENTIAL_WITH_TTL'
  | number;

/**
 * An ACL by what it comes to. `open`: anybody may do all; `read-only`: anybody may read, nobody may do more; `shared`:
 * anybody may read, alice may do all; `alice`, `bob`: that user may do all and nobody else anything; `bob-reads`: alice
 * may do all, bob read; `creator`: whoever asks, by all that it has proven; `network`: all clients by their address;
 * `unreadable`: anybody may do all but read; `locked`: nobody but super; `empty` and `unknown`: no valid list.
 */
export const planAcls = [
  'open',
  'read-only',
  'shared',
  'alice',
  'bob',
  'bob-reads',
  'creator',
  'network',
  'unreadable',
  'locked',
  'empty',
  'unknown',
] as const;
export type PlanAcl = (typeof planAcls)[number];

/** Whom a client claims to be. `super` is believed where the servers know its digest, `stranger` nowhere. */
export const planUsers = ['alice', 'bob', 'super', 'stranger'] as const;
export type PlanUser = (typeof planUsers)[number];

export type PlanWatchMode = 'PERSISTENT' | 'PERSISTENT_RECURSIVE' | number;
export type PlanWatcherType = 'CHILDREN' | 'DATA' | 'ANY' | 'PERSISTENT' | 'PERSISTENT_RECURSIVE' | number;

export interface PlanCreate {
  /** The op code, which decides more than the mode does: what is made, and whether the answer has a Stat. */
  readonly type: 'create' | 'create2' | 'createContainer' | 'createTTL';
  readonly path: string;
  readonly data: PlanData;
  readonly mode: PlanCreateMode;
  /** `open` when absent. */
  readonly acl?: PlanAcl;
  /** Of createTTL. */
  readonly ttlMs?: number;
}
export interface PlanDelete {
  readonly type: 'delete';
  readonly path: string;
  readonly version: PlanVersion;
}
export interface PlanSetData {
  readonly type: 'setData';
  readonly path: string;
  readonly data: PlanData;
  readonly version: PlanVersion;
}
/** Only inside a multi. */
export interface PlanCheck {
  readonly type: 'check';
  readonly path: string;
  readonly version: PlanVersion;
}
export type PlanMultiPart = PlanCreate | PlanDelete | PlanSetData | PlanCheck;

export interface PlanSetAcl {
  readonly type: 'setACL';
  readonly path: string;
  readonly acl: PlanAcl;
  /** Expected aversion. */
  readonly version: PlanVersion;
}
/** Reads that may leave a watch. */
export interface PlanRead {
  readonly type: 'exists' | 'getData' | 'getChildren' | 'getChildren2';
  readonly path: string;
  readonly watch: boolean;
}
export interface PlanMultiReadPart {
  readonly type: 'getData' | 'getChildren';
  readonly path: string;
}

export type PlanOp =
  | PlanCreate
  | PlanDelete
  | PlanSetData
  | PlanSetAcl
  | { readonly type: 'multi'; readonly parts: readonly PlanMultiPart[] }
  | PlanRead
  | { readonly type: 'getACL' | 'getAllChildrenNumber' | 'sync'; readonly path: string }
  /** The session's own ephemerals below a prefix; the text is not looked at as a path. */
  | { readonly type: 'getEphemerals'; readonly prefix: string }
  | { readonly type: 'multiRead'; readonly parts: readonly PlanMultiReadPart[] }
  | { readonly type: 'addWatch'; readonly path: string; readonly mode: PlanWatchMode }
  | {
      readonly type: 'removeWatches' | 'checkWatches';
      readonly path: string;
      readonly watcherType: PlanWatcherType;
    }
  | { readonly type: 'auth'; readonly user: PlanUser }
  /** Refused as long as the ensemble cannot be reconfigured; in zoo.cfg's words, `server.4=...`. */
  | { readonly type: 'reconfig'; readonly joining: string | null; readonly leaving: string | null }
  | { readonly type: 'whoAmI' | 'closeSession' };

/** Whether an operation, or a part of one, creates a node. */
export function isPlanCreate(op: { readonly type: string }): op is PlanCreate {
  return op.type === 'create' || op.type === 'create2' || op.type === 'createContainer' || op.type === 'createTTL';
}
