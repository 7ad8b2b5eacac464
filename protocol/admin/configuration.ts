/**
 * `conf` and `envi`: what the server was configured with. Directories, ports and the machine mean nothing in a
 * simulator; their lines are there with one and the same answer everywhere, see README.md.
 */
import { ZXID_ZERO } from '../ids.ts';
import { memberType, sessionTimeoutBounds } from '../config.ts';
import { byNumber } from '../std/compare.ts';
import type { QuorumPeer } from '../zab/peer.ts';
import { fullVersion } from './version.ts';

const CLIENT_PORT = 2181;
const QUORUM_PORT = 2888;
const ELECTION_PORT = 3888;
const DATA_DIR = '/data/version-2';

export function configurationText(peer: QuorumPeer): string {
  const { config } = peer;
  const { minMs, maxMs } = sessionTimeoutBounds(config);
  const { dataBytes, logBytes } = directorySizes(peer);
  const server: [string, string | number][] = [
    ['clientPort', CLIENT_PORT],
    ['secureClientPort', -1],
    ['dataDir', DATA_DIR],
    ['dataDirSize', dataBytes],
    ['dataLogDir', DATA_DIR],
    ['dataLogSize', logBytes],
    ['tickTime', config.tickTimeMs],
    ['maxClientCnxns', config.maxClientCnxns],
    ['minSessionTimeout', minMs],
    ['maxSessionTimeout', maxMs],
    ['clientPortListenBacklog', -1],
    ['serverId', config.standalone ? 0 : config.sid],
  ];
  return linesOf(server) + (config.standalone ? '' : ensembleText(peer));
}

function ensembleText({ config }: QuorumPeer): string {
  const ensemble: [string, string | number][] = [
    ['initLimit', config.initLimit],
    ['syncLimit', config.syncLimit],
    ['electionAlg', 3],
    ['electionPort', ELECTION_PORT],
    ['quorumPort', QUORUM_PORT],
    ['peerType', memberType(config, config.sid) === 'observer' ? 1 : 0],
  ];
  const members = [...config.members].sort((a, b) => byNumber(a.sid, b.sid));
  const servers = members.map(
    ({ sid, type }) => `server.${sid}=server${sid}:${QUORUM_PORT}:${ELECTION_PORT}:${type}\n`,
  );
  return `${linesOf(ensemble)}membership: \n${servers.join('')}version=0`;
}

/** In bytes as declared to the disk: snapshots, and log files. They share a directory, so each counts both. */
export function directorySizes({ storage }: QuorumPeer): { readonly dataBytes: number; readonly logBytes: number } {
  const snapshots = storage.snapshots.reduce((sum, { bytes }) => sum + bytes, 0);
  const bytes = snapshots + storage.log.bytesAfter(ZXID_ZERO);
  return { dataBytes: bytes, logBytes: bytes };
}

const ENVIRONMENT = [
  'host.name=<NA>',
  'java.version=<NA>',
  'java.vendor=<NA>',
  'java.home=<NA>',
  'java.class.path=<NA>',
  'java.library.path=<NA>',
  'java.io.tmpdir=<NA>',
  'java.compiler=<NA>',
  'os.name=<NA>',
  'os.arch=<NA>',
  'os.version=<NA>',
  'user.name=<NA>',
  'user.home=<NA>',
  'user.dir=<NA>',
  'os.memory.free=0MB',
  'os.memory.max=0MB',
  'os.memory.total=0MB',
];

export function environmentText(peer: QuorumPeer): string {
  const lines = [`zookeeper.version=${fullVersion(peer.config.compat)}`, ...ENVIRONMENT];
  return `Environment:\n${lines.join('\n')}\n`;
}

function linesOf(entries: readonly (readonly [string, string | number])[]): string {
  return entries.map(([key, value]) => `${key}=${value}\n`).join('');
}
