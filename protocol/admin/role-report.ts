/** What a role tells of itself to four-letter words. */
import type { SessionTracker } from '../session/session-tracker.ts';

export interface RoleReport {
  /** `Mode:` of srvr, zk_server_state of mntr (ZooKeeperServer.getState). */
  readonly mode: 'leader' | 'follower' | 'observer' | 'standalone';
  /** Null at a learner, which only knows which sessions there are. */
  readonly tracker: SessionTracker | null;
  /** Lines of mntr before the gauges, in this order. */
  readonly values: readonly (readonly [key: string, value: string])[];
  /** Gauges of mntr that only this role has, in the order a real server registers them. */
  readonly gauges: readonly (readonly [key: string, value: number])[];
}
