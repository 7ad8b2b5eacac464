/** Writes the reports that were asked for with `--report`, once a campaign is over. */
import { appendFileSync, writeFileSync } from 'node:fs';
import type { FuzzReportContext } from '../../reports/fuzz-words.ts';
import { fuzzAnnotations } from '../../reports/github/fuzz.ts';
import { fuzzJunit } from '../../reports/junit/fuzz.ts';
import { fuzzMarkdown } from '../../reports/markdown/fuzz.ts';
import { fuzzSarif } from '../../reports/sarif/fuzz.ts';
import type { FuzzResult } from '../record/fuzz-result.ts';
import { print } from './output.ts';
import type { AskedReports, FileFormat } from './report-flag.ts';

export interface ReportContext extends FuzzReportContext {
  /** The result as text, without colours. */
  readonly text: readonly string[];
  /** Stdout is for JSON and nothing else. */
  readonly json: boolean;
}

/**
 * One file that cannot be written, because its disk is full or its folder gone by now, costs no other report: the error
 * is thrown when all the rest is done.
 */
export function writeReports(result: FuzzResult, asked: AskedReports, context: ReportContext): void {
  const errors: unknown[] = [];
  const attempt = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      errors.push(error);
    }
  };
  for (const { format, file } of asked.files) {
    attempt(() => writeFileSync(file, contentOf(format, result, context)));
  }
  const summary = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (asked.github && summary !== '') {
    attempt(() => appendFileSync(summary, textOf(fuzzMarkdown(result, context))));
  }
  // The runner of GitHub Actions reads commands from both streams.
  const log = [
    ...(asked.text && context.json ? context.text : []),
    ...(asked.github ? fuzzAnnotations(result, context) : []),
  ];
  if (!context.json) print(log);
  else if (log.length > 0) process.stderr.write(textOf(log));
  if (errors.length > 0) throw errors[0];
}

function contentOf(format: FileFormat, result: FuzzResult, context: ReportContext): string {
  switch (format) {
    case 'junit':
      return textOf(fuzzJunit(result, context));
    case 'sarif':
      return `${JSON.stringify(fuzzSarif(result, context), null, 2)}\n`;
    case 'json':
      return `${JSON.stringify(result)}\n`;
    case 'text':
      return textOf(context.text);
  }
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
