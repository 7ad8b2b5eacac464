/** The weather there is nothing to say about: what a quiet seed makes of the defaults of network and disks. */
import { constantLatency } from '../../sim/kernel/distribution.ts';
import type { CaseWeather } from '../../sim/record/case.ts';
import { calmWeather } from '../weather.ts';

export const plainWeather: CaseWeather = {
  latency: constantLatency(calmWeather.network.latency.minUs),
  lossPpm: 0,
  syncLatency: constantLatency(calmWeather.disk.syncLatency.minUs),
  stageDelays: [],
};
