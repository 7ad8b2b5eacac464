/** What the user asked of `sim run`, read from flags once and then plain data. */
import type { CaseOptions } from '../record/case.ts';
import { parseDurationUs } from '../record/duration.ts';
import { InputError } from '../record/input-error.ts';
import type { Setting } from '../record/scenario-document.ts';
import { parseSeedRange, seedProblem, type SeedRange } from '../record/seed.ts';

/** As commander hands them over. */
export interface RunFlags {
  readonly seed?: string;
  readonly voters?: string;
  readonly observers?: string;
  readonly clients?: string;
  readonly ops?: string;
  readonly for?: string;
  readonly faults?: string;
  readonly set: readonly string[];
  readonly until?: string;
  readonly bug?: string;
  readonly twice?: true;
  readonly paranoid?: true;
  readonly jobs?: string;
  readonly trace?: string;
  readonly save?: string;
  readonly columns?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** The seeds asked for: one text or a range; null when the flag was not given. */
export function readSeeds(flags: RunFlags): string | SeedRange | null {
  if (flags.seed === undefined) return null;
  const range = parseSeedRange(flags.seed);
  if (typeof range === 'string') throw new InputError(`--seed: ${range}.`);
  if (range !== null) return range;
  const problem = seedProblem(flags.seed);
  if (problem !== null) throw new InputError(`--seed: ${problem}.`);
  return flags.seed;
}

export function readOptions(flags: RunFlags): CaseOptions {
  const voters = readCount('--voters', flags.voters, 1, 15);
  const observers = readCount('--observers', flags.observers, 0, 15);
  const clients = readCount('--clients', flags.clients, 0, 1000);
  const ops = readCount('--ops', flags.ops, 0, 100_000_000);
  const config = readSettings(flags.set);
  return {
    ...(voters === null ? {} : { voters }),
    ...(observers === null ? {} : { observers }),
    ...(clients === null ? {} : { clients }),
    ...(ops === null ? {} : { ops }),
    ...(flags.for === undefined ? {} : { durationMs: readDuration(flags.for) }),
    ...(flags.faults === undefined ? {} : { faults: flags.faults }),
    ...(flags.until === undefined ? {} : { until: flags.until }),
    ...(Object.keys(config).length === 0 ? {} : { config }),
  };
}

/** A whole number; null when the flag was not given. */
export function readCount(flag: string, text: string | undefined, least: number, most: number): number | null {
  if (text === undefined) return null;
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most) {
    throw new InputError(`${flag}: "${text}" is not a whole number from ${least} to ${most}.`);
  }
  return value;
}

function readDuration(text: string): number {
  const us = parseDurationUs(text);
  if (us === null || us < 1000) throw new InputError(`--for: "${text}" is not a duration such as 30s or 250ms.`);
  return Math.round(us / 1000);
}

export function readSettings(texts: readonly string[]): Record<string, Setting> {
  const settings: Record<string, Setting> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new InputError(`--set: "${text}" is not name=value.`);
    settings[text.slice(0, at)] = readSetting(text.slice(at + 1));
  }
  return settings;
}

function readSetting(text: string): Setting {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : text;
}
