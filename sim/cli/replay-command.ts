/** `sim replay`: runs a saved case again and tells first whether it is the run that was saved, and if not, how far it is. */
import { exitCodes } from '../check/verdict.ts';
import type { Observer } from '../kernel/observer.ts';
import type { Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import { compareReplay, type Replayed } from '../record/replayed.ts';
import { replayLine } from '../record/replay-line.ts';
import { printColumns } from './columns.ts';
import { bugFlag } from './engine.ts';
import { Breakpoint, eventToStopAt, waitForInspector } from './inspect.ts';
import { print } from './output.ts';
import { checkWritable, printResult, warnOfBug } from './run-command.ts';
import { caseTarget } from './target.ts';

export interface ReplayFlags {
  readonly json?: true;
  readonly quiet?: true;
  readonly trace?: string;
  readonly bug?: string;
  readonly until?: string;
  readonly columns?: true;
  readonly inspect?: string | true;
}

/** Returns the exit code of the verdict that came out now, whatever was expected. */
export async function replayCommand(file: string, flags: ReplayFlags): Promise<number> {
  if (flags.trace !== undefined) checkWritable('--trace', flags.trace);
  if (flags.columns === true && flags.json === true) throw new InputError('--columns and --json exclude each other.');
  const { engine, base, origin } = await caseTarget(file);
  const of: Case = {
    ...base,
    bug: flags.bug === undefined ? base.bug : bugFlag(engine, flags.bug),
    options: flags.until === undefined ? base.options : { ...base.options, until: flags.until },
  };
  engine.check(of);
  warnOfBug(engine, of);
  const whole =
    of.inputs !== null || of.plan !== null || Object.keys(of.overrides).length > 0 || typeof of.scenario !== 'string';
  const replay = whole ? replayLine(of, origin, base) : replayLine(of, null);

  const observers: Observer[] = [];
  const chronicle = engine.chronicle(of);
  if (flags.columns === true) observers.push(chronicle);
  if (flags.inspect !== undefined) {
    const event = eventToStopAt(engine, of, flags.until !== undefined);
    waitForInspector(flags.inspect, event);
    observers.push(new Breakpoint(event));
  }
  const begunMs = performance.now();
  const run = await tracing(flags.trace, (trace) => engine.replay(of, [...observers, ...trace]));
  const wallMs = Math.round((performance.now() - begunMs) * 10) / 10;
  const { failure } = run.result;
  const result = { ...run.result, wallMs, failure: failure === null ? null : { ...failure, replay } };

  const { kind, sentence }: Replayed =
    flags.until === undefined
      ? compareReplay(base, run)
      : { kind: 'unknown', sentence: `up to ${flags.until}: a part of the run has nothing to compare with` };
  if (flags.json === true) {
    print([JSON.stringify({ ...result, replayed: { kind, sentence, ...run.fit, parting: run.parting } })]);
    return exitCodes[result.verdict];
  }
  print([sentence]);
  if (flags.columns === true) await printColumns(chronicle, result);
  await printResult(result, replay, flags);
  return exitCodes[result.verdict];
}

/** Runs with a trace file beside it, if one was asked for. */
async function tracing<T>(file: string | undefined, run: (trace: readonly Observer[]) => T): Promise<T> {
  if (file === undefined) return run([]);
  const { TraceFile } = await import('./trace-file.ts');
  const trace = new TraceFile(file);
  try {
    return run([trace]);
  } finally {
    trace.close();
  }
}
