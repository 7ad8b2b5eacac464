/** What hands can do to the server; each press is a line of the script. */
import type { VNode } from 'preact';
import type { ServerState } from '../../../../sim/record/moment-state.ts';
import { usePlay } from '../../store.ts';
import { serverActs, type ServerAct } from './server-acts.ts';

export function ActsPart({ server }: { readonly server: ServerState }): VNode {
  const acts = serverActs(server);
  return (
    <div class="acts" role="group" aria-label={`do something to server ${server.name}`}>
      {acts.filter(({ first }) => first).map(button)}
      <details>
        <summary>more</summary>
        <div class="acts">{acts.filter(({ first }) => !first).map(button)}</div>
      </details>
    </div>
  );
}

function button(act: ServerAct): VNode {
  return <ActButton key={act.label} act={act} />;
}

function ActButton({ act: { label, line, story, idle } }: { readonly act: ServerAct }): VNode {
  const play = usePlay();
  return (
    <button
      type="button"
      title={idle === null ? `${story} (${line})` : `not now: ${idle}`}
      disabled={idle !== null}
      onClick={() => void play.act(line)}
    >
      {label}
    </button>
  );
}
