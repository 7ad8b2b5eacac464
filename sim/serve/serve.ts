/**
 * Serves real clients: an ensemble in one process, one loopback port for each of its servers.
 *
 * The servers live in a simulated world; what is real are the sockets and the wall clock. Before anything happens by
 * itself in the world, sockets are read: a turn runs behind the event loop's look at them, and bytes found there count
 * as if they had come before whatever is due. So a client that answers in time is never too late because this process
 * was.
 */
import type { CompatRelease } from '../../protocol/compat.ts';
import { AssertionError } from '../../protocol/std/assert.ts';
import { findBug, type Bug } from '../../scenarios/bugs/index.ts';
import { catalogue } from '../../scenarios/catalogue/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { ServedEnsemble, type ServedOptions } from '../../scenarios/served/served-ensemble.ts';
import type { ServedInput } from '../../scenarios/served/served-input.ts';
import type { ServedRun } from '../../scenarios/served/served-run.ts';
import type { SharedConfig } from '../../scenarios/settings.ts';
import { version } from '../../scenarios/version.ts';
import { newCase, type Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import { seedProblem } from '../record/seed.ts';
import { Host } from './host.ts';
import { Pace, type WallClock } from './pace.ts';
import { TlsDoor, type TlsOptions } from './tls-door.ts';

export interface ServeOptions {
  /**
   * 1: a server that stands alone. More: an ensemble of so many, each with a port. Unless said as many as the scenario
   * has, and 1 when there is no scenario.
   */
  readonly voters?: number;
  /** After the voters; as many as the scenario has, or none. */
  readonly observers?: number;
  /** Whose ensemble, weather and faults: a name of the catalogue, or a scenario. No faults unless said. */
  readonly scenario?: string | Scenario;
  /** The address to listen at; loopback (127.0.0.1) unless said. */
  readonly host?: string;
  /** With it, ports take TLS beside plain connections, told apart by their first byte (client.portUnification). */
  readonly tls?: TlsOptions;
  /** The first port, the others count up; 0, unless said: free ones. */
  readonly port?: number;
  /** Of the network, the disks and all else that the world decides; `quiet` unless said: all takes its least time. */
  readonly seed?: string;
  /** Whose answers clients get: `config.compat`. */
  readonly compat?: CompatRelease;
  /** Fields of ServerConfig that differ from what ZooKeeper ships with. */
  readonly config?: Partial<SharedConfig>;
  /** A re-created bug by id or name, in place of the correct protocol. */
  readonly bug?: string;
  /** How much faster than the wall clock virtual time goes; 1 unless said. */
  readonly speed?: number;
  /** The wall clock that virtual time follows: microseconds since an arbitrary origin; the machine's unless said. */
  readonly clock?: WallClock;
  /** Sees every input as it is taken: with the options, all that a run depends on. */
  readonly onInput?: (input: ServedInput) => void;
  /** Told after each turn what virtual time it is. */
  readonly onTurn?: (nowUs: number) => void;
  /** A server has failed: nothing goes on any more. */
  readonly onFailure?: (error: Error) => void;
}

export interface ServedStatus {
  /** Virtual time since the beginning. */
  readonly virtualMs: number;
  /** How much of the wall clock's time did not count, because this process stalled. */
  readonly shiftedMs: number;
  readonly speed: number;
  readonly connections: number;
  /** Open sessions, as they are named in `expire`. */
  readonly sessions: readonly string[];
  readonly servers: readonly {
    readonly sid: number;
    readonly up: boolean;
    readonly paused: boolean;
    readonly state: string;
    readonly epoch: number;
    /** The last zxid in its tree. */
    readonly applied: number;
  }[];
  /** Why nothing goes on any more; null while all is well. */
  readonly failure: string | null;
}

/** What has become of a fault. */
export interface Performed {
  /** `armed`: it waits for its time or its trigger. `idle`: it changed nothing, or nobody was there to be struck. */
  readonly effect: 'done' | 'armed' | 'idle';
  /** The line, roles named where it is done: `crash 2`. */
  readonly text: string;
}

export interface Served {
  /** The case of this run, without what entered it. */
  readonly case: Case;
  /** What is served; to look at. */
  readonly ensemble: ServedEnsemble;
  /** One for each server, in the order of their ids. */
  readonly ports: readonly number[];
  /** As ZooKeeper's clients take it. */
  readonly connectString: string;
  /** Virtual time goes ahead by so much at once, and all that is due in it happens. Bytes on their way come after it. */
  advance(ms: number): void;
  /** A fault, as one line of the vocabulary; without a trigger it has taken effect on return. Throws an InputError. */
  act(line: string): void;
  /** The same; resolves when it has taken effect, and tells what it was. Rejects with an InputError. */
  perform(line: string): Promise<Performed>;
  /** All checks, as things stand. */
  verdict(): ServedRun;
  status(): ServedStatus;
  /** Closes ports and connections. Rejects when a server has failed: an assertion of ours, not what clients did. */
  stop(): Promise<void>;
}

export const LOOPBACK = '127.0.0.1';

/** Resolves when clients can connect: an ensemble has its leader by then. Rejects with an InputError on bad input. */
export async function serve(options: ServeOptions = {}): Promise<Served> {
  const { port = 0, host = LOOPBACK, speed = 1, clock = monotonicUs, tls } = options;
  const door = tls === undefined ? null : new TlsDoor(tls);
  const ensemble = makeEnsemble(options, door !== null);
  if (!ensemble.settle()) throw new Error(ensemble.failure ?? 'the ensemble found no leader');
  const served = new Host(ensemble, {
    pace: new Pace(clock, ensemble.nowUs, speed),
    door,
    of: caseOf(ensemble, options),
    ...options,
  });
  await served.open(host, port);
  return served;
}

function makeEnsemble(options: ServeOptions, x509: boolean): ServedEnsemble {
  const { observers, seed = 'quiet', compat, config = {} } = options;
  const problem = seedProblem(seed);
  if (problem !== null) throw new InputError(problem);
  const scenario = scenarioOf(options.scenario);
  const bug = bugOf(options.bug);
  const voters = options.voters ?? (scenario === undefined ? 1 : undefined);
  const asked: ServedOptions = {
    ...(voters === undefined ? {} : { voters }),
    ...(observers === undefined ? {} : { observers }),
    ...(scenario === undefined ? {} : { scenario }),
    seed,
    config: { ...config, ...(compat === undefined ? {} : { compat }), ...(x509 ? { x509 } : {}) },
    wallMs: Date.now(),
  };
  try {
    return new ServedEnsemble(asked, bug === null ? {} : { parts: bug.parts });
  } catch (error) {
    if (error instanceof RangeError || error instanceof AssertionError) {
      throw new InputError(error.message, { cause: error });
    }
    throw error;
  }
}

function scenarioOf(asked: string | Scenario | undefined): Scenario | undefined {
  if (typeof asked !== 'string') return asked;
  const scenario = catalogue.get(asked);
  if (scenario === undefined) throw new InputError(`there is no scenario "${asked}"; sim list tells them`);
  return scenario;
}

function bugOf(asked: string | undefined): Bug | null {
  if (asked === undefined) return null;
  const bug = findBug(asked);
  if (bug === undefined) throw new InputError(`there is no bug "${asked}"; sim bugs tells them`);
  return bug;
}

/** Everything is written out that the scenario may say otherwise another day. */
function caseOf({ options, ground }: ServedEnsemble, { bug }: ServeOptions): Case {
  const { voters, observers, scenario } = ground;
  const { config } = options;
  const of = newCase(version, scenario.name, options.seed, { voters, observers, config });
  return { ...of, bug: bugOf(bug)?.id ?? null };
}

/** Of this machine. */
export const monotonicUs: WallClock = () => performance.now() * 1000;
