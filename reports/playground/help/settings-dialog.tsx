/** How the page looks and behaves; nothing of it is kept. */
import type { VNode } from 'preact';
import type { Signal } from '@preact/signals';
import { Dialog } from '../frame/dialog.tsx';
import type { ThemeChoice } from '../settings.ts';
import { usePlay } from '../store.ts';
import { closeDialog } from '../ui.ts';

const choices: readonly (readonly [ThemeChoice, string])[] = [
  ['system', 'As the system has it'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function SettingsDialog(): VNode {
  const { theme, patterns, motion, letters } = usePlay().settings;
  return (
    <Dialog title="How it looks" onClose={closeDialog}>
      <fieldset>
        <legend>Theme</legend>
        {choices.map(([choice, words]) => (
          <label key={choice} class="check">
            <input type="radio" name="theme" checked={theme.value === choice} onChange={() => (theme.value = choice)} />
            {words}
          </label>
        ))}
      </fieldset>
      <Check of={patterns} words="High contrast, and patterns beside colours (K)" />
      <Check of={motion} words="Messages and servers move" />
      <Check of={letters} words="Letters, digits and signs do something by themselves" />
    </Dialog>
  );
}

function Check({ of, words }: { readonly of: Signal<boolean>; readonly words: string }): VNode {
  return (
    <label class="check">
      <input type="checkbox" checked={of.value} onChange={(event) => (of.value = event.currentTarget.checked)} />
      {words}
    </label>
  );
}
