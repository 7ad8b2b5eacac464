/**
 * What each seed draws of the ground it runs on, beside faults: how slow and how lossy the network is, how slow the
 * disks are, and whether the threads of a server run in step. Quietly everything is as the defaults say.
 */
import type { Draws } from '../sim/kernel/addresses.ts';
import type { Latency } from '../sim/kernel/distribution.ts';
import type { StageDelay } from '../sim/kernel/stage-delays.ts';
import { defaultDisk, type DiskOptions } from '../sim/disk/options.ts';
import { drawNumber, drawOdds, type NumberOdds, type Odds } from '../sim/fault/odds.ts';
import type { CaseWeather } from '../sim/record/case.ts';
import { defaultNetwork, type NetworkOptions } from '../sim/network/options.ts';
import type { Scenario } from './scenario.ts';

export interface Weather {
  readonly network: Pick<NetworkOptions, 'latency' | 'lossPpm'>;
  readonly disk: Pick<DiskOptions, 'syncLatency'>;
  readonly stageDelays: readonly StageDelay[];
}

/** As a case gives it. */
export function givenWeather({ latency, lossPpm, syncLatency, stageDelays }: CaseWeather): Weather {
  return { network: { latency, lossPpm }, disk: { syncLatency }, stageDelays };
}

/** As a case would give it. */
export function weatherToGive({ network, disk, stageDelays }: Weather): CaseWeather {
  return { latency: network.latency, lossPpm: network.lossPpm, syncLatency: disk.syncLatency, stageDelays };
}

export const calmWeather: Weather = {
  network: { latency: defaultNetwork.latency, lossPpm: defaultNetwork.lossPpm },
  disk: { syncLatency: defaultDisk.syncLatency },
  stageDelays: [],
};

/**
 * All servers on one machine, as a developer has them: loopback between them, and a solid-state disk. On a virtual machine
 * with two cores, 100 bytes go there and back over loopback in 16 µs at least, and `fdatasync` takes 86 at least, 190
 * in the middle.
 */
export const localWeather: Weather = {
  network: { latency: { shape: 'exponential', minUs: 10, spreadUs: 20, maxUs: 5_000 }, lossPpm: 0 },
  disk: { syncLatency: { shape: 'exponential', minUs: 90, spreadUs: 120, maxUs: 20_000 } },
  stageDelays: [],
};

/** What a scenario says, or its profile. `servers`: whose stages may be slow. */
export function weatherOf(
  { profile, weather = 'calm' }: Pick<Scenario, 'profile' | 'weather'>,
  draws: Draws,
  servers: readonly string[],
): Weather {
  if (profile !== undefined) return drawWeatherBy(profile.weather, draws, servers);
  switch (weather) {
    case 'calm':
      return calmWeather;
    case 'local':
      return localWeather;
    case 'drawn':
      return drawWeather(draws);
  }
}

export function drawWeather(draws: Draws): Weather {
  if (draws.quiet) return calmWeather;
  const shape = draws.pick('weather/latency', ['uniform', 'exponential', 'pareto'] as const);
  const minUs = draws.between('weather/least', 100, 2000);
  const latency: Latency = { shape, minUs, spreadUs: draws.between('weather/spread', 100, 4000), maxUs: 50_000 };
  const lossy = draws.chance('weather/lossy', 250_000);
  const slowDisk = draws.between('weather/disk', 200, 6000);
  const threads = draws.chance('weather/threads', 400_000);
  const stageUs = draws.between('weather/stage', 10, 3000);
  return {
    network: { latency, lossPpm: lossy ? draws.between('weather/loss', 500, 20_000) : 0 },
    disk: { syncLatency: { shape: 'exponential', minUs: 200, spreadUs: slowDisk, maxUs: 20 * slowDisk } },
    stageDelays: threads ? [outOfStep(null, '', stageUs)] : [],
  };
}

