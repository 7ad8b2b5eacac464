/**
 * A file that grows by whole lines of JSON, and that survives its writer's end at any moment: a last line without its
 * end was being written, and is cut off when the file is taken up again.
 */
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

export interface JsonLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** The whole lines of a file, and how many bytes they are; none of a file that is not there. */
export function wholeLines(file: string): { readonly lines: readonly JsonLine[]; readonly bytes: number } {
  if (!existsSync(file)) return { lines: [], bytes: 0 };
  const content = readFileSync(file);
  const bytes = content.lastIndexOf(0x0a) + 1;
  const texts = content.toString('utf8', 0, bytes).split('\n').slice(0, -1);
  return { lines: texts.map((text, i) => ({ number: i + 1, text })), bytes };
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
