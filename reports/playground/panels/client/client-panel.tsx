/** One client: its session and server, a form for every operation, and what it asked for so far with the answers. */
import type { VNode } from 'preact';
import type { ClientState } from '../../../../sim/record/moment-state.ts';
import { usePlay } from '../../store.ts';
import { EventLink, Fold, Panel, Value, Words, Zxid } from '../parts.tsx';
import { countWords } from '../server/disk-rows.ts';
import { OperationFormPart } from './operation-form-part.tsx';
import { operationRows } from './operation-rows.ts';
import './client.css';

/** Operations that are listed at once. */
const LISTED = 20;

export function ClientPanel(): VNode {
  const play = usePlay();
  const moment = play.moment.value;
  const selection = play.selection.value;
  const clients = moment?.state.clients ?? [];
  const chosen = selection.kind === 'client' ? clients.find(({ name }) => name === selection.id) : undefined;
  const client = chosen ?? clients[0];
  if (moment === null || client === undefined)
    return (
      <Panel name="client" title="client">
        <p class="faint">No client is there yet.</p>
      </Panel>
    );
  const before = play.before.value;
  const old =
    before !== null && before.state.event < moment.state.event
      ? (before.state.clients.find(({ name }) => name === client.name) ?? null)
      : null;
  return (
    <Panel
      name="client"
      title={
        <>
          client {client.name} <span class="role">{phaseWords(client)}</span>
        </>
      }
      aside={
        <select
          aria-label="client"
          value={client.name}
          onChange={(event) => {
            play.selection.value = { kind: 'client', id: event.currentTarget.value };
          }}
        >
          {clients.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      }
    >
      <Standing client={client} old={old} />
      <OperationFormPart key={client.name} client={client.name} />
      <Operations client={client.name} />
      <Words of={['session', 'zxid', 'ephemeral', 'watch', 'version']} />
    </Panel>
  );
}

function phaseWords({ phase, server }: ClientState): string {
  return server === null ? phase : `${phase}, server ${server}`;
}

function Standing({ client, old }: { readonly client: ClientState; readonly old: ClientState | null }): VNode {
  return (
    <dl class="standing">
      <div class="wide">
        <dt>session</dt>
        <Value changed={old !== null && old.session !== client.session}>
          <span class="mono">{client.session === '0x0' ? 'none yet' : client.session}</span>
        </Value>
      </div>
      <div>
        <dt>has seen</dt>
        <Value changed={old !== null && old.lastZxid !== client.lastZxid}>
          <Zxid of={client.lastZxid} long />
        </Value>
      </div>
      <div>
        <dt>under way</dt>
        <Value changed={old !== null && old.inFlight !== client.inFlight}>{client.inFlight}</Value>
      </div>
      <div>
        <dt>waiting to be sent</dt>
        <Value changed={old !== null && old.queued !== client.queued}>{client.queued}</Value>
      </div>
    </dl>
  );
}

function Operations({ client }: { readonly client: string }): VNode {
  const play = usePlay();
  const trace = play.trace.value;
  const rows =
    trace === null ? [] : operationRows(trace.trace, client, play.event.value, play.moment.value?.state.atUs ?? 0);
  return (
    <Fold title="operations" aside={countWords(rows.length, 'operation')}>
      {rows.length === 0 ? (
        <p class="faint">It has asked for nothing yet.</p>
      ) : (
        <ol class="operations">
          {rows.slice(0, LISTED).map((row) => (
            <li key={row.id} class={`is-${row.state}`}>
              <span class="glyph" aria-hidden="true">
                {row.glyph}
              </span>
              <span class="mono">{row.text}</span>
              <span class="answer">
                {row.returnEvent < 0 ? row.answer : <EventLink event={row.returnEvent}>{row.answer}</EventLink>}
              </span>
              <span class="faint">
                {row.returnEvent < 0 ? 'for' : 'after'} {row.took}, <EventLink event={row.callEvent}>asked</EventLink>
              </span>
            </li>
          ))}
        </ol>
      )}
      {rows.length <= LISTED ? null : <p class="faint">and {rows.length - LISTED} earlier ones</p>}
    </Fold>
  );
}
