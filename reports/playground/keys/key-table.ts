/** Every key and what it does: what listens, and what the help shows. */
import type { FlyingMessage, MessageAct } from '../../../sim/record/play.ts';
import { handsOf } from '../cluster/hands.ts';
import type { PlayStore } from '../store.ts';
import { SPEED_STEPS, speedOf, stepOf } from '../transport/speed.ts';
import { blank, dialog, panel, showPanel } from '../ui.ts';

export interface KeyRow {
  /** Names, as `keyName` gives them. */
  readonly names: readonly string[];
  /** As they are shown. */
  readonly shown: string;
  readonly words: string;
  readonly run: (play: PlayStore, name: string) => void;
}

export interface KeyGroup {
  readonly title: string;
  readonly rows: readonly KeyRow[];
}

const DELAY_US = 100_000;

function row(names: string, shown: string, words: string, run: KeyRow['run']): KeyRow {
  return { names: names.split(' '), shown, words, run };
}

const time: readonly KeyRow[] = [
  row('Space', 'Space', 'play or pause', (play) => (play.playing.value ? play.pause() : play.play())),
  row('ArrowLeft ArrowRight', '← →', 'the event before, the next one', (play, name) =>
    play.step(name === 'ArrowLeft' ? -1 : 1),
  ),
  row('Shift+ArrowLeft Shift+ArrowRight', 'Shift ← →', 'the same among those that matter', (play, name) =>
    play.stepTold(name.endsWith('Left') ? -1 : 1),
  ),
  row('Alt+ArrowLeft Alt+ArrowRight', 'Alt ← →', 'the same on the selected process', (play, name) => {
    const { value: selection } = play.selection;
    if (selection.kind === 'server' || selection.kind === 'client')
      play.stepOn(selection.id, name.endsWith('Left') ? -1 : 1);
    else play.notice.value = 'Select a server or a client first: a digit does it.';
  }),
  row('Home End', 'Home End', 'the beginning, the end of the branch', (play, name) =>
    play.seek(name === 'Home' ? 0 : (play.view.value?.length ?? 1) - 1),
  ),
  row('[ ]', '[ ]', 'slower, faster', (play, name) => {
    const step = stepOf(play.speed.value) + (name === '[' ? -1 : 1);
    play.setSpeed(speedOf(Math.max(0, Math.min(SPEED_STEPS, step))));
  }),
  row('PageUp PageDown', 'Page ↑ ↓', 'what mattered before, what matters next (remote control)', (play, name) =>
    play.stepTold(name === 'PageUp' ? -1 : 1),
  ),
  row('B', 'B', 'bookmark this moment', (play) => play.bookmark()),
  row('/', '/', 'find events', () => document.getElementById('find')?.focus()),
];

const hands: readonly KeyRow[] = [
  row('1 2 3 4 5 6 7 8 9', '1 … 9', 'select a server', (play, name) => selectServer(play, Number(name) - 1)),
  row('0', '0', 'the clients', (play) => {
    const client = play.moment.value?.state.clients[0];
    if (client !== undefined) play.selection.value = { kind: 'client', id: client.name };
    showPanel('clients');
  }),
  row('C', 'C', 'crash the selected server, or start it again', (play) => toggleLife(play)),
  row('P', 'P', 'cut the network into groups', (play) => handsOf(play).ask({ kind: 'partition', text: '' })),
  row('H', 'H', 'heal the network', (play) => void play.act('heal')),
  row('M', 'M', 'walk through the messages in flight', (play) => nextMessage(play)),
  ...(
    [
      ['I', 'deliver', 'deliver the selected message now'],
      ['D', 'drop', 'drop it'],
      ['L', 'delay', 'delay it by 100 ms'],
      ['G', 'hold', 'hold it'],
      ['R', 'release', 'release it'],
    ] as const
  ).map(([name, act, words]) => row(name, name, words, (play) => actOnMessage(play, act))),
  row('W', 'W', 'a client writes', (play) => void play.act(`${clientOf(play)} ${writeOf(play)}`)),
  row('S', 'S', 'a client syncs', (play) => void play.act(`${clientOf(play)} sync /`)),
  row('T', 'T', 'a client reads', (play) => void play.act(`${clientOf(play)} getData ${hasPlayed(play) ? PATH : '/'}`)),
  row('F', 'F', 'a branch of its own from here', (play) => {
    const branch = play.branch.value;
    if (branch !== null) void play.changeScript(branch.source.lines);
  }),
  row('Z', 'Z', 'undo the last act', (play) => play.undo()),
  row('Shift+Z', 'Shift Z', 'redo it', (play) => play.redo()),
];

