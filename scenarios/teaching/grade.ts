/**
 * Grades an answer by finding out what is right: by the verifier, by the order of votes, or by running the case of the question
 * with what the answer adds to it. The same answer gets the same grade on every machine.
 */
import { byText } from '../../protocol/std/compare.ts';
import type {
  Band,
  CaseChange,
  Grade,
  HuntQuestion,
  LessonAnswer,
  LessonMoment,
  OrderQuestion,
  PickQuestion,
  Question,
  ScriptQuestion,
  SetQuestion,
  TypicalError,
  ValueQuestion,
} from '../../sim/record/lesson.ts';
import type { PlayLine, PlaySource } from '../../sim/record/play.ts';
import { askingOf, type Asking, type Found } from './ask.ts';
import { textOf, type Desk } from './desk.ts';
import { reach, type Reached } from './goals.ts';
import { BadLine, changed } from './lesson-case.ts';
import { findMoment } from './moments.ts';
import { fewestThatStop, isQuorum, quorumSize, shared, smallestQuorums } from './quorum-arithmetic.ts';
import { countOf, fill } from './templates.ts';
import type { Values } from './variants.ts';

/** Fails with a RangeError on a question that is not there. Whatever the answer is, it is graded. */
export function gradeAnswer(desk: Desk, questionId: string, variant: number, answer: LessonAnswer): Grade {
  const question = desk.question(questionId);
  if (question === null) throw new RangeError(`there is no question "${questionId}" in lesson ${desk.lesson.id}`);
  if (question.kind !== answer.kind) return wrong(`This question takes another kind of answer: ${question.kind}.`);
  const grading = new Grading(desk, question, variant);
  switch (answer.kind) {
    case 'value':
      return grading.value(question as ValueQuestion, answer.value);
    case 'set':
      return grading.set(question as SetQuestion, answer.sets, answer.none);
    case 'order':
      return grading.order(question as OrderQuestion, answer.order);
    case 'pick':
      return grading.pick(question as PickQuestion, answer.event);
    case 'script':
      return grading.script(question as ScriptQuestion, answer.scripts);
    case 'hunt':
      return grading.hunt(question as HuntQuestion, answer.script);
    case 'text':
    case 'code':
      return grading.unscored(UNSCORED[answer.kind]);
  }
}

const UNSCORED = {
  text: 'Nobody scores this; it is part of the file you hand in. Compare it with this:',
  code: 'Nothing grades code yet: show it to whoever teaches.',
} as const;

class Grading {
  private readonly desk: Desk;
  private readonly question: Question;
  private readonly asking: Asking;
  private readonly values: Values;

  constructor(desk: Desk, question: Question, variant: number) {
    this.desk = desk;
    this.question = question;
    this.asking = desk.asking(question, variant);
    this.values = this.asking.values;
  }

  // --- values, sets, orders ------------------------------------------------------------------------------------

  value(question: ValueQuestion, given: string): Grade {
    const found = this.asking.find(question.ask);
    const is = textOf(found.value);
    const text = given.trim();
    if (text === '') return wrong('There is no answer yet.');
    const near = question.within ?? 0;
    const right = near === 0 ? same(text, is) : Math.abs(Number(text) - Number(is)) <= near;
    const shown = question.choices?.find((choice) => choice.value === is)?.text ?? is;
    return this.told(right, fill(shown, this.values), text, found);
  }

  order(question: OrderQuestion, given: readonly string[]): Grade {
    const found = this.asking.find(question.ask);
    const is = found.value as readonly string[];
    const right = given.join(',') === is.join(',');
    const words = is.map((id) => question.items.find((item) => item.id === id)?.text ?? id);
    return this.told(right, fill(words.join(', then '), this.values), given.join(','), found);
  }

  set(question: SetQuestion, given: readonly (readonly string[])[], none: string | null): Grade {
    const { rule } = question;
    const sets = question.sets.map((_, index) => ascending(given[index] ?? []));
    if (none !== null) return this.noSet(question, none);
    if (sets.every((set) => set.length === 0) && rule.rule !== 'is') return wrong('Nothing is chosen yet.');
    switch (rule.rule) {
      case 'is': {
        const found = this.asking.find(rule.ask);
        const is = ascending(found.value as readonly string[]);
        const chosen = sets[0] ?? [];
        return this.told(chosen.join(',') === is.join(','), textOf(is), chosen.join(','), found);
      }
      case 'quorums':
        return this.quorums(sets, countOf(rule.voters, this.values), rule.sharing);
      case 'stops':
        return this.stops(sets[0] ?? [], countOf(rule.voters, this.values));
      case 'group-quorum':
        return this.groupQuorum(sets[0] ?? [], rule.groups, rule.isQuorum);
    }
  }

