/** `sim corpus`: runs the stored cases again, adds one, or takes out those that are of no use any more. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { corpusText, pruneText } from '../../reports/text/corpus.ts';
import { exitCodes } from '../check/verdict.ts';
import { caseName } from '../record/case.ts';
import { showsTheSame, toPrune, type CorpusReport, type CorpusRow, type Kept } from '../record/corpus-report.ts';
import { InputError } from '../record/input-error.ts';
import { compareReplay } from '../record/replayed.ts';
import { choosePalette, EXIT_INTERRUPTED, print, Progress } from './output.ts';
import { packageRoot } from './package-root.ts';
import { caseTarget } from './target.ts';

export interface CorpusFlags {
  readonly json?: true;
  readonly force?: true;
  readonly yes?: true;
}

/** Returns the exit code: that of `expectation` when a case does not do what it expects. */
export async function corpusCommand(what: string, paths: readonly string[], flags: CorpusFlags): Promise<number> {
  switch (what) {
    case 'check':
      return check(folderOf(paths, 0), flags);
    case 'add':
      return add(paths[0], folderOf(paths, 1), flags);
    case 'prune':
      return prune(folderOf(paths, 0), flags);
    default:
      throw new InputError(`corpus does not "${what}"; it does check, add and prune.`);
  }
}

/** Where the cases lie: the path behind `before` others, or those that come with the package. */
function folderOf(paths: readonly string[], before: number): string {
  if (paths.length > before + 1) throw new InputError(`corpus: "${paths[before + 1] ?? ''}" is one path too many.`);
  const folder = paths[before] ?? join(packageRoot(), 'scenarios', 'corpus');
  if (!existsSync(folder)) throw new InputError(`${folder}: there is no such folder.`);
  return folder;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort((a, b) => (a < b ? -1 : 1));
}

interface Looked {
  readonly cases: readonly Kept[];
  readonly complete: boolean;
}

/** Runs every case; a file that is no case is bad input, told before anything else is done with the others. */
async function look(folder: string): Promise<Looked> {
  const files = filesIn(folder);
  const targets = [];
  for (const file of files) targets.push(await caseTarget(join(folder, file)));
  const progress = new Progress();
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);
  const cases: Kept[] = [];
  for (const [i, { engine, base }] of targets.entries()) {
    if (interrupted) break;
    const { kind, sentence } = compareReplay(base, engine.replay(base));
    const row: CorpusRow = { file: files[i] ?? '', kind, met: kind === 'exact' || kind === 'same', sentence };
    cases.push({ file: row.file, of: base, row });
    progress.tell(() => `${cases.length} of ${targets.length} cases`);
    await nextTurn();
  }
  process.off('SIGINT', interrupt);
  progress.clear();
  return { cases, complete: !interrupted };
}

async function check(folder: string, flags: CorpusFlags): Promise<number> {
  const { cases, complete } = await look(folder);
  const rows = cases.map(({ row }) => row);
  const met = rows.filter((row) => row.met).length;
  const report: CorpusReport = { schema: 1, folder, cases: rows, met, missed: rows.length - met, complete };
  if (flags.json === true) print([JSON.stringify(report)]);
  else print(corpusText(report, await choosePalette()));
  if (!complete) return EXIT_INTERRUPTED;
  return report.missed === 0 ? 0 : exitCodes.expectation;
}

/** Stores a case that fails now, under its content name, with its landmarks. */
async function add(file: string | undefined, folder: string, flags: CorpusFlags): Promise<number> {
  if (file === undefined) throw new InputError('corpus add: name the case to add.');
  const { engine, base } = await caseTarget(file);
  const stored = engine.stored(base);
  if (stored.expect?.signature === null && flags.force !== true) {
    throw new InputError(`${file}: the case does not fail (${stored.expect.verdict}); --force adds it all the same.`);
  }
  const target = join(folder, `${caseName(stored)}.json`);
  if (existsSync(target)) throw new InputError(`${target}: the case is there already.`);
  for (const other of flags.force === true ? [] : filesIn(folder)) {
    const { base: before } = await caseTarget(join(folder, other));
    if (!showsTheSame(stored, before)) continue;
    throw new InputError(`${join(folder, other)} fails in the same way; --force adds ${file} beside it.`);
  }
  writeFileSync(target, `${JSON.stringify(stored, null, 2)}\n`);
  const signature = stored.expect?.signature ?? null;
  print([
    flags.json === true
      ? JSON.stringify({ schema: 1, file: target, signature })
      : `${target}: ${signature ?? stored.expect?.verdict ?? ''}`,
  ]);
  return 0;
}

async function prune(folder: string, flags: CorpusFlags): Promise<number> {
  const { cases, complete } = await look(folder);
  if (!complete) return EXIT_INTERRUPTED;
  const pruned = toPrune(cases);
  const removed = flags.yes === true;
  if (removed) for (const { file } of pruned) rmSync(join(folder, file));
  const report = { schema: 1, folder, pruned, kept: cases.length - pruned.length, removed } as const;
  if (flags.json === true) print([JSON.stringify(report)]);
  else print(pruneText(report, await choosePalette()));
  return 0;
}
