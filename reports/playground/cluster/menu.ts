/** What can be done with whatever somebody points at; and what cannot, with the reason. */
import type { FlyingMessage, MessageAct } from '../../../sim/record/play.ts';
import type { Target } from './hit.ts';
import { labelOf } from './flights.ts';
import type { Scene, SceneServer } from './scene.ts';

/** What is asked before a line is made. */
export type Question =
  | { readonly kind: 'partition'; readonly text: string }
  | { readonly kind: 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'delay'; readonly address: string }
  | { readonly kind: 'disk' | 'clock'; readonly server: string }
  | { readonly kind: 'operation'; readonly client: string; readonly op: OperationKind }
  | { readonly kind: 'line'; readonly text: string }
  /** Where there is no clipboard: a text to copy by hand. */
  | { readonly kind: 'copy'; readonly text: string };

export const operationKinds = ['create', 'setData', 'getData', 'delete', 'sync'] as const;
export type OperationKind = (typeof operationKinds)[number];

export type Act =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'message'; readonly address: string; readonly act: MessageAct }
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'menu'; readonly target: Target };

export interface MenuEntry {
  /** Stays while words change; tests and keys go by it. */
  readonly id: string;
  readonly words: string;
  /** Null: not now, and `why` tells the reason. */
  readonly act: Act | null;
  readonly why: string;
  /** What comes behind it is of another kind. */
  readonly last?: true;
}

export interface Menu {
  readonly title: string;
  readonly entries: readonly MenuEntry[];
}

function line(id: string, words: string, text: string): MenuEntry {
  return { id, words, act: { kind: 'line', line: text }, why: '' };
}

function ask(id: string, words: string, question: Question): MenuEntry {
  return { id, words: `${words}…`, act: { kind: 'ask', question }, why: '' };
}

/** Possible unless there is a reason. */
function unless(why: string | null, entry: MenuEntry): MenuEntry {
  return why === null ? entry : { ...entry, act: null, why };
}

function ends(entry: MenuEntry): MenuEntry {
  return { ...entry, last: true };
}

export function menuOf(target: Target, scene: Scene): Menu {
  switch (target.kind) {
    case 'server': {
      const server = scene.servers.find(({ name }) => name === target.id);
      return server === undefined ? groundMenu(scene) : serverMenu(server, scene);
    }
    case 'client':
      return clientMenu(target.id, scene);
    case 'messages':
      return messagesMenu(target.addresses, scene);
    case 'link':
      return linkMenu(target.from, target.to, scene);
    case 'ground':
      return groundMenu(scene);
  }
}

function serverMenu({ name, letter, voter }: SceneServer, scene: Scene): Menu {
  const down = letter === '-' ? 'it is down' : null;
  return {
    title: `${voter ? 'Server' : 'Observer'} ${name}`,
    entries: [
      letter === '-' ? line('restart', 'Restart', `restart ${name}`) : line('crash', 'Crash', `crash ${name}`),
      ends(
        letter === 'P'
          ? line('resume', 'Let it go on', `resume ${name}`)
          : unless(down, line('pause', 'Pause', `pause ${name}`)),
      ),
      unless(
        scene.servers.length < 2 ? 'there is no other server' : null,
        line('isolate', 'Cut off from the other servers', `isolate ${name}`),
      ),
      ask('partition', 'Cut the ensemble in groups', { kind: 'partition', text: name }),
      ends(healEntry(scene)),
      ask('slow-disk', 'Slow disk', { kind: 'disk', server: name }),
      line('stuck-disk', 'Stuck disk: nothing gets durable', `stuck disk ${name}`),
      unless(down, line('fail-sync', 'Fail its next fsync', `disk error ${name} sync`)),
      ends(ask('clock', 'Set its clock wrong', { kind: 'clock', server: name })),
      ask('line', 'Something else, as a line', { kind: 'line', text: `crash ${name} for 1s` }),
    ],
  };
}

function healEntry({ cuts, forces }: Scene): MenuEntry {
  const whole = cuts.length === 0 && forces.length === 0;
  return unless(whole ? 'nothing is cut' : null, line('heal', 'Heal the network', 'heal'));
}

const operationWords: Readonly<Record<OperationKind, string>> = {
  create: 'Create a znode',
  setData: 'Write data',
  getData: 'Read data, with a watch',
  delete: 'Delete a znode',
  sync: 'Sync',
};

