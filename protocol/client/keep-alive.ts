/** When a client pings and when it gives up, as the Java client computes it from the session time-out. */

/** Without a word from the server for this long, the connection is given up. */
export function readTimeoutUs(sessionTimeoutMs: number): number {
  return Math.floor((sessionTimeoutMs * 2000) / 3);
}

/** How long opening a connection may take, and then again its handshake. */
export function connectTimeoutUs(sessionTimeoutMs: number, servers: number): number {
  return Math.floor((sessionTimeoutMs * 1000) / servers);
}

/**
 * A ping is due this long after the client last sent anything: half the read time-out, less one second of safety once
 * a second has passed, and ten seconds at most.
 */
export function pingIdleUs(sessionTimeoutMs: number): number {
  const half = Math.floor(readTimeoutUs(sessionTimeoutMs) / 2);
  if (half <= SECOND) return half;
  return Math.min(Math.max(half - SECOND, SECOND), 10 * SECOND);
}

const SECOND = 1_000_000;
