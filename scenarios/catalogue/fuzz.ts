import { between, type Odds } from '../../sim/fault/odds.ts';
import type { FaultMix } from '../../sim/fault/mix.ts';
import { Mark } from '../mark-names.ts';
import type { Profile } from '../profile.ts';
import { defineScenario } from '../scenario.ts';

/**
 * Moments of the protocol between which its promises are half kept. Counts are small: the first of each kind belong
 * to the first election, the later ones to what faults have brought about.
 */
const triggers: Odds<string> = [
  ['at {at}', 24],
  ['when any looks x{4..12}', 4],
  ['when any elects x{1..9}', 5],
  ['when any tries x{1..4}', 10],
  ['when any tries x{1..3} +{1..30}ms', 16],
  ['when any accepts x{1..7}', 12],
  ['when any enters x{1..9}', 6],
  ['when leader leads', 3],
  ['when any joins x{1..8}', 6],
  ['when any joins x{1..8} +{1..20}ms', 6],
  ['when any serves x{1..8}', 5],
  ['when any plans x{1..8}', 4],
  ['when any plans SNAP', 4],
  ['when any plans TRUNC', 3],
  ['when any plans DIFF x{1..8} +{0..10}ms', 4],
  ['when any teaches x{1..5} +{0..6}ms', 15],
  ['when any learns x{2..7} +{0..3}ms', 17],
  ['when any arms x{1..5} +{0..20}ms', 9],
  ['when any installs', 3],
  ['when any truncates', 3],
  ['when any snapshots x{1..4}', 3],
  ['when any logs x{1..40}', 7],
  ['when leader logs x{1..20}', 6],
  ['when leader syncs x{1..15}', 5],
  ['when leader proposes x{1..15}', 5],
  ['when leader commits x{1..15}', 6],
  ['when any acks x{1..30}', 4],
  ['before write {1..10} of log on {server}', 6],
  ['after write {1..10} of log on {server}', 4],
  ['before write {1..5} of currentEpoch on {server}', 5],
  ['after write {1..5} of currentEpoch on {server}', 5],
  ['before write {1..5} of acceptedEpoch on {server}', 4],
  ['after write {1..5} of acceptedEpoch on {server}', 4],
  ['before write {1..4} of snapshot on {server}', 3],
  ['after write {1..4} of snapshot on {server}', 3],
];

const faults: FaultMix = {
  count: [
    [0, 22],
    [{ from: 1, to: 4 }, 24],
    [{ from: 5, to: 8 }, 30],
    [{ from: 9, to: 14 }, 24],
  ],
  triggers,
  actions: [
    ['crash {who}', 46],
    ['isolate {who}', 12],
    ['partition {who},observers | servers', 24],
    ['partition {who} | {server}', 6],
    ['partition {server} > {server}', 3],
    ['reset {who} | {server}', 4],
    ['reset {who}', 22],
    ['clog {server} | {server}', 3],
    ['latency {who} +{2..60}ms', 4],
    ['pause {who}', 6],
    ['slow disk {who} {200..1000}%', 4],
    ['stuck disk {who}', 4],
    ['disk error {who} append', 3],
    ['disk error {who} sync', 2],
    ['pause {client}', 3],
    ['reset {client}', 8],
    ['partition {client} | servers', 11],
    ['partition {client} | {server}', 4],
  ],
  targets: [
    ['it', 36],
    ['leader', 26],
    ['a follower', 22],
    ['a server', 8],
    ['leader,a follower', 5],
    ['it,leader', 5],
    ['servers', 6],
  ],
  lengths: [
    ['for {20..150}ms', 18],
    ['for {150..500}ms', 30],
    ['for {500..1400}ms', 28],
    ['', 24],
  ],
  healPercent: [
    [0, 25],
    [{ from: 50, to: 85 }, 75],
  ],
  closing: [
    ['', 34],
    ['crash servers for {10..60}ms', 46],
    ['crash {server} for {10..60}ms', 20],
  ],
};

