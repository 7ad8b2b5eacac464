/** What the user asked of `sim fuzz`, read from flags once and then plain data. */
import { parseDurationUs } from '../record/duration.ts';
import { InputError } from '../record/input-error.ts';
import { parseSeedRange } from '../record/seed.ts';
import { knownStrategies } from '../search/strategies/index.ts';
import { strategyNames } from '../search/strategy.ts';
import { readJobs } from './jobs-flag.ts';
import { readCount } from './run-flags.ts';

/** As commander hands them over. */
export interface FuzzFlags {
  readonly seeds?: string;
  readonly time?: string;
  readonly jobs?: string;
  readonly strategy?: string;
  readonly stopAfter?: string;
  readonly shard?: string;
  readonly islands?: string;
  readonly resume?: string;
  readonly out?: string;
  readonly baseline?: string;
  readonly undecided?: string;
  readonly bug?: string;
  readonly set: readonly string[];
  readonly report: readonly string[];
  readonly seedTimeout?: string;
  readonly memory?: string;
  readonly json?: true;
  /** False when it was switched off. */
  readonly shrink: boolean;
}

/** Undefined: not asked for. */
export interface FuzzAsked {
  readonly seeds: { readonly from: bigint; readonly count: number } | undefined;
  readonly timeMs: number | undefined;
  readonly jobs: number;
  readonly strategy: string | undefined;
  /** Null for never. */
  readonly stopAfter: number | null | undefined;
  readonly islands: number | undefined;
  /** From 0. */
  readonly shard: number | undefined;
  readonly undecided: 'fail' | 'warn' | undefined;
  readonly seedTimeoutMs: number | undefined;
  readonly memoryMib: number | undefined;
}

const ISLANDS_MAX = 1000;
const SEEDS_MAX = 999_999_999;
/** Timers of Node reach no further. */
const SPAN_MAX_US = 20 * 24 * 3_600_000_000;

export function readFuzzFlags(flags: FuzzFlags): FuzzAsked {
  if (flags.resume !== undefined && flags.out !== undefined && flags.out !== flags.resume) {
    throw new InputError('--resume goes on in its own folder: leave --out away.');
  }
  const shard = readShard(flags.shard);
  const islands = readCount('--islands', flags.islands, 1, ISLANDS_MAX) ?? undefined;
  if (shard !== undefined && islands !== undefined && islands !== shard.of) {
    throw new InputError(
      `--shard ${shard.number + 1}/${shard.of} has ${shard.of} islands, and --islands says ${islands}.`,
    );
  }
  return {
    seeds: readSeedBudget(flags.seeds),
    timeMs: readSpan('--time', flags.time, '10m'),
    jobs: readJobs(flags.jobs),
    strategy: readStrategy(flags.strategy),
    stopAfter:
      flags.stopAfter === 'never' ? null : (readCount('--stop-after', flags.stopAfter, 1, SEEDS_MAX) ?? undefined),
    islands: islands ?? shard?.of,
    shard: shard?.number,
    undecided: readUndecided(flags.undecided),
    seedTimeoutMs: readSpan('--seed-timeout', flags.seedTimeout, '30s'),
    memoryMib: readCount('--memory', flags.memory, 32, 65_536) ?? undefined,
  };
}

/** `5000` is 1..5000. */
export function readSeedBudget(
  text: string | undefined,
): { readonly from: bigint; readonly count: number } | undefined {
  if (text === undefined) return undefined;
  const range = parseSeedRange(text);
  if (typeof range === 'string') throw new InputError(`--seeds: ${range}.`);
  if (range === null) return { from: 1n, count: readCount('--seeds', text, 1, SEEDS_MAX) ?? 1 };
  const count = range.to - range.from + 1n;
  if (count > BigInt(SEEDS_MAX)) throw new InputError(`--seeds: ${text} are more than ${SEEDS_MAX} seeds.`);
  return { from: range.from, count: Number(count) };
}

function readSpan(flag: string, text: string | undefined, example: string): number | undefined {
  if (text === undefined) return undefined;
  const us = parseDurationUs(text);
  if (us === null) throw new InputError(`${flag}: "${text}" is not a duration such as ${example}.`);
  if (us < 1000) throw new InputError(`${flag}: ${text} is no time to run in.`);
  if (us > SPAN_MAX_US) throw new InputError(`${flag}: ${text} is more than twenty days.`);
  return Math.round(us / 1000);
}

function readShard(text: string | undefined): { readonly number: number; readonly of: number } | undefined {
  if (text === undefined) return undefined;
  const match = /^([0-9]{1,4})\/([0-9]{1,4})$/.exec(text);
  const [number, of] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (number < 1 || of < 1 || number > of || of > ISLANDS_MAX) {
    throw new InputError(`--shard: "${text}" is not a shard such as 2/8, from 1/n to n/n.`);
  }
  return { number: number - 1, of };
}

function readStrategy(text: string | undefined): string | undefined {
  if (text === undefined || knownStrategies.some((name) => name === text)) return text;
  const known = strategyNames.filter((name) => knownStrategies.includes(name));
  throw new InputError(`--strategy: "${text}" is not ${known.join(', ')}.`);
}

function readUndecided(text: string | undefined): 'fail' | 'warn' | undefined {
  if (text === undefined || text === 'fail' || text === 'warn') return text;
  throw new InputError(`--undecided: "${text}" is not fail or warn.`);
}
