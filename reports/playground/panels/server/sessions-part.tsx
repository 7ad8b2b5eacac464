/** Sessions: whose they are, where their client is, how long they still have, and their ephemerals. */
import type { VNode } from 'preact';
import type { ServerTree } from '../../../../sim/record/server-tree.ts';
import { Fold } from '../parts.tsx';
import { leftWords, sessionRows, shareLeft } from './sessions.ts';
import type { Sight } from './server-panel.tsx';

export function SessionsPart({ sight: { moment, server, tree, old } }: { readonly sight: Sight }): VNode {
  const rows = sessionRows(server, moment.state, ephemeralsOf(tree));
  const names = (all: readonly { readonly session: string }[]): string => all.map(({ session }) => session).join();
  const here = moment.state.clients.filter((client) => client.server === server.name).map(({ name }) => name);
  return (
    <Fold
      title="sessions"
      aside={`${rows.length}${here.length === 0 ? '' : `; connected here: ${here.join(', ')}`}`}
      changed={old !== null && names(old.sessions) !== names(server.sessions)}
    >
      {rows.length === 0 ? (
        <p class="faint">None.</p>
      ) : (
        <ul class="sessions">
          {rows.map((row) => (
            <li key={row.session}>
              <b>{row.client === '' ? 'nobody’s now' : row.client}</b>
              {row.at === '' ? null : <span>at server {row.at}</span>}
              <span class="id" title="the number of the session">
                {row.session}
              </span>
              <span class="left">
                {row.leftMs === null ? null : <TimeLeft share={shareLeft(row)} />}
                {leftWords(row)}
              </span>
              {row.ephemerals.length === 0 ? null : (
                <span class="ephemerals">
                  ephemerals: <span class="mono">{row.ephemerals.join(' ')}</span>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Fold>
  );
}

function TimeLeft({ share }: { readonly share: number }): VNode {
  return (
    <span class="time-left" aria-hidden="true">
      <span style={{ width: `${Math.round(share * 100)}%` }} />
    </span>
  );
}

function ephemeralsOf({ znodes }: ServerTree): Map<string, string[]> {
  const owned = new Map<string, string[]>();
  for (const { owner, path } of znodes) {
    if (owner === '') continue;
    const paths = owned.get(owner);
    if (paths === undefined) owned.set(owner, [path]);
    else paths.push(path);
  }
  return owned;
}
