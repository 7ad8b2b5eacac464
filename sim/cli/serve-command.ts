/** `sim serve`: real clients at a seeded ensemble, until somebody ends it. */
import { writeFileSync } from 'node:fs';
import { runLine, runText } from '../../reports/text/run.ts';
import { exitCodes } from '../check/verdict.ts';
import { InputError } from '../record/input-error.ts';
import type { RunResult } from '../record/run-result.ts';
import { readJournal } from '../serve/journal.ts';
import { caseText, ServeProgram } from '../serve/program.ts';
import { loadEngine } from './engine.ts';
import { choosePalette, print } from './output.ts';
import { readServeFlags, type ServeFlags } from './serve-flags.ts';
import { checkWritable } from './writable.ts';

/** Returns the exit code. */
export async function serveCommand(flags: ServeFlags): Promise<number> {
  if (flags.recover !== undefined) return recover(flags.recover, flags);
  const options = readServeFlags(flags);
  const program = await ServeProgram.start(options, {
    onReady: (connect) => print([flags.json === true ? JSON.stringify({ connect }) : connect]),
    tell: (line) => process.stderr.write(`sim serve: ${line}\n`),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void program.finish());
  const { result, record } = await program.ended;
  const replay = record.isCase
    ? `sim replay ${record.file}`
    : `sim serve --recover ${record.file} --save case.json && sim replay case.json`;
  await printServed(result, replay, flags);
  return exitCodes[result.verdict];
}

/** Makes a case of what a run left behind that could not end as it should. */
async function recover(file: string, flags: ServeFlags): Promise<number> {
  if (flags.save === undefined) throw new InputError('--recover: say with --save where the case is to go.');
  checkWritable('--save', flags.save);
  const of = readJournal(file);
  const engine = await loadEngine();
  engine.check(of);
  const result = engine.run(of);
  writeFileSync(flags.save, caseText(of, result));
  await printServed(result, `sim replay ${flags.save}`, flags);
  return exitCodes[result.verdict];
}

async function printServed(result: RunResult, replay: string, flags: ServeFlags): Promise<void> {
  const { failure } = result;
  const told = { ...result, failure: failure === null ? null : { ...failure, replay } };
  if (flags.json === true) {
    print([JSON.stringify(told)]);
    return;
  }
  const palette = await choosePalette();
  print(flags.quiet === true ? [runLine(told, palette, { replay })] : runText(told, palette, { replay }));
}
