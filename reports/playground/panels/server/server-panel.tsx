/** One server as it stands at the cursor: who it is, what its log holds, whom it votes for, what it keeps for clients. */
import type { VNode } from 'preact';
import type { ServerState } from '../../../../sim/record/moment-state.ts';
import type { PlayMoment } from '../../../../sim/record/play.ts';
import type { ServerTree } from '../../../../sim/record/server-tree.ts';
import { usePlay, type PlayStore } from '../../store.ts';
import { Panel, Value, Words, Zxid } from '../parts.tsx';
import { durationWords } from '../time-words.ts';
import { ActsPart } from './acts-part.tsx';
import { DiskPart } from './disk-part.tsx';
import { LogPart } from './log-part.tsx';
import { roleSignOf } from '../../../spacetime/role-sign-of.ts';
import { SessionsPart } from './sessions-part.tsx';
import { TreePart } from './tree-part.tsx';
import { VotesPart } from './votes-part.tsx';
import { WatchesPart } from './watches-part.tsx';
import './server.css';

/** One server, now and at the moment before; the old one is null where there is nothing to compare with. */
export interface Sight {
  readonly moment: PlayMoment;
  readonly server: ServerState;
  readonly tree: ServerTree;
  readonly old: ServerState | null;
  readonly oldTree: ServerTree | null;
}

/** The same at every moment, so that none looks through them again. */
const words = (
  <Words
    of={['zxid', 'epoch', 'acceptedEpoch', 'currentEpoch', 'round', 'phase', 'session', 'ephemeral', 'watch', 'fsync']}
  />
);

export function ServerPanel(): VNode {
  const play = usePlay();
  const moment = play.moment.value;
  const sight = moment === null ? null : sightOf(play, moment);
  if (moment === null || sight === null)
    return (
      <Panel name="server" title="server">
        <p class="faint">Nothing is open yet.</p>
      </Panel>
    );
  const { server } = sight;
  const sign = roleSignOf(server);
  return (
    <Panel
      name="server"
      title={
        <>
          <span class={`glyph ink-${sign.ink}`} aria-hidden="true">
            {sign.glyph}
          </span>{' '}
          server {server.name} <span class="role">{roleWords(server)}</span>
        </>
      }
      aside={<Chooser moment={moment} name={server.name} />}
    >
      <Standing sight={sight} />
      <LogPart sight={sight} />
      <VotesPart sight={sight} />
      <SessionsPart sight={sight} />
      <WatchesPart sight={sight} />
      <TreePart sight={sight} />
      <DiskPart sight={sight} />
      <ActsPart server={server} />
      {words}
    </Panel>
  );
}

/** The chosen server; without a choice the one that leads, else the first. */
function sightOf(play: PlayStore, moment: PlayMoment): Sight | null {
  const { servers } = moment.state;
  const { kind, id } = selected(play);
  const chosen = kind === 'server' ? servers.findIndex(({ name }) => name === id) : -1;
  const leading = servers.findIndex(({ life, role, serving }) => life === 'up' && role === 'LEADING' && serving);
  const at = chosen >= 0 ? chosen : Math.max(0, leading);
  const [server, tree] = [servers[at], moment.trees[at]];
  if (server === undefined || tree === undefined) return null;
  const before = comparable(play.before.value, moment);
  return {
    moment,
    server,
    tree,
    old: before?.state.servers.find(({ name }) => name === server.name) ?? null,
    oldTree: before?.trees.find((each) => each.server === server.name) ?? null,
  };
}

function selected(play: PlayStore): { readonly kind: string; readonly id: string } {
  const selection = play.selection.value;
  return selection.kind === 'none' ? { kind: 'none', id: '' } : selection;
}

/** What changed is told of steps forward: going back nothing has happened. */
function comparable(before: PlayMoment | null, now: PlayMoment): PlayMoment | null {
  return before !== null && before.state.event < now.state.event ? before : null;
}

function roleWords({ life, role, serving, voter }: ServerState): string {
  if (life === 'down') return 'DOWN';
  const what = life === 'paused' ? `PAUSED, was ${role}` : role;
  return `${what}${serving ? ', serves clients' : ''}${voter ? '' : ', no vote'}`;
}

function Chooser({ moment, name }: { readonly moment: PlayMoment; readonly name: string }): VNode {
  const play = usePlay();
  return (
    <select
      aria-label="server"
      value={name}
      onChange={(event) => {
        play.selection.value = { kind: 'server', id: event.currentTarget.value };
      }}
    >
      {moment.state.servers.map((server) => (
        <option key={server.name} value={server.name}>
          {roleSignOf(server).glyph} {server.name}
        </option>
      ))}
    </select>
  );
}

function Standing({ sight: { server, old, moment } }: { readonly sight: Sight }): VNode {
  const is = (
    field: 'acceptedEpoch' | 'currentEpoch' | 'round' | 'phase' | 'applied' | 'logged' | 'durable',
  ): boolean => old !== null && old[field] !== server[field];
  const waits = moment.waits.filter((wait) => wait.server === server.name);
  return (
    <dl class="standing">
      <div>
        <dt>accepted epoch</dt>
        <Value changed={is('acceptedEpoch')}>{server.acceptedEpoch}</Value>
      </div>
      <div>
        <dt>current epoch</dt>
        <Value changed={is('currentEpoch')}>{server.currentEpoch}</Value>
      </div>
      <div>
        <dt>election round</dt>
        <Value changed={is('round')}>{server.round}</Value>
      </div>
      <div>
        <dt>logged</dt>
        <Value changed={is('logged')}>
          <Zxid of={server.logged} long />
        </Value>
      </div>
      <div>
        <dt>on disk</dt>
        <Value changed={is('durable')}>
          <Zxid of={server.durable} long />
        </Value>
      </div>
      <div>
        <dt>in the tree</dt>
        <Value changed={is('applied')}>
          <Zxid of={server.applied} long />
        </Value>
      </div>
      <div class="wide">
        <dt>phase</dt>
        <Value changed={is('phase')}>{server.phase.toLowerCase()}</Value>
      </div>
      {waits.length === 0 ? null : (
        <div class="wide">
          <dt>waits for</dt>
          <dd>
            {waits
              .slice(0, 3)
              .map(({ what, atUs }) => `${what} in ${durationWords(Math.max(0, atUs - moment.state.atUs))}`)
              .join(' · ')}
          </dd>
        </div>
      )}
    </dl>
  );
}
