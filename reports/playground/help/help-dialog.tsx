/** All keys, and what the picture leaves out. */
import type { VNode } from 'preact';
import { Dialog } from '../frame/dialog.tsx';
import { keyGroups } from '../keys/key-table.ts';
import { usePlay } from '../store.ts';
import { closeDialog } from '../ui.ts';

export function HelpDialog(): VNode {
  const { letters } = usePlay().settings;
  return (
    <Dialog title="Help" onClose={closeDialog} wide>
      <div class="key-groups">
        {keyGroups.map(({ title, rows }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl class="keys">
              {rows.map(({ shown, words }) => (
                <div key={shown}>
                  <dt>
                    <kbd>{shown}</kbd>
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={letters.value}
          onChange={(event) => (letters.value = event.currentTarget.checked)}
        />
        Letters, digits and signs do something by themselves
      </label>
      <h3>What is true in this picture</h3>
      <ul>
        <li>Time is virtual: it comes from the seed and does not pass while nothing plays.</li>
        <li>
          That a message moves along a line is animation; when it was sent and when it arrives is not. Messages of one
          connection arrive in their order, as with TCP.
        </li>
        <li>
          What you do becomes a line of the script, and the run is computed anew from there: nothing is painted over.
        </li>
        <li>
          Left out: the garbage collector of a JVM, the page cache of a kernel, congestion of a real network. A lamp
          that says “?” has not been decided, which is not the same as good.
        </li>
      </ul>
    </Dialog>
  );
}
