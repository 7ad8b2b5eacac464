/** What judges a run: most checks watch it as observers and tell at its end what they found. */
import type { CheckResult } from './verdict.ts';

/** How and when a run ended. */
export interface RunEndInfo {
  readonly atUs: number;
  /** Index of the last event. */
  readonly event: number;
  /** `time`, `idle`, `stopped`, `bound`, `failed`: as the world says it. */
  readonly reason: string;
}

export interface Check {
  /** Stable, kebab-case. A check with several rows names each of them in its results. */
  readonly name: string;
  /** Called once, at the end. */
  results(end: RunEndInfo): readonly CheckResult[];
}
