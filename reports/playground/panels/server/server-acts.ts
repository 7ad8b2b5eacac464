/** What hands can do to a server, each a line of the fault vocabulary, and when it makes sense. */
import type { ServerState } from '../../../../sim/record/moment-state.ts';

export interface ServerAct {
  readonly label: string;
  /** What it does, in a sentence. */
  readonly story: string;
  readonly line: string;
  /** Why it can do nothing now; null when it can. */
  readonly idle: string | null;
  /** Shown at once; the others lie behind “more”. */
  readonly first: boolean;
}

type Life = Pick<ServerState, 'name' | 'life'>;

export function serverActs({ name, life }: Life): ServerAct[] {
  const down = life === 'down' ? 'it is down' : null;
  const act = (label: string, line: string, story: string, idle: string | null, first = false): ServerAct => ({
    label,
    story,
    line,
    idle,
    first,
  });
  return [
    act('crash', `crash ${name}`, 'Power off: memory is lost, and what was not on disk with it.', down, true),
    act(
      'restart',
      `restart ${name}`,
      'Starts it again with what its disk has.',
      life === 'down' ? null : 'it is up',
      true,
    ),
    act('pause', `pause ${name}`, 'It stands still, like in a long garbage collection.', down ?? paused(life), true),
    act('resume', `resume ${name}`, 'It goes on where it stood.', life === 'paused' ? null : 'it is not paused', true),
    act('isolate', `isolate ${name}`, 'Cuts every link of it until you heal.', null, true),
    act('fsync fails', `disk error ${name} sync`, 'The next fsync fails with an I/O error.', down, true),
    act('disk hangs', `stuck disk ${name}`, 'No fsync ends any more until you heal all.', null),
    act('disk slow', `slow disk ${name} 1000%`, 'Each disk operation takes ten times as long.', null),
    act('disk lies', `lying disk ${name}`, 'It reports fsyncs that it has not done: a crash shows it.', null),
    act('disk full', `full disk ${name}`, 'Nothing more can be written.', null),
    act('wipe', `wipe ${name}`, 'All its files are gone, as with a new disk.', life === 'down' ? null : 'it is up'),
    act('clock +5 s', `clock jump ${name} +5s`, 'Its wall clock jumps ahead: only time stamps show it.', null),
    act('clock fast', `clock drift ${name} +50000ppm`, 'Its clock runs 5 % fast, and so do its time-outs.', null),
    act('clock slow', `clock drift ${name} -50000ppm`, 'Its clock runs 5 % slow, and so do its time-outs.', null),
    act('links slow', `latency ${name} +50ms`, 'Whatever it sends or gets takes 50 ms more.', null),
    act('reset links', `reset ${name}`, 'Its connections break; what is in flight is lost.', down),
  ];
}

function paused(life: ServerState['life']): string | null {
  return life === 'paused' ? 'it is paused' : null;
}
