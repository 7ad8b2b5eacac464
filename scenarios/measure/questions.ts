/** All questions, the runs they ask for, and what the samples of those come to. */
import { present } from '../../protocol/std/assert.ts';
import { measureQuestions, type MeasuredQuestion, type MeasureQuestionName } from '../../sim/record/measure-result.ts';
import { elections } from './elections.ts';
import { loss } from './loss.ts';
import { messages } from './messages.ts';
import { outage } from './outage.ts';
import { survival } from './survival.ts';
import type { MeasureOrder, MeasureRun, Question, Sample, SeedSample } from './question.ts';

const all: ReadonlyMap<MeasureQuestionName, Question> = new Map(
  [elections, outage, messages, survival, loss].map((question) => [question.name, question]),
);

export function questionOf(name: MeasureQuestionName): Question {
  return present(all.get(name), 'a question by its name');
}

/** Seed by seed, so that what was finished when it is interrupted is about all questions alike. */
export function plannedRuns(
  names: readonly MeasureQuestionName[],
  { voters: sizes }: Pick<MeasureOrder, 'voters'>,
  seeds: readonly string[],
): MeasureRun[] {
  return seeds.flatMap((seed) =>
    names.flatMap((question) =>
      sizes.flatMap((voters) =>
        questionOf(question)
          .variants(voters)
          .map((variant) => ({ question, variant, voters, seed })),
      ),
    ),
  );
}

/** `samples`: for each run what it said; null where it said nothing, or has not been made. */
export function measuredQuestions(
  names: readonly MeasureQuestionName[],
  order: MeasureOrder,
  runs: readonly MeasureRun[],
  samples: readonly (Sample | null)[],
): MeasuredQuestion[] {
  const byKey = new Map<string, SeedSample[]>();
  runs.forEach((run, i) => {
    const sample = samples[i] ?? null;
    if (sample === null) return;
    const key = keyOf(run.question, run.variant, run.voters);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [{ seed: run.seed, sample }]);
    else known.push({ seed: run.seed, sample });
  });
  return measureQuestions
    .filter((name) => names.includes(name))
    .map((name) => {
      const { title, about, figures } = questionOf(name);
      const of = (variant: string, voters: number): readonly SeedSample[] =>
        byKey.get(keyOf(name, variant, voters)) ?? [];
      return { name, title, about, figures: figures(order, { of }) };
    });
}

function keyOf(question: string, variant: string, voters: number): string {
  return `${question} ${variant} ${voters}`;
}
