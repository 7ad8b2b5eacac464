/** Which branch stands on a side, and a new one for it: the same lines without a bug, or with another one. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { aboutPage } from '../about.ts';
import { go } from '../navigation.ts';
import { usePlay, type PlayStore } from '../store.ts';
import type { Side } from './side.ts';

export function SideChoice({ side }: { readonly side: Side }): VNode {
  const play = usePlay();
  const making = useSignal(false);
  const bug = side.branch.value?.of.bug ?? null;
  const make = async (chosen: string): Promise<void> => {
    making.value = true;
    await withBug(side, play, chosen === '' ? null : chosen);
    making.value = false;
  };
  return (
    <div class="choice">
      <label>
        {side.name}{' '}
        <select
          value={String(side.id.value)}
          onChange={(event) => {
            side.id.value = Number(event.currentTarget.value);
          }}
        >
          {play.branches.value.map(({ id, name, why, of }) => (
            <option key={id} value={String(id)}>
              {name}: {why}
              {of.bug === null ? '' : ` (bug: ${of.bug})`}
            </option>
          ))}
        </select>
      </label>
      <label>
        bug{' '}
        <select disabled={making.value} value={bug ?? ''} onChange={(event) => void make(event.currentTarget.value)}>
          <option value="">none</option>
          {aboutPage().bugs.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        onClick={() => {
          play.showBranch(side.id.peek());
          play.seek(side.event.peek());
          go('#/play');
        }}
      >
        open in play
      </button>
    </div>
  );
}

/** A branch with the same lines takes its place on this side; what the play shows besides stays. */
async function withBug(side: Side, play: PlayStore, bug: string | null): Promise<void> {
  const branch = side.branch.peek();
  const shown = play.branch.peek();
  if (branch === null || shown === null) return;
  play.showBranch(branch.id);
  const done = await play.changeScript(branch.source.lines, bug);
  const made = play.branch.peek();
  if (done && made !== null) side.id.value = made.id;
  play.showBranch(shown.id);
}
