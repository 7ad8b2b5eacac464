/** The tour: what is said at each of its steps, what it points at, and what it does when asked to. */
import type { PlayMoment } from '../../../sim/record/play.ts';
import type { PlayStore } from '../store.ts';

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** Selector of what it is about. */
  readonly target: string;
  /** What it does for whoever asks, and the words for it; null: there is only to look. */
  readonly act: { readonly words: string; readonly run: (play: PlayStore) => Promise<unknown> } | null;
}

export function leaderOf(moment: PlayMoment | null): string | null {
  return moment?.state.servers.find(({ life, role }) => life === 'up' && role === 'LEADING')?.name ?? null;
}

/** Servers that run, the leader last: those who are taken away first. */
export function serversUp(moment: PlayMoment | null): readonly string[] {
  const leader = leaderOf(moment);
  const up = (moment?.state.servers ?? []).filter(({ life }) => life === 'up').map(({ name }) => name);
  return [...up.filter((name) => name !== leader), ...up.filter((name) => name === leader)];
}

async function crashLeader(play: PlayStore): Promise<void> {
  const leader = leaderOf(play.moment.value);
  if (leader === null) return;
  if (await play.act(`crash ${leader}`)) await play.runUntil('any leads');
}

async function crashMany(play: PlayStore): Promise<void> {
  const [first, second] = serversUp(play.moment.value);
  if (first !== undefined && second !== undefined && (await play.act(`crash ${first},${second}`))) play.play();
}

export const tourSteps: readonly TourStep[] = [
  {
    title: 'Five servers, and no leader',
    text: 'Each is a whole ZooKeeper server with a disk and a clock. All are LOOKING (◐): they tell each other whom they would follow. Let it run until one leads, or press ▶ below.',
    target: '.part-cluster',
    act: { words: 'Run until one leads', run: (play) => play.runUntil('any leads') },
  },
  {
    title: 'A majority made a leader',
    text: 'The ★ leads because three of five, a quorum, agreed. Any two quorums share a server: that is why there cannot be two leaders of one epoch. Click on a server to look inside it.',
    target: '.part-quorum',
    act: null,
  },
  {
    title: 'A write',
    text: 'A client asks for a new znode. The leader proposes it, the others write it to their disks and acknowledge; with the third acknowledgement it is committed. Watch the messages go.',
    target: '.part-caption',
    act: {
      words: 'Create /tour',
      run: async (play) => {
        if (await play.act('c1 create /tour "hello"')) await play.runUntil('leader commits');
      },
    },
  },
  {
    title: 'The leader is gone',
    text: 'Crash it. The others notice after a while, hold an election, and go on in a new epoch; what was committed is still there.',
    target: '.part-cluster',
    act: { words: 'Crash the leader', run: crashLeader },
  },
  {
    title: 'A minority cannot lead',
    text: 'Crash two more: two of five are left. They look for a leader for ever, and nothing can be committed; that is how nothing is lost.',
    target: '.part-quorum',
    act: { words: 'Crash two more', run: crashMany },
  },
  {
    title: 'Back in time',
    text: 'The slider goes to any moment of the run, ← and → to the event before and after. What you do in the past opens a branch; the old future stays.',
    target: '.transport',
    act: { words: 'Back to before the crash', run: (play) => Promise.resolve(play.undo()) },
  },
  {
    title: 'The link is the run',
    text: 'Share copies a link that holds all of this: seed, servers, and what you did. Whoever opens it sees the same run, event by event. Press ? for all keys.',
    target: '.share-button',
    act: null,
  },
];
