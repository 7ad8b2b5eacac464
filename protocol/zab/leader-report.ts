/** What four-letter words tell of a leader (LeaderZooKeeperServer.registerMetrics). */
import type { RoleReport } from '../admin/role-report.ts';
import { votersOf } from '../config.ts';
import type { Leader } from './leader.ts';

export function leaderReport({ peer, requests, handlers, forwarding }: Leader): RoleReport {
  const observers = forwarding.filter((handler) => !handler.isVoter).length;
  const { startedUs, proposals } = peer.clients.stats;
  return {
    mode: 'leader',
    tracker: requests.sessions,
    values: [['peer_state', 'leading - broadcast']],
    gauges: [
      ['quorum_size', votersOf(peer.config).length],
      ['learners', handlers.size],
      ['synced_followers', forwarding.length - observers],
      ['synced_non_voting_followers', 0],
      ['synced_observers', observers],
      ['pending_syncs', requests.pendingSyncs],
      ['leader_uptime', Math.floor((peer.nowUs - startedUs) / 1000)],
      ['last_proposal_size', proposals.last],
      ['max_proposal_size', proposals.max],
      ['min_proposal_size', proposals.min],
    ],
  };
}
