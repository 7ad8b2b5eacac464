/** What the user asked of `sim gauntlet`, read from flags once and then plain data. */
import type { Assertions } from '../record/gauntlet-file.ts';
import { InputError } from '../record/input-error.ts';
import { seedProblem } from '../record/seed.ts';
import { knownStrategies } from '../search/strategies/index.ts';
import type { StrategyName } from '../search/strategy.ts';
import type { Engine } from './engine.ts';
import { readJobs } from './jobs-flag.ts';
import { readCount } from './run-flags.ts';

/** As commander hands them over. */
export interface GauntletFlags {
  readonly campaigns: string;
  readonly budget: string;
  readonly control?: string;
  readonly jobs?: string;
  readonly seedsFrom: string;
  readonly strategy: string;
  readonly assertions: string;
  readonly out?: string;
  readonly resume?: true;
  readonly json?: true;
  readonly markdown?: true;
  /** False for `--no-shrink`. */
  readonly shrink: boolean;
}

export interface GauntletAsked {
  readonly campaigns: number;
  readonly budget: number;
  /** Null: as many seeds as the campaigns come to. */
  readonly control: number | null;
  readonly jobs: number;
  readonly seedsFrom: bigint;
  readonly strategy: StrategyName;
  readonly modes: readonly Assertions[];
}

const MODES: Readonly<Record<string, readonly Assertions[]>> = { on: ['on'], off: ['off'], both: ['on', 'off'] };

export function readGauntletFlags(flags: GauntletFlags): GauntletAsked {
  if (flags.json === true && flags.markdown === true) throw new InputError('--json and --markdown exclude each other.');
  if (flags.resume === true && flags.out === undefined) {
    throw new InputError('--resume goes on with a file: name it with --out.');
  }
  const modes = Object.hasOwn(MODES, flags.assertions) ? MODES[flags.assertions] : undefined;
  if (modes === undefined) throw new InputError(`--assertions: "${flags.assertions}" is not on, off or both.`);
  return {
    campaigns: readCount('--campaigns', flags.campaigns, 1, 1000) ?? 1,
    budget: readCount('--budget', flags.budget, 1, 100_000_000) ?? 1,
    control: readCount('--control', flags.control, 0, 100_000_000),
    jobs: readJobs(flags.jobs),
    seedsFrom: readFirstSeed(flags.seedsFrom),
    strategy: readStrategy(flags.strategy),
    modes,
  };
}

function readStrategy(text: string): StrategyName {
  const name = knownStrategies.find((each) => each === text);
  if (name === undefined) throw new InputError(`--strategy: "${text}" is not ${knownStrategies.join(', ')}.`);
  return name;
}

function readFirstSeed(text: string): bigint {
  const problem = /^[0-9]+$/.test(text) ? seedProblem(text) : `"${text}" is not a decimal number`;
  if (problem !== null) throw new InputError(`--seeds-from: ${problem}.`);
  return BigInt(text);
}

/** The bugs asked for, in the order of the list: all historic and textbook ones when none is named. */
export function chosenBugs(engine: Engine, texts: readonly string[]): ReturnType<Engine['bugs']> {
  const bugs = engine.bugs();
  if (texts.length === 0) return bugs.filter(({ kind }) => kind !== 'further');
  if (texts.some((text) => text.toLowerCase() === 'all')) return bugs;
  const chosen = new Set(texts.map((text) => engine.bug(text)));
  return bugs.filter((bug) => chosen.has(bug));
}
