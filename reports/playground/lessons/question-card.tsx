/** One question of a step: its text, its answer, and what came of it. */
import type { VNode } from 'preact';
import { isGiven, answerWords } from './answers.ts';
import type { LessonDesk } from './desk.ts';
import { AnswerField } from './fields.tsx';
import { GradeBox } from './grade-box.tsx';
import { Marked } from './text.tsx';

interface CardProps {
  readonly desk: LessonDesk;
  readonly id: string;
  /** Of a prediction: it is written down now and graded later. */
  readonly predicts: boolean;
}

export function QuestionCard({ desk, id, predicts }: CardProps): VNode {
  const work = desk.work(id).value;
  const { question, answer, kept, grade, busy } = work;
  const frozen = busy || (predicts && kept);
  return (
    <section class="question" aria-labelledby={`q-${id}`}>
      <h3 id={`q-${id}`}>
        <Marked text={question.text} />
      </h3>
      <AnswerField
        question={question}
        answer={answer}
        disabled={frozen}
        onChange={(next) => desk.setAnswer(id, next)}
      />
      {predicts ? <Keep desk={desk} id={id} /> : <Check desk={desk} id={id} />}
      {grade === null || predicts ? null : <GradeBox grade={grade} />}
    </section>
  );
}

function Keep({ desk, id }: { readonly desk: LessonDesk; readonly id: string }): VNode {
  const { answer, kept } = desk.work(id).value;
  if (kept) return <p class="kept">Written down. We come back to it.</p>;
  return (
    <div class="row">
      <button type="button" class="primary" disabled={!isGiven(answer)} onClick={() => desk.keep(id)}>
        Write it down
      </button>
    </div>
  );
}

interface CheckProps {
  readonly desk: LessonDesk;
  readonly id: string;
  /** It was written down and graded: only other numbers are left to try. */
  readonly done?: boolean;
}

function Check({ desk, id, done = false }: CheckProps): VNode | null {
  const { question, answer, busy } = desk.work(id).value;
  if (question.kind === 'code') return null;
  return (
    <div class="row">
      {done ? null : (
        <button type="button" class="primary" disabled={busy || !isGiven(answer)} onClick={() => void desk.grade(id)}>
          {busy ? 'Running it…' : question.kind === 'text' ? 'Keep it' : 'Check'}
        </button>
      )}
      {question.variants > 1 ? (
        <button type="button" disabled={busy} onClick={() => void desk.another(id)}>
          With other numbers
        </button>
      ) : null}
    </div>
  );
}

/** A prediction, seen again: what was written down, and what is so. */
export function Settled({ desk, id }: { readonly desk: LessonDesk; readonly id: string }): VNode {
  const { question, answer, kept, grade, busy } = desk.work(id).value;
  return (
    <section class="question" aria-labelledby={`s-${id}`}>
      <h3 id={`s-${id}`}>
        <Marked text={question.text} />
      </h3>
      {kept ? (
        <p>
          You wrote: <strong>{answerWords(question, answer)}</strong>
        </p>
      ) : (
        <AnswerField
          question={question}
          answer={answer}
          disabled={busy}
          onChange={(next) => desk.setAnswer(id, next)}
        />
      )}
      {kept && grade === null ? (
        <button type="button" class="primary" disabled={busy} onClick={() => void desk.grade(id)}>
          {busy ? 'Running it…' : 'How did it go?'}
        </button>
      ) : (
        <Check desk={desk} id={id} done={kept} />
      )}
      {grade === null ? null : <GradeBox grade={grade} />}
    </section>
  );
}
