/**
 * A case that no longer asks its scenario or its seed what to be: sizes, configuration, weather, operations and faults
 * are written out. What the scenario draws may change with every release; a case to be kept must not change with it.
 */
import type { Case } from '../sim/record/case.ts';
import type { Setting } from '../sim/record/scenario-document.ts';
import { drawPlan } from './plan.ts';
import { prepareCase, Simulation, type RunHost } from './simulation.ts';
import { fastClientTimes, fastConfig, type Settings } from './settings.ts';
import { weatherToGive } from './weather.ts';

/** The same run, to the last digit of its fingerprint. */
export function explicitCase(of: Case, host: Pick<RunHost, 'registry'> = {}): Case {
  const prepared = prepareCase(of, host.registry);
  const { settings, scenario } = prepared;
  const { weather } = new Simulation(of, prepared, []);
  return {
    ...of,
    options: {
      ...of.options,
      voters: settings.voters,
      observers: settings.observers,
      clients: settings.clients,
      durationMs: Math.floor(settings.durationUs / 1000),
      config: changedConfig(settings, { ...scenario.config, ...scenario.clientConfig, ...of.options.config }),
      weather: weatherToGive(weather),
    },
    plan: drawPlan(of, host),
  };
}

/** What differs from the defaults of every scenario, or what somebody said. */
function changedConfig(
  { config, clientTimes }: Settings,
  said: Readonly<Record<string, Setting>>,
): Record<string, Setting> {
  const changed: Record<string, Setting> = {};
  const usual: Readonly<Record<string, unknown>> = { ...fastConfig, ...fastClientTimes };
  for (const [name, value] of Object.entries({ ...config, ...clientTimes })) {
    if (value !== usual[name] || Object.hasOwn(said, name)) changed[name] = value;
  }
  return changed;
}
