import { describe, expect, test } from 'vitest';
import { lessons } from '../../../scenarios/teaching/lessons/index.ts';
import { Teacher } from '../../../scenarios/teaching/teacher.ts';
import type { FilledLesson, LessonAnswer } from '../../../sim/record/lesson.ts';
import { addedTo, answerWords, emptyAnswer, isGiven, linesOf, sameRun, stepAddress } from './answers.ts';
import { lessonCards } from './cards.ts';
import { LessonDesk } from './desk.ts';
import { piecesOf } from './markup.ts';

const teacher = new Teacher();

function opened(lesson: string, variant = 0): FilledLesson {
  const reply = teacher.answer({ kind: 'lesson', lesson, variant });
  if (reply.kind !== 'lesson') throw new Error(reply.kind);
  return reply.lesson;
}

describe('markup', () => {
  test('is code, stress and strong, and nothing else', () => {
    expect(piecesOf('a `b` *c* **d** <i>')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'code', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'stress', text: 'c' },
      { kind: 'text', text: ' ' },
      { kind: 'strong', text: 'd' },
      { kind: 'text', text: ' <i>' },
    ]);
    expect(piecesOf('')).toEqual([]);
  });

  test('is closed in every text of every lesson', () => {
    for (const { id } of lessons) {
      const { steps, goal } = opened(id);
      const texts = [goal, ...steps.flatMap(({ text, questions }) => [...text, ...questions.map((q) => q.text)])];
      for (const text of texts) {
        const left = piecesOf(text).filter(({ kind }) => kind === 'text');
        for (const piece of left) expect({ text, mark: /[`*]/.test(piece.text) }).toEqual({ text, mark: false });
      }
    }
  });
});

describe('the desk', () => {
  const made = (): LessonDesk =>
    new LessonDesk(opened('majorities-meet'), (request) => Promise.resolve(teacher.answer(request)));
  const value = (text: string): LessonAnswer => ({ kind: 'value', value: text });

  test('keeps a prediction, and grades it later', async () => {
    const desk = made();
    desk.setAnswer('meet-odd', value('1'));
    desk.keep('meet-odd');
    expect(desk.work('meet-odd').value).toMatchObject({ kept: true, grade: null });
    await desk.grade('meet-odd');
    expect(desk.work('meet-odd').value.grade).toMatchObject({ right: true });
    expect(desk.progress).toEqual({ of: 6, right: 1 });
  });

  test('forgets a grade when the answer changes, also while it is asked for', async () => {
    const desk = made();
    desk.setAnswer('meet-odd', value('1'));
    const asked = desk.grade('meet-odd');
    desk.setAnswer('meet-odd', value('2'));
    await asked;
    expect(desk.work('meet-odd').value).toMatchObject({ grade: null, busy: false });
  });

  test('gives the same question with other numbers', async () => {
    const desk = made();
    const texts = new Set<string>();
    for (let i = 0; i < 4; i++) {
      texts.add(desk.work('meet-odd').value.question.text);
      await desk.another('meet-odd');
    }
    expect(texts.size).toBe(4);
  });

  test('hands over what was answered, and where', async () => {
    const desk = made();
    desk.setAnswer('meet-odd', value('1'));
    desk.setAnswer('meet-even', value('2'));
    desk.keep('meet-odd');
    const { answers, lesson } = desk.completion('0.1.0', 'file:///page.html');
    expect(lesson).toBe('majorities-meet');
    expect(answers).toEqual([
      {
        question: 'meet-odd',
        variant: 0,
        answer: value('1'),
        link: 'file:///page.html#/l/majorities-meet/predict?variant=0',
      },
    ]);
  });
});

describe('answers', () => {
  test('begin empty, of every kind', () => {
    const kinds = new Set<string>();
    for (const { id } of lessons) {
      for (const question of opened(id).steps.flatMap((step) => step.questions)) {
        const empty = emptyAnswer(question);
        kinds.add(empty.kind);
        expect(empty.kind).toBe(question.kind);
        expect(isGiven(empty)).toBe(question.kind === 'set' || question.kind === 'order');
        expect(typeof answerWords(question, empty)).toBe('string');
      }
    }
    expect([...kinds].sort()).toEqual(['code', 'hunt', 'order', 'pick', 'script', 'set', 'text', 'value']);
  });

  test('lines are what was typed, without what is empty', () => {
    expect(linesOf(' at 1s: crash 1 \n\n  heal')).toEqual(['at 1s: crash 1', 'heal']);
  });

  test('what hands added is what stands behind the lines of the question', () => {
    const { source } = opened('commit');
    const line = 'at 3s: crash 1';
    expect(addedTo(source, { ...source, lines: [...source.lines, line] })).toEqual([line]);
    expect(addedTo(source, { ...source, lines: [line] })).toBeNull();
    expect(addedTo(source, { ...source, base: { ...source.base, seed: '7' } })).toBeNull();
    expect(addedTo(source, null)).toBeNull();
    expect(sameRun(source, source)).toBe(true);
  });

  test('each step has an address', () => {
    expect(stepAddress({ id: 'votes', variant: 3 }, 'check')).toBe('#/l/votes/check?variant=3');
  });
});

test('a card for each lesson', () => {
  expect(lessonCards.map(({ id }) => id)).toEqual(lessons.map(({ id }) => id));
});

test('what nobody knows is refused with a sentence', () => {
  const ask = (lesson: string, question: string): unknown =>
    teacher.answer({ kind: 'grade', lesson, question, variant: 0, answer: { kind: 'text', text: '' } });
  expect(ask('99', 'x')).toMatchObject({ kind: 'refused', message: 'there is no lesson "99"' });
  expect(ask('votes', 'x')).toMatchObject({ kind: 'refused' });
  expect(ask('votes', 'winner')).toMatchObject({ kind: 'graded', grade: { right: false } });
});
