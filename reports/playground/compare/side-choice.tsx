/**
 * Which branch stands on a side, and a new one for it: the same lines without a bug, with another one, under another seed; or
 * another case altogether.
 */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Case } from '../../../sim/record/case.ts';
import type { PlaySource } from '../../../sim/record/play.ts';
import { aboutPage } from '../about.ts';
import { go } from '../navigation.ts';
import { caseInFile } from '../start/read-file.ts';
import { usePlay, type PlayStore } from '../store.ts';
import type { Side } from './side.ts';

export function SideChoice({ side }: { readonly side: Side }): VNode {
  const play = usePlay();
  const making = useSignal(false);
  const bug = side.branch.value?.of.bug ?? null;
  const source = side.branch.value?.source ?? null;
  const make = async (change: () => Promise<void>): Promise<void> => {
    making.value = true;
    await change();
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
        <select
          disabled={making.value}
          value={bug ?? ''}
          onChange={(event) => void make(() => withBug(side, play, event.currentTarget.value))}
        >
          <option value="">none</option>
          {aboutPage().bugs.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label title="The same under another seed: Enter makes it">
        seed{' '}
        <input
          class="seed"
          type="text"
          size={8}
          spellcheck={false}
          autocomplete="off"
          disabled={making.value || source === null}
          value={source?.base.seed ?? ''}
          onChange={(event) => {
            const seed = event.currentTarget.value.trim();
            void make(async () => {
              if (source !== null)
                await beside(side, play, { base: underSeed(source.base, seed), lines: source.lines });
            });
          }}
        />
      </label>
      <label class="button file" title="A case or a report, in place of what stands here">
        another case…
        <input
          type="file"
          accept=".json,.html"
          disabled={making.value}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file !== undefined) void make(() => fromFile(side, play, file));
          }}
        />
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

/** A branch with the same lines takes its place on this side; what the play shows besides stays. `bug`: empty for none. */
async function withBug(side: Side, play: PlayStore, bug: string): Promise<void> {
  const branch = side.branch.peek();
  const shown = play.branch.peek();
  if (branch === null || shown === null) return;
  play.showBranch(branch.id);
  const done = await play.changeScript(branch.source.lines, bug === '' ? null : bug);
  const made = play.branch.peek();
  if (done && made !== null) side.id.value = made.id;
  play.showBranch(shown.id);
}

/** What was known of the run of the old one is not known of this one. */
function underSeed(base: Case, seed: string): Case {
  const { landmarks: _landmarks, ...rest } = base;
  return { ...rest, seed, expect: null, fingerprint: null };
}

async function beside(side: Side, play: PlayStore, source: PlaySource): Promise<void> {
  const made = await play.beside(source);
  if (made !== null) side.id.value = made;
}

async function fromFile(side: Side, play: PlayStore, file: File): Promise<void> {
  try {
    await beside(side, play, { base: await caseInFile(file), lines: [] });
  } catch (error) {
    play.notice.value = error instanceof Error ? error.message : String(error);
  }
}
