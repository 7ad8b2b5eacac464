/** The lines that were added by hand, as a text that can be changed; each change is a branch, so nothing is lost. */
import type { VNode } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { usePlay } from '../../store.ts';
import { Panel } from '../parts.tsx';
import { countWords } from '../server/disk-rows.ts';
import { isEdited, linesOfText, problemInText, textOfLines, type ScriptProblem } from './script-lines.ts';

const ROWS_LEAST = 4;
const ROWS_MOST = 16;

export function ScriptPanel(): VNode {
  const play = usePlay();
  const id = useId();
  const branch = play.branch.value;
  const lines = branch?.source.lines ?? [];
  const saved = textOfLines(lines);
  const [text, setText] = useState(saved);
  const [problem, setProblem] = useState<ScriptProblem | null>(null);
  // Another branch, or a hand on the picture: its lines take the place of what was typed.
  useEffect(() => {
    setText(saved);
    setProblem(null);
  }, [saved, branch?.id]);
  const edited = isEdited(text, lines);
  const run = async (): Promise<void> => {
    play.notice.value = null;
    const done = await play.changeScript(linesOfText(text));
    setProblem(done ? null : problemInText(text, play.notice.value ?? 'The engine refused these lines.'));
  };
  return (
    <Panel name="script" title="script" aside={countWords(lines.length, 'line')}>
      <label class="unseen" for={id}>
        lines of the script
      </label>
      <textarea
        id={id}
        class="mono"
        spellcheck={false}
        rows={Math.min(ROWS_MOST, Math.max(ROWS_LEAST, text.split('\n').length + 1))}
        placeholder={'at 1.2s: crash 2\nwhen leader logs 1:2: pause leader\nat 1.5s: c1 create /a "x"'}
        value={text}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run();
        }}
      />
      <p class="problem" id={`${id}-problem`} role="status">
        {problem === null ? '' : `${problem.line === 0 ? '' : `line ${problem.line}: `}${problem.message}`}
      </p>
      <div class="acts">
        <button type="button" class="go" disabled={!edited} onClick={() => void run()}>
          run these lines
        </button>
        <button type="button" disabled={!edited} onClick={() => setText(saved)}>
          take back
        </button>
        <button type="button" disabled={!play.canUndo()} onClick={() => play.undo()}>
          undo
        </button>
        <button type="button" disabled={!play.canRedo()} onClick={() => play.redo()}>
          redo
        </button>
      </div>
      <details class="words">
        <summary>what can stand here</summary>
        <ul>
          <li>
            <code>at 1.2s: crash 2</code> a fault at a moment; <code>partition 1,2 | 3,4,5</code>, <code>heal</code>,{' '}
            <code>pause leader for 300ms</code> …
          </li>
          <li>
            <code>when server 2 logs 1:3: crash 2</code> a fault when something happens; it survives small changes
            better than a time
          </li>
          <li>
            <code>at 1.5s: c1 create /a &quot;x&quot;</code> an operation of a client
          </li>
          <li>
            <code>let net/5&gt;2#1/quorum/PROPOSAL#3.delay = 250000</code> a decision of the world, here a delay in
            microseconds
          </li>
          <li>lines that begin with # are notes, and are not kept</li>
        </ul>
      </details>
    </Panel>
  );
}
