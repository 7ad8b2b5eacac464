/** The quorum indicator of a moment: who could elect, who has acknowledged, whom the leader reaches. */
import type { MomentState, ServerState } from '../../sim/record/moment-state.ts';
import type { QuorumPicture, QuorumSystem } from '../../sim/record/play.ts';
import type { LastQuorum } from './last-quorum.ts';
import { byServer, intersection, majoritySystem, quorumAnswer } from './quorum-systems.ts';

/** Whether something can pass from one server to another now. */
export type Passes = (from: string, to: string) => boolean;

export function quorumSystemsOf(state: MomentState): QuorumSystem[] {
  return [majoritySystem(state.servers.filter(({ voter }) => voter).map(({ name }) => name))];
}

export function quorumPicture(state: MomentState, passes: Passes, last: LastQuorum['last']): QuorumPicture {
  const systems = quorumSystemsOf(state);
  const alive = state.servers.filter(({ voter, life }) => voter && life === 'up').map(({ name }) => name);
  const company = largestCompany(alive, (a, b) => passes(a, b) && passes(b, a));
  const leader = leaderOf(state);
  const reached = leader === null ? [] : alive.filter((name) => hears(name, leader.name, passes));
  return {
    systems,
    elect: quorumAnswer(systems, company),
    commit: leader === null ? null : commitAnswer(systems, leader),
    reach: leader === null ? null : quorumAnswer(systems, reached),
    last: last === null ? null : { ...last, shared: intersection(last.members, company) },
  };
}

function hears(name: string, leader: string, passes: Passes): boolean {
  return name === leader || (passes(leader, name) && passes(name, leader));
}

/** Who leads, or is on the way to it; of several the one of the newest epoch. */
function leaderOf(state: MomentState): ServerState | null {
  let found: ServerState | null = null;
  for (const server of state.servers) {
    if (server.leading === null || server.life !== 'up') continue;
    if (found === null || server.leading.epoch > (found.leading?.epoch ?? 0)) found = server;
  }
  return found;
}

function commitAnswer(systems: readonly QuorumSystem[], { name, leading }: ServerState): QuorumPicture['commit'] {
  if (leading === null) return null;
  if (leading.phase === 'NEWLEADER') {
    return { ...quorumAnswer(systems, leading.newLeaderAcks), zxid: `${leading.epoch}:0`, leader: name };
  }
  const oldest = leading.outstanding[0];
  return oldest === undefined ? null : { ...quorumAnswer(systems, oldest.acks), zxid: oldest.zxid, leader: name };
}

/** The largest set in which everybody hears everybody; of several the first by number. */
export function largestCompany(servers: readonly string[], hearEachOther: (a: string, b: string) => boolean): string[] {
  const sorted = [...servers].sort(byServer);
  let best: string[] = [];
  const grow = (chosen: readonly string[], rest: readonly string[]): void => {
    if (chosen.length > best.length) best = [...chosen];
    rest.forEach((server, i) => {
      if (chosen.length + rest.length - i <= best.length) return;
      const others = rest.slice(i + 1).filter((other) => hearEachOther(server, other));
      grow([...chosen, server], others);
    });
  };
  grow([], sorted);
  return best;
}
