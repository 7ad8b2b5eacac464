/** Answers what pages ask about lessons. Holds nothing but what it has looked up once. */
import type { Lesson, LessonReply, LessonRequest } from '../../sim/record/lesson.ts';
import { Desk } from './desk.ts';
import { gradeAnswer } from './grade.ts';
import { lessons as ours } from './lessons/index.ts';

export function isLessonRequest(request: { readonly kind: string }): request is LessonRequest {
  return request.kind === 'lesson' || request.kind === 'variant' || request.kind === 'grade';
}

export class Teacher {
  private readonly lessons: readonly Lesson[];
  private readonly desks = new Map<string, Desk>();

  constructor(lessons: readonly Lesson[] = ours) {
    this.lessons = lessons;
  }

  answer(request: LessonRequest): LessonReply {
    try {
      return this.answerTo(request);
    } catch (error) {
      if (error instanceof RangeError) return { kind: 'refused', field: 'lesson', message: error.message };
      throw error;
    }
  }

  private answerTo(request: LessonRequest): LessonReply {
    const desk = this.desk(request.lesson);
    switch (request.kind) {
      case 'lesson':
        return { kind: 'lesson', lesson: desk.filled(request.variant) };
      case 'variant': {
        const question = desk.question(request.question);
        if (question === null) throw new RangeError(`there is no question "${request.question}"`);
        return { kind: 'variant', question: desk.filledQuestion(question, request.variant) };
      }
      case 'grade':
        return { kind: 'graded', grade: gradeAnswer(desk, request.question, request.variant, request.answer) };
    }
  }

  private desk(name: string): Desk {
    const lesson = this.lessons.find((each) => each.id === name || each.number === Number(name));
    if (lesson === undefined) throw new RangeError(`there is no lesson "${name}"`);
    const known = this.desks.get(lesson.id) ?? new Desk(lesson);
    this.desks.set(lesson.id, known);
    return known;
  }
}
