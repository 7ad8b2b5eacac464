/**
 * The flag `--report`: which reports of a campaign are wanted, and where. `junit=FILE,sarif=FILE,github,json=FILE,text`,
 * any of them, in one flag or in several. It is read, and its files are looked at, before anything runs.
 */
import { dirname, relative, resolve } from 'node:path';
import { InputError } from '../record/input-error.ts';
import { nearest } from '../record/nearest.ts';
import { checkWritable } from './writable.ts';

const fileFormats = ['junit', 'sarif', 'json', 'text'] as const;
export type FileFormat = (typeof fileFormats)[number];

export interface AskedReports {
  readonly files: readonly { readonly format: FileFormat; readonly file: string }[];
  /** Annotations in the log, and the summary of the job. */
  readonly github: boolean;
  /** Text in the log: on stdout, where it is printed anyway, or on stderr beside `--json`. */
  readonly text: boolean;
}

/** `made`: a folder that the command itself makes; what lies in it need not be there yet. */
export function readReportFlag(texts: readonly string[], made: string | null = null): AskedReports {
  const files: { format: FileFormat; file: string }[] = [];
  let github = false;
  let text = false;
  for (const part of texts.flatMap((each) => each.split(','))) {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim();
    const file = at < 0 ? null : part.slice(at + 1).trim();
    if (name === 'github') {
      if (file !== null) throw new InputError('--report: github goes to the log of the job and takes no file.');
      github = true;
    } else if (name === 'text' && file === null) {
      text = true;
    } else {
      files.push(fileOf(name, file, files, made));
    }
  }
  return { files, github, text };
}

function fileOf(
  name: string,
  file: string | null,
  before: readonly { readonly format: FileFormat; readonly file: string }[],
  made: string | null,
): { format: FileFormat; file: string } {
  const format = fileFormats.find((each) => each === name);
  if (format === undefined) throw new InputError(unknownFormat(name));
  if (file === null || file === '') throw new InputError(`--report: ${name} needs a file: ${name}=FILE.`);
  const other = before.find((each) => resolve(each.file) === resolve(file));
  if (other !== undefined) throw new InputError(`--report: ${other.format} and ${name} both go to ${file}.`);
  if (made === null || !liesIn(made, file)) checkWritable('--report', file);
  return { format, file };
}

function unknownFormat(name: string): string {
  const known = [...fileFormats, 'github'];
  const [near] = nearest(name, known);
  const meant = near === undefined ? `known are ${known.join(', ')}` : `did you mean "${near}"?`;
  return `--report: "${name}" is no report (${meant}).`;
}

/** Directly in that folder, which nobody has to make but the command. */
function liesIn(folder: string, file: string): boolean {
  return relative(resolve(folder), resolve(dirname(file))) === '';
}
