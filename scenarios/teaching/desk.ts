/** A lesson on the desk of somebody: its quoted answers looked up, its templates filled in for a variant, its questions at hand. */
import type {
  FilledLesson,
  FilledQuestion,
  FilledStep,
  Lesson,
  LessonStep,
  Question,
} from '../../sim/record/lesson.ts';
import { askingOf, type Asking, type Found } from './ask.ts';
import { changed, sourceOf } from './lesson-case.ts';
import { findMoment } from './moments.ts';
import { fill } from './templates.ts';
import { variantFor, variantsOf, type Values } from './variants.ts';

/** Each may hold the world of a run. */
const RECENT_MOST = 6;

export class Desk {
  readonly lesson: Lesson;
  private knownValues: Values | null = null;
  /** Of questions that were asked for lately: whoever tries again need not wait again. */
  private readonly recent = new Map<string, Asking>();

  constructor(lesson: Lesson) {
    this.lesson = lesson;
  }

  /** What texts may quote, whatever the variant. */
  get known(): Values {
    this.knownValues ??= Object.fromEntries(
      Object.entries(this.lesson.known).map(([name, { ask, case: change }]) => {
        return [name, textOf(askingOf(changed(this.lesson.case, change), {}).find(ask).value)];
      }),
    );
    return this.knownValues;
  }

  get questions(): Question[] {
    return this.lesson.steps.flatMap((step) => step.questions);
  }

  question(id: string): Question | null {
    return this.questions.find((question) => question.id === id) ?? null;
  }

  variants(question: Question): Values[] {
    return variantsOf(`${this.lesson.id}/${question.id}`, question.variants);
  }

  /** Everything a question may quote; `variant` counts on beyond the last. */
  values(question: Question, variant: number): Values {
    const variants = this.variants(question);
    return { ...this.known, ...variants[variantFor(variant, variants.length)] };
  }

  asking(question: Question, variant: number): Asking {
    const values = this.values(question, variant);
    const key = `${question.id} ${JSON.stringify(values)}`;
    const known = this.recent.get(key) ?? askingOf(changed(this.lesson.case, question.case), values);
    this.recent.delete(key);
    this.recent.set(key, known);
    for (const oldest of this.recent.keys()) {
      if (this.recent.size <= RECENT_MOST) break;
      this.recent.delete(oldest);
    }
    return known;
  }

  filled(variant: number): FilledLesson {
    const { id, number, title, goal, minutes } = this.lesson;
    return {
      id,
      number,
      title,
      goal: fill(goal, this.known),
      minutes,
      variant,
      source: sourceOf(this.lesson.case, this.known),
      steps: this.lesson.steps.map((step) => this.filledStep(step, variant)),
    };
  }

  private filledStep(step: LessonStep, variant: number): FilledStep {
    const { known } = this;
    return {
      id: step.id,
      kind: step.kind,
      title: fill(step.title, known),
      text: step.text.map((text) => fill(text, known)),
      play: step.play === undefined ? null : this.filledPlay(step.play),
      questions: step.questions.map((question) => this.filledQuestion(question, variant)),
      settles: step.settles ?? null,
    };
  }

  private filledPlay({ case: change, at }: NonNullable<LessonStep['play']>): FilledStep['play'] {
    const asking = askingOf(changed(this.lesson.case, change), this.known);
    const { source } = asking;
    if (at === undefined) return { source, event: 0 };
    const moment = findMoment(asking.run, at, this.known);
    if (moment === null)
      throw new RangeError(`in lesson ${this.lesson.id} a step is to open where nothing is: ${JSON.stringify(at)}`);
    return { source, event: moment.event };
  }

  filledQuestion(question: Question, variant: number): FilledQuestion {
    const variants = this.variants(question).length;
    const values = this.values(question, variant);
    const { source } = this.asking(question, variant);
    const say = (text: string): string => fill(text, values);
    const servers = (): string[] =>
      Array.from({ length: (source.base.options.voters ?? 0) + (source.base.options.observers ?? 0) }, (_, index) =>
        String(index + 1),
      );
    const isValue = question.kind === 'value';
    const isSet = question.kind === 'set';
    const isOrder = question.kind === 'order';
    return {
      id: question.id,
      kind: question.kind,
      text: say(question.text),
      variants,
      variant: variantFor(variant, variants),
      source,
      type: isValue ? question.type : null,
      choices: isValue ? (question.choices ?? []).map(({ value, text }) => ({ value, text: say(text) })) : [],
      members: isSet ? (question.members === 'servers' ? servers() : question.members) : [],
      sets: isSet ? question.sets.map(say) : [],
      none: isSet ? (question.none ?? []).map(({ id, text }) => ({ id, text: say(text) })) : [],
      items: isOrder ? question.items.map(({ id, text }) => ({ id, text: say(text) })) : [],
      from: isOrder ? say(question.from) : '',
      to: isOrder ? say(question.to) : '',
      endings: question.kind === 'script' ? question.endings.map(({ text }) => say(text)) : [],
      bands: question.kind === 'script' || question.kind === 'hunt' ? question.bands : [],
      lines: question.kind === 'text' ? question.lines : 0,
      lab: question.kind === 'code' ? question.lab : '',
    };
  }
}

/** `1, 2 and 3`. */
export function textOf(value: Found['value']): string {
  if (typeof value === 'string') return value;
  if (value.length === 0) return 'nobody';
  return value.length === 1 ? String(value[0]) : `${value.slice(0, -1).join(', ')} and ${String(value.at(-1))}`;
}
