/** Whom the server votes for, what it heard, and why the better vote wins. */
import type { VNode } from 'preact';
import { Fold, Zxid } from '../parts.tsx';
import type { Sight } from './server-panel.tsx';
import { voteRows } from './votes.ts';

export function VotesPart({ sight: { server, old } }: { readonly sight: Sight }): VNode | null {
  const { rows, reasons, agreeing } = voteRows(server, old);
  const mine = rows[0];
  if (mine === undefined || server.life === 'down') return null;
  const looking = server.role === 'LOOKING';
  return (
    <Fold
      title="votes"
      aside={`for ${mine.leader}, round ${server.round}${looking ? `: ${agreeing} agree` : ''}`}
      open={looking}
      changed={rows.some(({ changed }) => changed)}
    >
      <div class="scroll" tabIndex={0} role="region" aria-label="votes this server knows">
        <table>
          <thead>
            <tr>
              <th scope="col">who</th>
              <th scope="col">votes for</th>
              <th scope="col">epoch</th>
              <th scope="col">zxid</th>
              <th scope="col">round</th>
              <th scope="col">and is</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.voter} class={row.changed ? 'changed' : undefined}>
                <th scope="row">{row.mine ? `${row.voter} (itself)` : row.voter}</th>
                <td>
                  {row.agrees ? '✔' : '≠'} {row.leader}
                </td>
                <td>{row.peerEpoch}</td>
                <td>
                  <Zxid of={row.zxid} />
                </td>
                <td>{row.round}</td>
                <td>{row.state.toLowerCase()}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reasons.length === 0 ? null : (
        <ul class="reasons">
          {reasons.map((reason) => (
            <li key={reason}>{reason}.</li>
          ))}
        </ul>
      )}
    </Fold>
  );
}
