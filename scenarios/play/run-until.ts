/** Runs on until something holds: a condition of the vocabulary, or of the few that only a play knows. */
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Observer } from '../../sim/kernel/observer.ts';
import type { Simulation } from '../simulation.ts';
import { readUntil, Until } from '../until.ts';
import { Refusal } from './case-of-play.ts';
import type { PlayRun } from './play-run.ts';

/** Whether it holds behind the event that was just taken. */
type Holds = () => boolean;

/** Beside `when …` and `at …` of the vocabulary. */
export const ownConditions: readonly string[] = [
  'a check breaks',
  'no message in flight',
  'c1 is answered',
  'server 2 LEADING',
  'commit 2:5',
];

/**
 * Index of the first event behind `from` at which the condition holds; null: not within `most` events. The run is used up.
 * Fails with a Refusal when the condition cannot be read.
 */
export function runUntil(run: PlayRun, condition: string, most: number): number | null {
  const bound = run.length + most;
  if (breaks.includes(condition.trim())) return runUntilBroken(run, bound);
  const holds = holdsOf(run, condition.trim());
  while (run.length < bound) {
    const before = run.length;
    run.runTo(before + 1);
    if (run.length > before && holds()) return run.length - 1;
    if (run.ended !== null) return null;
  }
  return null;
}

const breaks: readonly string[] = ['a check breaks', 'checker fails'];
/** Checks are asked after so many events, and tell where it was. */
const ASK_EVERY = 128;

function runUntilBroken(run: PlayRun, bound: number): number | null {
  const from = run.length;
  while (run.length < bound) {
    run.runTo(Math.min(bound, run.length + ASK_EVERY));
    const events = run.simulation.resultsSoFar().flatMap(({ finding }) => finding?.event ?? []);
    const later = events.filter((event) => event >= from);
    if (later.length > 0) return Math.min(...later);
    if (run.ended !== null) return null;
  }
  return null;
}

function holdsOf({ simulation }: PlayRun, condition: string): Holds {
  const { world } = simulation;
  if (condition === 'no message in flight') {
    return () => world.flights().every(({ state }) => state !== 'flying');
  }
  const answered = /^(c[0-9]+) is answered$/.exec(condition);
  if (answered !== null) return heardBy(simulation, answered[1] as string);
  const role = /^(?:server )?([0-9]+) (LEADING|FOLLOWING|OBSERVING|LOOKING)$/.exec(condition);
  if (role !== null) return hasRole(simulation, role[1] as string, role[2] as string);
  return ofVocabulary(simulation, condition.replace(/^commit (?=[0-9])/, 'when any commits '));
}

function ofVocabulary({ world, roles }: Simulation, condition: string): Holds {
  if (condition === '') throw new Refusal('condition', `until what? ${known()}`);
  try {
    const trigger = readUntil(condition, world.names());
    if (trigger.kind === 'at') return () => world.nowUs >= trigger.atUs;
    const until = new Until(world, roles, trigger);
    world.observe(until);
    return () => until.reached;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('condition', `${error.message}; ${known()}`);
  }
}

function known(): string {
  return `write it like "leader commits x3", "at 5s", or ${ownConditions.map((each) => `"${each}"`).join(', ')}`;
}

class Answers implements Observer {
  count = 0;
  private readonly client: ProcessName;

  constructor(client: ProcessName) {
    this.client = client;
  }

  onReply(process: ProcessName, id: number, _value: Plain): void {
    if (process === this.client && id >= 0) this.count++;
  }
}

function heardBy({ world, ensemble }: Simulation, client: ProcessName): Holds {
  if (!ensemble.clients.includes(client)) throw new Refusal('condition', `there is no client ${client}`);
  const answers = new Answers(client);
  world.observe(answers);
  return () => answers.count > 0;
}

/** It comes into the role: one that it has already is left first. */
function hasRole({ view }: Simulation, name: ProcessName, role: string): Holds {
  const server = view.servers.get(name);
  if (server === undefined) throw new Refusal('condition', `there is no server ${name}`);
  const has: Holds = () => server.up && server.state === role;
  let had = has();
  return () => {
    const now = has();
    const came = now && !had;
    had = now;
    return came;
  };
}