function clientMenu(name: string, scene: Scene): Menu {
  const client = scene.clients.find((each) => each.name === name);
  const server = client?.server ?? null;
  const alone = server === null ? 'it is with no server' : null;
  return {
    title: `Client ${name}`,
    entries: [
      ...operationKinds.map((op) => ask(op, operationWords[op], { kind: 'operation', client: name, op })),
      ends(line('close-session', 'Close its session', `${name} closeSession`)),
      unless(
        alone,
        line('cut-client', `Cut off from server ${server ?? ''}`.trimEnd(), `partition ${name} | ${server ?? ''}`),
      ),
      unless(alone, line('reset', 'Reset its connection', `reset ${name} | ${server ?? ''}`)),
      line('pause', 'Pause it', `pause ${name}`),
      line('resume', 'Let it go on', `resume ${name}`),
      ends(line('expire', 'Let its session expire', `expire ${name}`)),
      healEntry(scene),
      ask('line', 'Something else, as a line', { kind: 'line', text: `${name} create /a "x" ephemeral` }),
    ],
  };
}

const actWords: Readonly<Record<MessageAct, string>> = {
  deliver: 'Deliver now',
  drop: 'Drop',
  delay: 'Delay',
  hold: 'Hold',
  release: 'Release',
};
export const messageActs: readonly MessageAct[] = ['deliver', 'drop', 'delay', 'hold', 'release'];

/** Why not; null: it can. */
export function whyNot(message: FlyingMessage, act: MessageAct): string | null {
  if (message.can.includes(act)) return null;
  return message.cannot.find((each) => each.act === act)?.why ?? 'not now';
}

function messagesMenu(addresses: readonly string[], scene: Scene): Menu {
  const messages = scene.messages.filter(({ address }) => addresses.includes(address));
  const [message] = messages;
  if (message === undefined) return { title: 'It has arrived', entries: groundMenu(scene).entries };
  if (messages.length === 1) return messageMenu(message);
  return {
    title: labelOf(messages),
    entries: messages.map((each) => ({
      id: each.address,
      words: `${each.text} (${each.from} to ${each.to})`,
      act: { kind: 'menu', target: { kind: 'messages', addresses: [each.address] } },
      why: '',
    })),
  };
}

function messageMenu(message: FlyingMessage): Menu {
  const { address } = message;
  const entries = messageActs.map((act): MenuEntry => {
    const entry =
      act === 'delay'
        ? ask(act, actWords[act], { kind: 'delay', address })
        : { id: act, words: actWords[act], act: { kind: 'message', address, act } as const, why: '' };
    return unless(whyNot(message, act), act === 'release' ? ends(entry) : entry);
  });
  const script = scriptLine(message);
  return {
    title: `${labelOf([message])}, ${message.from} to ${message.to}`,
    entries: [
      ...entries,
      unless(script === null ? 'it has no time of arrival' : null, {
        id: 'copy',
        words: 'Copy as a line of the script',
        act: { kind: 'copy', text: script ?? '' },
        why: '',
      }),
    ],
  };
}

/** The decision that makes it arrive when it will; null of one that will not. */
export function scriptLine({ address, sentUs, arrivesUs }: FlyingMessage): string | null {
  return arrivesUs < sentUs ? null : `let ${address}.delay = ${arrivesUs - sentUs}`;
}

function linkMenu(from: string, to: string, scene: Scene): Menu {
  return {
    title: `From ${from} to ${to}`,
    entries: [
      line('cut', 'Cut', `partition ${from} | ${to}`),
      line('cut-one-way', `Cut what ${from} sends to ${to}`, `partition ${from} > ${to}`),
      line('cut-back', `Cut what ${to} sends to ${from}`, `partition ${to} > ${from}`),
      ends(healEntry(scene)),
      line('clog', 'Clog: everything waits, nobody gives up', `clog ${from} | ${to}`),
      ask('link', 'Slow or lossy', { kind: 'link', from, to }),
      line('reset', 'Reset its connections', `reset ${from} | ${to}`),
    ],
  };
}

function groundMenu(scene: Scene): Menu {
  const [client] = scene.clients;
  const [first, second] = scene.servers;
  const alone = second === undefined ? 'there is no other server' : null;
  return {
    title: 'Ensemble',
    entries: [
      unless(alone, ask('partition', 'Cut in groups', { kind: 'partition', text: '' })),
      unless(alone, ask('link', 'Fault of a link', { kind: 'link', from: first?.name ?? '', to: second?.name ?? '' })),
      healEntry(scene),
      ends(line('heal-all', 'Heal all: restart, resume, mend', 'heal all')),
      unless(
        client === undefined ? 'there is no client' : null,
        ask('operation', 'Operation of a client', { kind: 'operation', client: client?.name ?? '', op: 'create' }),
      ),
      ask('line', 'Something else, as a line', { kind: 'line', text: '' }),
    ],
  };
}