  private quorums(sets: readonly (readonly string[])[], voters: number, sharing: number): Grade {
    const small = sets.findIndex((set) => !isQuorum(set, voters));
    if (small >= 0) {
      const size = sets[small]?.length ?? 0;
      const half = 2 * size === voters ? ' Half is not enough: the other half could decide as well.' : '';
      return this.otherwise(
        `${size} of ${voters} servers are no majority; it takes ${quorumSize(voters)}.${half}`,
        (sets[small] ?? []).join(','),
        2 * size === voters ? 'half is enough' : null,
      );
    }
    const [a = [], b = []] = sets;
    const both = shared(a, b);
    if (both.length === sharing) return this.so(`They share ${textOf(both)}, and that is ${sharing}.`);
    return this.otherwise(`They share ${textOf(both)}: that is ${both.length}, not ${sharing}.`, '', null);
  }

  private noSet(question: SetQuestion, reason: string): Grade {
    const { rule, none = [] } = question;
    const chosen = none.find((each) => each.id === reason);
    if (chosen === undefined || rule.rule !== 'quorums') return wrong('There are such sets.');
    const voters = countOf(rule.voters, this.values);
    const pairs = smallestQuorums(voters);
    const one = pairs.find((pair) => shared(pairs[0] ?? [], pair).length === rule.sharing);
    if (one !== undefined) return wrong(`There are: ${textOf(pairs[0] ?? [])}, and ${textOf(one)}.`);
    const sum = `${quorumSize(voters)} + ${quorumSize(voters)} > ${voters}`;
    if (chosen.because === 'pigeonhole' && 2 * quorumSize(voters) > voters) {
      return this.so(
        `There are none, and this is why: ${sum}. Together they have more members than there are servers.`,
      );
    }
    return this.otherwise(`There are none, but not for that reason: ${sum}.`, '', null, 0.5);
  }

  private stops(down: readonly string[], voters: number): Grade {
    const rest = Array.from({ length: voters }, (_, index) => String(index + 1)).filter((sid) => !down.includes(sid));
    const least = fewestThatStop(voters);
    if (isQuorum(rest, voters)) {
      return this.otherwise(
        `${textOf(rest)} are left, and they are still a majority of ${voters}.`,
        down.join(','),
        null,
      );
    }
    if (down.length > least) {
      return this.otherwise(`That stops it, but ${least} would have been enough.`, down.join(','), null, 0.5);
    }
    return this.so(
      `${rest.length} of ${voters} are left (${textOf(rest)}), and a majority takes ${quorumSize(voters)}.`,
    );
  }

  private groupQuorum(chosen: readonly string[], groups: readonly (readonly string[])[], wanted: boolean): Grade {
    const won = groups.filter((group) => 2 * shared(group, chosen).length > group.length).length;
    const is = 2 * won > groups.length;
    const say = `${won} of ${groups.length} groups have a majority of their own in it.`;
    return is === wanted ? this.so(say) : this.otherwise(say, chosen.join(','), null);
  }

  // --- moments -------------------------------------------------------------------------------------------------

  pick({ moments }: PickQuestion, event: number): Grade {
    const found = moments.map((each) => ({ each, at: findMoment(this.asking.run, each.at, this.values) }));
    const hit = found.find(({ at }) => at?.event === event);
    const best = found.reduce((a, b) => (b.each.share > a.each.share ? b : a));
    const { source } = this.asking;
    const shown: LessonMoment[] =
      best.at === null ? [] : [{ source, event: best.at.event, words: 'the moment that was asked for' }];
    if (hit === undefined) {
      const where = best.at === null ? '' : event < best.at.event ? ' It comes later.' : ' It was earlier.';
      return { ...wrong(`This is another moment.${where}`, fill(this.question.explain, this.values)), moments: shown };
    }
    const why = [fill(hit.each.say, this.values), fill(this.question.explain, this.values)];
    return { right: hit.each.share === 1, share: hit.each.share, why: said(why), error: null, moments: shown };
  }

  // --- scripts -------------------------------------------------------------------------------------------------

  script({ endings, bands }: ScriptQuestion, scripts: readonly (readonly PlayLine[])[]): Grade {
    const parts = endings.map(({ goal }, index) => {
      const lines = scripts[index] ?? [];
      return { lines, ...this.played({}, lines, (asking) => reach(asking, goal)) };
    });
    const missed = parts.findIndex((part) => !part.reached);
    const moments = parts.map(({ source, event }, index) => ({
      source,
      event,
      words: parts.length === 1 ? 'what your script does' : `what script ${index + 1} does`,
    }));
    if (missed >= 0) {
      const part = parts[missed] as (typeof parts)[number];
      const which = endings.length === 1 ? '' : `${fill(endings[missed]?.text ?? '', this.values)} `;
      const share = parts.filter((each) => each.reached).length / parts.length / 2;
      return { ...wrong(`${which}Not yet: ${part.say}`), share, moments };
    }
    const longest = Math.max(...parts.map((part) => part.lines.length));
    return this.scripted(parts.at(-1)?.say ?? '', longest, bands, moments);
  }

