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
export type PlanCreateMode = 'PERSISTENT' | 'EPHEMERAL' | 'PERSISTENT_SEQUENTIAL' | 'EPHEMERAL_SEQUENTIAL' | number;

export interface PlanCreate {
  readonly type: 'create';
  readonly path: string;
  readonly data: PlanData;
  readonly mode: PlanCreateMode;
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

export type PlanOp =
  | PlanCreate
  | PlanDelete
  | PlanSetData
  | { readonly type: 'multi'; readonly parts: readonly PlanMultiPart[] }
  | { readonly type: 'exists' | 'getData' | 'getChildren'; readonly path: string; readonly watch: boolean }
  | { readonly type: 'sync'; readonly path: string }
  | { readonly type: 'closeSession' };
