/** The configurations that `bench.ts` measures, each in a process of its own. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runCase, version } from '../../scenarios/index.ts';
import { encodeClientMessage, encodeServerMessage } from '../../protocol/wire/client-codec.ts';
import { bareLoop, coreLoop, drawLoop, engineLoop, relayWorld, type LoopResult } from '../kernel/bench-loops.ts';
import { newCase, type CaseOptions } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import { median } from '../search/quantile.ts';
import { decodeReplies, decodeRequests, encodeAll, replies, requests } from './codec-bench.ts';
import { packageRoot } from './package-root.ts';

/** Figures by what they count. */
export type Measured = Readonly<Record<string, number>>;

export interface Benchmark {
  readonly about: string;
  /** Measured with a nursery so large that nothing is collected while one seed runs; all others as a user has it. */
  readonly uncollected?: true;
  measure(): Measured;
}

const REPEATS = 5;

/** The best of several goes, in milliseconds; the first, unmeasured one warms up. */
function bestMs(action: () => void): number {
  action();
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < REPEATS; i++) {
    const begun = performance.now();
    action();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

function run(scenario: string, seed: number, options: CaseOptions = {}): RunResult {
  return runCase(newCase(version, scenario, String(seed), options)).result;
}

function perSecond(n: number, ms: number): number {
  return (1000 * n) / ms;
}

const nowMs = (): number => performance.now();

/** The best of several goes of a loop that times itself. */
function bestLoop(loop: () => LoopResult): number {
  loop();
  return Math.max(...Array.from({ length: REPEATS }, () => loop().eventsPerSecond));
}

const CORE_TURNS = 10_000_000;
const CORE_GOES = 40;
const BARE_EVENTS = 5_000_000;
const ENGINE_EVENTS = 2_000_000;
const ENSEMBLE: CaseOptions = { ops: 5000, durationMs: 120_000 };
const CODEC_RECORDS = 400_000;
/** The rate of a process rises until some 300 seeds have run. */
const CHAOS_WARM_UP = 400;
const CHAOS_SEEDS = 200;
const CHAOS_FIRST = 100;
const COLD_GOES = 9;
const MILLION: CaseOptions = { ops: 1_000_000, durationMs: 20_000_000 };

function coldSeconds(): number {
  const begun = performance.now();
  const bin = join(packageRoot(), 'sim', 'cli', 'bin.mjs');
  execFileSync(process.execPath, [bin, 'run', '--seed', '42'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return (performance.now() - begun) / 1000;
}

export const benchmarks: ReadonlyMap<string, Benchmark> = new Map<string, Benchmark>([
  [
    'core',
    {
      about: 'integer operations side by side, no memory: how much of its core the machine gives at the moment',
      measure: () => {
        const goes = Array.from({ length: CORE_GOES }, () => coreLoop(nowMs, CORE_TURNS).eventsPerSecond);
        return { 'operations/s, the middle': median(goes) ?? NaN, 'operations/s, the most': Math.max(...goes) };
      },
    },
  ],
  [
    'bare',
    {
      about: 'pop, no-op, push, 100 pending',
      measure: () => ({ 'events/s': bestLoop(() => bareLoop(nowMs, BARE_EVENTS)) }),
    },
  ],
  [
    'draws',
    {
      about: 'one addressed draw of a latency',
      measure: () => ({ 'draws/s': bestLoop(() => drawLoop(nowMs, BARE_EVENTS)) }),
    },
  ],
  [
    'engine',
    {
      about: 'the world with handlers that do next to nothing: network, disks, draws, fingerprint',
      measure: () => {
        const perS = bestLoop(() => engineLoop(nowMs, ENGINE_EVENTS));
        const world = relayWorld('1');
        while (world.events < ENGINE_EVENTS / 10) world.run(world.nowUs + 100_000);
        return { 'events/s': perS, 'events/s without hand-overs': perS * (1 - world.handOvers / world.events) };
      },
    },
  ],
  [
    'ensemble',
    {
      about: 'scenario steady at length: full servers and clients, no faults, all checks',
      measure: () => {
        const result = run('steady', 1, ENSEMBLE);
        for (let warmUp = 0; warmUp < 20; warmUp++) run('steady', 1, ENSEMBLE);
        const ms = bestMs(() => run('steady', 1, ENSEMBLE));
        return {
          'events/s': perSecond(result.events, ms),
          'events/s without hand-overs': perSecond(result.events - result.handOvers, ms),
          'events per commit': result.events / result.commits,
          'commits/s': perSecond(result.commits, ms),
        };
      },
    },
  ],
  [
    'codec',
    {
      about: 'small packets between client and server: setData, getData, exists, create and their replies',
      measure: () => {
        const times = CODEC_RECORDS / requests.length;
        const perS = (action: () => void): number => perSecond(CODEC_RECORDS, bestMs(action));
        return {
          'requests written/s': perS(() => encodeAll(requests, encodeClientMessage, times)),
          'requests read/s': perS(() => decodeRequests(times)),
          'replies written/s': perS(() => encodeAll(replies, encodeServerMessage, times)),
          'replies read/s': perS(() => decodeReplies(times)),
        };
      },
    },
  ],
  [
    'chaos',
    { about: `scenario chaos, ${CHAOS_SEEDS} seeds after ${CHAOS_WARM_UP} others, all checks`, measure: measureChaos },
  ],
  [
    'allocation',
    { about: 'scenario chaos, bytes allocated in a warm process', uncollected: true, measure: measureAllocation },
  ],
  [
    'cold',
    {
      about: '`sim run --seed 42`, a process each time, from its start to its end',
      measure: () => {
        const seconds = Array.from({ length: COLD_GOES }, coldSeconds);
        return { 'seconds, the middle of nine': median(seconds) ?? NaN, 'seconds, the least': Math.min(...seconds) };
      },
    },
  ],
  [
    'million',
    {
      about: 'scenario steady with 1,000,000 operations',
      measure: () => {
        const begun = performance.now();
        const result = run('steady', 1, MILLION);
        return {
          operations: result.operations.ok + result.operations.error + result.operations.unknown,
          seconds: (performance.now() - begun) / 1000,
          'MiB peak memory': process.resourceUsage().maxRSS / 1024,
        };
      },
    },
  ],
]);

function measureChaos(): Measured {
  const first = chaosSeeds(1, CHAOS_FIRST);
  chaosSeeds(CHAOS_FIRST + 1, CHAOS_WARM_UP);
  const { ms, events, handOvers, commits } = chaosSeeds(CHAOS_WARM_UP + 1, CHAOS_WARM_UP + CHAOS_SEEDS);
  return {
    'seeds/s': perSecond(CHAOS_SEEDS, ms),
    [`seeds/s, the first ${CHAOS_FIRST} of a process`]: perSecond(CHAOS_FIRST, first.ms),
    'events/s': perSecond(events, ms),
    'events/s without hand-overs': perSecond(events - handOvers, ms),
    'events per commit': events / commits,
    'events per seed': events / CHAOS_SEEDS,
  };
}

/** Seeds `from` to `to`, and what they came to together. */
function chaosSeeds(from: number, to: number): { ms: number; events: number; handOvers: number; commits: number } {
  let events = 0;
  let handOvers = 0;
  let commits = 0;
  const begun = performance.now();
  for (let seed = from; seed <= to; seed++) {
    const result = run('chaos', seed);
    events += result.events;
    handOvers += result.handOvers;
    commits += result.commits;
  }
  return { ms: performance.now() - begun, events, handOvers, commits };
}

/** On a heap that is large enough not to be collected while one seed runs. */
function measureAllocation(): Measured {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error('this configuration needs --expose-gc');
  for (let seed = 1; seed <= 60; seed++) run('chaos', seed);
  let bytes = 0;
  let events = 0;
  let seeds = 0;
  for (let seed = 61; seed <= 80; seed++) {
    collect();
    const before = process.memoryUsage().heapUsed;
    events += run('chaos', seed).events;
    bytes += process.memoryUsage().heapUsed - before;
    seeds++;
  }
  return { 'bytes per seed': bytes / seeds, 'bytes per event': bytes / events };
}
