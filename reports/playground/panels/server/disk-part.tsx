/** The files of a server, and what of them a crash would take. */
import type { VNode } from 'preact';
import { Fold } from '../parts.tsx';
import { countWords, diskRows, diskSummary } from './disk-rows.ts';
import type { Sight } from './server-panel.tsx';

export function DiskPart({ sight: { server, old } }: { readonly sight: Sight }): VNode {
  const rows = diskRows(server, old);
  return (
    <Fold title="disk" aside={diskSummary(rows)} open={false} changed={rows.some(({ changed }) => changed)}>
      <ul class="disk">
        {rows.map((row) => (
          <li key={row.name} class={row.changed ? 'changed' : undefined}>
            <span class="mono">{row.name}</span> {row.about}: {countWords(row.records, 'record')}
            {row.unsynced === 0 ? null : (
              <b> {row.nameless ? 'and its name not on disk yet' : `of which ${row.unsynced} only in memory`}</b>
            )}
          </li>
        ))}
      </ul>
    </Fold>
  );
}
