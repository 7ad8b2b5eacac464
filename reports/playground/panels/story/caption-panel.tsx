/** What happens in the event at the cursor, in plain words; why it does; and the way to the next commit. */
import type { VNode } from 'preact';
import { useSignal, useSignalEffect } from '@preact/signals';
import { usePlay } from '../../store.ts';
import { EventLink, Panel } from '../parts.tsx';
import { durationWords, momentWords } from '../time-words.ts';
import { causesOf, nextCommit } from './why.ts';
import './story.css';

/** Causes that are listed; the first of all is one click farther back. */
const CAUSES = 8;
/** While it plays a reader of the screen hears one sentence in so many milliseconds. */
const SPOKEN_APART_MS = 2000;

export function CaptionPanel(): VNode {
  const play = usePlay();
  const asked = useSignal(false);
  const moment = play.moment.value;
  const view = play.view.value;
  const why = asked.value;
  return (
    <Panel
      name="caption"
      title="what happens"
      aside={moment === null ? '' : `event ${moment.state.event} · ${momentWords(moment.state.atUs)}`}
    >
      {moment === null ? (
        <p class="faint">Nothing is open yet.</p>
      ) : (
        <>
          <p class="what">{moment.caption.what}</p>
          {moment.caption.meaning === '' ? null : <p class="meaning">{moment.caption.meaning}</p>}
        </>
      )}
      <div class="acts">
        <button
          type="button"
          aria-expanded={why}
          onClick={() => {
            asked.value = !why;
          }}
        >
          why?
        </button>
        <button
          type="button"
          disabled={view === null}
          onClick={() => {
            const next = view === null ? -1 : nextCommit(view, play.event.value);
            if (next >= 0) play.seek(next);
            else void play.runUntil('any commits');
          }}
        >
          next commit ▸
        </button>
      </div>
      {why && view !== null ? <Causes /> : null}
      <Spoken />
    </Panel>
  );
}

function Causes(): VNode {
  const play = usePlay();
  const view = play.view.value;
  const event = play.event.value;
  const causes = view === null ? [] : causesOf(view, event, CAUSES);
  if (view === null || causes.length === 0)
    return <p class="faint">Nothing caused it: it came from outside, or it is a beginning.</p>;
  return (
    <ol class="causes" aria-label="causes, nearest first">
      {causes.map(({ event: at, atUs, words, skipped }) => (
        <li key={at}>
          <EventLink event={at}>{words}</EventLink>
          <span class="faint">
            {' '}
            {durationWords(view.atUs(event) - atUs)} before
            {skipped === 0 ? '' : `, ${skipped} silent step${skipped === 1 ? '' : 's'} between`}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The sentence for those who hear the page: each one when stepping, now and then while it plays. */
function Spoken(): VNode {
  const play = usePlay();
  const text = useSignal('');
  const last = useSignal(0);
  useSignalEffect(() => {
    const what = play.moment.value?.caption.what ?? '';
    const now = performance.now();
    if (play.playing.value && now - last.peek() < SPOKEN_APART_MS) return;
    last.value = now;
    text.value = what;
  });
  return (
    <p class="unseen" aria-live="polite">
      {text.value}
    </p>
  );
}
