/**
 * What values the configuration of servers and clients may have, so that a value no run could be made with is refused
 * with a sentence before anything begins. Each number's bounds are ZooKeeper's where it has any (an int of Java), else
 * those of what the field counts.
 */
import type { ClientConfig } from '../protocol/client/client-config.ts';
import type { ServerConfig } from '../protocol/config.ts';
import type { Setting } from '../sim/record/scenario-document.ts';

type NumbersOf<T> = { [K in keyof T]: T[K] extends number ? (number extends T[K] ? K : never) : never }[keyof T];
export type NumberField = Exclude<NumbersOf<ServerConfig> | NumbersOf<ClientConfig>, 'sid'>;

export type Bounds = readonly [least: number, most: number];

const INT_MAX = 2_147_483_647;
const ofCounts: Bounds = [1, INT_MAX];
/** An hour: no run of any use has longer ticks or waits, and products of them stay exact in microseconds. */
const HOUR_MS = 3_600_000;
const ofTimes: Bounds = [1, HOUR_MS];

export const settingBounds: Readonly<Record<NumberField, Bounds>> = {
  tickTimeMs: ofTimes,
  initLimit: [1, 10_000],
  syncLimit: [1, 10_000],
  minSessionTimeoutMs: [-1, INT_MAX],
  maxSessionTimeoutMs: [-1, INT_MAX],
  finalizeWaitMs: [0, HOUR_MS],
  minNotificationIntervalMs: ofTimes,
  maxNotificationIntervalMs: ofTimes,
  cnxTimeoutMs: ofTimes,
  observerElectionDelayMs: [0, HOUR_MS],
  snapCount: [2, INT_MAX],
  commitLogCount: ofCounts,
  snapshotSizePercent: [-INT_MAX, INT_MAX],
  snapRetainCount: ofCounts,
  snapshotStepNodes: ofCounts,
  maxBatchSize: ofCounts,
  counterBits: [4, 32],
  containerCheckIntervalMs: [1, INT_MAX],
  containerMaxPerMinute: ofCounts,
  containerMaxNeverUsedIntervalMs: [0, INT_MAX],
  juteMaxBuffer: ofCounts,
  globalOutstandingLimit: ofCounts,
  maxClientCnxns: [0, INT_MAX],
  sessionTimeoutMs: [1, INT_MAX],
  requestTimeoutMs: [0, INT_MAX],
  reconnectDelayMs: ofTimes,
  reconnectDelayMaxMs: ofTimes,
};

/** Texts that name one of several things. */
const choices: Readonly<Partial<Record<keyof ServerConfig, readonly string[]>>> = {
  syncMode: ['zookeeper', 'quorum'],
  compat: ['3.9', '3.8'],
};

/** Null when it has none. */
export function boundsOf(name: string): Bounds | null {
  return Object.hasOwn(settingBounds, name) ? settingBounds[name as NumberField] : null;
}

/** What is wrong with a value, behind the field's name; null: nothing. */
export function unfitSetting(name: string, value: Setting): string | null {
  const bounds = boundsOf(name);
  if (bounds !== null && !isWithin(value, bounds)) {
    return `is a whole number from ${bounds[0]} to ${bounds[1]}, not ${String(value)}`;
  }
  const among = Object.hasOwn(choices, name) ? choices[name as keyof ServerConfig] : undefined;
  return among === undefined || among.includes(String(value))
    ? null
    : `is ${among.join(' or ')}, not "${String(value)}"`;
}

function isWithin(value: Setting, [least, most]: Bounds): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
