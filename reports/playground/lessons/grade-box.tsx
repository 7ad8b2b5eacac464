/** What came of an answer: right or not in words and by a sign, why, and where it can be seen. */
import type { VNode } from 'preact';
import type { Grade, LessonMoment } from '../../../sim/record/lesson.ts';
import { usePlay } from '../store.ts';
import { Marked } from './text.tsx';

export function GradeBox({ grade }: { readonly grade: Grade }): VNode {
  const { sign, word, name } = headOf(grade);
  return (
    <div class={`grade ${name}`} role="status">
      <p class="grade-head">
        <span aria-hidden="true">{sign}</span> {word}
      </p>
      {grade.why.map((sentence, i) => (
        <p key={i}>
          <Marked text={sentence} />
        </p>
      ))}
      {grade.error === null ? null : <p class="faint">You are not the first: this is known as “{grade.error}”.</p>}
      {grade.moments.length === 0 ? null : (
        <ul class="moments">
          {grade.moments.map((moment, i) => (
            <li key={i}>
              <Show moment={moment} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function headOf({ right, share }: Grade): { readonly sign: string; readonly word: string; readonly name: string } {
  if (right === null) return { sign: '✎', word: 'Kept', name: 'unscored' };
  if (right) return { sign: '✔', word: share < 1 ? `Right, ${Math.round(share * 100)} %` : 'Right', name: 'right' };
  return { sign: '✖', word: share > 0 ? `Not quite, ${Math.round(share * 100)} %` : 'Not yet', name: 'wrong' };
}

function Show({ moment }: { readonly moment: LessonMoment }): VNode {
  const play = usePlay();
  const show = async (): Promise<void> => {
    if (await play.open(moment.source)) play.seek(Math.max(0, moment.event));
  };
  return (
    <button type="button" onClick={() => void show()}>
      Show me: {moment.words}
    </button>
  );
}
