/** What the picture and its text twin show of a moment: the engine's answer, sorted by what is seen. */
import type { LogCell, ServerState } from '../../../sim/record/moment-state.ts';
import type { FlyingMessage, Lamp, PlayMoment } from '../../../sim/record/play.ts';
import type { LaneSpan } from '../../../sim/record/report-data.ts';
import type { TraceView } from '../../spacetime/trace-view.ts';
import { readForce, type Force } from './force.ts';

export type RoleLetter = LaneSpan['role'];

/** In the order in which a server goes through them. */
export const phases = ['ELECTION', 'DISCOVERY', 'SYNC', 'BROADCAST'] as const;

export interface SceneServer {
  readonly name: string;
  readonly voter: boolean;
  /** `-` is down, `P` paused. */
  readonly letter: RoleLetter;
  /** Index into `phases`; -1 of one that is down or stands alone. */
  readonly phase: number;
  readonly serving: boolean;
  readonly epoch: number;
  readonly zxid: string;
  /** The end of its log. */
  readonly log: readonly LogCell[];
  readonly logBefore: number;
  /** The next thing it waits for. */
  readonly wait: { readonly what: string; readonly atUs: number } | null;
  /** Checks that blame it, by name. */
  readonly blamed: readonly string[];
  readonly forces: readonly Force[];
  readonly state: ServerState;
}

export interface SceneClient {
  readonly name: string;
  readonly phase: string;
  /** Has a session that a server answers for. */
  readonly connected: boolean;
  /** The server it is with, or tries; null for none. */
  readonly server: string | null;
  readonly session: string;
  readonly lastZxid: string;
  readonly inFlight: number;
  readonly queued: number;
}

/** What does not pass between two: both ways, or only what `from` sends. */
export interface SceneCut {
  readonly from: string;
  readonly to: string;
  readonly both: boolean;
}

export interface Scene {
  readonly event: number;
  readonly atUs: number;
  /** Voters first. */
  readonly servers: readonly SceneServer[];
  readonly clients: readonly SceneClient[];
  /** Learners and the leader they follow. */
  readonly follows: readonly { readonly learner: string; readonly leader: string }[];
  readonly messages: readonly FlyingMessage[];
  readonly cuts: readonly SceneCut[];
  /** Of links between two; those of all links of a server are the server's. */
  readonly forces: readonly Force[];
  readonly inForce: readonly string[];
  /** The message that this event was the arrival of. */
  readonly arrived: { readonly from: string; readonly to: string; readonly text: string } | null;
  /** Whose event it was; empty for nobody's. */
  readonly actor: string;
}

export interface SceneInput {
  readonly moment: PlayMoment;
  /** Null: it is not told which event this was. */
  readonly view: TraceView | null;
}

export function sceneOf({ moment, view }: SceneInput): Scene {
  const { state, waits, inFlight, inForce, lamps } = moment;
  const forces = inForce.flatMap((line) => readForce(line) ?? []);
  const servers = state.servers.map((server): SceneServer => {
    const wait = waits.find((each) => each.server === server.name);
    return {
      name: server.name,
      voter: server.voter,
      letter: letterOf(server),
      phase: phaseOf(server),
      serving: server.serving,
      epoch: server.currentEpoch,
      zxid: server.logged,
      log: server.log,
      logBefore: server.logBefore,
      wait: server.life !== 'up' || wait === undefined ? null : { what: wait.what, atUs: wait.atUs },
      blamed: blamedChecks(lamps, view, state.event, server.name),
      forces: forces.filter(({ to, on }) => to === null && on.includes(server.name)),
      state: server,
    };
  });
  const there = new Set(servers.map(({ name }) => name));
  return {
    event: state.event,
    atUs: state.atUs,
    servers: [...servers.filter(({ voter }) => voter), ...servers.filter(({ voter }) => !voter)],
    clients: state.clients.map(({ name, phase, server, session, lastZxid, inFlight: asked, queued }) => ({
      name,
      phase,
      connected: phase === 'connected' || phase === 'closing',
      server: server !== null && there.has(server) ? server : null,
      session,
      lastZxid,
      inFlight: asked,
      queued,
    })),
    follows: state.servers.flatMap((server) => {
      const leader = String(server.vote?.leader ?? '');
      const learns = server.life !== 'down' && (server.role === 'FOLLOWING' || server.role === 'OBSERVING');
      return learns && leader !== server.name && there.has(leader) ? [{ learner: server.name, leader }] : [];
    }),
    messages: inFlight,
    cuts: pairedCuts(moment.cuts),
    forces: forces.filter(({ to }) => to !== null),
    inForce,
    arrived: arrivalAt(view, state.event),
    actor: view === null || state.event >= view.length ? '' : view.processName(state.event),
  };
}

function letterOf({ life, role }: ServerState): RoleLetter {
  if (life !== 'up') return life === 'down' ? '-' : 'P';
  switch (role) {
    case 'LEADING':
      return 'L';
    case 'FOLLOWING':
      return 'F';
    case 'OBSERVING':
      return 'O';
    case 'STANDALONE':
      return 'S';
    default:
      return 'E';
  }
}

/** The engine spells the third one out: SYNCHRONIZATION. */
function phaseOf({ life, role, phase }: ServerState): number {
  if (life === 'down' || role === 'STANDALONE') return -1;
  return phases.findIndex((name) => phase.startsWith(name));
}

/** A check blames the server in whose event it broke. */
function blamedChecks(lamps: readonly Lamp[], view: TraceView | null, now: number, name: string): string[] {
  return lamps
    .filter(({ verdict, event }) => verdict === 'broken' && event >= 0 && event <= now)
    .filter(({ event }) => view !== null && event < view.length && view.processName(event) === name)
    .map(({ check }) => check);
}

function arrivalAt(view: TraceView | null, event: number): Scene['arrived'] {
  if (view === null || event < 0 || event >= view.length || !view.isMessage(event)) return null;
  return { from: view.peerName(event), to: view.processName(event), text: view.what(event) };
}

function pairedCuts(cuts: PlayMoment['cuts']): SceneCut[] {
  const directed = new Set(cuts.map(({ from, to }) => `${from} ${to}`));
  const told = new Set<string>();
  return cuts.flatMap(({ from, to }) => {
    if (told.has(`${to} ${from}`)) return [];
    told.add(`${from} ${to}`);
    return [{ from, to, both: directed.has(`${to} ${from}`) }];
  });
}
