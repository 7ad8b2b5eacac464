/**
 * What each seed draws of the ground it runs on, beside faults: how slow and how lossy the network is, how slow the
 * disks are, and whether the threads of a server run in step. Quietly everything is as the defaults say.
 */
import type { Draws } from '../sim/kernel/addresses.ts';
import type { Latency } from '../sim/kernel/distribution.ts';
import { defaultDisk, type DiskOptions } from '../sim/disk/options.ts';
import { defaultNetwork, type NetworkOptions } from '../sim/network/options.ts';

export interface Weather {
  readonly network: Pick<NetworkOptions, 'latency' | 'lossPpm'>;
  readonly disk: Pick<DiskOptions, 'syncLatency'>;
  readonly stageDelay: Latency | null;
}

export const calmWeather: Weather = {
  network: { latency: defaultNetwork.latency, lossPpm: defaultNetwork.lossPpm },
  disk: { syncLatency: defaultDisk.syncLatency },
  stageDelay: null,
};

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
    stageDelay: threads ? { shape: 'exponential', minUs: 0, spreadUs: stageUs, maxUs: 20 * stageUs } : null,
  };
}

/** As a result shows it. */
export function showWeather(weather: Weather): Record<string, string | number> {
  const { latency, lossPpm } = weather.network;
  return {
    latency: `${latency.shape} ${latency.minUs}+${latency.spreadUs}us`,
    lossPpm,
    syncUs: weather.disk.syncLatency.minUs + weather.disk.syncLatency.spreadUs,
    stageDelayUs: weather.stageDelay?.spreadUs ?? 0,
  };
}
