/** Lines of a script, typed or taken over from what was done by hand in the play. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { LessonAnswer } from '../../../sim/record/lesson.ts';
import type { PlayLine } from '../../../sim/record/play.ts';
import { usePlay } from '../store.ts';
import { addedTo, linesOf } from './answers.ts';
import type { FieldProps } from './fields.tsx';
import { Marked } from './text.tsx';

export function ScriptField(props: FieldProps<'script' | 'hunt'>): VNode {
  const { question, answer, disabled, onChange } = props;
  const scripts = answer.kind === 'hunt' ? [answer.script] : answer.scripts;
  const titles = answer.kind === 'hunt' ? ['Your script'] : question.endings;
  const set = (at: number, lines: readonly PlayLine[]): void => {
    const next = scripts.map((script, i) => (i === at ? lines : script));
    const changed: LessonAnswer =
      answer.kind === 'hunt' ? { kind: 'hunt', script: next[0] ?? [] } : { kind: 'script', scripts: next };
    onChange(changed);
  };
  return (
    <div class="answer">
      {titles.map((title, at) => (
        <Lines
          key={at}
          {...props}
          disabled={disabled}
          title={title}
          lines={scripts[at] ?? []}
          onLines={(l) => set(at, l)}
        />
      ))}
    </div>
  );
}

interface LinesProps extends FieldProps<'script' | 'hunt'> {
  readonly title: string;
  readonly lines: readonly PlayLine[];
  readonly onLines: (lines: readonly PlayLine[]) => void;
}

function Lines({ question, title, lines, disabled, onLines }: LinesProps): VNode {
  const play = usePlay();
  const [text, setText] = useState<string | null>(null);
  const byHand = addedTo(question.source, play.branch.value?.source ?? null);
  const shown = text !== null && linesOf(text).join('\n') === lines.join('\n') ? text : lines.join('\n');
  return (
    <div class="script-answer">
      <label>
        <span>
          <Marked text={title} />
        </span>
        <textarea
          rows={Math.max(3, lines.length + 1)}
          spellcheck={false}
          value={shown}
          disabled={disabled}
          placeholder="at 1s: crash 2"
          onInput={(event) => {
            setText(event.currentTarget.value);
            onLines(linesOf(event.currentTarget.value));
          }}
        />
      </label>
      <div class="row">
        <button type="button" disabled={disabled} onClick={() => void play.open(question.source)}>
          Open its run
        </button>
        <button
          type="button"
          disabled={disabled || byHand === null || byHand.length === 0}
          onClick={() => onLines(byHand ?? [])}
        >
          Take my acts from the play{byHand === null || byHand.length === 0 ? '' : ` (${byHand.length})`}
        </button>
        <span class="faint">{lines.length === 1 ? '1 line' : `${lines.length} lines`}</span>
      </div>
    </div>
  );
}
