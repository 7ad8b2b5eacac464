/** A case, run with a wall clock beside it, and again where that is wanted. */
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import type { RunResult } from '../record/run-result.ts';
import type { Engine } from './engine.ts';
import { runAgain, type AgainFlags } from './twice.ts';

export function timedRun(engine: Engine, of: Case, again: AgainFlags, observers: readonly Observer[] = []): RunResult {
  const begunMs = performance.now();
  const result = runAgain(engine, of, observers, again);
  return { ...result, wallMs: Math.round((performance.now() - begunMs) * 10) / 10 };
}
