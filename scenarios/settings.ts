/**
 * What a scenario and the options of a case come to: every number a run is built from, before anything is drawn.
 * Options win over the scenario, the scenario over the defaults here.
 */
import type { ClientConfig } from '../protocol/client/client-config.ts';
import { defaultConfig, type ServerConfig } from '../protocol/config.ts';
import type { NetworkOptions } from '../sim/network/options.ts';
import type { FaultMix } from '../sim/fault/mix.ts';
import { isRange } from '../sim/fault/odds.ts';
import type { Draws } from '../sim/kernel/addresses.ts';
import type { CaseOptions } from '../sim/record/case.ts';
import { parseDurationUs } from '../sim/record/duration.ts';
import type { FieldPath } from '../sim/record/input-error.ts';
import { didYouMean, plainly } from '../sim/record/nearest.ts';
import type { Setting } from '../sim/record/scenario-document.ts';
import { BadField, readingField } from './bad-field.ts';
import { unfitSetting } from './setting-bounds.ts';
import { drawSettings, ofTheRun, WORKLOAD, type DrawnSettings } from './profile.ts';
import type { Scenario } from './scenario.ts';
import { SUPER_DIGEST } from './workloads/identities.ts';
import { workloadOptions, type WorkloadOptions } from './workloads/mix.ts';

/** Of a server, but for who it is. */
export type SharedConfig = Omit<ServerConfig, 'sid' | 'members'>;

/** Of a client, but for who it is and whom it may ask. */
export type ClientTimes = Omit<ClientConfig, 'name' | 'servers'>;

export interface Settings {
  readonly voters: number;
  readonly observers: number;
  readonly clients: number;
  readonly durationUs: number;
  readonly workload: string;
  readonly workloadOptions: WorkloadOptions;
  /** A mix by name or by itself, a comma-separated list of kinds, or lines of the vocabulary. */
  readonly faults: string | readonly string[] | FaultMix;
  readonly until: string | null;
  readonly config: SharedConfig;
  readonly clientTimes: ClientTimes;
}

/** A server as ZooKeeper ships it, tickTime as in zoo_sample.cfg. */
export const sampleConfig: SharedConfig = withoutIdentity(defaultConfig(1, []));

/**
 * Ten times faster than zoo_sample.cfg, with small logs and snapshots: a run of seconds sees elections, each kind of
 * synchronisation and many snapshots.
 */
export const fastConfig: SharedConfig = {
  ...sampleConfig,
  tickTimeMs: 200,
  initLimit: 10,
  syncLimit: 5,
  maxNotificationIntervalMs: 2000,
  cnxTimeoutMs: 1000,
  snapCount: 40,
  commitLogCount: 16,
  snapshotSizePercent: 100,
  snapshotStepNodes: 4,
  extendedTypesEnabled: true,
  containerCheckIntervalMs: 1500,
  superDigest: SUPER_DIGEST,
};

export const fastClientTimes: ClientTimes = {
  sessionTimeoutMs: 2000,
  requestTimeoutMs: 5000,
  reconnectDelayMs: 100,
  reconnectDelayMaxMs: 800,
  sendsBehindClose: false,
};

/** Connections are refused and given up as much faster. */
export const fastNetwork: Pick<NetworkOptions, 'connectTimeoutUs' | 'giveUpUs'> = {
  connectTimeoutUs: 1_000_000,
  giveUpUs: 3_000_000,
};

const DURATION_US = 30_000_000;

const NOT_STANDALONE = 'configuration field standalone is false in a scenario: its servers are an ensemble';

const nothingDrawn: DrawnSettings = { config: {}, workloadOptions: {} };

/**
 * Fails with a sentence when an option is unknown or out of range: bad input, not a finding. `draws`: from which the
 * scenario's profile is drawn, if it has one; null: the scenario as it is written.
 */
export function resolveSettings(scenario: Scenario, options: CaseOptions, draws: Draws | null = null): Settings {
  const profile = draws === null || draws.quiet ? undefined : scenario.profile;
  const drawn = profile === undefined || draws === null ? nothingDrawn : drawSettings(profile, draws);
  const config: Record<string, Setting> = { ...fastConfig };
  const clientTimes: Record<string, Setting> = { ...fastClientTimes };
  const layers: readonly (readonly [path: FieldPath, CaseOptions['config']])[] = [
    [['scenario', 'config'], scenario.config],
    [['scenario', 'clientConfig'], scenario.clientConfig],
    [['scenario', 'profile', 'settings'], drawn.config],
    [['options', 'config'], options.config],
  ];
  const known = [...Object.keys(config), ...Object.keys(clientTimes)];
  const said: Record<string, FieldPath> = {};
  for (const [path, layer] of layers) {
    for (const [name, value] of Object.entries(layer ?? {})) {
      const at = (said[name] = [...path, name]);
      readingField(at, () => setField(Object.hasOwn(clientTimes, name) ? clientTimes : config, name, value, known));
    }
  }
  const ofBothDelays = said['reconnectDelayMaxMs'] ?? said['reconnectDelayMs'] ?? [];
  readingField(ofBothDelays, () => checkTogether(clientTimes as unknown as ClientTimes));
  if (config['standalone'] === true) throw new BadField(said['standalone'] ?? [], NOT_STANDALONE);
  const durationMs = options.durationMs ?? drawn.durationMs;
  const workload = drawn.workload ?? scenario.workload?.name ?? 'mixed';
  const ops = options.ops ?? drawn.ops ?? scenario.workload?.ops;
  return {
    voters: options.voters ?? drawn.voters ?? scenario.ensemble.voters,
    observers: options.observers ?? drawn.observers ?? scenario.ensemble.observers ?? 0,
    clients: options.clients ?? drawn.clients ?? scenario.clients ?? 3,
    durationUs: durationMs === undefined ? durationOf(scenario) : durationMs * 1000,
    workload,
    workloadOptions: readingField(['scenario', 'workload'], () =>
      workloadOptions(workload, {
        ...scenario.workload?.options,
        ...drawn.workloadOptions,
        ...(ops === undefined ? {} : { ops }),
      }),
    ),
    faults: options.faults ?? profile?.faults ?? scenario.faults ?? 'none',
    until: options.until ?? scenario.until ?? null,
    config: config as unknown as SharedConfig,
    clientTimes: clientTimes as unknown as ClientTimes,
  };
}

