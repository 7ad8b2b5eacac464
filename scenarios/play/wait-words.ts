/** What a process waits for, in words. */
import type { ProcessWait } from '../../sim/kernel/waits.ts';

const timers: Readonly<Record<string, string>> = {
  'election/quiet': 'no news in the election',
  'leader/phase': 'a quorum in time',
  'leader/tick': 'the next ping to its learners',
  'leader/sessions': 'sessions that expire',
  'leader/containers': 'a look for empty containers',
  'learner/connect': 'another try to reach its leader',
  'learner/read': 'silence of its leader',
  'clients/idle': 'clients that are silent',
  'peer/observerDelay': 'its turn to look for a leader',
  connect: 'an answer to its connection',
  reconnect: 'another try to connect',
  alive: 'the next sign of life',
  request: 'an answer in time',
};

/** Null for what nobody needs to see. */
export function waitWords({ kind, what }: ProcessWait): string | null {
  switch (kind) {
    case 'start':
      return 'its start';
    case 'sync':
      return `${what} to be on disk`;
    case 'timer':
      return what.startsWith('election/connect/')
        ? `a connection with ${what.slice('election/connect/'.length)}`
        : (timers[what] ?? what);
  }
}
