/** How a stored case fits the engine that runs it now, as plain data, and the one sentence that tells it. */
import type { CaseExpectation } from './case.ts';
import type { RunResult } from './run-result.ts';

/** Of what a case decides, how much the run came to: overrides, faults and operations of a plan. */
export interface Fit {
  readonly decisions: number;
  readonly met: number;
  /** Those that it did not come to, in words. */
  readonly missed: readonly string[];
}

/** The first step at which a run leaves the way it once went; null: "nothing more". */
export interface Parting {
  readonly expected: string | null;
  readonly got: string | null;
}

/** `stored`: the landmarks of a case, which end where its failure was or where there were enough of them. */
export function partingOf(stored: readonly string[], now: readonly string[]): Parting | null {
  const at = stored.findIndex((label, i) => label !== now[i]);
  return at < 0 ? null : { expected: stored[at] ?? null, got: now[at] ?? null };
}

export type ReplayKind = 'exact' | 'same' | 'otherwise' | 'passes' | 'gone' | 'unknown';

export interface Replayed {
  readonly kind: ReplayKind;
  readonly sentence: string;
}

export interface ReplayedRun {
  readonly result: Pick<RunResult, 'fingerprint' | 'verdict' | 'failure' | 'version'>;
  readonly fit: Fit;
  readonly parting: Parting | null;
}

/** `of`: what the case holds to compare with. */
export function compareReplay(
  of: { readonly expect: CaseExpectation | null; readonly fingerprint: string | null; readonly engine: string },
  { result, fit, parting }: ReplayedRun,
): Replayed {
  const { expect, fingerprint } = of;
  if (fingerprint === result.fingerprint) return told('exact', 'exact: the fingerprint is the saved one');
  const since = of.engine === result.version ? '' : `; the case was written by version ${of.engine}`;
  const fits = fit.decisions === 0 ? 'drawn from its seed' : `fits ${fit.met} of ${fit.decisions} decisions`;
  if (expect === null) {
    const what = fingerprint === null ? 'the case holds nothing to compare with' : 'the fingerprint differs';
    return told('unknown', `${what}${since}`);
  }
  const signature = result.failure?.signature ?? null;
  if (expect.verdict === result.verdict && (expect.signature === null || expect.signature === signature)) {
    const still = result.failure === null ? `is still ${result.verdict}` : 'still fails the same way';
    return told('same', `${fits}, ${still}${since}`);
  }
  const first = parting === null ? '' : `; first ${partingWords(parting)}`;
  if (result.failure !== null) {
    const { message } = result.failure;
    return told(
      'otherwise',
      `${fits}, fails otherwise: ${message.replace(/\.$/, '')} (${signature ?? ''})${first}${since}`,
    );
  }
  if (fit.met === fit.decisions) {
    const now = result.verdict === 'ok' ? 'passes now' : `is ${result.verdict} now`;
    return told('passes', `${fits}, and ${now}: expected ${expect.signature ?? expect.verdict}${first}${since}`);
  }
  const why =
    parting === null ? `${fits}, first missed is ${fit.missed[0] ?? ''}` : `${partingWords(parting)} (${fits})`;
  return told('gone', `no longer applies: ${why}${since}`);
}

function told(kind: ReplayKind, sentence: string): Replayed {
  return { kind, sentence };
}

function partingWords({ expected, got }: Parting): string {
  return `expected ${expected ?? 'nothing more'}, got ${got ?? 'nothing more'}`;
}
