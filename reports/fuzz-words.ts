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
  return folder === null ? null : `${folder.replaceAll('\\', '/').replace(/\/+$/, '')}/${failure.case}/case.json`;
}

/** `seed 42` or `seed 42 and 11 more`. */
export function seedsText({ seed, count: seeds }: FuzzFailure): string {
  return `seed ${seed}${seeds > 1 ? ` and ${seeds - 1} more` : ''}`;
}

/** Why nothing can be said, in one sentence; null when the campaign decided something. */
export function nothingDecided({ seeds, ok, failures }: FuzzResult): string | null {
  if (seeds === 0) return 'no seed was run';
  return ok === 0 && failures.length === 0 ? 'every seed is undecided' : null;
}
