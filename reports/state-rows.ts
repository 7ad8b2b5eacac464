/** The state of an ensemble as rows of a table: one column for each server, and what changed since another moment. */
import { roleSignOf } from './spacetime/role-sign-of.ts';
import type { LogCell, MomentState, ServerState, VoteState } from '../sim/record/moment-state.ts';

export interface StateCell {
  readonly text: string;
  /** The end of a log is drawn cell by cell. */
  readonly log?: readonly LogCell[];
  readonly lines?: readonly string[];
}

export interface StateRow {
  readonly name: string;
  /** One for each server, in their order. */
  readonly cells: readonly StateCell[];
  /** Servers whose cell is another than in the state it is compared with. */
  readonly changed: readonly boolean[];
}

type RowMaker = (server: ServerState) => StateCell;

const rows: readonly (readonly [string, RowMaker])[] = [
  ['role', roleCell],
  ['phase', ({ phase, serving }) => text(`${phase.toLowerCase()}${serving ? ', serves' : ''}`)],
  ['currentEpoch', ({ currentEpoch }) => text(String(currentEpoch))],
  ['acceptedEpoch', ({ acceptedEpoch }) => text(String(acceptedEpoch))],
  ['log', ({ log, logBefore }) => ({ text: `${logBefore}|${log.map(cellKey).join(' ')}`, log })],
  ['logged', ({ logged }) => text(logged)],
  ['on disk', ({ durable }) => text(durable)],
  ['applied', ({ applied }) => text(applied)],
  ['votes for', ({ vote, round }) => text(vote === null ? '–' : `${voteText(vote)}, round ${round}`)],
  [
    'votes heard',
    ({ received }) =>
      list(
        received.map(({ sid, vote, state }) => `${sid} → ${voteText(vote)}${state === 'LOOKING' ? '' : ` (${state})`}`),
      ),
  ],
  ['sessions', ({ sessions }) => list(sessions.map(({ session, timeoutMs }) => `${session} ${timeoutMs} ms`))],
  ['clients, watches', ({ clients, watches }) => text(`${clients}, ${watches}`)],
  [
    'znodes',
    ({ znodes, tree }) =>
      list([
        String(znodes),
        ...tree.map(
          ({ path, version, data, owner }) =>
            `${path} v${version}${data === '' ? '' : ` "${data}"`}${owner === '' ? '' : ` of ${owner}`}`,
        ),
      ]),
  ],
  [
    'files',
    ({ files }) =>
      list(
        files.map(
          ({ name, records, durable }) =>
            `${name}: ${records}${durable === records ? '' : durable < 0 ? ', not yet on disk' : `, ${durable} on disk`}`,
        ),
      ),
  ],
];

function text(value: string): StateCell {
  return { text: value };
}

function list(lines: readonly string[]): StateCell {
  return { text: lines.length === 0 ? '–' : lines.join('\n'), lines };
}

function roleCell({ life, role }: ServerState): StateCell {
  const { glyph, words } = roleSignOf({ life, role });
  return text(life === 'paused' ? `${glyph} ${words} (${role})` : `${glyph} ${words}`);
}

function voteText({ leader, zxid, peerEpoch }: VoteState): string {
  return `${leader} (e${peerEpoch}, ${zxid})`;
}

function cellKey({ zxid, durable, applied }: LogCell): string {
  return `${zxid}${durable ? 'd' : ''}${applied ? 'a' : ''}`;
}

/** `before`: what is compared with; null: nothing has changed. */
export function stateRows(state: MomentState, before: MomentState | null): StateRow[] {
  return rows.map(([name, make]) => {
    const cells = state.servers.map(make);
    const changed = state.servers.map((server, i) => {
      const old = before?.servers.find((each) => each.name === server.name);
      return old !== undefined && make(old).text !== cells[i]?.text;
    });
    return { name, cells, changed };
  });
}

/** Against one server of the same moment: the cells that are not as its. */
export function rowsAgainst(state: MomentState, name: string): StateRow[] {
  const at = state.servers.findIndex((server) => server.name === name);
  return stateRows(state, null).map((row) => ({
    ...row,
    changed: row.cells.map((cell) => cell.text !== row.cells[at]?.text),
  }));
}
