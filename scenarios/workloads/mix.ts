/**
 * What a workload consists of: weights of operation kinds and a few proportions, as a flat record, so that a
 * scenario file overrides any of them by name. The named workloads are points in this one space.
 */
import { BadField } from '../bad-field.ts';

/** Kinds of operations the generator draws. `…Known` kinds aim at what this client made itself. */
export interface OperationWeights {
  readonly create: number;
  readonly createEphemeral: number;
  readonly createSequential: number;
  readonly createEphemeralSequential: number;
  readonly delete: number;
  /** Deletes the oldest sequential node this client made, so that a long run's tree stays small. */
  readonly deleteSequential: number;
  readonly setData: number;
  readonly multi: number;
  readonly exists: number;
  readonly getData: number;
  readonly getChildren: number;
  readonly sync: number;
  readonly closeSession: number;
  readonly create2: number;
  /** Containers: made, filled and emptied. */
  readonly createContainer: number;
  readonly useContainer: number;
  /** Nodes with a time to live: made, and kept alive by writing them. */
  readonly createTTL: number;
  /** A corner of the tree of which not everybody may do everything: made, used, and given to somebody else. */
  readonly createPrivate: number;
  readonly usePrivate: number;
  readonly setACL: number;
  readonly getACL: number;
  /** Somebody proves to be alice, bob or super. */
  readonly auth: number;
  readonly whoAmI: number;
  readonly getChildren2: number;
  readonly getAllChildrenNumber: number;
  readonly getEphemerals: number;
  readonly multiRead: number;
  readonly addWatch: number;
  readonly removeWatches: number;
  readonly checkWatches: number;
  /** A part of the tree with a quota: limits made, changed and taken away, and nodes under it. */
  readonly setQuota: number;
  readonly useQuota: number;
  readonly reconfig: number;
}

export interface WorkloadOptions extends OperationWeights {
  /** Operations over all clients. */
  readonly ops: number;
  /** How many of the hot paths are in use, 1 to 8: few paths make clients meet. */
  readonly paths: number;
  /**
   * How many of them the first client creates with its first operation, and again with the first behind the faults, all
   * at once and with them the parent of sequential nodes; 0: nothing is prepared, and much ends in NONODE.
   */
  readonly preparedPaths: number;
  /** How many of each client's operations begin when all faults have healed for good: the healed ensemble at work. */
  readonly afterOps: number;
  /** Percent of reads that leave a watch. */
  readonly watchPercent: number;
  /** Percent of operations issued together with the one before, without waiting for its answer. */
  readonly burstPercent: number;
  /** Percent of expected versions that are the one last seen, and percent that are wrong; the rest are -1. */
  readonly knownVersionPercent: number;
  readonly wrongVersionPercent: number;
}

/** What `mixed.ts` draws itself. */
const plainKinds = [
  'create',
  'createEphemeral',
  'createSequential',
  'createEphemeralSequential',
  'delete',
  'deleteSequential',
  'setData',
  'multi',
  'exists',
  'getData',
  'getChildren',
  'sync',
  'closeSession',
] as const;

/** What `corners.ts` draws. */
export const cornerKinds = [
  'create2',
  'createContainer',
  'useContainer',
  'createTTL',
  'createPrivate',
  'usePrivate',
  'setACL',
  'getACL',
  'auth',
  'whoAmI',
  'getChildren2',
  'getAllChildrenNumber',
  'getEphemerals',
  'multiRead',
  'addWatch',
  'removeWatches',
  'checkWatches',
  'setQuota',
  'useQuota',
  'reconfig',
] as const;

export const operationKinds = [...plainKinds, ...cornerKinds] as const satisfies readonly (keyof OperationWeights)[];

export type OperationKind = (typeof operationKinds)[number];

const nothing: OperationWeights = {
  create: 0,
  createEphemeral: 0,
  createSequential: 0,
  createEphemeralSequential: 0,
  delete: 0,
  deleteSequential: 0,
  setData: 0,
  multi: 0,
  exists: 0,
  getData: 0,
  getChildren: 0,
  sync: 0,
  closeSession: 0,
  create2: 0,
  createContainer: 0,
  useContainer: 0,
  createTTL: 0,
  createPrivate: 0,
  usePrivate: 0,
  setACL: 0,
  getACL: 0,
  auth: 0,
  whoAmI: 0,
  getChildren2: 0,
  getAllChildrenNumber: 0,
  getEphemerals: 0,
  multiRead: 0,
  addWatch: 0,
  removeWatches: 0,
  checkWatches: 0,
  setQuota: 0,
  useQuota: 0,
  reconfig: 0,
};

/** What the corners of the tree get in the workloads that have everything: a fifth, however many they are. */
const corners = {
  create2: 2,
  createContainer: 1,
  useContainer: 2,
  createTTL: 2,
  createPrivate: 1,
  usePrivate: 2,
  setACL: 1,
  getACL: 1,
  auth: 1,
  whoAmI: 1,
  getChildren2: 2,
  getAllChildrenNumber: 1,
  getEphemerals: 1,
  multiRead: 1,
  addWatch: 2,
  removeWatches: 1,
  checkWatches: 1,
  setQuota: 1,
  useQuota: 1,
  reconfig: 1,
};

const proportions = {
  ops: 300,
  paths: 8,
  preparedPaths: 0,
  afterOps: 0,
  watchPercent: 30,
  burstPercent: 35,
  knownVersionPercent: 35,
  wrongVersionPercent: 10,
};

