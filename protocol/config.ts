/** What a server is told before it starts: zoo.cfg and ZooKeeper's system properties, under their names. */
import type { CompatRelease } from './compat.ts';
import { serverId, type ServerId } from './ids.ts';
import { assert } from './std/assert.ts';

export type LearnerType = 'participant' | 'observer';

export interface Member {
  readonly sid: ServerId;
  readonly type: LearnerType;
}

/** Names, units and defaults as in ZooKeeper 3.9, except where the field says otherwise. */
export interface ServerConfig {
  readonly sid: ServerId;
  readonly members: readonly Member[];
  readonly tickTimeMs: number;
  /** Ticks a learner may take to connect, discover and synchronise. */
  readonly initLimit: number;
  /** Ticks of silence after which a synced learner, or the leader, counts as gone. */
  readonly syncLimit: number;
  readonly minSessionTimeoutMs: number;
  readonly maxSessionTimeoutMs: number;
  /** How long an election waits for a better vote once a quorum agrees (finalizeWait, 200 in ZooKeeper). */
  readonly finalizeWaitMs: number;
  readonly minNotificationIntervalMs: number;
  readonly maxNotificationIntervalMs: number;
  /** Election connection time-out (cnxTimeout). */
  readonly cnxTimeoutMs: number;
  readonly observerElectionDelayMs: number;
  /** A snapshot is taken after snapCount / 2 + random(snapCount / 2) transactions. */
  readonly snapCount: number;
  /** Transactions kept in the in-memory committed log; upstream never goes below 500, here any number from 1. */
  readonly commitLogCount: number;
  /** A DIFF from the log on disk may be at most this part of the snapshot's size, in percent; negative: never. */
  readonly snapshotSizePercent: number;
  /** Snapshots kept by the purge that follows each snapshot (autopurge.snapRetainCount). */
  readonly snapRetainCount: number;
  /** Znodes a snapshot writer copies per step. */
  readonly snapshotStepNodes: number;
  /** Largest group the log writer syncs at once (zookeeper.maxBatchSize). */
  readonly maxBatchSize: number;
  /** Bits of the zxid counter in use, 4 … 32; fewer than 32 bring the end of an epoch near. */
  readonly counterBits: number;
  /** `zookeeper`: sync as shipped, answered without asking a quorum. `quorum`: answered after a quorum confirmed. */
  readonly syncMode: 'zookeeper' | 'quorum';
  /** Which release's answers clients get: 3.9 (3.9.5), or 3.8 (3.8.0). See compat.ts. */
  readonly compat: CompatRelease;
  /** One server that is no ensemble: no election, no epochs, zxids count from 1 (ZooKeeperServerMain). */
  readonly standalone: boolean;
  /** zookeeper.extendedTypesEnabled: nodes with a time to live may be created. */
  readonly extendedTypesEnabled: boolean;
  /** znode.container.checkIntervalMs: how often the leader looks for containers and TTL nodes to delete. */
  readonly containerCheckIntervalMs: number;
  /** znode.container.maxPerMinute: deletions asked for in one look are spread accordingly. */
  readonly containerMaxPerMinute: number;
  /** znode.container.maxNeverUsedIntervalMs: when a container that never had a child may go too; 0: never. */
  readonly containerMaxNeverUsedIntervalMs: number;
  /** zookeeper.DigestAuthenticationProvider.superDigest, `super:<digest>`; empty: nobody is super. */
  readonly superDigest: string;
  /** zookeeper.enforceQuota: hard limits refuse writes. */
  readonly enforceQuota: boolean;
  /** zookeeper.enableEagerACLCheck: the server a client is connected to checks ACLs before the leader does. */
  readonly enableEagerAclCheck: boolean;
  /** jute.maxbuffer: the longest packet a client may send, in bytes. */
  readonly juteMaxBuffer: number;
  /** zookeeper.globalOutstandingLimit: requests in process at which a server stops to read from its clients. */
  readonly globalOutstandingLimit: number;
  /** Connections from one address (maxClientCnxns); 0: any number. */
  readonly maxClientCnxns: number;
  /** Four-letter words that are answered, with commas between (4lw.commands.whitelist); `*`: all. */
  readonly fourLetterWords: string;
  /** A port takes TLS (secureClientPort): scheme x509 is known, its ids are the subjects of clients' certificates. */
  readonly x509: boolean;
  /** zookeeper.digest.enabled: the digest of the tree is kept as ZooKeeper computes it. */
  readonly digestEnabled: boolean;
  /** Whether a server asserts its own invariants as it runs (`-ea` of a JVM). Without, it goes on as if they held. */
  readonly assertions: boolean;
}