const page: readonly KeyRow[] = [
  row('X', 'X', 'why? What the checks say', () => showPanel('checks')),
  row('K', 'K', 'high contrast and patterns', ({ settings }) => (settings.patterns.value = !settings.patterns.value)),
  row('.', '.', 'blank the page while presenting', () => (blank.value = !blank.value)),
  row('?', '?', 'this help', () => (dialog.value = 'help')),
];

export const keyGroups: readonly KeyGroup[] = [
  { title: 'Time', rows: time },
  { title: 'Hands', rows: hands },
  { title: 'Page', rows: page },
];

export const keyRows: ReadonlyMap<string, KeyRow> = new Map(
  keyGroups.flatMap(({ rows }) => rows.flatMap((each) => each.names.map((name) => [name, each] as const))),
);

function selectServer(play: PlayStore, index: number): void {
  const server = play.moment.value?.state.servers[index];
  if (server === undefined) return;
  play.selection.value = { kind: 'server', id: server.name };
  panel.value = 'server';
}

function toggleLife(play: PlayStore): void {
  const { value: selection } = play.selection;
  const server = play.moment.value?.state.servers.find(
    ({ name }) => selection.kind === 'server' && name === selection.id,
  );
  if (server === undefined) play.notice.value = 'Select a server first: a digit does it.';
  else void play.act(`${server.life === 'down' ? 'restart' : 'crash'} ${server.name}`);
}

/** The one behind the selected one, in the order in which they were sent. */
function nextMessage(play: PlayStore): void {
  const messages = play.moment.value?.inFlight ?? [];
  const { value: selection } = play.selection;
  const at = messages.findIndex(({ address }) => selection.kind === 'message' && address === selection.id);
  const next = messages[(at + 1) % Math.max(1, messages.length)];
  if (next === undefined) play.notice.value = 'No message is in flight here.';
  else play.selection.value = { kind: 'message', id: next.address };
}

function actOnMessage(play: PlayStore, act: MessageAct): void {
  const message = selectedMessage(play);
  if (message === null) {
    play.notice.value = 'Select a message first: M walks through them.';
    return;
  }
  const cannot = message.cannot.find((each) => each.act === act);
  if (cannot !== undefined) play.notice.value = cannot.why;
  else void play.actOn(message.address, act, act === 'delay' ? DELAY_US : 0);
}

function selectedMessage(play: PlayStore): FlyingMessage | null {
  const { value: selection } = play.selection;
  if (selection.kind !== 'message') return null;
  return play.moment.value?.inFlight.find(({ address }) => address === selection.id) ?? null;
}

/** The selected one, else the first. */
function clientOf(play: PlayStore): string {
  const { value: selection } = play.selection;
  return selection.kind === 'client' ? selection.id : (play.moment.value?.state.clients[0]?.name ?? 'c1');
}

const PATH = '/play';

function hasPlayed(play: PlayStore): boolean {
  return play.moment.value?.state.servers.some(({ tree }) => tree.some(({ path }) => path === PATH)) === true;
}

/** The znode is made first, and given another value from then on. */
function writeOf(play: PlayStore): string {
  const lines = play.branch.value?.source.lines ?? [];
  const writes = lines.filter((line) => line.includes(` ${PATH} "`)).length;
  return `${hasPlayed(play) ? 'setData' : 'create'} ${PATH} "${writes + 1}"`;
}
