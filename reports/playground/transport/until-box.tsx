/** Runs on until something happens, and finds events by their words. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { usePlay } from '../store.ts';
import { findWords } from './find-words.ts';

const examples = [
  'any leads',
  'leader commits',
  'leader commits x3',
  'any looks',
  'server 2 logs',
  'server 3 serves',
  'any plans SNAP',
  'at 5s',
];

export function UntilBox(): VNode {
  const play = usePlay();
  const condition = useSignal('');
  const words = useSignal('');
  const nothing = useSignal(false);
  const find = (by: 1 | -1): void => {
    const view = play.view.value;
    if (view === null || words.value.trim() === '') return;
    const found = findWords(view, words.value, play.event.value, by);
    nothing.value = found === null;
    play.pause();
    if (found !== null) play.seek(found);
  };
  return (
    <div class="boxes">
      <form
        class="until"
        onSubmit={(event) => {
          event.preventDefault();
          if (condition.value.trim() !== '') void play.runUntil(condition.value.trim());
        }}
      >
        <label for="until">until</label>
        <input
          id="until"
          type="text"
          list="until-examples"
          placeholder="leader commits 2:5"
          autocomplete="off"
          value={condition.value}
          onInput={(event) => (condition.value = event.currentTarget.value)}
        />
        <datalist id="until-examples">
          {examples.map((example) => (
            <option key={example} value={example} />
          ))}
        </datalist>
        <button type="submit" disabled={play.searching.value}>
          {play.searching.value ? 'running…' : 'Run'}
        </button>
      </form>
      <form
        class="find"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          find(1);
        }}
      >
        <label for="find">find</label>
        <input
          id="find"
          type="search"
          autocomplete="off"
          value={words.value}
          aria-describedby="find-state"
          onInput={(event) => {
            words.value = event.currentTarget.value;
            nothing.value = false;
          }}
        />
        <button type="button" aria-label="The one before" onClick={() => find(-1)}>
          ‹
        </button>
        <button type="submit" aria-label="The next one">
          ›
        </button>
        <span id="find-state" class="problem" role="status">
          {nothing.value ? 'none' : ''}
        </span>
      </form>
    </div>
  );
}
