/** Hands a play on: as a link, as lines, as a case, as a frame for slides. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { Dialog } from '../frame/dialog.tsx';
import { usePlay } from '../store.ts';
import { closeDialog } from '../ui.ts';
import { copied } from './copy.ts';
import { caseFileName, caseFileText, embedText, linkAdvice, replayCommand, scriptText } from './share-texts.ts';

export function ShareDialog(): VNode {
  const play = usePlay();
  const link = useSignal('');
  const told = useSignal('');
  const branch = play.branch.value;
  useEffect(() => {
    void play.link().then((made) => (link.value = made));
  }, []);
  const copy = async (what: string, text: string): Promise<void> => {
    told.value = (await copied(text)) ? `${what} copied.` : `This frame lets nobody copy: take it by hand.`;
  };
  const advice = linkAdvice(link.value);
  return (
    <Dialog title="Share" onClose={closeDialog}>
      <label for="share-link">The link holds seed, servers and everything you did; opening it runs it again.</label>
      <textarea
        id="share-link"
        readOnly
        rows={4}
        value={link.value}
        onFocus={(event) => event.currentTarget.select()}
      />
      {advice === null ? null : <p class="problem">{advice}</p>}
      {branch === null ? null : (
        <p class="row">
          <button
            type="button"
            class="primary"
            disabled={link.value === ''}
            onClick={() => void copy('Link', link.value)}
          >
            Copy link
          </button>
          <button type="button" onClick={() => void copy('Script', scriptText(branch))}>
            Copy script
          </button>
          <button type="button" onClick={() => void copy('Command', replayCommand(branch))}>
            Copy replay command
          </button>
          <button type="button" onClick={() => save(caseFileName(branch), caseFileText(branch))}>
            Save case file
          </button>
          <button type="button" onClick={() => void copy('Case', caseFileText(branch))}>
            Copy case
          </button>
          <button type="button" onClick={() => void copy('Frame', embedText(link.value))}>
            Copy frame for slides
          </button>
        </p>
      )}
      {branch === null ? null : (
        <p class="faint">
          <code>{replayCommand(branch)}</code> runs the saved case in a terminal.
        </p>
      )}
      <p role="status">{told.value}</p>
    </Dialog>
  );
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
