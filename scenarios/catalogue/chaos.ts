import { Mark } from '../mark-names.ts';
import { defineScenario } from '../scenario.ts';

/**
 * The scenario to leave running. Small logs and snapshots make every kind of synchronisation happen within seconds;
 * each seed has a mix of faults of its own.
 */
export const chaos = defineScenario({
  name: 'chaos',
  story:
    'Five voters and four clients under thirty seconds of overlapping faults of every kind; then all heals and the ' +
    'ensemble has to recover within bounds.',
  ensemble: { voters: 5 },
  clients: 4,
  workload: { name: 'mixed', ops: 300 },
  config: { snapCount: 24, commitLogCount: 12, enforceQuota: true },
  faults: 'std',
  weather: 'drawn',
  duration: '30s',
  sometimes: [
    Mark.TRUNC_THEN_DIFF,
    Mark.SNAP_INTERRUPTED,
    Mark.DIFF_FROM_DISK,
    Mark.SOFT_RESTART_WITH_QUEUE,
    Mark.MINORITY_COMMITTED,
    Mark.MINORITY_TRUNCATED,
    Mark.COMMIT_BEFORE_UPTODATE,
    Mark.EMPTY_EPOCH,
    Mark.TORN_TAIL,
    Mark.SLOT_OVERWRITTEN,
    Mark.SESSION_MOVED,
    Mark.WATCH_CAUGHT_UP,
    Mark.GROUP_SYNC,
    Mark.LEADER_COMMITS_UNSYNCED,
    Mark.HALF_OPEN,
  ],
});