/**
 * Fails with a BadField about the first value of the scenario's profile that no run can have, whether a seed draws it or
 * not; of sizes the schema of modules knows.
 */
export function checkDrawnSettings({ profile, workload }: Scenario): void {
  const settings = profile?.settings ?? {};
  const workloadNames = (settings['workload'] ?? [[workload?.name ?? 'mixed', 1]]).map(([name]) => String(name));
  const checkOne = (name: string, value: Setting): void => {
    if (name === 'workload') checkWorkload(String(value), { ...workload?.options });
    else if (name.startsWith(WORKLOAD)) {
      const option = { [name.slice(WORKLOAD.length)]: value };
      for (const each of workloadNames) checkWorkload(each, { ...workload?.options, ...option });
    } else if (!ofTheRun.includes(name)) checkField(name, value);
  };
  for (const [name, odds] of Object.entries(settings)) {
    for (const [index, [value]] of odds.entries()) {
      readingField(['scenario', 'profile', 'settings', name, index, 0], () => {
        for (const each of isRange(value) ? [value.from, value.to] : [value]) checkOne(name, each);
      });
    }
  }
}

/** The field is where the value is drawn, and not where a scenario without a profile would have it. */
function checkWorkload(name: string, options: Readonly<Record<string, Setting>>): void {
  try {
    workloadOptions(name, options);
  } catch (error) {
    throw error instanceof BadField ? new RangeError(error.message) : error;
  }
}

function checkField(name: string, value: Setting): void {
  const ofServers: Record<string, Setting> = { ...fastConfig };
  const ofClients: Record<string, Setting> = { ...fastClientTimes };
  const known = [...Object.keys(ofServers), ...Object.keys(ofClients)];
  setField(Object.hasOwn(ofClients, name) ? ofClients : ofServers, name, value, known);
  if (ofServers['standalone'] === true) throw new RangeError(NOT_STANDALONE);
}

/**
 * How long an ensemble may take, once nothing disturbs it, to elect, synchronise and serve: one longest silence of
 * an election, and three times the limit for discovery and synchronisation.
 */
export function recoveryBoundUs(config: SharedConfig): number {
  return 1000 * (config.maxNotificationIntervalMs + 3 * config.initLimit * config.tickTimeMs);
}

/** How many may try to lead until one does and all follow. */
export const LEADER_ATTEMPTS_MAX = 5;

/**
 * Fails with a RangeError when there is no such field, or it cannot have this value. Where a text is asked for, a number
 * is its text: 3.8 for a release. `known`: the names that may be meant.
 */
export function setField(
  fields: Record<string, Setting>,
  name: string,
  given: Setting,
  known: readonly string[] = Object.keys(fields),
): void {
  if (!Object.hasOwn(fields, name)) {
    throw new RangeError(`there is no configuration field "${name}"${didYouMean(name, known, plainly)}`);
  }
  const value = typeof fields[name] === 'string' && typeof given === 'number' ? String(given) : given;
  if (typeof fields[name] !== typeof value) {
    throw new RangeError(`configuration field ${name} is a ${typeof fields[name]}, not "${String(value)}"`);
  }
  const unfit = unfitSetting(name, value);
  if (unfit !== null) throw new RangeError(`configuration field ${name} ${unfit}`);
  fields[name] = value;
}

/** Each value is right; what no two of them may be together. */
function checkTogether({ reconnectDelayMs, reconnectDelayMaxMs }: ClientTimes): void {
  if (reconnectDelayMaxMs >= reconnectDelayMs) return;
  const both = `reconnectDelayMaxMs (${reconnectDelayMaxMs}) is less than reconnectDelayMs (${reconnectDelayMs})`;
  throw new RangeError(`configuration field ${both}`);
}

function durationOf(scenario: Scenario): number {
  if (scenario.duration === undefined) return DURATION_US;
  const us = parseDurationUs(scenario.duration);
  if (us === null || us <= 0) throw new RangeError(`"${scenario.duration}" is not a duration such as 30s or 250ms`);
  return us;
}

function withoutIdentity(config: ServerConfig): SharedConfig {
  const { sid: _sid, members: _members, ...shared } = config;
  return shared;
}
