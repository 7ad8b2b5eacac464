/**
 * A file that grows by whole lines of JSON, and that survives its writer's end at any moment: a last line without its
 * end was being written, and is cut off when the file is taken up again.
 */
import { closeSync, existsSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { InputError, type InputSource } from '../record/input-error.ts';

export interface JsonLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The whole lines of a file, and how many bytes they are; none of a file that is not there. */
export function wholeLines(file: string): { readonly lines: readonly JsonLine[]; readonly bytes: number } {
  const lines: JsonLine[] = [];
  const bytes = eachLine(file, (line) => void lines.push(line));
  return { lines, bytes };
}

const CHUNK = 1 << 20;

/** Tells every whole line, a piece of the file at a time, and returns how many bytes they are. */
export function eachLine(file: string, take: (line: JsonLine) => void): number {
  if (!existsSync(file)) return 0;
  const handle = openSync(file, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK);
  let rest = Buffer.alloc(0);
  let number = 0;
  let bytes = 0;
  try {
    for (let size = readSync(handle, chunk); size > 0; size = readSync(handle, chunk)) {
      const whole = Buffer.concat([rest, chunk.subarray(0, size)]);
      let from = 0;
      for (let end = whole.indexOf(0x0a); end >= 0; end = whole.indexOf(0x0a, from)) {
        take({ number: ++number, text: whole.toString('utf8', from, end) });
        from = end + 1;
      }
      bytes += from;
      rest = whole.subarray(from);
    }
  } finally {
    closeSync(handle);
  }
  return bytes;
}

/** The line as `read` takes it; sentences name the line of the file, not that of the document in it. */
export function parsedLine<T>(
  file: string,
  { number, text }: JsonLine,
  read: (value: unknown, source: InputSource) => T,
): T {
  const source: InputSource = { file, lineOf: () => number };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${file}:${number}: the line is not JSON.`);
  }
  return read(value, source);
}

export class JsonLinesFile {
  private readonly handle: number;
  private position: number;

  /** Goes on behind the first `keep` bytes; what follows them is cut off. */
  constructor(file: string, keep: number) {
    this.handle = openSync(file, keep === 0 ? 'w' : 'r+');
    ftruncateSync(this.handle, keep);
    this.position = keep;
  }

  /** Handed to the operating system before this returns, in one piece. */
  append(document: unknown): void {
    const line = Buffer.from(`${JSON.stringify(document)}\n`);
    for (let at = 0; at < line.length;) at += writeSync(this.handle, line, at, line.length - at, this.position + at);
    this.position += line.length;
  }

  close(): void {
    closeSync(this.handle);
  }
}
