/**
 * Constant weathers in which a failure may stay when nothing is drawn any more: one number takes the place of many
 * drawn ones. First what the case itself has, at its least and on average, then round numbers in which the network, the
 * disks or one stage of the servers are much slower than the rest.
 */
import { constantLatency, type Latency } from '../../sim/kernel/distribution.ts';
import type { CaseWeather } from '../../sim/record/case.ts';
import { plainWeather } from './plain-weather.ts';

/** What the case has, without its draws. */
export function averageWeathers({ latency, syncLatency, stageDelays }: CaseWeather): CaseWeather[] {
  const delayed = stageDelays.map((delay) => ({ ...delay, latency: onAverage(delay.latency, 1) }));
  const slower = stageDelays.map((delay) => ({ ...delay, latency: onAverage(delay.latency, 3) }));
  const some = delayed.filter((delay) => delay.stage !== '');
  const all: CaseWeather[] = [];
  for (const stages of stageDelays.length === 0 ? [[]] : [[], delayed, some, slower]) {
    for (const message of [constantLatency(latency.minUs), onAverage(latency, 1)]) {
      for (const sync of [constantLatency(syncLatency.minUs), onAverage(syncLatency, 1), onAverage(syncLatency, 4)]) {
        all.push({ latency: message, syncLatency: sync, stageDelays: stages, lossPpm: 0 });
      }
    }
  }
  return all;
}

function onAverage({ shape, minUs, spreadUs }: Latency, times: number): Latency {
  if (shape === 'constant') return constantLatency(minUs);
  return constantLatency(minUs + times * (shape === 'uniform' ? Math.floor(spreadUs / 2) : spreadUs));
}

const MESSAGES_US: readonly number[] = [200, 1000, 5000];
const SYNCS_US: readonly number[] = [300, 2000, 10_000];
/** Stages by what their names begin with; the empty one is all of them. */
const STAGES: readonly string[] = ['', 'log', 'commit', 'prep', 'send', 'snapshot', 'copy'];
/** In larger ensembles no server is slow alone. */
const SERVERS_MOST = 4;
const STAGES_US: readonly number[] = [2000, 10_000];

/** `servers`: whose stages may be slow while those of the others are not. */
export function roundWeathers(servers: readonly string[]): CaseWeather[] {
  const all: CaseWeather[] = [];
  for (const message of MESSAGES_US) {
    for (const sync of SYNCS_US) {
      all.push({ ...plainWeather, latency: constantLatency(message), syncLatency: constantLatency(sync) });
    }
  }
  for (const us of STAGES_US) {
    for (const stage of STAGES) {
      for (const process of stage === '' || servers.length > SERVERS_MOST ? [null] : [null, ...servers]) {
        all.push({ ...plainWeather, stageDelays: [{ process, stage, latency: constantLatency(us) }] });
      }
    }
  }
  return all;
}
