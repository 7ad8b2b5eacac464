/**
 * Names of zoo.cfg and of ZooKeeper's system properties, and what each means to a served ensemble. A name may be
 * written with or without `zookeeper.` in front. What is not in these tables is refused.
 */
import { settingBounds, type NumberField } from '../../scenarios/setting-bounds.ts';
import type { SharedConfig } from '../../scenarios/settings.ts';
import type { Setting } from '../record/scenario-document.ts';

export interface SettingRow {
  readonly name: string;
  readonly field: keyof SharedConfig;
  readonly unit: string;
  /** The field's value; a text that begins with "is " says what is wrong with this one. */
  readonly read: (text: string) => { readonly value: Setting } | string;
}

function whole(field: NumberField): SettingRow['read'] {
  const [least, most] = settingBounds[field];
  return (text) => {
    const value = /^-?[0-9]{1,10}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? { value } : `is "${text}", not a whole number from ${least} to ${most}`;
  };
}

/** A row of a number. */
function count(name: string, field: NumberField & keyof SharedConfig, unit: string): SettingRow {
  return row(name, field, unit, whole(field));
}

/** As QuorumPeerConfig.parseBoolean has it. */
function flag(text: string): { readonly value: Setting } | string {
  const lower = text.toLowerCase();
  return lower === 'true' || lower === 'false' ? { value: lower === 'true' } : `is "${text}", not true or false`;
}

function oneOf(...values: readonly string[]): SettingRow['read'] {
  return (text) => (values.includes(text) ? { value: text } : `is "${text}", not ${values.join(' or ')}`);
}

/** snapshotSizeFactor is a share, the field is in percent. */
function share(text: string): { readonly value: Setting } | string {
  const value = /^-?[0-9]{1,3}(\.[0-9]{1,6})?$/.test(text) ? Math.round(Number(text) * 100) : NaN;
  return Number.isNaN(value) ? `is "${text}", not a share such as 0.33` : { value };
}

function digest(text: string): { readonly value: Setting } | string {
  return /^[^:]+:[^:]+$/.test(text) ? { value: text } : `is "${text}", not super:<digest>`;
}

function words(text: string): { readonly value: Setting } | string {
  return /^(\*|[a-z]{4}( *, *[a-z]{4})*|)$/.test(text)
    ? { value: text.replaceAll(' ', '') }
    : `is "${text}", not four-letter words with commas between, or *`;
}

function row(name: string, field: keyof SharedConfig, unit: string, read: SettingRow['read']): SettingRow {
  return { name, field, unit, read };
}

export const settingRows: readonly SettingRow[] = [
  count('tickTime', 'tickTimeMs', 'ms'),
  count('initLimit', 'initLimit', 'ticks'),
  count('syncLimit', 'syncLimit', 'ticks'),
  count('minSessionTimeout', 'minSessionTimeoutMs', 'ms, -1: 2 ticks'),
  count('maxSessionTimeout', 'maxSessionTimeoutMs', 'ms, -1: 20 ticks'),
  count('maxClientCnxns', 'maxClientCnxns', 'connections of one address, 0: any'),
  count('snapCount', 'snapCount', 'transactions'),
  count('commitLogCount', 'commitLogCount', 'transactions'),
  row('snapshotSizeFactor', 'snapshotSizePercent', 'share of a snapshot, negative: off', share),
  count('autopurge.snapRetainCount', 'snapRetainCount', 'snapshots'),
  count('maxBatchSize', 'maxBatchSize', 'transactions'),
  count('fastleader.minNotificationInterval', 'minNotificationIntervalMs', 'ms'),
  count('fastleader.maxNotificationInterval', 'maxNotificationIntervalMs', 'ms'),
  count('cnxTimeout', 'cnxTimeoutMs', 'ms'),
  count('observer.election.DelayMs', 'observerElectionDelayMs', 'ms'),
  row('extendedTypesEnabled', 'extendedTypesEnabled', 'true, false', flag),
  count('znode.container.checkIntervalMs', 'containerCheckIntervalMs', 'ms'),
  count('znode.container.maxPerMinute', 'containerMaxPerMinute', 'deletions'),
  count('znode.container.maxNeverUsedIntervalMs', 'containerMaxNeverUsedIntervalMs', 'ms, 0: never'),
  row('DigestAuthenticationProvider.superDigest', 'superDigest', 'super:<digest>', digest),
  row('enforceQuota', 'enforceQuota', 'true, false', flag),
  row('enableEagerACLCheck', 'enableEagerAclCheck', 'true, false', flag),
  count('jute.maxbuffer', 'juteMaxBuffer', 'bytes'),
  count('globalOutstandingLimit', 'globalOutstandingLimit', 'requests'),
  row('4lw.commands.whitelist', 'fourLetterWords', 'words with commas between, or *', words),
  row('digest.enabled', 'digestEnabled', 'true, false', flag),
  // Of zabsim, without a name in ZooKeeper.
  count('finalizeWaitMs', 'finalizeWaitMs', 'ms'),
  count('snapshotStepNodes', 'snapshotStepNodes', 'znodes'),
  count('counterBits', 'counterBits', 'bits of a zxid that count'),
  row('syncMode', 'syncMode', 'zookeeper, quorum', oneOf('zookeeper', 'quorum')),
  row('assertions', 'assertions', 'true, false', flag),
];

/**
 * What changes nothing that a client could see here: files, other ports, the machine. A name that ends in a dot stands
 * for all that begin with it.
 */
export const withoutEffect: readonly string[] = [
  ...['dataDir', 'dataLogDir', 'clientPortAddress', 'clientPortListenBacklog', 'quorumListenOnAllIPs', 'preAllocSize'],
  ...['autopurge.purgeInterval', 'admin.', 'metricsProvider.', 'fsync.warningthresholdms', 'tcpKeepAlive'],
  ...['forceSync', 'syncEnabled', 'serverCnxnFactory', 'snapshot.compression.method', 'snapshot.trust.empty'],
  ...['client.portUnification', 'leaderServes', 'connectToLearnerMasterLimit', 'jvm.pause.', 'peerType'],
  ...['netty.', 'nio.', 'commitProcessor.', 'request_throttle_', 'requestThrottleLimit', 'intBufferStartingSizeBytes'],
];

/** What is possible in ZooKeeper and only one way here. */
export const onlyOneWay: ReadonlyMap<string, string> = new Map([
  ['electionAlg', '3'],
  ['localSessionsEnabled', 'false'],
  ['localSessionsUpgradingEnabled', 'false'],
  ['reconfigEnabled', 'false'],
  ['readonlymode.enabled', 'false'],
  ['skipACL', 'no'],
  ['quorum.auth.enableSasl', 'false'],
  ['sslQuorum', 'false'],
  ['multiAddress.enabled', 'false'],
]);

/** The field that a name sets; null: nothing here depends on it. A text says what is wrong with name or value. */
export function readSettingOf(
  written: string,
  value: string,
): { readonly field: keyof SharedConfig; readonly value: Setting } | string | null {
  const name = written.startsWith('zookeeper.') ? written.slice('zookeeper.'.length) : written;
  const found = settingRows.find((each) => each.name === name);
  if (found !== undefined) {
    const read = found.read(value);
    return typeof read === 'string' ? read : { field: found.field, value: read.value };
  }
  const only = onlyOneWay.get(name);
  if (only !== undefined) return value.toLowerCase() === only ? null : `is "${value}": only ${only} is possible here`;
  const idle = withoutEffect.some((each) => (each.endsWith('.') ? name.startsWith(each) : name === each));
  return idle ? null : 'is no setting that is known here';
}