const profile: Profile = {
  settings: {
    voters: [
      [3, 76],
      [4, 8],
      [5, 16],
    ],
    observers: [
      [0, 68],
      [1, 4],
      [2, 28],
    ],
    clients: [
      [1, 18],
      [2, 44],
      [3, 38],
    ],
    ops: between(12, 40),
    durationMs: between(1700, 4600),
    tickTimeMs: between(120, 240),
    minNotificationIntervalMs: between(10, 60),
    observerElectionDelayMs: between(1, 50),
    commitLogCount: [
      [{ from: 1, to: 3 }, 25],
      [{ from: 4, to: 8 }, 45],
      [{ from: 20, to: 50 }, 30],
    ],
    snapCount: between(2, 9),
    snapshotStepNodes: between(1, 4),
    snapRetainCount: between(1, 3),
    snapshotSizePercent: [
      [-1, 30],
      [33, 20],
      [200, 20],
      [1000, 30],
    ],
    counterBits: [
      [32, 88],
      [5, 12],
    ],
    sessionTimeoutMs: [
      [{ from: 300, to: 900 }, 45],
      [{ from: 900, to: 2500 }, 55],
    ],
    sendsBehindClose: [
      [false, 65],
      [true, 35],
    ],
    containerCheckIntervalMs: between(60, 400),
    enforceQuota: [
      [false, 40],
      [true, 60],
    ],
    reconnectDelayMs: between(10, 100),
    reconnectDelayMaxMs: between(100, 200),
    workload: [
      ['fuzz', 80],
      ['access', 4],
      ['containers', 4],
      ['multis', 4],
      ['quotas', 4],
      ['storm', 4],
    ],
    'workload.paths': between(2, 7),
    'workload.preparedPaths': between(1, 3),
    'workload.burstPercent': [
      [10, 30],
      [50, 40],
      [85, 30],
    ],
    'workload.watchPercent': [
      [20, 30],
      [60, 40],
      [95, 30],
    ],
    'workload.exists': [
      [5, 60],
      [30, 40],
    ],
    'workload.delete': [
      [5, 70],
      [20, 30],
    ],
    'workload.multi': [
      [5, 30],
      [15, 40],
      [50, 30],
    ],
    'workload.closeSession': [
      [0, 30],
      [3, 50],
      [15, 20],
    ],
    'workload.createEphemeralSequential': [
      [6, 70],
      [25, 30],
    ],
  },
  weather: {
    latency: [
      ['uniform', 1],
      ['exponential', 1],
      ['pareto', 1],
    ],
    latencyLeastUs: [
      [{ from: 50, to: 300 }, 50],
      [{ from: 300, to: 1500 }, 50],
    ],
    latencySpreadUs: [
      [{ from: 50, to: 500 }, 50],
      [{ from: 500, to: 4000 }, 50],
    ],
    lossPpm: [
      [0, 90],
      [{ from: 500, to: 10_000 }, 10],
    ],
    syncUs: [
      [{ from: 50, to: 500 }, 35],
      [{ from: 500, to: 3000 }, 35],
      [{ from: 3000, to: 12_000 }, 30],
    ],
    stageUs: [
      [0, 50],
      [{ from: 5, to: 500 }, 20],
      [{ from: 500, to: 5000 }, 30],
    ],
    slowStages: [
      [0, 40],
      [1, 30],
      [2, 20],
      [3, 10],
    ],
    slowStage: [
      ['log', 20],
      ['commit', 28],
      ['prep', 15],
      ['snapshot', 15],
      ['copy', 10],
      ['send', 30],
    ],
    slowStageOf: [
      ['one', 60],
      ['all', 40],
    ],
    slowStageUs: [
      [{ from: 50, to: 2000 }, 50],
      [{ from: 2000, to: 12_000 }, 50],
    ],
  },
  faults,
};

/**
 * The profile every search for bugs begins with. Nothing in it is about one bug. One seed in five keeps to one corner of what
 * clients can ask for: of forty operations drawn from all of them, hardly two are about the same quota.
 */
export const fuzz = defineScenario({
  name: 'fuzz',
  story:
    'Small ensembles, few operations and few faults, each seed with a size, a configuration, a weather and a mix of ' +
    'faults of its own; about one seed in five has no fault, and only messages and threads overtake each other.',
  ensemble: { voters: 3 },
  clients: 2,
  workload: { name: 'fuzz', ops: 20, options: { afterOps: 2 } },
  config: {
    tickTimeMs: 150,
    initLimit: 3,
    syncLimit: 2,
    finalizeWaitMs: 30,
    minNotificationIntervalMs: 60,
    maxNotificationIntervalMs: 500,
    cnxTimeoutMs: 300,
    observerElectionDelayMs: 50,
    snapCount: 6,
    commitLogCount: 4,
  },
  clientConfig: { sessionTimeoutMs: 800, requestTimeoutMs: 1500, reconnectDelayMs: 20, reconnectDelayMaxMs: 100 },
  network: { connectTimeoutUs: 300_000, giveUpUs: 800_000 },
  profile,
  faults: 'none',
  duration: '3s',
  sometimes: [
    Mark.TRUNC_THEN_DIFF,
    Mark.SNAP_INTERRUPTED,
    Mark.DIFF_FROM_DISK,
    Mark.SOFT_RESTART_WITH_QUEUE,
    Mark.MINORITY_COMMITTED,
    Mark.MINORITY_TRUNCATED,
    Mark.COMMIT_BEFORE_UPTODATE,
    Mark.EMPTY_EPOCH,
    Mark.EPOCH_EXHAUSTED,
    Mark.TORN_TAIL,
    Mark.SLOT_OVERWRITTEN,
    Mark.SESSION_MOVED,
    Mark.SESSION_EXPIRED,
    Mark.SERVED_BY_OBSERVER,
    Mark.WATCH_CAUGHT_UP,
    Mark.GROUP_SYNC,
    Mark.LEADER_COMMITS_UNSYNCED,
    Mark.HALF_OPEN,
  ],
});
