/**
 * The folder of a campaign (`--out`, `--resume`): the journal while it goes, and what it came to.
 *
 * The journal is written as seeds come back, so that a campaign that was killed goes on where it was. All the rest follows
 * from it and is written anew at every end.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { indexPage } from '../../reports/html/index-page.ts';
import type { Case } from '../record/case.ts';
import { fuzzHeaderSchema, fuzzRecordSchema } from '../record/fuzz-journal-schema.ts';
import type { FuzzGo, FuzzHeader, FuzzRecord, FuzzRun, FuzzStop } from '../record/fuzz-journal.ts';
import type { FuzzResult } from '../record/fuzz-result.ts';
import { fuzzSchema } from '../record/fuzz-schema.ts';
import { InputError, parseWith } from '../record/input-error.ts';
import { parseJson } from '../record/json-source.ts';
import { CASE_FILE } from './case-file.ts';
import { eachLine, JsonLinesFile, parsedLine } from './json-lines-file.ts';

export const RESULT_FILE = 'campaign.json';
const JOURNAL_FILE = 'journal.jsonl';
const STORY_FILE = 'story.txt';
const REPORT_FILE = 'report.html';
const INDEX_FILE = 'index.html';

/** A journal as it was found. Nothing of it is kept in memory but this. */
export interface FuzzJournal {
  readonly file: string;
  readonly header: FuzzHeader;
  /** What the last go was asked for. */
  readonly go: FuzzGo;
  /** How the last go ended; null when it was killed. */
  readonly end: FuzzStop | null;
  /** The campaign's own time, as far as it is told. */
  readonly elapsedMs: number;
  /** Of the whole lines. */
  readonly bytes: number;
}

/**
 * Reads and checks every line of the journal in a folder; null when there is none, or when the campaign was killed before
 * it had begun. Throws an InputError when it is something else.
 */
export function readJournal(folder: string): FuzzJournal | null {
  const file = join(folder, JOURNAL_FILE);
  let header: FuzzHeader | null = null;
  let go: FuzzGo | null = null;
  let end: FuzzStop | null = null;
  let elapsedMs = 0;
  const bytes = eachLine(file, (line) => {
    if (header === null) {
      header = parsedLine(file, line, (value, source) => parseWith(fuzzHeaderSchema, value, source));
      return;
    }
    const record = parsedLine(file, line, (value, source) => parseWith<FuzzRecord>(fuzzRecordSchema, value, source));
    if (record.kind === 'go') go = record;
    else elapsedMs = Math.max(elapsedMs, record.atMs);
    end = record.kind === 'end' ? record : null;
  });
  return header === null || go === null ? null : { file, header, go, end, elapsedMs, bytes };
}

/** Tells every run of a journal that was read before; `take` is given the place where it stands. */
export function eachRun({ file }: FuzzJournal, take: (run: FuzzRun, place: string) => void): void {
  let first = true;
  eachLine(file, (line) => {
    if (first) {
      first = false;
      return;
    }
    const record = JSON.parse(line.text) as FuzzRecord;
    if (record.kind === 'runs') for (const run of record.runs) take(run, `${file}:${line.number}`);
  });
}

/** Fails when the folder holds a campaign already. */
export function checkFresh(folder: string): void {
  if (readJournal(folder) !== null || existsSync(join(folder, RESULT_FILE))) {
    throw new InputError(`--out: ${folder} holds a campaign already: go on with --resume, or name another folder.`);
  }
}

export class FuzzFolder {
  readonly path: string;
  private readonly journal: JsonLinesFile;

  /** Goes on behind what was read, or begins. */
  constructor(path: string, read: FuzzJournal | null, header: FuzzHeader, go: FuzzGo) {
    mkdirSync(path, { recursive: true });
    this.path = path;
    this.journal = new JsonLinesFile(join(path, JOURNAL_FILE), read?.bytes ?? 0);
    if (read === null) this.journal.append(header);
    this.keep(go);
  }

  keep(record: FuzzRecord): void {
    this.journal.append(record);
  }

  close(): void {
    this.journal.close();
  }
}

export interface StoredCase {
  readonly name: string;
  readonly case: Case;
  readonly story: readonly string[];
  /** A page. */
  readonly report: string;
}

/** Cases first: whoever finds the result finds what it speaks of. */
export function writeOutcome(folder: string, result: FuzzResult, cases: readonly StoredCase[]): void {
  mkdirSync(folder, { recursive: true });
  writeCases(folder, cases);
  writeIndex(folder, result);
  replaceFile(join(folder, RESULT_FILE), `${JSON.stringify(result, null, 2)}\n`);
}

/** The page over the failures, which leads to their reports. */
export function writeIndex(folder: string, result: FuzzResult): void {
  replaceFile(join(folder, INDEX_FILE), indexPage(result));
}

/** What a campaign came to, as it stands in its folder; null when there is none. */
export function readResult(folder: string): FuzzResult | null {
  const file = join(folder, RESULT_FILE);
  if (!existsSync(file)) return null;
  const { value, source } = parseJson(file, readFileSync(file, 'utf8'));
  return parseWith(fuzzSchema, value, source) as FuzzResult;
}

/** Each in a folder of its own, named by its content. */
export function writeCases(folder: string, cases: readonly StoredCase[]): void {
  for (const { name, case: of, story, report } of cases) {
    mkdirSync(join(folder, name), { recursive: true });
    replaceFile(join(folder, name, CASE_FILE), `${JSON.stringify(of, null, 2)}\n`);
    replaceFile(join(folder, name, STORY_FILE), story.map((line) => `${line}\n`).join(''));
    replaceFile(join(folder, name, REPORT_FILE), report);
  }
}

/** The old file or the new one, and never a part. */
function replaceFile(file: string, text: string): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, text);
  renameSync(fresh, file);
}

/** The report of a failure, named likewise. */
export function reportFileOf(name: string): string {
  return `${name}/${REPORT_FILE}`;
}
