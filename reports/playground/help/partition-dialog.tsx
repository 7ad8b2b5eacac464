/** Cuts the network into groups, by keys. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { Dialog } from '../frame/dialog.tsx';
import { usePlay } from '../store.ts';
import { closeDialog } from '../ui.ts';
import { partitionLine } from './partition-line.ts';

export function PartitionDialog(): VNode {
  const play = usePlay();
  const text = useSignal('');
  const servers = play.moment.value?.state.servers.map(({ name }) => name) ?? [];
  const line = partitionLine(text.value, servers);
  const cut = async (): Promise<void> => {
    if (line !== null && (await play.act(line))) closeDialog();
  };
  return (
    <Dialog title="Cut the network" onClose={closeDialog}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void cut();
        }}
      >
        <p>
          <label for="groups">Groups of servers that hear each other; whoever is left out is one more group.</label>
        </p>
        <input
          id="groups"
          type="text"
          autoFocus
          autocomplete="off"
          placeholder={`12 | ${servers.slice(2).join('') || '3'}`}
          value={text.value}
          aria-describedby="cut-line"
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
        <p id="cut-line" role="status">
          {line === null ? 'Name at least two groups.' : <code>{line}</code>}
        </p>
        <p class="row">
          <button type="submit" class="primary" disabled={line === null}>
            Cut
          </button>
          <button type="button" onClick={closeDialog}>
            Leave it
          </button>
        </p>
      </form>
    </Dialog>
  );
}
