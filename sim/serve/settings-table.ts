/**
 * Names of zoo.cfg and of ZooKeeper's system properties, and what each means to a served ensemble. A name may be
 * written with or without `zookeeper.` in front. What is not in these tables is refused.
 */
import type { SharedConfig } from '../../scenarios/settings.ts';
import type { Setting } from '../record/scenario-document.ts';

export interface SettingRow {
  readonly name: string;
  readonly field: keyof SharedConfig;
  readonly unit: string;
  /** The field's value; a text that begins with "is " says what is wrong with this one. */
  readonly read: (text: string) => { readonly value: Setting } | string;
}

const INT_MAX = 2_147_483_647;

function whole(least: number, most = INT_MAX): SettingRow['read'] {
  return (text) => {
    const value = /^-?[0-9]{1,10}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? { value } : `is "${text}", not a whole number from ${least} to ${most}`;
  };
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
  row('tickTime', 'tickTimeMs', 'ms', whole(1)),
  row('initLimit', 'initLimit', 'ticks', whole(1)),
  row('syncLimit', 'syncLimit', 'ticks', whole(1)),
  row('minSessionTimeout', 'minSessionTimeoutMs', 'ms, -1: 2 ticks', whole(-1)),
  row('maxSessionTimeout', 'maxSessionTimeoutMs', 'ms, -1: 20 ticks', whole(-1)),
  row('maxClientCnxns', 'maxClientCnxns', 'connections of one address, 0: any', whole(0)),
  row('snapCount', 'snapCount', 'transactions', whole(2)),
  row('commitLogCount', 'commitLogCount', 'transactions', whole(1)),
  row('snapshotSizeFactor', 'snapshotSizePercent', 'share of a snapshot, negative: off', share),
  row('autopurge.snapRetainCount', 'snapRetainCount', 'snapshots', whole(1)),
  row('maxBatchSize', 'maxBatchSize', 'transactions', whole(1)),
  row('fastleader.minNotificationInterval', 'minNotificationIntervalMs', 'ms', whole(1)),
  row('fastleader.maxNotificationInterval', 'maxNotificationIntervalMs', 'ms', whole(1)),
  row('cnxTimeout', 'cnxTimeoutMs', 'ms', whole(1)),
  row('observer.election.DelayMs', 'observerElectionDelayMs', 'ms', whole(0)),
  row('extendedTypesEnabled', 'extendedTypesEnabled', 'true, false', flag),
  row('znode.container.checkIntervalMs', 'containerCheckIntervalMs', 'ms', whole(1)),
  row('znode.container.maxPerMinute', 'containerMaxPerMinute', 'deletions', whole(1)),
  row('znode.container.maxNeverUsedIntervalMs', 'containerMaxNeverUsedIntervalMs', 'ms, 0: never', whole(0)),
  row('DigestAuthenticationProvider.superDigest', 'superDigest', 'super:<digest>', digest),
  row('enforceQuota', 'enforceQuota', 'true, false', flag),
  row('enableEagerACLCheck', 'enableEagerAclCheck', 'true, false', flag),
  row('jute.maxbuffer', 'juteMaxBuffer', 'bytes', whole(1)),
  row('globalOutstandingLimit', 'globalOutstandingLimit', 'requests', whole(1)),
  row('4lw.commands.whitelist', 'fourLetterWords', 'words with commas between, or *', words),
  row('digest.enabled', 'digestEnabled', 'true, false', flag),
  // Of zabsim, without a name in ZooKeeper.
  row('finalizeWaitMs', 'finalizeWaitMs', 'ms', whole(0)),
  row('snapshotStepNodes', 'snapshotStepNodes', 'znodes', whole(1)),
  row('counterBits', 'counterBits', 'bits of a zxid that count', whole(4, 32)),
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