  hunt({ goal, correct, correctName, bands }: HuntQuestion, lines: readonly PlayLine[]): Grade {
    if (lines.length === 0) return wrong('There is no script yet: add a line, or act in the play.');
    const broken = this.played({}, lines, (asking) => reach(asking, goal));
    const shown = { source: broken.source, event: broken.event, words: 'where it breaks' };
    if (!broken.reached)
      return { ...wrong(`It does not break: ${broken.say}`), moments: [{ ...shown, words: 'the end of your run' }] };
    const right = this.played(correct, lines, (asking) => reach(asking, goal));
    const name = fill(correctName, this.values);
    const other = { source: right.source, event: right.event, words: `the same script: ${name}` };
    if (right.reached) {
      return { ...wrong(`It breaks ${name} as well: ${right.say}`), share: 0.3, moments: [shown, other] };
    }
    if (right.failed) return { ...wrong(`${name} cannot run it: ${right.say}`), share: 0.3, moments: [shown] };
    return this.scripted(`${broken.say} ${name} lives through the same script.`, lines.length, bands, [shown, other]);
  }

  /** The case of the question with these changes, and these lines behind its own. */
  private played(change: CaseChange, lines: readonly PlayLine[], look: (asking: Asking) => Reached): Reached & Played {
    const of = changed(changed(this.desk.lesson.case, this.question.case), change);
    const asking = askingOf(of, this.values, lines);
    const { source } = asking;
    try {
      return { ...look(asking), source, failed: false };
    } catch (error) {
      if (!(error instanceof BadLine)) throw error;
      return { reached: false, say: error.message, event: -1, source, failed: true };
    }
  }

  private scripted(say: string, lines: number, bands: readonly Band[], moments: readonly LessonMoment[]): Grade {
    const band = bands.find((each) => each.lines === null || lines <= each.lines);
    const share = band?.share ?? 0;
    const count = lines === 1 ? 'one line' : `${lines} lines`;
    const best = bands[0]?.lines ?? lines;
    const how = share === 1 ? `In ${count}: full marks.` : `In ${count}; with ${best} or fewer it would be full marks.`;
    return {
      right: true,
      share,
      why: said([say, how, fill(this.question.explain, this.values)]),
      error: null,
      moments,
    };
  }

  // --- words ---------------------------------------------------------------------------------------------------

  unscored(say: string): Grade {
    return { ...this.so(say), right: null, share: 0 };
  }

  private told(right: boolean, is: string, given: string, found: Found): Grade {
    const moments = found.seen.map(({ source, event, words }) => ({ source, event, words }));
    if (right) return { ...this.so(`It is: ${is}.`), moments };
    return { ...this.otherwise(`It is: ${is}.`, given, null), moments };
  }

  private so(say: string): Grade {
    return {
      right: true,
      share: 1,
      why: said([say, fill(this.question.explain, this.values)]),
      error: null,
      moments: [],
    };
  }

  private otherwise(say: string, given: string, error: string | null, share = 0): Grade {
    const typical = (this.question.errors ?? []).find((each) => this.isTypical(each, given, error));
    const why = [
      say,
      typical === undefined ? '' : fill(typical.say, this.values),
      fill(this.question.explain, this.values),
    ];
    return { right: false, share, why: said(why), error: typical?.name ?? error, moments: [] };
  }

  private isTypical({ answer, ask, name }: TypicalError, given: string, error: string | null): boolean {
    if (error !== null) return name === error;
    if (answer !== undefined) return same(fill(answer, this.values), given);
    if (ask === undefined) return false;
    const { value } = this.asking.find(ask);
    return same(typeof value === 'string' ? value : value.join(','), given);
  }
}

interface Played {
  readonly source: PlaySource;
  /** It could not be run. */
  readonly failed: boolean;
}

function wrong(...why: string[]): Grade {
  return { right: false, share: 0, why: said(why), error: null, moments: [] };
}

function said(why: readonly string[]): string[] {
  return why.filter((sentence) => sentence !== '');
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function ascending(members: readonly string[]): string[] {
  return [...new Set(members)].sort((a, b) => Number(a) - Number(b) || byText(a, b));
}
