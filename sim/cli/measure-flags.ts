/** What the user asked of `sim measure`, read from flags once and then plain data. */
import { InputError } from '../record/input-error.ts';
import { measureQuestions, type MeasureQuestionName, type MeasureWeather } from '../record/measure-result.ts';
import { didYouMean } from '../record/nearest.ts';
import type { Setting } from '../record/scenario-document.ts';
import { seedProblem } from '../record/seed.ts';
import type { SeedBlock } from '../search/seed-block.ts';
import { readSeedBudget } from './fuzz-flags.ts';
import { readJobs } from './jobs-flag.ts';
import { readSettings } from './run-flags.ts';

/** As commander hands them over. */
export interface MeasureFlags {
  readonly voters: string;
  readonly seeds: string;
  readonly jobs?: string;
  readonly weather: string;
  readonly set: readonly string[];
  readonly out?: string;
  readonly json?: true;
}

export interface MeasureAsked {
  /** In the order of `measureQuestions`. */
  readonly questions: readonly MeasureQuestionName[];
  readonly voters: readonly number[];
  readonly seeds: SeedBlock;
  readonly jobs: number;
  readonly weather: MeasureWeather;
  readonly config: Readonly<Record<string, Setting>>;
}

const VOTERS_MAX = 15;
/** Each seed makes dozens of runs, and with so many an interval of a proportion is narrower than 2 %. */
const SEEDS_MAX = 10_000;

export function readMeasureFlags(texts: readonly string[], flags: MeasureFlags): MeasureAsked {
  return {
    questions: readQuestions(texts),
    voters: readVoters(flags.voters),
    seeds: readSeeds(flags.seeds),
    jobs: readJobs(flags.jobs),
    weather: readWeather(flags.weather),
    config: readSettings(flags.set),
  };
}

function readQuestions(texts: readonly string[]): MeasureQuestionName[] {
  for (const text of texts) {
    if (measureQuestions.some((name) => name === text)) continue;
    const meant = didYouMean(text, measureQuestions);
    throw new InputError(`"${text}" is nothing to measure${meant}: ask for ${measureQuestions.join(', ')}.`);
  }
  return measureQuestions.filter((name) => texts.length === 0 || texts.includes(name));
}

function readVoters(text: string): number[] {
  const sizes = text.split(',').map((each) => {
    const size = each.trim();
    const count = /^[0-9]{1,2}$/.test(size) ? Number(size) : 0;
    if (count >= 1 && count <= VOTERS_MAX) return count;
    throw new InputError(`--voters: "${size}" is not a whole number from 1 to ${VOTERS_MAX}; several as in 3,4,5,7.`);
  });
  const twice = sizes.find((size, i) => sizes.indexOf(size) !== i);
  if (twice !== undefined) throw new InputError(`--voters: ${twice} stands there twice.`);
  return sizes;
}

function readSeeds(text: string): SeedBlock {
  const { from, count } = readSeedBudget(text) ?? { from: 1n, count: 1 };
  if (count > SEEDS_MAX) throw new InputError(`--seeds: ${text} are more than ${SEEDS_MAX} seeds.`);
  const problem = seedProblem(String(from + BigInt(count) - 1n));
  if (problem !== null) throw new InputError(`--seeds: ${problem}.`);
  return { from: String(from), count };
}

function readWeather(text: string): MeasureWeather {
  if (text === 'calm' || text === 'drawn') return text;
  throw new InputError(`--weather: "${text}" is not calm or drawn.`);
}
