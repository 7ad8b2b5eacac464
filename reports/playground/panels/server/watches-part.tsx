/** Which clients of this server are to hear of which changes. */
import type { VNode } from 'preact';
import { Fold } from '../parts.tsx';
import type { Sight } from './server-panel.tsx';
import { watchRows } from './sessions.ts';

export function WatchesPart({ sight: { server, old } }: { readonly sight: Sight }): VNode | null {
  const rows = watchRows(server.watchList);
  const changed = old !== null && old.watchList.length !== server.watchList.length;
  if (rows.length === 0 && !changed) return null;
  return (
    <Fold title="watches" aside={String(rows.length)} changed={changed}>
      <ul class="watches">
        {rows.map(({ path, client, words }) => (
          <li key={`${path} ${client} ${words}`}>
            <span class="mono">{path}</span> <b>{client}</b> <span class="faint">{words}</span>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
