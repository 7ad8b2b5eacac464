/**
 * What each seed of a scenario draws beside its operations: sizes, configuration, weather, faults. Plain data with
 * its odds, from which everything is drawn and which is printed as it stands. Each draw has an address
 * (`profile/voters`, `weather/syncUs`), the options of a case win over what is drawn, and a quiet seed draws
 * nothing: it runs the scenario as it is written.
 */
import type { Draws } from '../sim/kernel/addresses.ts';
import { showMix, type FaultMix } from '../sim/fault/mix.ts';
import { drawValue, largestOf, showOdds, type Odds, type Range } from '../sim/fault/odds.ts';
import type { CaseOptions } from '../sim/record/case.ts';
import type { Setting } from '../sim/record/scenario-document.ts';
import type { Settings } from './settings.ts';
import type { WeatherOdds } from './weather.ts';

export interface Profile {
  /**
   * `voters`, `observers`, `clients`, `ops`, `durationMs`, `workload` by its name; fields of the configuration of servers and
   * clients by their names; options of whatever workload it is as `workload.paths`.
   */
  readonly settings: Readonly<Record<string, Odds<Setting | Range>>>;
  readonly weather: WeatherOdds;
  readonly faults: FaultMix;
}

export interface DrawnSettings {
  readonly voters?: number;
  readonly observers?: number;
  readonly clients?: number;
  readonly ops?: number;
  readonly durationMs?: number;
  readonly workload?: string;
  readonly config: Readonly<Record<string, Setting>>;
  readonly workloadOptions: Readonly<Record<string, Setting>>;
}

/** Settings of the run. */
export const ofTheRun: readonly string[] = ['voters', 'observers', 'clients', 'ops', 'durationMs', 'workload'];
/** What names of options of the workload begin with. */
export const WORKLOAD = 'workload.';

/** Draws from the seed; quietly nothing. */
export function drawSettings(profile: Profile, draws: Draws): DrawnSettings {
  const drawn: Record<string, Setting> = {};
  const config: Record<string, Setting> = {};
  const workloadOptions: Record<string, Setting> = {};
  if (draws.quiet) return { config, workloadOptions };
  for (const [name, odds] of Object.entries(profile.settings)) {
    const value = drawValue<Setting>(draws, `profile/${name}`, odds);
    if (name.startsWith(WORKLOAD)) workloadOptions[name.slice(WORKLOAD.length)] = value;
    else if (ofTheRun.includes(name)) drawn[name] = value;
    else config[name] = value;
  }
  return { ...drawn, config, workloadOptions };
}

type Sizes = Pick<Settings, 'voters' | 'observers' | 'clients'>;

/** How many there may be of each in any seed; `drawn`: in one of them. */
export function largestSizes(profile: Profile, drawn: Sizes, options: CaseOptions): Sizes {
  const largest = (name: keyof Sizes): number => {
    const odds = profile.settings[name];
    return odds === undefined || options[name] !== undefined ? drawn[name] : largestOf(odds);
  };
  return { voters: largest('voters'), observers: largest('observers'), clients: largest('clients') };
}

/** Everything that is drawn, with its odds, one line each. */
export function showProfile(profile: Profile): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const [name, odds] of Object.entries(profile.settings)) lines[name] = showOdds(odds);
  for (const [name, odds] of Object.entries(profile.weather)) lines[`weather.${name}`] = showOdds(odds);
  for (const [name, text] of Object.entries(showMix(profile.faults))) lines[`faults.${name}`] = text;
  return lines;
}
