/** What `sim measure` and its workers need of the library. */
import type { MeasureOrder, MeasureRun, Sample } from '../../scenarios/measure/question.ts';
import type { MeasuredRun } from '../../scenarios/measure/run-question.ts';
import { InputError } from '../record/input-error.ts';
import type { MeasuredQuestion, MeasureQuestionName } from '../record/measure-result.ts';

export interface Measuring {
  readonly version: string;
  readonly confidence: number;
  /** Throws an InputError when no server runs with such a configuration. */
  check(names: readonly MeasureQuestionName[], order: MeasureOrder): void;
  runs(names: readonly MeasureQuestionName[], order: MeasureOrder, seeds: readonly string[]): MeasureRun[];
  run(order: MeasureOrder, run: MeasureRun): MeasuredRun;
  questions(
    names: readonly MeasureQuestionName[],
    order: MeasureOrder,
    runs: readonly MeasureRun[],
    samples: readonly (Sample | null)[],
  ): MeasuredQuestion[];
}

export async function loadMeasuring(): Promise<Measuring> {
  const library = await import('../../scenarios/index.ts');
  const { CONFIDENCE } = await import('../../scenarios/measure/points.ts');
  const { plannedRuns, measuredQuestions, questionOf } = await import('../../scenarios/measure/questions.ts');
  const { measureRun } = await import('../../scenarios/measure/run-question.ts');
  return {
    version: library.version,
    confidence: CONFIDENCE,
    check: (names, order) => {
      try {
        for (const run of plannedRuns(names, order, ['1'])) {
          library.checkCase(questionOf(run.question).setUp(order, run).of);
        }
      } catch (error) {
        // A server refuses by an assertion to be built with some values.
        const refused = error instanceof RangeError || (error instanceof Error && error.name === 'AssertionError');
        if (!refused) throw error;
        throw new InputError(`--set: ${error.message.replace(/\.$/, '')}.`);
      }
    },
    runs: plannedRuns,
    run: measureRun,
    questions: measuredQuestions,
  };
}
