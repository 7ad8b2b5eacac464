/** Answers before and after they are given: empty ones, whether there is something to check, and how they read. */
import type { FilledLesson, FilledQuestion, LessonAnswer } from '../../../sim/record/lesson.ts';
import type { PlayLine, PlaySource } from '../../../sim/record/play.ts';

export function emptyAnswer(question: FilledQuestion): LessonAnswer {
  switch (question.kind) {
    case 'value':
      return { kind: 'value', value: '' };
    case 'set':
      return { kind: 'set', sets: question.sets.map(() => []), none: null };
    case 'order':
      return { kind: 'order', order: question.items.map(({ id }) => id) };
    case 'pick':
      return { kind: 'pick', event: -1 };
    case 'script':
      return { kind: 'script', scripts: question.endings.map(() => []) };
    case 'hunt':
      return { kind: 'hunt', script: [] };
    case 'text':
      return { kind: 'text', text: '' };
    case 'code':
      return { kind: 'code', code: '' };
  }
}

/** There is something in it that can be kept or checked. An empty set may be what somebody means. */
export function isGiven(answer: LessonAnswer): boolean {
  switch (answer.kind) {
    case 'value':
      return answer.value.trim() !== '';
    case 'set':
    case 'order':
      return true;
    case 'pick':
      return answer.event >= 0;
    case 'script':
      return answer.scripts.some((lines) => lines.length > 0);
    case 'hunt':
      return answer.script.length > 0;
    case 'text':
      return answer.text.trim() !== '';
    case 'code':
      return answer.code.trim() !== '';
  }
}

/** As a person would say it. */
export function answerWords(question: FilledQuestion, answer: LessonAnswer): string {
  switch (answer.kind) {
    case 'value':
      return question.choices.find(({ value }) => value === answer.value)?.text ?? answer.value;
    case 'set': {
      const reason = question.none.find(({ id }) => id === answer.none)?.text;
      if (reason !== undefined) return reason;
      return answer.sets.map((set, i) => `${question.sets[i] ?? ''}: ${listed(set)}`).join('; ');
    }
    case 'order':
      return answer.order.map((id) => question.items.find((item) => item.id === id)?.text ?? id).join(' › ');
    case 'pick':
      return answer.event < 0 ? 'nothing yet' : `event ${answer.event}`;
    case 'script':
      return answer.scripts.map((lines) => lines.join('; ')).join(' | ');
    case 'hunt':
      return answer.script.join('; ');
    case 'text':
      return answer.text;
    case 'code':
      return answer.code;
  }
}

function listed(members: readonly string[]): string {
  return members.length === 0 ? 'nobody' : members.join(', ');
}

/** Lines of a text field: without empty ones and spaces around. */
export function linesOf(text: string): PlayLine[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What hands added to the run of a question; null: the play shows another run. */
export function addedTo(source: PlaySource, shown: PlaySource | null): readonly PlayLine[] | null {
  if (shown === null || !sameBase(source, shown)) return null;
  const begins = source.lines.every((line, i) => line === shown.lines[i]);
  return begins ? shown.lines.slice(source.lines.length) : null;
}

export function sameRun(source: PlaySource, shown: PlaySource | null): boolean {
  return addedTo(source, shown)?.length === 0;
}

function sameBase(a: PlaySource, b: PlaySource): boolean {
  const { scenario, seed, bug, options, overrides } = a.base;
  const of = { scenario, seed, bug, options, overrides };
  const other = b.base;
  return (
    JSON.stringify(of) ===
    JSON.stringify({
      scenario: other.scenario,
      seed: other.seed,
      bug: other.bug,
      options: other.options,
      overrides: other.overrides,
    })
  );
}

/** Where a step stands in the address. */
export function stepAddress(lesson: Pick<FilledLesson, 'id' | 'variant'>, step: string): string {
  return `#/l/${lesson.id}/${step}?variant=${lesson.variant}`;
}
