/** `sim explain`: why a case fails. What was found out until Ctrl-C is told all the same. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { storyText } from '../../reports/text/explain.ts';
import { exitCodes } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import { replayLine } from '../record/replay-line.ts';
import { bugFlag } from './engine.ts';
import { choosePalette, EXIT_INTERRUPTED, print, Progress } from './output.ts';
import { caseTarget } from './target.ts';

export interface ExplainFlags {
  readonly json?: true;
  readonly bug?: string;
}

/** A case with more steps than this is not one that somebody reads. */
const STEPS_MOST = 40;

/** Returns 0 when it explained; a case in which nothing fails is undecided: there is nothing to explain. */
export async function explainCommand(file: string, flags: ExplainFlags): Promise<number> {
  const { engine, base, origin } = await caseTarget(file);
  const of: Case = flags.bug === undefined ? base : { ...base, bug: bugFlag(engine, flags.bug) };
  engine.check(of);
  const progress = new Progress();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);
  const explanation = engine.explanation(of);
  while (!interrupted && explanation.step()) {
    progress.tell(() => `${explanation.runs} runs`);
    // Signals are heard between two runs.
    await nextTurn();
  }
  process.off('SIGINT', interrupt);
  progress.clear();
  const story = explanation.story();
  const expected = of.expect?.signature ?? null;
  if (flags.bug === undefined && expected !== null && expected !== story.signature) {
    process.stderr.write(`sim: the case was stored for "${expected}"; told is what it comes to now.\n`);
  }
  const done = story.steps.filter(({ kind }) => kind !== 'weather' && kind !== 'config').length;
  if (done > STEPS_MOST) process.stderr.write(`sim: the case has ${done} steps; a shrunk one is told better.\n`);
  if (flags.json === true) print([JSON.stringify(story)]);
  else print(storyText(story, await choosePalette(), replayLine(of, origin, base)));
  if (interrupted) return EXIT_INTERRUPTED;
  return story.failure === null ? exitCodes.undecided : 0;
}
