/** What a fault means for the ensemble. */
import type { FaultNotice } from '../../sim/kernel/observer.ts';
import type { Around } from './meanings.ts';

const meanings: Readonly<Record<string, string>> = {
  crash:
    'Memory is gone at once, the disk keeps what was made durable. Those it was connected with notice, unless they are cut off.',
  restart: 'It begins again with nothing but its disk.',
  pause:
    'It does nothing until it goes on. Others cannot tell it from a crash, and go on without it when they have waited long enough.',
  resume: 'It goes on as if nothing had happened, and has to find out what did.',
  clog: 'What is under way waits, and nobody gives up.',
  reset: 'What was under way on it is lost, and both sides know that it broke.',
  latency: 'Nothing is lost: it only takes longer.',
  loss: 'Below a connection lost packets are sent again: they show as delay, and when there are too many it breaks.',
  duplicate: 'A connection delivers each message once all the same.',
  flap: 'The link is there and not there by turns.',
  'slow disk': 'Acknowledgements wait for the disk, so commits wait for the fastest quorum.',
  'stuck disk': 'It can acknowledge nothing until its disk answers.',
  'full disk': 'What cannot be written cannot be promised.',
  'lying disk': 'It says that it has written what it has not: no protocol can stand many of these.',
  'disk error': 'A server that cannot trust its disk ends itself.',
  wipe: 'It has forgotten all that it promised.',
  rot: 'A record is damaged: a checksum tells, when it is read.',
  'clock offset': 'ZooKeeper does not order anything by wall clocks.',
  'clock jump': 'ZooKeeper does not order anything by wall clocks.',
  'clock drift': 'Time-outs come earlier here than elsewhere, or later.',
  'slow start': 'It comes back later.',
  expire: 'The client is silent for longer than its session lives.',
};

export function faultMeaning({ kind, effective }: FaultNotice, around: Around): string {
  if (!effective && kind !== 'undo') return 'It changes nothing: there was nobody to hit, or it was so already.';
  if (kind === 'partition' || kind === 'isolate')
    return `What is sent across waits, and neither side is told. ${companyWords(around)}`;
  if (kind === 'heal' || kind === 'undo') return `What waited goes on, in order. ${companyWords(around)}`;
  return meanings[kind] ?? '';
}

function companyWords({ quorums, needs }: Around): string {
  const { members, enough, missing } = quorums.elect;
  const who = `At most ${members.length} voters hear each other (${members.join(', ')})`;
  if (enough) return `${who}: enough for a leader, which needs ${needs}.`;
  return `${who}: a leader needs ${needs}, so ${missing} more ${missing === 1 ? 'is' : 'are'} missing.`;
}
