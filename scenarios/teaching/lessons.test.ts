import { describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { parseLesson } from '../../sim/record/lesson-schema.ts';
import { parseJson } from '../../sim/record/json-source.ts';
import type { Grade, Lesson, LessonAnswer, Question } from '../../sim/record/lesson.ts';
import { Desk } from './desk.ts';
import { gradeAnswer } from './grade.ts';
import { caseOf } from './lesson-case.ts';
import { lessons } from './lessons/index.ts';
import { findMoment } from './moments.ts';
import { quorumSize, shared, smallestQuorums } from './quorum-arithmetic.ts';
import { countOf, fill } from './templates.ts';

/** What somebody would answer who knows: looked up, as the grader does. */
function rightAnswer(desk: Desk, question: Question, variant: number): LessonAnswer | null {
  const asking = desk.asking(question, variant);
  switch (question.kind) {
    case 'value':
      return { kind: 'value', value: String(asking.find(question.ask).value) };
    case 'order':
      return { kind: 'order', order: asking.find(question.ask).value as readonly string[] };
    case 'pick': {
      const best = question.moments.reduce((a, b) => (b.share > a.share ? b : a));
      return { kind: 'pick', event: findMoment(asking.run, best.at, asking.values)?.event ?? -1 };
    }
    case 'script':
      return { kind: 'script', scripts: question.endings.map(({ reference }) => reference) };
    case 'hunt':
      return { kind: 'hunt', script: question.reference };
    case 'set':
      return rightSet(question, asking);
    case 'text':
    case 'code':
      return null;
  }
}

function rightSet(question: Extract<Question, { kind: 'set' }>, asking: ReturnType<Desk['asking']>): LessonAnswer {
  const { rule, none = [] } = question;
  if (rule.rule === 'is') {
    return { kind: 'set', sets: [asking.find(rule.ask).value as readonly string[]], none: null };
  }
  if (rule.rule === 'group-quorum') throw new Error('no lesson has one yet');
  const voters = countOf(rule.voters, asking.values);
  if (rule.rule === 'stops') {
    const members = Array.from({ length: voters }, (_, i) => String(i + 1));
    return { kind: 'set', sets: [members.slice(quorumSize(voters) - 1)], none: null };
  }
  const quorums = smallestQuorums(voters);
  for (const a of quorums) {
    const b = quorums.find((each) => shared(a, each).length === rule.sharing);
    if (b !== undefined) return { kind: 'set', sets: [a, b], none: null };
  }
  return { kind: 'set', sets: [], none: none.find(({ because }) => because === 'pigeonhole')?.id ?? null };
}

/** Not even near. */
function wrongAnswer(question: Question): LessonAnswer {
  switch (question.kind) {
    case 'value':
      return { kind: 'value', value: '77' };
    case 'set':
      return { kind: 'set', sets: question.sets.map(() => ['1', '2', '3', '4', '5']), none: null };
    case 'order':
      return { kind: 'order', order: [] };
    case 'pick':
      return { kind: 'pick', event: 1 };
    case 'script':
      return { kind: 'script', scripts: question.endings.map(() => []) };
    case 'hunt':
      return { kind: 'hunt', script: ['at 1s: c1 getData /x'] };
    case 'text':
      return { kind: 'text', text: '' };
    case 'code':
      return { kind: 'code', code: '' };
  }
}

const scored = (question: Question): boolean => question.kind !== 'text' && question.kind !== 'code';

describe.each(lessons.map((lesson) => ({ id: lesson.id, lesson })))('lesson $id', ({ lesson }) => {
  const desk = new Desk(lesson);
  const each = desk.questions.flatMap((question) =>
    desk.variants(question).map((values, variant) => ({ id: question.id, question, variant, values })),
  );

  test('is data of the documented shape', () => {
    const { value, source } = parseJson(`${lesson.id}.json`, JSON.stringify(lesson, null, 2));
    expect(parseLesson(value, source)).toEqual(lesson);
  });

  test('goes from seeing to explaining, and settles what was predicted', () => {
    const kinds = lesson.steps.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'code')).toEqual(['see', 'predict', 'do', 'check', 'explain']);
    const ids = [...lesson.steps.map(({ id }) => id), ...desk.questions.map(({ id }) => id)];
    expect(new Set(ids).size).toBe(ids.length);
    for (const step of lesson.steps) {
      if (step.settles === undefined) continue;
      expect(lesson.steps.find(({ id }) => id === step.settles)?.kind).toBe('predict');
    }
    expect(lesson.minutes.least).toBeGreaterThanOrEqual(20);
    expect(lesson.minutes.most).toBeLessThanOrEqual(35);
  });

  test('has three to ten variants of what could be copied from a neighbour, and no two are the same', () => {
    for (const question of desk.questions) {
      const variants = desk.variants(question);
      expect(new Set(variants.map((values) => JSON.stringify(values))).size).toBe(variants.length);
      if (question.kind !== 'value' && question.kind !== 'set' && question.kind !== 'order') continue;
      expect({ id: question.id, many: variants.length >= 3 && variants.length <= 10 }).toMatchObject({ many: true });
      expect(variants).toHaveLength(question.variants?.count ?? 1);
      expect(new Set(variants.map((_, v) => desk.filledQuestion(question, v).text)).size).toBeGreaterThan(
        question.kind === 'order' ? 0 : 1,
      );
    }
  });

  test.each(each.filter(({ question }) => scored(question)))('$id, variant $variant: what is right is right', (one) => {
    const { question, variant } = one;
    const answer = rightAnswer(desk, question, variant);
    const grade = gradeAnswer(desk, question.id, variant, answer as LessonAnswer);
    expect(grade).toMatchObject({ right: true, share: 1, error: null });
    const wrong = gradeAnswer(desk, question.id, variant, wrongAnswer(question));
    expect(wrong.right).toBe(false);
    expect(wrong.share).toBeLessThan(1);
    expect(wrong.why.join(' ').length).toBeGreaterThan(10);
    if (question.kind !== 'value') return;
    if (question.choices !== undefined) {
      expect(question.choices.map(({ value }) => value)).toContain((answer as { value: string }).value);
    }
  });

  test('the same answer has the same grade, and what it shows can be opened', () => {
    for (const { question, variant } of each.filter((one) => scored(one.question) && one.variant === 0)) {
      const answer = rightAnswer(desk, question, variant) as LessonAnswer;
      const grade = gradeAnswer(desk, question.id, variant, answer);
      expect(gradeAnswer(new Desk(lesson), question.id, variant, answer)).toEqual(grade);
      for (const { source, event } of grade.moments.slice(0, 1)) {
        expect(run(caseOf(source)).events).toBeGreaterThan(event);
      }
    }
  });

  test('each typical error is made by somebody, and is told', () => {
    for (const question of desk.questions) {
      for (const error of question.errors ?? []) {
        const grades = desk.variants(question).map((_, variant) => mistaken(desk, question, variant, error));
        const told = grades.filter((grade) => grade?.error === error.name);
        expect({ question: question.id, error: error.name, told: told.length > 0 }).toMatchObject({ told: true });
      }
    }
  });

  test('its texts fill in, and quote no facts of runs by hand', () => {
    const filled = desk.filled(3);
    expect(JSON.stringify(filled)).not.toMatch(/\{[a-z]+\}/i);
    for (const text of textsOf(lesson)) {
      const plain = text.replace(/\{\w+\}/g, '');
      const commands = plain.replace(/`[^`]*`/g, '');
      expect(commands).not.toMatch(/\d+:\d|\bevent \d|\bepoch \d|\b\d+ ?(µs|us)\b/i);
      expect(commands).not.toMatch(/server \d (wins|is elected|won)/i);
    }
  });

  test('what it opens runs, the same each time', () => {
    const filled = desk.filled(0);
    const sources = [filled.source, ...filled.steps.flatMap((step) => step.play?.source ?? [])];
    for (const source of sources) {
      const of = caseOf({ ...source, base: { ...source.base, options: { ...source.base.options, durationMs: 3000 } } });
      const first = run(of);
      expect(run(of).fingerprint).toBe(first.fingerprint);
      expect(first.verdict).not.toBe('internal');
    }
  });

  test('shows nobody what is right', () => {
    const told = JSON.stringify(desk.filled(0));
    for (const word of ['"reference"', '"ask"', '"because"', '"moments"']) expect(told).not.toContain(word);
  });
});

type Typical = NonNullable<Question['errors']>[number];

function mistaken(desk: Desk, question: Question, variant: number, error: Typical): Grade | null {
  const { values } = desk.asking(question, variant);
  if (question.kind === 'set') {
    const sets =
      error.ask === undefined
        ? halves(question, values)
        : [desk.asking(question, variant).find(error.ask).value as readonly string[]];
    return gradeAnswer(desk, question.id, variant, { kind: 'set', sets, none: null });
  }
  if (question.kind !== 'value') return null;
  const value =
    error.ask === undefined
      ? fill(error.answer ?? '', values)
      : String(desk.asking(question, variant).find(error.ask).value);
  return gradeAnswer(desk, question.id, variant, { kind: 'value', value });
}

function halves(question: Extract<Question, { kind: 'set' }>, values: Record<string, string>): string[][] {
  const { rule } = question;
  const voters = rule.rule === 'quorums' ? countOf(rule.voters, values) : 4;
  const all = Array.from({ length: voters }, (_, i) => String(i + 1));
  return [all.slice(0, Math.floor(voters / 2)), all.slice(Math.floor(voters / 2))];
}

function textsOf(lesson: Lesson): string[] {
  const questions = lesson.steps.flatMap((step) => step.questions);
  return [
    lesson.goal,
    ...lesson.steps.flatMap((step) => [step.title, ...step.text]),
    ...questions.flatMap((question) => [question.text, question.explain, ...(question.errors ?? []).map((e) => e.say)]),
    ...questions.flatMap((question) => (question.kind === 'pick' ? question.moments.map(({ say }) => say) : [])),
  ];
}
