/**
 * Runs consecutive seeds against one bug, up to the first that finds it.
 *
 * A seed counts as a detection only when the correct protocol passes the very same case: what fails either way
 * tells about the bench, not about the bug, and is reported as a failure of the control.
 */
import type { Case } from '../record/case.ts';
import type { FoundSeed } from '../record/gauntlet-file.ts';
import { replayLine } from '../record/replay-line.ts';
import type { RunResult } from '../record/run-result.ts';
import { seedsOf, type SeedBlock } from './seed-block.ts';

/** How runs are made, handed in by whoever can run a case. */
export interface Runner {
  run(of: Case): { readonly result: RunResult; readonly cpuMs: number };
  /** Whether a run ended with a finding, and neither with an error of ours nor undecided. */
  isCaught(result: RunResult): boolean;
}

export interface Hunted {
  /** Seeds run, the detecting one included. */
  readonly seeds: number;
  readonly detection: FoundSeed | null;
  readonly undecided: number;
  readonly doubtful: number;
  readonly controlFailures: readonly FoundSeed[];
  readonly errors: readonly FoundSeed[];
  /** Without what the correct protocol took to pass. */
  readonly cpuMs: number;
}

export const nothingHunted: Hunted = {
  seeds: 0,
  detection: null,
  undecided: 0,
  doubtful: 0,
  controlFailures: [],
  errors: [],
  cpuMs: 0,
};

/** An error of ours in every seed need not be told ten thousand times. */
export const ERRORS_MAX = 10;

/** `base` names the bug; its seed is replaced. */
export function huntSeeds(base: Case, block: SeedBlock, runner: Runner): Hunted {
  let hunted = nothingHunted;
  for (const seed of seedsOf(block)) {
    hunted = addHunted(hunted, huntSeed({ ...base, seed }, runner));
    if (hunted.detection !== null) break;
  }
  return hunted;
}

/** What two stretches of seeds come to; the second follows the first, which found nothing. */
export function addHunted(a: Hunted, b: Hunted): Hunted {
  return {
    seeds: a.seeds + b.seeds,
    detection: a.detection ?? b.detection,
    undecided: a.undecided + b.undecided,
    doubtful: a.doubtful + b.doubtful,
    controlFailures: [...a.controlFailures, ...b.controlFailures],
    errors: [...a.errors, ...b.errors].slice(0, ERRORS_MAX),
    cpuMs: a.cpuMs + b.cpuMs,
  };
}

function huntSeed(of: Case, runner: Runner): Hunted {
  const { result, cpuMs } = runner.run(of);
  const one = { ...nothingHunted, seeds: 1, cpuMs };
  if (runner.isCaught(result)) return judged(one, of, result, runner);
  if (result.verdict === 'ok') return one;
  if (result.verdict === 'undecided') return { ...one, undecided: 1 };
  return { ...one, errors: [foundSeed(of, result)] };
}

function judged(one: Hunted, of: Case, result: RunResult, runner: Runner): Hunted {
  const correct: Case = { ...of, bug: null };
  const { result: control } = runner.run(correct);
  if (control.verdict === 'ok') return { ...one, detection: foundSeed(of, result) };
  if (control.verdict === 'undecided') return { ...one, doubtful: 1 };
  return { ...one, controlFailures: [foundSeed(correct, control)] };
}

/** What to tell of a run that is neither ok nor undecided. */
export function foundSeed(of: Case, result: RunResult): FoundSeed {
  const { failure } = result;
  return {
    seed: of.seed,
    verdict: result.verdict,
    check: failure?.check ?? '',
    signature: failure?.signature ?? '',
    message: failure?.message ?? '',
    replay: replayLine(of, null),
  };
}
