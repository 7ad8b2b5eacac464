/** In what two states of an ensemble differ, server by server, in words. */
import type { MomentState, ServerState } from '../../../sim/record/moment-state.ts';
import type { ServerTree } from '../../../sim/record/server-tree.ts';
import { markOf, markWords } from '../panels/server/log-cells.ts';
import { treeDifferences } from '../panels/server/tree-rows.ts';
import type { Pair } from './shared-clock.ts';

export interface StateDifference {
  /** Of a server or a client; empty where one side has none of that name. */
  readonly who: string;
  /** `role`, `log`, `tree`. */
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

export interface Standing {
  readonly state: MomentState;
  readonly trees: readonly ServerTree[];
}

type Shower = (server: ServerState) => string;

const facts: readonly (readonly [string, Shower])[] = [
  ['role', ({ life, role, serving }) => (life === 'up' ? `${role.toLowerCase()}${serving ? ', serves' : ''}` : life)],
  ['accepted epoch', ({ acceptedEpoch }) => String(acceptedEpoch)],
  ['current epoch', ({ currentEpoch }) => String(currentEpoch)],
  ['votes for', ({ vote }) => (vote === null ? 'nobody' : `${vote.leader} (epoch ${vote.peerEpoch}, ${vote.zxid})`)],
  ['in its tree', ({ applied }) => applied],
];

export function stateDifferences({ left, right }: Pair<Standing>): StateDifference[] {
  const names = [...new Set([...left.state.servers, ...right.state.servers].map(({ name }) => name))];
  const servers = names.flatMap((name): StateDifference[] => {
    const [a, b] = [serverOf(left, name), serverOf(right, name)];
    if (a === undefined || b === undefined)
      return [{ who: `server ${name}`, what: 'member', left: isThere(a), right: isThere(b) }];
    return [
      ...facts
        .map(([what, show]) => ({ who: `server ${name}`, what, left: show(a), right: show(b) }))
        .filter((row) => row.left !== row.right),
      ...logDifference(a, b),
      ...(a.life === 'down' || b.life === 'down' ? [] : treeDifference(name, left, right)),
    ];
  });
  return [...servers, ...clientDifferences(left.state, right.state)];
}

function serverOf({ state }: Standing, name: string): ServerState | undefined {
  return state.servers.find((server) => server.name === name);
}

function isThere(server: ServerState | undefined): string {
  return server === undefined ? 'is no member' : 'is a member';
}

/** The cells that only one of them has, or that are not in the same place: `1:7 only in memory`. */
function logDifference(a: ServerState, b: ServerState): StateDifference[] {
  // A server that is down has no tree: what it had committed is on its disk, and no more is to be said.
  const down = a.life === 'down' || b.life === 'down';
  const marks = ({ log }: ServerState): Map<string, string> =>
    new Map(log.map((cell) => [cell.zxid, markWords[markOf(down ? { ...cell, applied: false } : cell)]]));
  const [mine, others] = [marks(a), marks(b)];
  const zxids = [...new Set([...mine.keys(), ...others.keys()])].filter((zxid) => mine.get(zxid) !== others.get(zxid));
  // Logs that begin at other places have no end in common to be compared.
  const shared = a.logBefore === b.logBefore ? zxids : zxids.slice(-1);
  if (shared.length === 0) return [];
  const show = (known: Map<string, string>): string =>
    shared
      .map((zxid) => (known.has(zxid) ? `${zxid} ${shortMark(known.get(zxid) ?? '')}` : `${zxid} missing`))
      .join(', ');
  return [{ who: `server ${a.name}`, what: 'log', left: show(mine), right: show(others) }];
}

function shortMark(words: string): string {
  return words.split(/[,:]| and /, 1)[0] ?? '';
}

/** Paths that are told of a difference between trees. */
const PATHS = 6;

function treeDifference(name: string, left: Standing, right: Standing): StateDifference[] {
  const nodes = ({ trees }: Standing): ServerTree['znodes'] =>
    trees.find(({ server }) => server === name)?.znodes ?? [];
  const found = treeDifferences(nodes(left), nodes(right));
  if (found.length === 0) return [];
  const more = found.length > PATHS ? ` and ${found.length - PATHS} more` : '';
  const show = (absent: string): string =>
    found
      .slice(0, PATHS)
      .map(({ path, what }) => `${path}${what === absent ? ' missing' : what === 'other content' ? ' other' : ''}`)
      .join(', ') + more;
  return [{ who: `server ${name}`, what: 'tree', left: show('only there'), right: show('only here') }];
}

function clientDifferences(left: MomentState, right: MomentState): StateDifference[] {
  return left.clients.flatMap((client) => {
    const other = right.clients.find(({ name }) => name === client.name);
    if (other === undefined) return [];
    const rows = [
      {
        what: 'connection',
        show: ({ phase, server }: typeof client) => (server === null ? phase : `${phase}, server ${server}`),
      },
      { what: 'has seen', show: ({ lastZxid }: typeof client) => lastZxid },
    ];
    return rows
      .map(({ what, show }) => ({ who: `client ${client.name}`, what, left: show(client), right: show(other) }))
      .filter((row) => row.left !== row.right);
  });
}