/** Defaults of a server, to be spread over with what differs. tickTime 2000 as in zoo_sample.cfg. */
export function defaultConfig(sid: number, members: readonly Member[]): ServerConfig {
  return {
    sid: serverId(sid),
    members,
    tickTimeMs: 2000,
    initLimit: 10,
    syncLimit: 5,
    minSessionTimeoutMs: -1,
    maxSessionTimeoutMs: -1,
    finalizeWaitMs: 200,
    minNotificationIntervalMs: 200,
    maxNotificationIntervalMs: 60_000,
    cnxTimeoutMs: 5000,
    observerElectionDelayMs: 200,
    snapCount: 100_000,
    commitLogCount: 500,
    snapshotSizePercent: 33,
    snapRetainCount: 3,
    snapshotStepNodes: 16,
    maxBatchSize: 1000,
    counterBits: 32,
    syncMode: 'zookeeper',
    compat: '3.9',
    standalone: false,
    extendedTypesEnabled: false,
    containerCheckIntervalMs: 60_000,
    containerMaxPerMinute: 10_000,
    containerMaxNeverUsedIntervalMs: 0,
    superDigest: '',
    enforceQuota: false,
    enableEagerAclCheck: false,
    juteMaxBuffer: 0xfffff,
    globalOutstandingLimit: 1000,
    maxClientCnxns: 60,
    fourLetterWords: 'srvr',
    x509: false,
    digestEnabled: false,
    assertions: true,
  };
}

/**
 * The same configuration in an object of the one shape that all of them have, whatever it was put together from: its
 * fields are read with every event.
 */
export function inOneShape(config: ServerConfig): ServerConfig {
  return Object.assign(defaultConfig(config.sid, config.members), config);
}

/** With extended types the top byte 0xff of an owner does not name a server (EphemeralType.MAX_EXTENDED_SERVER_ID). */
const EXTENDED_SID_MAX = 254;

/** Fails on a configuration no server could run with. Callers validate user input first, with a sentence. */
export function checkConfig(config: ServerConfig): void {
  assert(votersOf(config).length >= 1, 'an ensemble has at least one participant');
  assert(
    config.members.some((member) => member.sid === config.sid),
    'a server is a member of its ensemble',
    { sid: config.sid },
  );
  assert(!config.standalone || config.members.length === 1, 'a server that stands alone has no other members');
  assert(config.tickTimeMs >= 1 && config.initLimit >= 1 && config.syncLimit >= 1, 'ticks and limits are positive');
  assert(config.counterBits >= 4 && config.counterBits <= 32, 'counterBits is from 4 to 32');
  const idsAreLow = config.members.every(({ sid }) => sid <= EXTENDED_SID_MAX);
  assert(!config.extendedTypesEnabled || idsAreLow, 'with extended types server ids are at most 254');
  assert(config.commitLogCount >= 1 && config.snapCount >= 2, 'log and snapshot counts are positive');
}

/** The bounds a session's time-out is clamped to (minSessionTimeout, maxSessionTimeout; -1: 2 and 20 ticks). */
export function sessionTimeoutBounds(config: ServerConfig): { readonly minMs: number; readonly maxMs: number } {
  return {
    minMs: config.minSessionTimeoutMs === -1 ? 2 * config.tickTimeMs : config.minSessionTimeoutMs,
    maxMs: config.maxSessionTimeoutMs === -1 ? 20 * config.tickTimeMs : config.maxSessionTimeoutMs,
  };
}

export function votersOf(config: ServerConfig): readonly Member[] {
  return config.members.filter((member) => member.type === 'participant');
}

export function memberType(config: ServerConfig, sid: ServerId): LearnerType | null {
  return config.members.find((member) => member.sid === sid)?.type ?? null;
}
