/** Which branch stands on a side, and a new one for it: without the bug, or with one. */
import type { VNode } from 'preact';
import { usePlay } from '../store.ts';
import type { Side } from './side.ts';

export function BranchChoice({ side }: { readonly side: Side }): VNode {
  const play = usePlay();
  const branch = side.branch.value;
  const bug = branch?.of.bug ?? null;
  return (
    <div class="choice">
      <label>
        {side.name === 'left' ? 'left' : 'right'}{' '}
        <select
          value={String(side.id.value)}
          onChange={(event) => {
            side.id.value = Number(event.currentTarget.value);
          }}
        >
          {play.branches.value.map(({ id, name, why, of }) => (
            <option key={id} value={String(id)}>
              {name} {why === '' ? 'as it was opened' : why}
              {of.bug === null ? '' : ` (bug: ${of.bug})`}
            </option>
          ))}
        </select>
      </label>
      <span class={bug === null ? 'faint' : 'bug'}>{bug === null ? 'without a bug' : `bug: ${bug}`}</span>
      {bug === null || branch === null ? null : (
        <button type="button" onClick={() => void withoutBug(side, play)}>
          make it without the bug
        </button>
      )}
    </div>
  );
}

/** A branch with the same lines and the correct protocol takes the place of the other one on this side. */
async function withoutBug(side: Side, play: ReturnType<typeof usePlay>): Promise<void> {
  const { branch } = side;
  if (branch.value === null) return;
  const shown = play.branch.peek()?.id ?? null;
  play.showBranch(branch.value.id);
  if (!(await play.changeScript(branch.value.source.lines, null))) {
    if (shown !== null) play.showBranch(shown);
    return;
  }
  const made = play.branch.peek();
  if (made !== null) side.id.value = made.id;
}
