/** A plainer ground: the run shorter, the configuration as its scenario says it, the weather calm, in round numbers. */
import type { Latency } from '../../sim/kernel/distribution.ts';
import { constantLatency } from '../../sim/kernel/distribution.ts';
import type { CaseWeather } from '../../sim/record/case.ts';
import type { Setting } from '../../sim/record/scenario-document.ts';
import { simplerNumbers } from '../../sim/shrink/round.ts';
import type { ShrinkSearch } from '../../sim/shrink/search.ts';
import { plainWeather } from './plain-weather.ts';
import {
  faultOf,
  replaced,
  stepOf,
  withFaults,
  withOperations,
  withOptions,
  withWeather,
  type WrittenCase,
} from './written-case.ts';

type Search = ShrinkSearch<WrittenCase>;

export function shorterRun(search: Search): void {
  const { durationMs } = search.best.options;
  search.tryEach(simplerNumbers(durationMs, 100).map((ms) => withOptions(search.best, { durationMs: ms })));
}

/** Everything sooner, by the same factor: what happens between keeps its order. */
export function soonerAll(search: Search): void {
  for (const percent of [50, 75, 90]) {
    while (!search.exhausted && search.try(scaled(search.best, percent)));
  }
}

function scaled(of: WrittenCase, percent: number): WrittenCase {
  const scale = (us: number): number => 1000 * Math.floor((us * percent) / 100_000);
  const faults = of.plan.faults.map((fault) => {
    const step = stepOf(fault);
    if (step.trigger.kind !== 'at') return fault;
    return faultOf({ ...step, trigger: { kind: 'at', atUs: scale(step.trigger.atUs) } });
  });
  const operations = of.plan.operations.map((operation) => ({ ...operation, atUs: scale(operation.atUs) }));
  const durationMs = Math.max(1, Math.floor((of.options.durationMs * percent) / 100));
  return withOptions(withOperations(withFaults(of, faults), operations), { durationMs });
}

/** `base`: what a field is worth nothing at. */
export function simplerConfig(base: Readonly<Record<string, Setting>>): (search: Search) => void {
  return (search) => {
    const { config } = search.best.options;
    search.try(withOptions(search.best, { config: { ...config, ...kept(base, config) } }));
    for (const name of Object.keys(config)) {
      const value = search.best.options.config[name];
      const usual = base[name];
      if (value === undefined || usual === undefined || value === usual) continue;
      const numbers = typeof value === 'number' ? simplerNumbers(value) : [];
      search.tryEach(
        [usual, ...numbers].map((setting) =>
          withOptions(search.best, { config: { ...search.best.options.config, [name]: setting } }),
        ),
      );
    }
  };
}

function kept(
  base: Readonly<Record<string, Setting>>,
  config: Readonly<Record<string, Setting>>,
): Record<string, Setting> {
  const same: Record<string, Setting> = {};
  for (const name of Object.keys(config)) if (base[name] !== undefined) same[name] = base[name];
  return same;
}

export function simplerWeather(search: Search): void {
  const { stageDelays, lossPpm } = search.best.options.weather;
  search.tryEach([
    withOptions(search.best, { weather: plainWeather }),
    withWeather(search.best, { stageDelays: [], lossPpm: 0 }),
    ...stageDelays.map((_, gone) =>
      withWeather(search.best, { stageDelays: stageDelays.filter((_d, at) => at !== gone) }),
    ),
  ]);
  for (const what of ['latency', 'syncLatency'] as const) {
    const latencies = [plainWeather[what], ...simplerLatencies(search.best.options.weather[what])];
    search.tryEach(latencies.map((each) => withWeather(search.best, { [what]: each })));
  }
  search.tryEach(simplerNumbers(lossPpm).map((each) => withWeather(search.best, { lossPpm: each })));
  search.simplifyEach(
    (best) => best.options.weather.stageDelays.length,
    (best, index) => stageCandidates(best, index),
  );
}

function stageCandidates(best: WrittenCase, index: number): WrittenCase[] {
  const { stageDelays } = best.options.weather;
  const delay = stageDelays[index];
  if (delay === undefined) return [];
  const changed: CaseWeather['stageDelays'][number][] = simplerLatencies(delay.latency).map((latency) => ({
    ...delay,
    latency,
  }));
  if (delay.process !== null) changed.push({ ...delay, process: null });
  const without = withWeather(best, { stageDelays: stageDelays.filter((_, at) => at !== index) });
  return [without, ...changed.map((each) => withWeather(best, { stageDelays: replaced(stageDelays, index, each) }))];
}

/** Finer than this no latency is worth telling from another. */
const GRAIN_US = 100;

/** Constant ones in round numbers; where the seed is quiet only the least counts anyway. */
function simplerLatencies({ shape, minUs, spreadUs, maxUs }: Latency): Latency[] {
  const constants = [minUs, minUs + spreadUs].flatMap((us) => [...simplerNumbers(us, GRAIN_US, GRAIN_US), us]);
  const simpler = constants.map(constantLatency);
  if (shape === 'constant') return simpler;
  for (const spread of simplerNumbers(spreadUs, 0, GRAIN_US)) simpler.push({ shape, minUs, spreadUs: spread, maxUs });
  return simpler;
}
