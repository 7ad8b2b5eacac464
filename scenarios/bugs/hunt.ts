/** How many fresh seeds a scenario needs until it catches a bug. */
import { newCase, type Case, type CaseOptions } from '../../sim/record/case.ts';
import type { RunResult } from '../../sim/record/run-result.ts';
import { run } from '../run.ts';
import { version } from '../version.ts';

export interface HuntOptions {
  readonly scenario?: string;
  /** First seed. */
  readonly from?: number;
  /** Seeds to try at most. */
  readonly most?: number;
  /** Of each case. */
  readonly options?: CaseOptions;
}

export interface Hunt {
  readonly bug: string;
  /** Seeds tried, the catching one included. */
  readonly seeds: number;
  /** The case that caught it, ready to be stored; null when none did. */
  readonly caught: Case | null;
  readonly result: RunResult | null;
}

/** A run catches a bug when it ends with a finding; an error of ours or an undecided run does not count. */
export function isCaught(result: RunResult): boolean {
  return result.verdict === 'violation' || result.verdict === 'liveness' || result.verdict === 'crash';
}

export function hunt(bug: string, options: HuntOptions = {}): Hunt {
  const { scenario = 'fuzz', from = 1, most = 1000 } = options;
  for (let tried = 1; tried <= most; tried++) {
    const of: Case = { ...newCase(version, scenario, String(from + tried - 1), options.options), bug };
    const result = run(of);
    if (!isCaught(result)) continue;
    const expect = { verdict: result.verdict, signature: result.failure?.signature ?? null };
    return { bug, seeds: tried, caught: { ...of, expect, fingerprint: result.fingerprint }, result };
  }
  return { bug, seeds: most, caught: null, result: null };
}
