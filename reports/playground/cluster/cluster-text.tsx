/** The picture as tables: the same data, and a button for every act; for screen readers, for tests, for whoever reads rather. */
import { effect, useSignal } from '@preact/signals';
import type { ComponentChildren, VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FlyingMessage, MessageAct } from '../../../sim/record/play.ts';
import { usePlay, type PlayStore } from '../store.ts';
import './cluster.css';
import { handsOf, type Hands } from './hands.ts';
import type { Target } from './hit.ts';
import { messageActs, whyNot } from './menu.ts';
import type { Scene, SceneClient, SceneServer } from './scene.ts';
import { logWords } from './text-rows.ts';
import { sceneSignal } from './use-scene.ts';
import { arrivalWords, phaseWords, roleWords, waitWords } from './words.ts';

/** While it plays, tables change so often at most. */
const PLAYING_MS = 500;

export function ClusterText(): VNode {
  const play = usePlay();
  const hands = handsOf(play);
  const scene = useSettledScene(play);
  if (scene === null) return <p class="faint">Nothing is open.</p>;
  return (
    <div class="cluster-text">
      <ServersTable scene={scene} hands={hands} play={play} />
      <MessagesTable scene={scene} hands={hands} play={play} />
      {scene.clients.length === 0 ? null : <ClientsTable scene={scene} hands={hands} play={play} />}
      <FaultsList scene={scene} hands={hands} />
    </div>
  );
}

