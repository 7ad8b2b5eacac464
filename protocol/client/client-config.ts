/** What a client is told before it starts: the arguments of `new ZooKeeper(...)` and the client's properties. */
import type { ProcessName } from '../process.ts';
import { assert } from '../std/assert.ts';

export interface ClientConfig {
  readonly name: ProcessName;
  /** The connect string: at least one server, each once. Any of them will do. */
  readonly servers: readonly ProcessName[];
  /**
   * Asked for in every connect request; the server clamps it to its own bounds and tells the negotiated one. From that
   * one follow the read time-out (two thirds of it), the pings (half of that) and the time a connection and its
   * handshake may take (it, divided by the number of servers).
   */
  readonly sessionTimeoutMs: number;
  /**
   * How long one request may take from being asked to being answered. When it is over, a request that was sent is
   * unknown and its connection is given up; one still queued was never sent. 0: for ever, as in ZooKeeper.
   */
  readonly requestTimeoutMs: number;
  /** Longest wait before the first attempts to reconnect; at least half of it is waited (1000 in ZooKeeper, from 0). */
  readonly reconnectDelayMs: number;
  /** The wait doubles each time all servers have been tried in vain, up to this. */
  readonly reconnectDelayMaxMs: number;
  /**
   * Whether requests asked for behind a closeSession go out behind it, on the same connection, as a careless client's do.
   * Their session is over, so they fail or stay without an answer. ZooKeeper's own client holds them back.
   */
  readonly sendsBehindClose: boolean;
}

/** To be spread over with what differs. */
export function defaultClientConfig(name: ProcessName, servers: readonly ProcessName[]): ClientConfig {
  return {
    name,
    servers,
    sessionTimeoutMs: 10_000,
    requestTimeoutMs: 0,
    reconnectDelayMs: 1000,
    reconnectDelayMaxMs: 2000,
    sendsBehindClose: false,
  };
}

/** The same configuration in an object of the one shape that all of them have: see that of servers. */
export function inOneShape(config: ClientConfig): ClientConfig {
  return Object.assign(defaultClientConfig(config.name, config.servers), config);
}

/** Fails on a configuration no client could run with. */
export function checkClientConfig(config: ClientConfig): void {
  assert(config.servers.length >= 1, 'a client knows at least one server', { name: config.name });
  assert(new Set(config.servers).size === config.servers.length, 'a client knows each server once', {
    name: config.name,
  });
  assert(config.sessionTimeoutMs >= 1, 'a session time-out is positive', { name: config.name });
  assert(config.requestTimeoutMs >= 0, 'a request time-out is not negative', { name: config.name });
  assert(
    config.reconnectDelayMs >= 1 && config.reconnectDelayMaxMs >= config.reconnectDelayMs,
    'reconnect delays are positive and ordered',
    { name: config.name },
  );
}
