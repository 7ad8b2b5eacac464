/** Moments somebody wants to come back to. */
import type { VNode } from 'preact';
import { Icon } from '../frame/icon.tsx';
import { usePlay } from '../store.ts';

export function Bookmarks(): VNode {
  const play = usePlay();
  const marks = play.bookmarks.value;
  return (
    <section class="bookmarks" aria-labelledby="bookmarks-title">
      <h3 id="bookmarks-title">Bookmarks</h3>
      {marks.length === 0 ? <p class="faint">None yet: B marks the moment that is shown.</p> : null}
      <ul>
        {marks.map(({ branch, event, words }) => (
          <li key={`${branch}:${event}`}>
            <button
              type="button"
              class="plain"
              onClick={() => {
                play.showBranch(branch);
                play.seek(event);
              }}
            >
              <Icon name="mark" /> {words}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => play.bookmark()}>
        Bookmark this moment
      </button>
    </section>
  );
}