/** Weather by odds that a profile gives. */
export interface WeatherOdds {
  readonly latency: Odds<'uniform' | 'exponential' | 'pareto'>;
  readonly latencyLeastUs: NumberOdds;
  readonly latencySpreadUs: NumberOdds;
  readonly lossPpm: NumberOdds;
  /** Mean time of a sync above the least. */
  readonly syncUs: NumberOdds;
  /** Mean delay of every hand-over between stages, 0: all run in step. */
  readonly stageUs: NumberOdds;
  /** How many stages are slow on top of that: a stage by what its name begins with, of one server or of all. */
  readonly slowStages: NumberOdds;
  readonly slowStage: Odds<string>;
  readonly slowStageOf: Odds<'one' | 'all'>;
  readonly slowStageUs: NumberOdds;
}

/** Latencies of profiles stay below the time in which a silent server is given up. */
const LATENCY_US_MAX = 30_000;

/** Their names, to read a profile by: a number, any text, or one of these. */
export const weatherFields: Readonly<Record<keyof WeatherOdds, 'number' | 'text' | readonly string[]>> = {
  latency: ['uniform', 'exponential', 'pareto'],
  latencyLeastUs: 'number',
  latencySpreadUs: 'number',
  lossPpm: 'number',
  syncUs: 'number',
  stageUs: 'number',
  slowStages: 'number',
  slowStage: 'text',
  slowStageOf: ['one', 'all'],
  slowStageUs: 'number',
};

/** `servers`: whose stages may be slow. */
export function drawWeatherBy(odds: WeatherOdds, draws: Draws, servers: readonly string[]): Weather {
  if (draws.quiet) return calmWeather;
  const syncUs = drawNumber(draws, 'weather/syncUs', odds.syncUs);
  const stageUs = drawNumber(draws, 'weather/stageUs', odds.stageUs);
  const stageDelays: StageDelay[] = stageUs === 0 ? [] : [outOfStep(null, '', stageUs)];
  const slow = drawNumber(draws, 'weather/slowStages', odds.slowStages);
  for (let i = 1; i <= slow; i++) {
    const of = drawOdds(draws, `weather/slow${i}/of`, odds.slowStageOf);
    const server = draws.pick(`weather/slow${i}/server`, servers);
    const stage = drawOdds(draws, `weather/slow${i}/stage`, odds.slowStage);
    stageDelays.push(
      outOfStep(of === 'all' ? null : server, stage, drawNumber(draws, `weather/slow${i}/us`, odds.slowStageUs)),
    );
  }
  return {
    network: {
      latency: {
        shape: drawOdds(draws, 'weather/latency', odds.latency),
        minUs: drawNumber(draws, 'weather/latencyLeastUs', odds.latencyLeastUs),
        spreadUs: drawNumber(draws, 'weather/latencySpreadUs', odds.latencySpreadUs),
        maxUs: LATENCY_US_MAX,
      },
      lossPpm: drawNumber(draws, 'weather/lossPpm', odds.lossPpm),
    },
    disk: { syncLatency: { shape: 'exponential', minUs: 50, spreadUs: syncUs, maxUs: 8 * syncUs } },
    stageDelays,
  };
}

function outOfStep(process: string | null, stage: string, meanUs: number): StageDelay {
  return { process, stage, latency: { shape: 'exponential', minUs: 0, spreadUs: meanUs, maxUs: 20 * meanUs } };
}

/** As a result shows it. */
export function showWeather(weather: Weather): Record<string, string | number> {
  const { latency, lossPpm } = weather.network;
  const every = weather.stageDelays.find((each) => each.stage === '');
  const slow = weather.stageDelays
    .filter((each) => each.stage !== '')
    .map((each) => `${each.process ?? 'all'}/${each.stage} ${each.latency.spreadUs}us`);
  return {
    latency: `${latency.shape} ${latency.minUs}+${latency.spreadUs}us`,
    lossPpm,
    syncUs: weather.disk.syncLatency.minUs + weather.disk.syncLatency.spreadUs,
    stageDelayUs: every?.latency.spreadUs ?? 0,
    ...(slow.length === 0 ? {} : { slowStages: slow.join(', ') }),
  };
}
