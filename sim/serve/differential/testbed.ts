/** What both servers are told, so that whatever differs between their answers is a difference between them. */

export interface Testbed {
  readonly tickTimeMs: number;
  /** Within a sequence nothing may be reaped: an hour, unless reaping is what is tested. */
  readonly containerCheckIntervalMs: number;
  readonly snapCount: number;
}

export const TESTBED: Testbed = { tickTimeMs: 10_000, containerCheckIntervalMs: 3_600_000, snapCount: 1_000_000 };

/** Who may do everything, and how a server is told of it (DigestAuthenticationProvider.superDigest). */
export const SUPER_USER = 'super:secret';
export const SUPER_DIGEST = 'super:lK75jTNcA+U9vtVEw5vB51mj/w4=';
