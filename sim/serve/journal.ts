/**
 * What entered a served ensemble, written down while it runs: a line of JSON for the case, then one for each input, and
 * one for the time now and then. Lines are handed to the operating system a few times a second, so that whoever kills
 * this process leaves all but the last moment behind; a line that was being written is no line.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { recordInput } from '../../scenarios/served/recorded.ts';
import type { ServedInput } from '../../scenarios/served/served-input.ts';
import { caseSchema } from '../record/case-schema.ts';
import type { Case } from '../record/case.ts';
import { InputError, inputSentence, parseWith, type InputSource } from '../record/input-error.ts';
import { recordedInputSchema } from '../record/recorded-inputs-schema.ts';
import type { RecordedInput, RecordedInputs } from '../record/recorded-inputs.ts';

const FLUSH_MS = 200;
const FLUSH_CHARS = 1 << 20;

export class Journal {
  private readonly handle: number;
  private lines: string[] = [];
  private chars = 0;
  private begun = false;
  private flushedMs = performance.now();
  private writtenUs = 0;
  private closed = false;

  /** Readable by its user only: it holds what clients said, their passwords included. */
  constructor(file: string) {
    this.handle = openSync(file, 'wx', 0o600);
  }

  /** The case whose inputs follow. Call once; inputs that came before wait for it. */
  begin(of: Case, wallMs: number): void {
    this.lines.unshift(`${JSON.stringify({ kind: 'served', schema: 1, wallMs, case: of })}\n`);
    this.begun = true;
    this.flush();
  }

  input(input: ServedInput): void {
    this.put(recordInput(input));
    this.writtenUs = input.atUs;
  }

  /** It is so late by now. */
  turn(nowUs: number): void {
    if (!this.begun || this.closed) return;
    const late = performance.now() - this.flushedMs >= FLUSH_MS;
    if (!late && this.chars < FLUSH_CHARS) return;
    if (nowUs > this.writtenUs) this.time(nowUs);
    this.flush();
  }

  end(nowUs: number): void {
    if (this.closed) return;
    this.time(nowUs);
    this.flush();
    this.closed = true;
    closeSync(this.handle);
  }

  private time(atUs: number): void {
    this.put({ kind: 'time', atUs });
    this.writtenUs = atUs;
  }

  private put(line: RecordedInput | { readonly kind: 'time'; readonly atUs: number }): void {
    if (this.closed) return;
    const text = `${JSON.stringify(line)}\n`;
    this.lines.push(text);
    this.chars += text.length;
  }

  private flush(): void {
    const bytes = Buffer.from(this.lines.join(''));
    for (let at = 0; at < bytes.length;) at += writeSync(this.handle, bytes, at);
    this.lines = [];
    this.chars = 0;
    this.flushedMs = performance.now();
  }
}

const headerSchema = z.strictObject({
  kind: z.literal('served'),
  schema: z.literal(1),
  wallMs: z.int().min(0),
  case: caseSchema,
});

const lineSchema = z.union([recordedInputSchema, z.strictObject({ kind: z.literal('time'), atUs: z.int().min(0) })]);

/** The case that a journal holds, its inputs up to the last whole line. Fails with an InputError that names the line. */
export function readJournal(file: string): Case {
  let header: z.infer<typeof headerSchema> | null = null;
  const list: RecordedInput[] = [];
  let endUs = 0;
  // What follows the last end of a line was being written.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  for (const [index, text] of lines.entries()) {
    const source: InputSource = { file, lineOf: () => index + 1 };
    const value = jsonOf(text, source);
    if (header === null) {
      header = parseWith(headerSchema, value, source);
      continue;
    }
    const read = parseWith(lineSchema, value, source);
    if (read.atUs < endUs) throw new InputError(inputSentence(source, ['atUs'], 'is before the line ahead of it'));
    endUs = read.atUs;
    if (read.kind !== 'time') list.push(read);
  }
  if (header === null) throw new InputError(`${file}: there is no whole line in it, so it is no journal.`);
  const inputs: RecordedInputs = { wallMs: header.wallMs, endUs, list };
  return { ...header.case, inputs };
}

function jsonOf(text: string, source: InputSource): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(inputSentence(source, [], 'the line is not JSON'));
  }
}
