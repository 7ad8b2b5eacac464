/**
 * `mntr`: what the server says of itself, then its gauges in the order of the map a real server keeps them in. The
 * counters and summaries that follow in a real server (ServerMetrics) are of its threads and queues and are not told.
 */
import { concurrentMapOrder, javaHash } from '../std/java-hash.ts';
import { javaDouble } from '../std/java-text.ts';
import type { QuorumPeer } from '../zab/peer.ts';
import type { RoleReport } from './role-report.ts';
import { fullVersion } from './version.ts';

export function monitorText(peer: QuorumPeer, report: RoleReport): string {
  const gauges = new Map<string, string>(gaugesOf(peer, report));
  const lines: (readonly [string, string])[] = [
    ['version', fullVersion(peer.config.compat)],
    ['server_state', report.mode],
    ...report.values,
    ...concurrentMapOrder([...gauges.keys()], javaHash).map((key) => [key, gauges.get(key) ?? ''] as const),
  ];
  return lines.map(([key, value]) => `zk_${key}\t${value}\n`).join('');
}

/** In the order of ZooKeeperServer.registerMetrics. */
function gaugesOf(peer: QuorumPeer, report: RoleReport): [string, string][] {
  const { clients, database } = peer;
  const { stats } = clients;
  let ephemerals = 0;
  for (const session of database.tree.sessions.keys()) ephemerals += database.tree.ephemeralsOf(session).length;
  let dataSize = 0;
  for (const node of database.tree.allNodes()) dataSize += node.path.length + (node.data?.length ?? 0);
  const plain: [string, number][] = [
    ['max_latency', stats.latency.maxMs],
    ['min_latency', stats.latency.minMs],
    ['packets_received', stats.received],
    ['packets_sent', stats.sent],
    ['num_alive_connections', clients.size],
    ['outstanding_requests', clients.inProcess],
    ['uptime', Math.floor((peer.nowUs - stats.startedUs) / 1000)],
    ['znode_count', nodeCount(peer)],
    ['watch_count', peer.watches.watchCount],
    ['ephemerals_count', ephemerals],
    ['approximate_data_size', dataSize],
    ['global_sessions', database.tree.sessions.size],
    ['local_sessions', 0],
    ['open_file_descriptor_count', 0],
    ['max_file_descriptor_count', 0],
  ];
  return [
    ['avg_latency', javaDouble(stats.latency.avgMs)],
    ...plain.map(([key, value]): [string, string] => [key, String(value)]),
    ['connection_drop_probability', '0.0'],
    ['last_client_response_size', '-1'],
    ['max_client_response_size', '-1'],
    ['min_client_response_size', '-1'],
    ['outstanding_tls_handshake', '0'],
    ['auth_failed_count', '0'],
    ['non_mtls_remote_conn_count', '0'],
    ['non_mtls_local_conn_count', '0'],
    ...report.gauges.map(([key, value]): [string, string] => [key, String(value)]),
  ];
}

/** A real server has the root under two names, and counts it twice. */
export function nodeCount(peer: QuorumPeer): number {
  return peer.database.tree.nodeCount + 1;
}
