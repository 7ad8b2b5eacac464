import { expect, test } from 'vitest';
import { makeZxid, serverId, type SessionId } from '../../protocol/ids.ts';
import { Findings } from './findings.ts';
import { SessionCheck } from './session-check.ts';

const SESSION = '0x1' as SessionId;
const MOMENT = { atUs: 0, event: 0, cause: -1 };

/** Server 3 expires a session behind 2:1, and then server 5, which does not know that it was replaced, behind 1:4. */
function expiredByTwo(): SessionCheck {
  const check = new SessionCheck(new Findings());
  check.onExpired(serverId(3), SESSION, 2_000_000, makeZxid(2, 1), MOMENT);
  check.onExpired(serverId(5), SESSION, 2_000_000, makeZxid(1, 4), MOMENT);
  return check;
}

test.each<[string, [number, number], boolean]>([
  ['2:2, behind its expiry', [2, 2], true],
  ['2:1, proposed before', [2, 1], false],
  ['1:5, of the leader that was replaced', [1, 5], true],
  ['1:4, proposed before by that one', [1, 4], false],
  ['3:1, of a leader that expired nothing', [3, 1], false],
])('what may be refused for a session that two leaders expired: %s', (_title, [ofEpoch, counter], refused) => {
  const zxid = makeZxid(ofEpoch, counter);
  expect(expiredByTwo().wasExpiring(SESSION, zxid)).toBe(refused);
});
