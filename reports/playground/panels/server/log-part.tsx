/** The log as cells: filled is committed, framed is on disk, dotted is only in memory. */
import type { VNode } from 'preact';
import { Fold } from '../parts.tsx';
import { countWords, cutWords } from './disk-rows.ts';
import { logRows, type LogCellRow } from './log-cells.ts';
import type { Sight } from './server-panel.tsx';

export function LogPart({ sight: { server, old } }: { readonly sight: Sight }): VNode {
  const { earlier, epochs, cut, unsynced } = logRows(server, old);
  const empty = epochs.length === 0;
  return (
    <Fold title="log" aside={unsynced === 0 ? '' : `${countWords(unsynced, 'record')} only in memory`}>
      {empty ? (
        <p class="faint">No transaction yet.</p>
      ) : (
        <div class="log">
          {earlier === 0 ? null : <span class="earlier">{earlier} earlier</span>}
          {epochs.map(({ epoch, cells }, at) => (
            <div class="epoch" key={at}>
              <span class="epoch-name">epoch {epoch}</span>
              <ol class="cells">
                {cells.map((cell, place) => (
                  <Cell key={place} cell={cell} />
                ))}
              </ol>
            </div>
          ))}
        </div>
      )}
      {cut.length === 0 ? null : (
        <p class="cut" title={cut.map(({ words }) => words).join('; ')}>
          <span aria-hidden="true">✂</span> {cutWords(cut)}
        </p>
      )}
      {empty ? null : <LastCell cell={epochs.at(-1)?.cells.at(-1)} />}
      <p class="legend" aria-hidden="true">
        <span class="cell committed">1</span> committed <span class="cell disk">1</span> on disk{' '}
        <span class="cell memory">1</span> only in memory
      </p>
    </Fold>
  );
}

function Cell({ cell: { zxid, mark, words, changed } }: { readonly cell: LogCellRow }): VNode {
  return (
    <li class={`cell ${mark}${changed ? ' changed' : ''}`} title={words}>
      <span aria-hidden="true">{zxid.slice(zxid.indexOf(':') + 1)}</span>
      <span class="unseen">
        {words}
        {changed ? ', changed' : ''}
      </span>
    </li>
  );
}

/** What the newest cell holds, without hovering. */
function LastCell({ cell }: { readonly cell: LogCellRow | undefined }): VNode | null {
  return cell === undefined ? null : (
    <p class="last-cell" aria-hidden="true">
      last: {cell.words}
    </p>
  );
}
