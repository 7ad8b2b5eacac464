/** `sim report`: the report of a case, or of all the failures a campaign left in a folder. */
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Case } from '../record/case.ts';
import { InputError } from '../record/input-error.ts';
import { replayLine } from '../record/replay-line.ts';
import type { Story } from '../record/story.ts';
import { bugFlag, type Engine } from './engine.ts';
import { CASE_FILE } from './case-file.ts';
import { readResult, writeIndex } from './fuzz-folder.ts';
import { openInBrowser } from './open-browser.ts';
import { print, Progress } from './output.ts';
import { packReport } from './report-collect.ts';
import { reportFile } from './report-file.ts';
import { caseTarget } from './target.ts';
import { checkWritable } from './writable.ts';

export interface ReportFlags {
  readonly out?: string;
  readonly open?: true;
  readonly bug?: string;
  /** False: the file is to be the same tomorrow. */
  readonly date: boolean;
  readonly json?: true;
}

const REPORT_FILE = 'report.html';
const INDEX_FILE = 'index.html';

export async function reportCommand(target: string, flags: ReportFlags): Promise<number> {
  if (!existsSync(target)) throw new InputError(`${target}: there is no such file or folder.`);
  const made = statSync(target).isDirectory() ? await reportFolder(target, flags) : [await reportCase(target, flags)];
  if (flags.json === true) print([JSON.stringify({ schema: 1, files: made })]);
  else print(made);
  const [first] = made;
  if (flags.open === true && first !== undefined) openInBrowser(pathToFileURL(first).href);
  return 0;
}

/** Beside the case: `case.json` has its `report.html`, `mine.json` its `mine.html`. */
function reportPlace(file: string): string {
  const name = basename(file);
  return join(dirname(file), name === CASE_FILE ? REPORT_FILE : `${name.replace(/\.json$/, '')}.html`);
}

async function reportCase(file: string, { out, bug, date }: ReportFlags): Promise<string> {
  const place = out ?? reportPlace(file);
  checkWritable('--out', place);
  const { engine, base, origin } = await caseTarget(file);
  const of: Case = bug === undefined ? base : { ...base, bug: bugFlag(engine, bug) };
  engine.check(of);
  const story = await storyOf(engine, of);
  const packed = packReport(engine, of, story, replayLine(of, origin, base));
  writeFileSync(place, await reportFile(packed, date ? today() : undefined));
  return place;
}

/** Null when nothing fails. */
async function storyOf(engine: Engine, of: Case): Promise<Story | null> {
  const progress = new Progress();
  const explanation = engine.explanation(of);
  while (explanation.step()) {
    progress.tell(() => `why it fails: ${explanation.runs} runs`);
    await nextTurn();
  }
  progress.clear();
  const story = explanation.story();
  return story.failure === null ? null : story;
}

/** A report for each case in it, and an index over the campaign where there is one. */
async function reportFolder(folder: string, flags: ReportFlags): Promise<string[]> {
  if (flags.out !== undefined)
    throw new InputError('--out names the file of one case; the reports of a folder lie beside its cases.');
  const cases = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, CASE_FILE)))
    .map((entry) => join(folder, entry.name, CASE_FILE))
    .sort((a, b) => (a < b ? -1 : 1));
  if (existsSync(join(folder, CASE_FILE))) cases.unshift(join(folder, CASE_FILE));
  if (cases.length === 0)
    throw new InputError(`${folder}: no case is stored there; a campaign keeps them in a folder each.`);
  const made: string[] = [];
  for (const file of cases) made.push(await reportCase(file, flags));
  const result = readResult(folder);
  if (result === null) return made;
  writeIndex(folder, result);
  return [join(folder, INDEX_FILE), ...made];
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
