/** What somebody did in a lesson: answers, grades, what was written down. Kept as long as the page is open, and in no storage. */
import { signal, type Signal } from '@preact/signals';
import type {
  CompletionFile,
  FilledLesson,
  FilledQuestion,
  Grade,
  LessonAnswer,
  LessonReply,
  LessonRequest,
} from '../../../sim/record/lesson.ts';
import { emptyAnswer, isGiven, stepAddress } from './answers.ts';

export interface Work {
  readonly question: FilledQuestion;
  readonly answer: LessonAnswer;
  /** Written down: it does not change any more until it is graded. */
  readonly kept: boolean;
  readonly grade: Grade | null;
  /** The engine is at it. */
  readonly busy: boolean;
}

export type Ask = (request: LessonRequest) => Promise<LessonReply>;

export class LessonDesk {
  readonly lesson: FilledLesson;
  readonly problem: Signal<string | null> = signal(null);
  private readonly works = new Map<string, Signal<Work>>();
  private readonly ask: Ask;

  constructor(lesson: FilledLesson, ask: Ask) {
    this.lesson = lesson;
    this.ask = ask;
    for (const question of lesson.steps.flatMap((step) => step.questions)) {
      const work: Work = { question, answer: emptyAnswer(question), kept: false, grade: null, busy: false };
      this.works.set(question.id, signal(work));
    }
  }

  work(question: string): Signal<Work> {
    const work = this.works.get(question);
    if (work === undefined) throw new Error(`there is no question ${question}`);
    return work;
  }

  /** Another answer makes its grade void. */
  setAnswer(question: string, answer: LessonAnswer): void {
    const work = this.work(question);
    work.value = { ...work.value, answer, grade: null };
  }

  keep(question: string): void {
    const work = this.work(question);
    work.value = { ...work.value, kept: true };
  }

  async grade(question: string): Promise<void> {
    const work = this.work(question);
    const { answer, question: asked } = work.value;
    work.value = { ...work.value, busy: true };
    const { id: lesson } = this.lesson;
    const reply = await this.ask({ kind: 'grade', lesson, question, variant: asked.variant, answer });
    this.problem.value = reply.kind === 'refused' ? reply.message : null;
    const grade = reply.kind === 'graded' ? reply.grade : null;
    // Somebody may have changed the answer meanwhile.
    work.value = { ...work.value, busy: false, grade: work.value.answer === answer ? grade : null };
  }

  /** The same question with other numbers. */
  async another(question: string): Promise<void> {
    const work = this.work(question);
    const { id: lesson } = this.lesson;
    const reply = await this.ask({ kind: 'variant', lesson, question, variant: work.value.question.variant + 1 });
    if (reply.kind !== 'variant') return;
    work.value = {
      question: reply.question,
      answer: emptyAnswer(reply.question),
      kept: false,
      grade: null,
      busy: false,
    };
  }

  /** Questions a machine can grade, and how many of them were answered rightly. */
  get progress(): { readonly of: number; readonly right: number } {
    const scored = [...this.works.values()].filter(({ value }) => !['text', 'code'].includes(value.question.kind));
    return { of: scored.length, right: scored.filter(({ value }) => value.grade?.right === true).length };
  }

  completion(engine: string, page: string): CompletionFile {
    const answers = this.lesson.steps.flatMap((step) =>
      step.questions.flatMap(({ id }) => {
        const { answer, question, kept, grade } = this.work(id).value;
        if (!isGiven(answer) || (!kept && grade === null && answer.kind !== 'text')) return [];
        const link = `${page}${stepAddress(this.lesson, step.id)}`;
        return [{ question: id, variant: question.variant, answer, link }];
      }),
    );
    return { schema: 1, engine, lesson: this.lesson.id, answers };
  }
}