/** At once while somebody steps, now and then while it plays. */
function useSettledScene(play: PlayStore): Scene | null {
  const settled = useSignal<Scene | null>(null);
  useEffect(() => {
    const scene = sceneSignal(play);
    let timer = 0;
    const stop = effect(() => {
      const now = scene.value;
      if (!play.playing.value || settled.peek() === null) {
        clearTimeout(timer);
        timer = 0;
        settled.value = now;
        return;
      }
      if (timer !== 0) return;
      timer = window.setTimeout(() => {
        timer = 0;
        settled.value = scene.peek();
      }, PLAYING_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [play]);
  return settled.value;
}

interface TableProps {
  readonly scene: Scene;
  readonly hands: Hands;
  readonly play: PlayStore;
}

function Table({
  title,
  heads,
  children,
}: {
  readonly title: string;
  readonly heads: readonly string[];
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class="cluster-scroll" role="region" aria-label={title} tabIndex={0}>
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function ServersTable({ scene, hands, play }: TableProps): VNode {
  const heads = ['Server', 'Role', 'Phase', 'Epoch', 'Log ends at', 'Log', 'Waits for', 'Notes', 'Acts'];
  const { value: selection } = play.selection;
  return (
    <Table title="Servers" heads={heads}>
      {scene.servers.map((server) => (
        <ServerRow
          key={server.name}
          server={server}
          scene={scene}
          hands={hands}
          isSelected={selection.kind === 'server' && selection.id === server.name}
        />
      ))}
    </Table>
  );
}

interface ServerRowProps {
  readonly server: SceneServer;
  readonly scene: Scene;
  readonly hands: Hands;
  readonly isSelected: boolean;
}

function ServerRow({ server, scene, hands, isSelected }: ServerRowProps): VNode {
  const notes = [
    ...(server.voter ? [] : ['no vote']),
    ...(server.serving ? ['serves'] : []),
    ...server.forces.map(({ words }) => words),
    ...server.blamed.map((check) => `✖ ${check}`),
  ];
  return (
    <tr data-server={server.name} class={isSelected ? 'selected' : ''}>
      <th scope="row">
        <Named target={{ kind: 'server', id: server.name }} name={server.name} isSelected={isSelected} hands={hands} />
      </th>
      <td class="short">{roleWords(server)}</td>
      <td>{phaseWords(server)}</td>
      <td>{server.epoch}</td>
      <td>{server.zxid}</td>
      <td>{logWords(server)}</td>
      <td class="short">{waitWords(server, scene.atUs)}</td>
      <td>{notes.join(', ')}</td>
      <td>
        <MenuButton
          target={{ kind: 'server', id: server.name }}
          label={`Acts on server ${server.name}`}
          hands={hands}
        />
      </td>
    </tr>
  );
}

interface NamedProps {
  readonly target: Target;
  readonly name: string;
  readonly isSelected: boolean;
  readonly hands: Hands;
}

function Named({ target, name, isSelected, hands }: NamedProps): VNode {
  return (
    <button type="button" class="name" aria-pressed={isSelected} onClick={() => hands.select(target)}>
      {name}
    </button>
  );
}

interface MenuButtonProps {
  readonly target: Target;
  readonly label: string;
  readonly hands: Hands;
}

function MenuButton({ target, label, hands }: MenuButtonProps): VNode {
  return (
    <button
      type="button"
      data-act="menu"
      aria-haspopup="menu"
      aria-label={label}
      onClick={(event) => hands.openMenuBelow(target, event.currentTarget)}
    >
      Acts…
    </button>
  );
}

const buttonWords: Readonly<Record<MessageAct, string>> = {
  deliver: 'Deliver',
  drop: 'Drop',
  delay: 'Delay…',
  hold: 'Hold',
  release: 'Release',
};

function MessagesTable({ scene, hands, play }: TableProps): VNode {
  const { messages, atUs } = scene;
  const { value: selection } = play.selection;
  if (messages.length === 0) {
    return (
      <p>
        <b>Messages in flight</b>: none.
      </p>
    );
  }
  return (
    <Table title={`Messages in flight (${messages.length})`} heads={['Message', 'From', 'To', 'Arrival', 'Acts']}>
      {messages.map((message) => {
        const { address, text, from, to } = message;
        const isSelected = selection.kind === 'message' && selection.id === address;
        return (
          <tr key={address} data-message={address} class={isSelected ? 'selected' : ''}>
            <th scope="row">
              <Named
                target={{ kind: 'messages', addresses: [address] }}
                name={text}
                isSelected={isSelected}
                hands={hands}
              />
            </th>
            <td>{from}</td>
            <td>{to}</td>
            <td class="short">{arrivalWords(message, atUs)}</td>
            <td class="acts">
              {messageActs.map((act) => (
                <ActButton key={act} message={message} act={act} hands={hands} />
              ))}
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

interface ActButtonProps {
  readonly message: FlyingMessage;
  readonly act: MessageAct;
  readonly hands: Hands;
}

/** One that is not possible can be reached and tells why. */
function ActButton({ message, act, hands }: ActButtonProps): VNode {
  const why = whyNot(message, act);
  const { address } = message;
  return (
    <button
      type="button"
      data-act={act}
      aria-disabled={why === null ? undefined : 'true'}
      title={why ?? undefined}
      aria-label={why === null ? undefined : `${buttonWords[act]}: ${why}`}
      onClick={() => {
        if (why !== null) return;
        void hands.perform(
          act === 'delay' ? { kind: 'ask', question: { kind: 'delay', address } } : { kind: 'message', address, act },
        );
      }}
    >
      {buttonWords[act]}
    </button>
  );
}

function ClientsTable({ scene, hands, play }: TableProps): VNode {
  const { value: selection } = play.selection;
  const heads = ['Client', 'Is', 'Server', 'Session', 'Last zxid', 'Without an answer', 'Acts'];
  return (
    <Table title="Clients" heads={heads}>
      {scene.clients.map((client) => (
        <ClientRow
          key={client.name}
          client={client}
          hands={hands}
          isSelected={selection.kind === 'client' && selection.id === client.name}
        />
      ))}
    </Table>
  );
}

interface ClientRowProps {
  readonly client: SceneClient;
  readonly hands: Hands;
  readonly isSelected: boolean;
}

function ClientRow({ client, hands, isSelected }: ClientRowProps): VNode {
  const target = { kind: 'client', id: client.name } as const;
  return (
    <tr data-client={client.name} class={isSelected ? 'selected' : ''}>
      <th scope="row">
        <Named target={target} name={client.name} isSelected={isSelected} hands={hands} />
      </th>
      <td>{client.phase}</td>
      <td>{client.server ?? '–'}</td>
      <td>{client.session}</td>
      <td>{client.lastZxid}</td>
      <td>{client.inFlight + client.queued}</td>
      <td>
        <MenuButton target={target} label={`Acts on client ${client.name}`} hands={hands} />
      </td>
    </tr>
  );
}

function FaultsList({ scene, hands }: { readonly scene: Scene; readonly hands: Hands }): VNode {
  const { cuts, inForce } = scene;
  const words = cuts.map(({ from, to, both }) => (both ? `${from} – ${to}` : `${from} → ${to}`));
  return (
    <div class="cluster-faults">
      <p>
        <b>Cut</b>: <span data-cuts={cuts.length}>{cuts.length === 0 ? 'nothing.' : words.join(', ')}</span>
      </p>
      <p>
        <b>Faults in force</b>: {inForce.length === 0 ? 'none.' : inForce.join('; ')}
      </p>
      <p>
        <MenuButton target={{ kind: 'ground' }} label="Acts on the ensemble" hands={hands} />
      </p>
    </div>
  );
}
