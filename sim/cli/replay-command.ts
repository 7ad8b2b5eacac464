/** `sim replay`: runs a saved case again and tells whether it is the run that was saved. */
import { exitCodes } from '../check/verdict.ts';
import type { Case } from '../record/case.ts';
import { replayLine } from '../record/replay-line.ts';
import type { RunResult } from '../record/run-result.ts';
import { bugFlag } from './engine.ts';
import { print } from './output.ts';
import { checkWritable, printResult, timed, traced, warnOfBug } from './run-command.ts';
import { caseTarget } from './target.ts';

export interface ReplayFlags {
  readonly json?: true;
  readonly quiet?: true;
  readonly trace?: string;
  readonly bug?: string;
}

/** Returns the exit code of the verdict that came out now, whatever was expected. */
export async function replayCommand(file: string, flags: ReplayFlags): Promise<number> {
  if (flags.trace !== undefined) checkWritable('--trace', flags.trace);
  const { engine, base, origin } = await caseTarget(file);
  const of: Case = flags.bug === undefined ? base : { ...base, bug: bugFlag(engine, flags.bug) };
  engine.check(of);
  warnOfBug(engine, of);
  const whole = of.plan !== null || Object.keys(of.overrides).length > 0 || typeof of.scenario !== 'string';
  const replay = whole ? replayLine(of, origin, base) : replayLine(of, null);
  const result =
    flags.trace === undefined
      ? timed(engine, of, replay, {})
      : await traced(engine, of, replay, { trace: flags.trace });
  const sentence = comparison(base, result);
  if (flags.json === true) process.stderr.write(`${sentence}\n`);
  else print([sentence]);
  await printResult(result, replay, flags);
  return exitCodes[result.verdict];
}

/** Whether this run is the saved one, and if not, how far it is the same. */
function comparison(of: Case, result: RunResult): string {
  const { expect, fingerprint } = of;
  if (fingerprint === result.fingerprint) return 'exact: the fingerprint is the saved one';
  const signature = result.failure?.signature ?? null;
  const since = of.engine === result.version ? '' : `; the case was written by version ${of.engine}`;
  if (expect === null)
    return fingerprint === null ? 'the case holds nothing to compare with' : `the fingerprint differs${since}`;
  if (expect.verdict !== result.verdict) return `differs: expected ${expect.verdict}, got ${result.verdict}${since}`;
  if (expect.signature !== null && expect.signature !== signature) {
    return `differs: expected ${expect.signature}, got ${signature ?? 'no finding'}${since}`;
  }
  return `same verdict${fingerprint === null ? '' : ', another fingerprint'}${since}`;
}
