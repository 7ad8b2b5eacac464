/** What both servers are told, so that whatever differs between their answers is a difference between them. */
import type { SharedConfig } from '../../../scenarios/settings.ts';

/** Who may do everything, and how a server is told of it (DigestAuthenticationProvider.superDigest). */
export const SUPER_USER = 'super:secret';
const SUPER_DIGEST = 'super:lK75jTNcA+U9vtVEw5vB51mj/w4=';

/** Long, so that no session expires while a busy machine makes a sequence wait. */
export const TICK_TIME_MS = 10_000;
/** Nothing is reaped within a sequence: it would be a race with what clients do. */
const CONTAINER_CHECK_INTERVAL_MS = 3_600_000;
const SNAP_COUNT = 1_000_000;

/** What differs where things that happen by the clock are waited for. */
export interface Clockwork {
  readonly tickTimeMs: number;
  readonly containerCheckIntervalMs: number;
}

export const SLOW: Clockwork = {
  tickTimeMs: TICK_TIME_MS,
  containerCheckIntervalMs: CONTAINER_CHECK_INTERVAL_MS,
};
export const FAST: Clockwork = { tickTimeMs: 500, containerCheckIntervalMs: 400 };

export const OUR_CONFIG: Partial<SharedConfig> = {
  tickTimeMs: TICK_TIME_MS,
  extendedTypesEnabled: true,
  fourLetterWords: '*',
  superDigest: SUPER_DIGEST,
  enforceQuota: true,
  containerCheckIntervalMs: CONTAINER_CHECK_INTERVAL_MS,
  snapCount: SNAP_COUNT,
  maxClientCnxns: 0,
};

/** System properties of the real server. */
export const REAL_PROPERTIES: Readonly<Record<string, string | number>> = {
  'zookeeper.extendedTypesEnabled': 'true',
  'zookeeper.4lw.commands.whitelist': '*',
  'zookeeper.DigestAuthenticationProvider.superDigest': SUPER_DIGEST,
  'zookeeper.enforceQuota': 'true',
  'zookeeper.snapCount': SNAP_COUNT,
  // Not a matter of answers: no web server, no waiting for the disk.
  'zookeeper.admin.enableServer': 'false',
  'zookeeper.forceSync': 'no',
  // Else a reply may be an old one: the cache does not see that quotas change what zookeeper_stats holds.
  'zookeeper.maxResponseCacheSize': 0,
  'zookeeper.maxGetChildrenResponseCacheSize': 0,
};
