/** What every report of a campaign says in the same words: its headline, how large a case is, where it lies. */
import type { FuzzFailure, FuzzResult, ShrunkSize } from '../sim/record/fuzz-result.ts';
import { count } from './text/layout.ts';

/** What a report has to know beside the result. */
export interface FuzzReportContext {
  /** The output directory as its reader reaches it, which holds `<case>/case.json`; null when nothing was kept. */
  readonly folder: string | null;
  /** There is a baseline, so that a failure is either known or new. */
  readonly baseline: boolean;
  /** An undecided seed fails the campaign (`--undecided fail`). */
  readonly undecidedFails: boolean;
}

/** `5000 seeds of fuzz, strategy mix: 4990 ok, 8 undecided, 2 failed with 1 signature`. */
export function fuzzHeadline(result: FuzzResult): string {
  const { seeds, ok, undecided, failures, scenarios, strategy } = result;
  const failed = failedSeeds(result);
  const ways = failures.length === 0 ? '' : ` with ${count(failures.length, 'signature')}`;
  const verdicts = [`${ok} ok`, ...(undecided === 0 ? [] : [`${undecided} undecided`]), `${failed} failed${ways}`];
  return `${count(seeds, 'seed')} of ${scenarios.join(', ')}, strategy ${strategy}: ${verdicts.join(', ')}`;
}

export function failedSeeds({ failures }: FuzzResult): number {
  return failures.reduce((sum, failure) => sum + failure.count, 0);
}

/**
 * What a failure means for whoever asked: `known` is in the baseline, `open` is undecided where that is no failure, and
 * `new` fails the campaign.
 */
export function standingOf(failure: FuzzFailure, { undecidedFails }: FuzzReportContext): 'new' | 'known' | 'open' {
  if (failure.known) return 'known';
  return failure.verdict === 'undecided' && !undecidedFails ? 'open' : 'new';
}

/** `3 servers, 1 client, 2 faults, 4 operations, 0 overrides`. */
export function shrunkText(size: ShrunkSize): string {
  return [
    count(size.servers, 'server'),
    count(size.clients, 'client'),
    count(size.faults, 'fault'),
    count(size.operations, 'operation'),
    count(size.overrides, 'override'),
  ].join(', ');
}

/** Where the stored case lies, with `/` between folders; null when it was not kept. */
export function casePath(failure: FuzzFailure, { folder }: FuzzReportContext): string | null {
  return folder === null ? null : `${folder.replaceAll('\\', '/').replace(/\/+$/, '')}/${storedCase(failure)}`;
}

/** The line that shows it again where the report is read; the result names files from the folder of the campaign. */
export function replayText(failure: FuzzFailure, context: FuzzReportContext): string {
  return failure.replay.replace(storedCase(failure), casePath(failure, context) ?? storedCase(failure));
}

function storedCase(failure: FuzzFailure): string {
  return `${failure.case}/case.json`;
}

/** `seed 42` or `seed 42 and 11 more`. */
export function seedsText({ seed, count: seeds }: FuzzFailure): string {
  return `seed ${seed}${seeds > 1 ? ` and ${seeds - 1} more` : ''}`;
}

/** What is wrong with a campaign as a whole, as a sentence without its full stop. */
export interface Complaint {
  readonly level: 'error' | 'warning';
  readonly text: string;
}

/** That nothing was decided; which seeds were left open and why; what no seed reached though it was asked for. */
export function complaintsOf(result: FuzzResult, { undecidedFails }: FuzzReportContext): Complaint[] {
  const nothing = nothingDecided(result);
  const level = undecidedFails ? 'error' : 'warning';
  return [
    ...(nothing === null ? [] : [{ level: 'error' as const, text: nothing }]),
    ...result.doubts.map(({ reason, seed, count: seeds }): Complaint => {
      return { level, text: `${count(seeds, 'seed')} undecided, first ${seed}: ${reason}` };
    }),
    ...(result.missing.length === 0 ? [] : [{ level, text: missingText(result.missing) } as const]),
  ];
}

function missingText(marks: readonly string[]): string {
  return `no seed reached ${count(marks.length, 'rare situation')} that the scenario asks for: ${marks.join('; ')}`;
}

/** Null when the campaign decided something. */
export function nothingDecided({ seeds, ok, failures }: FuzzResult): string | null {
  if (seeds === 0) return 'no seed was run';
  return ok === 0 && failures.length === 0 ? 'every seed is undecided' : null;
}