/** The named workloads. `mixed` has every operation of the client interface, most of them those that everybody uses. */
export const workloads: Readonly<Record<string, WorkloadOptions>> = {
  mixed: {
    ...proportions,
    create: 16,
    createEphemeral: 6,
    createSequential: 5,
    createEphemeralSequential: 3,
    delete: 11,
    deleteSequential: 6,
    setData: 18,
    multi: 9,
    exists: 6,
    getData: 12,
    getChildren: 5,
    sync: 4,
    closeSession: 1,
    ...corners,
  },
  /** Reads and writes of existing nodes, evenly paced: an ensemble at work. */
  steady: { ...proportions, ...nothing, paths: 4, burstPercent: 10, create: 25, setData: 40, getData: 25, exists: 10 },
  /** Writes only, many at once: the log and the commit rule under load. */
  writes: { ...proportions, ...nothing, burstPercent: 75, create: 15, delete: 5, setData: 70, multi: 10 },
  /** Sessions come and go and their nodes with them. */
  ephemeral: {
    ...proportions,
    ...nothing,
    create: 5,
    createEphemeral: 30,
    createEphemeralSequential: 15,
    deleteSequential: 8,
    delete: 10,
    exists: 8,
    getChildren: 12,
    sync: 4,
    closeSession: 8,
  },
  /** Reads with watches against writes on the same few nodes. */
  watches: {
    ...proportions,
    ...nothing,
    watchPercent: 90,
    create: 15,
    createEphemeral: 5,
    delete: 15,
    setData: 20,
    exists: 15,
    getData: 15,
    getChildren: 15,
  },
  /** What is asked for of a run of a few dozen operations: most of it can be done, and every kind is there. */
  fuzz: {
    ...proportions,
    paths: 5,
    preparedPaths: 3,
    watchPercent: 60,
    burstPercent: 50,
    wrongVersionPercent: 4,
    create: 10,
    createEphemeral: 6,
    createSequential: 9,
    createEphemeralSequential: 9,
    delete: 6,
    deleteSequential: 4,
    setData: 22,
    multi: 14,
    exists: 6,
    getData: 10,
    getChildren: 5,
    sync: 4,
    closeSession: 4,
    ...corners,
  },
  /** Containers are filled and emptied, and nodes with a time to live are kept alive or not. */
  containers: {
    ...proportions,
    ...nothing,
    burstPercent: 45,
    createContainer: 16,
    useContainer: 40,
    createTTL: 30,
    createEphemeral: 4,
    getChildren2: 8,
    exists: 6,
    multi: 6,
    closeSession: 2,
  },
  /** Everybody works in a corner of the tree that is given to one and another. */
  access: {
    ...proportions,
    ...nothing,
    paths: 3,
    burstPercent: 60,
    watchPercent: 50,
    createPrivate: 14,
    usePrivate: 45,
    setACL: 16,
    getACL: 8,
    auth: 6,
    whoAmI: 3,
    multi: 8,
  },
  /** A part of the tree with limits, always near them. */
  quotas: { ...proportions, ...nothing, burstPercent: 45, setQuota: 12, useQuota: 80, getData: 6, multi: 4 },
  /** Watches of every kind on a few nodes that change all the time. */
  storm: {
    ...proportions,
    ...nothing,
    paths: 4,
    watchPercent: 90,
    burstPercent: 55,
    create: 14,
    createEphemeral: 5,
    createSequential: 4,
    delete: 13,
    deleteSequential: 3,
    setData: 18,
    multi: 8,
    exists: 6,
    getData: 6,
    getChildren: 3,
    getChildren2: 3,
    addWatch: 12,
    removeWatches: 5,
    checkWatches: 4,
  },
  /** Transactions of several parts that get in each other's way. */
  multis: {
    ...proportions,
    ...nothing,
    paths: 3,
    preparedPaths: 3,
    burstPercent: 75,
    knownVersionPercent: 40,
    wrongVersionPercent: 15,
    multi: 70,
    create: 6,
    delete: 4,
    setData: 8,
    createSequential: 6,
    deleteSequential: 4,
    multiRead: 6,
  },
  /** Nobody asks for anything. */
  none: { ...proportions, ...nothing, ops: 0 },
};

/** A named workload with some of its options replaced; fails with a sentence on a name or an option nobody knows. */
export function workloadOptions(
  name: string,
  replace: Readonly<Record<string, number | string | boolean>>,
): WorkloadOptions {
  const base = Object.hasOwn(workloads, name) ? workloads[name] : undefined;
  if (base === undefined) {
    throw new BadField(['name'], `there is no workload "${name}"; known are ${Object.keys(workloads).join(', ')}`);
  }
  const options: Record<string, number> = { ...base };
  for (const [option, value] of Object.entries(replace)) {
    const path = ['options', option];
    if (!Object.hasOwn(options, option)) throw new BadField(path, `workload ${name} has no option "${option}"`);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
      throw new BadField(path, `option ${option} of workload ${name} is a whole number from 0, not ${String(value)}`);
    }
    options[option] = value;
  }
  const checked = options as unknown as WorkloadOptions;
  if (checked.paths < 1 || checked.paths > 8) throw new BadField(['options', 'paths'], 'a workload uses 1 to 8 paths');
  if (checked.ops > 0 && operationKinds.every((kind) => checked[kind] === 0)) {
    throw new RangeError(`workload ${name} gives no operation any weight`);
  }
  return checked;
}
