/** The sign of a server as its state tells it: what it does, or that it is down or paused. */
import type { ServerState } from '../../sim/record/moment-state.ts';
import type { LaneSpan } from '../../sim/record/report-data.ts';
import { roleSigns, type RoleSign } from './signs.ts';

const letters: Readonly<Record<string, LaneSpan['role']>> = {
  LEADING: 'L',
  FOLLOWING: 'F',
  OBSERVING: 'O',
  LOOKING: 'E',
  STANDALONE: 'S',
};

export function roleSignOf({ life, role }: Pick<ServerState, 'life' | 'role'>): RoleSign {
  if (life === 'down') return roleSigns['-'];
  return life === 'paused' ? roleSigns.P : roleSigns[letters[role] ?? 'E'];
}
