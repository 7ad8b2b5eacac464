/** An event of the run beside the question: the one under the cursor. */
import type { VNode } from 'preact';
import { usePlay } from '../store.ts';
import { sameRun } from './answers.ts';
import type { FieldProps } from './fields.tsx';

export function PickField({ question, answer, disabled, onChange }: FieldProps<'pick'>): VNode {
  const play = usePlay();
  const event = play.event.value;
  const shown = sameRun(question.source, play.branch.value?.source ?? null);
  const caption = play.moment.value?.caption.what ?? '';
  return (
    <div class="answer">
      {shown ? (
        <p>
          Under the cursor: <strong>event {event}</strong>
          {caption === '' ? '' : `, ${caption}`}
        </p>
      ) : (
        <p>
          The play shows another run.{' '}
          <button type="button" disabled={disabled} onClick={() => void play.open(question.source)}>
            Open the run of this question
          </button>
        </p>
      )}
      <div class="row">
        <button type="button" disabled={disabled || !shown} onClick={() => onChange({ kind: 'pick', event })}>
          Choose this event
        </button>
        <span>{answer.event < 0 ? 'Nothing is chosen.' : `Chosen: event ${answer.event}`}</span>
      </div>
    </div>
  );
}
