/** The scenarios that come with zabsim, by name. */
import type { Scenario } from '../scenario.ts';
import { calm } from './calm.ts';
import { canary } from './canary.ts';
import { chaos } from './chaos.ts';
import { clockSkew } from './clock-skew.ts';
import { counterRollover } from './counter-rollover.ts';
import { dirtyFollower } from './dirty-follower.ts';
import { fuzz } from './fuzz.ts';
import { laggingFollower } from './lagging-follower.ts';
import { leaderCrash } from './leader-crash.ts';
import { leaderIsolated } from './leader-isolated.ts';
import { observerJoin } from './observer-join.ts';
import { oneWay } from './one-way.ts';
import { partitionHalves } from './partition-halves.ts';
import { play } from './play.ts';
import { powerLoss } from './power-loss.ts';
import { rollingRestart } from './rolling-restart.ts';
import { sessionExpiry } from './session-expiry.ts';
import { slowDisk } from './slow-disk.ts';
import { splitVote } from './split-vote.ts';
import { steady } from './steady.ts';
import { ttlContainers } from './ttl-containers.ts';
import { acl } from './acl.ts';
import { quota } from './quota.ts';
import { pbNaive } from '../teaching/pb-naive.ts';
import { watchStorm } from './watch-storm.ts';
import { multiRace } from './multi-race.ts';
import { sessionMoves } from './session-moves.ts';

const all: readonly Scenario[] = [
  chaos,
  fuzz,
  steady,
  calm,
  leaderCrash,
  leaderIsolated,
  splitVote,
  partitionHalves,
  oneWay,
  rollingRestart,
  slowDisk,
  powerLoss,
  laggingFollower,
  dirtyFollower,
  observerJoin,
  sessionExpiry,
  clockSkew,
  counterRollover,
  ttlContainers,
  acl,
  quota,
  watchStorm,
  multiRace,
  sessionMoves,
  canary,
  pbNaive,
];

export const catalogue: ReadonlyMap<string, Scenario> = new Map(all.map((scenario) => [scenario.name, scenario]));

/** Scenarios that cases may name and no campaign runs. */
export const grounds: ReadonlyMap<string, Scenario> = new Map([[play.name, play]]);
