/**
 * Matchers about cases, for any runner whose `expect.extend` takes those of Jest; `vitest.ts` gives them to vitest.
 * Each runs the case that it is given; the first two take a started ensemble too, and ask it for its verdict. An
 * undecided run satisfies none of them, and no `not` of them either: nothing is known of it.
 */
import { replay, run } from '../../scenarios/run.ts';
import type { RunHost } from '../../scenarios/simulation.ts';
import type { Verdict } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import { failureText } from './failure-text.ts';

/** What a failure must be like; what is left out may be anything. */
export interface ExpectedFailure {
  readonly verdict?: Verdict;
  readonly check?: string;
  /** Exactly, or anywhere in it. */
  readonly signature?: string | RegExp;
}

export interface CaseMatchers<R = unknown> {
  /** The run is `ok`: every check ran and found nothing. */
  toHold(host?: RunHost): R;
  /** The run fails, with this signature where one is given. */
  toFailWith(expected: string | RegExp | ExpectedFailure, host?: RunHost): R;
  /**
   * The run is what the case has stored: the same fingerprint, verdict and signature. A case that stores no fingerprint
   * is run twice, and both runs must be the same, event by event.
   */
  toReplayExactly(host?: RunHost): R;
}

export interface MatcherContext {
  readonly isNot?: boolean;
}

export interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

export const caseMatchers = {
  toHold(this: MatcherContext, of: unknown, host: RunHost = {}): Matched {
    const { given, result } = judged(of, host);
    const headline = this.isNot === true ? 'expected the case to fail, but it holds' : 'expected the case to hold';
    return matched(this, given, result, result.verdict === 'ok', headline);
  },

  toFailWith(
    this: MatcherContext,
    of: unknown,
    expected: string | RegExp | ExpectedFailure,
    host: RunHost = {},
  ): Matched {
    const { given, result } = judged(of, host);
    const wanted = typeof expected === 'string' || expected instanceof RegExp ? { signature: expected } : expected;
    const not = this.isNot === true ? 'not ' : '';
    return matched(this, given, result, fits(result, wanted), `expected the case ${not}to fail with ${shown(wanted)}`);
  },

  toReplayExactly(this: MatcherContext, of: unknown, host: RunHost = {}): Matched {
    const given = caseOf(of);
    const { result, fingerprint, expectation } = replay(given, host);
    const first = given.fingerprint ?? run(given, host).fingerprint;
    const same = fingerprint === 'none' ? first === result.fingerprint : fingerprint === 'same';
    const differences = [
      ...(same ? [] : [`fingerprint ${result.fingerprint} in place of ${first}`]),
      ...(expectation === 'missed' ? [`${found(result)} in place of ${shown(expectedOf(given))}`] : []),
    ];
    const headline =
      this.isNot === true
        ? 'expected the case to replay otherwise, but it is the same'
        : `expected the case to replay exactly: ${differences.join('; ')}`;
    // Sameness is known of an undecided run too.
    const pass = differences.length === 0;
    return { pass, message: () => failureText(headline, given, result) };
  },
} as const;

/** An undecided run fails with and without `not`. */
function matched(
  { isNot = false }: MatcherContext,
  of: Case,
  result: RunResult,
  fit: boolean,
  headline: string,
): Matched {
  const undecided = result.verdict === 'undecided';
  const pass = undecided ? isNot : fit;
  return { pass, message: () => failureText(undecided ? `${headline}, and it is undecided` : headline, of, result) };
}

function fits({ verdict, failure }: RunResult, wanted: ExpectedFailure): boolean {
  if (failure === null) return false;
  if (wanted.verdict !== undefined && wanted.verdict !== verdict) return false;
  if (wanted.check !== undefined && wanted.check !== failure.check) return false;
  const { signature } = wanted;
  if (signature === undefined) return true;
  return typeof signature === 'string' ? signature === failure.signature : failure.signature.search(signature) >= 0;
}

function shown(wanted: ExpectedFailure): string {
  const parts = Object.entries(wanted).map(
    ([name, value]) => `${name} ${value instanceof RegExp ? String(value) : `"${String(value)}"`}`,
  );
  return parts.length === 0 ? 'anything' : parts.join(', ');
}

function expectedOf({ expect }: Case): ExpectedFailure {
  if (expect === null) return {};
  return { verdict: expect.verdict, ...(expect.signature === null ? {} : { signature: expect.signature }) };
}

function found({ verdict, failure }: RunResult): string {
  return shown({ verdict, ...(failure === null ? {} : { signature: failure.signature }) });
}

/** What has been started already is not run again: its clients are not part of it. */
interface Judged {
  readonly case: Case;
  verdict(): { readonly result: RunResult };
}

function isJudged(of: unknown): of is Judged {
  return typeof of === 'object' && of !== null && 'verdict' in of && typeof of.verdict === 'function' && 'case' in of;
}

function judged(of: unknown, host: RunHost): { readonly given: Case; readonly result: RunResult } {
  if (isJudged(of)) return { given: of.case, result: of.verdict().result };
  const given = caseOf(of);
  return { given, result: run(given, host) };
}

/** A mistake of the test, not of what it tests. */
function caseOf(value: unknown): Case {
  const looksLikeOne = typeof value === 'object' && value !== null && 'scenario' in value && 'seed' in value;
  if (!looksLikeOne)
    throw new TypeError('the matchers of zabsim take a case, such as newCase() or arbitraryCase() make');
  return value as Case;
}
