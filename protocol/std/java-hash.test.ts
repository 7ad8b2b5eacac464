import { describe, expect, it } from 'vitest';
import { concurrentMapOrder, javaHash } from './java-hash.ts';

describe('the hash of a Java string', () => {
  it.each([
    ['', 0],
    ['a', 97],
    ['digest', -1331913276],
    ['ip', 3367],
  ])('"%s" is %i', (text, hash) => {
    expect(javaHash(text)).toBe(hash);
  });
});

describe('the order of a ConcurrentHashMap', () => {
  it('is that of the bins, and in a bin that of insertion', () => {
    expect(concurrentMapOrder([33, 2, 17, 1], (number) => number)).toEqual([33, 17, 1, 2]);
  });

  it('changes when the table grows: what does not belong to the tail of its bin is turned round', () => {
    const items = [48, 16, 32, 0, ...Array.from({ length: 8 }, (_, index) => index + 1)];
    expect(concurrentMapOrder(items.slice(0, 11), (number) => number).slice(0, 4)).toEqual([48, 16, 32, 0]);
    const grown = concurrentMapOrder(items, (number) => number);
    expect(grown.slice(0, 2)).toEqual([32, 0]);
    expect(grown.slice(-2)).toEqual([16, 48]);
  });

  it('is the one in which a server of 3.8.0 told its metrics', () => {
    const registered =
      'avg_latency max_latency min_latency packets_received packets_sent num_alive_connections outstanding_requests ' +
      'uptime znode_count watch_count ephemerals_count approximate_data_size global_sessions local_sessions ' +
      'open_file_descriptor_count max_file_descriptor_count connection_drop_probability last_client_response_size ' +
      'max_client_response_size min_client_response_size outstanding_tls_handshake auth_failed_count ' +
      'non_mtls_remote_conn_count non_mtls_local_conn_count';
    const told =
      'ephemerals_count num_alive_connections avg_latency outstanding_requests znode_count global_sessions ' +
      'non_mtls_remote_conn_count last_client_response_size packets_sent packets_received max_client_response_size ' +
      'connection_drop_probability watch_count auth_failed_count min_latency max_file_descriptor_count ' +
      'approximate_data_size open_file_descriptor_count local_sessions uptime max_latency outstanding_tls_handshake ' +
      'min_client_response_size non_mtls_local_conn_count';
    expect(concurrentMapOrder(registered.split(' '), javaHash)).toEqual(told.split(' '));
  });
});
