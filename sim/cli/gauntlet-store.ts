/** The file in which a gauntlet keeps what it finished (`--out`), and from which it goes on (`--resume`). */
import { existsSync } from 'node:fs';
import { gauntletHeaderSchema, gauntletRecordSchema } from '../record/gauntlet-file-schema.ts';
import type { GauntletHeader, GauntletRecord } from '../record/gauntlet-file.ts';
import { InputError, parseWith } from '../record/input-error.ts';
import { JsonLinesFile, parsedLine, wholeLines, type JsonLine } from './json-lines-file.ts';

export interface GauntletStore {
  /** What the file held already. */
  readonly records: readonly GauntletRecord[];
  keep(record: GauntletRecord): void;
  close(): void;
}

/**
 * Throws an InputError, before anything is written, when the file holds something else than this gauntlet's
 * beginning, or holds anything at all and nobody asked to go on.
 */
export function openStore(file: string, header: GauntletHeader, resume: boolean): GauntletStore {
  if (!resume && existsSync(file)) {
    throw new InputError(`--out: ${file} is there already: go on with --resume, or name another file.`);
  }
  const { lines, bytes } = wholeLines(file);
  const [first, ...rest] = lines;
  if (first !== undefined) checkHeader(file, first, header);
  const records = rest.map((line) =>
    parsedLine(file, line, (value, source) => parseWith(gauntletRecordSchema, value, source)),
  );
  const target = new JsonLinesFile(file, bytes);
  if (first === undefined) target.append(header);
  return {
    records,
    keep: (record) => target.append(record),
    close: () => target.close(),
  };
}

function checkHeader(file: string, line: JsonLine, header: GauntletHeader): void {
  const held = parsedLine(file, line, (value, source) => parseWith(gauntletHeaderSchema, value, source));
  for (const name of Object.keys(header) as (keyof GauntletHeader)[]) {
    if (held[name] === header[name]) continue;
    const what = name === 'fingerprint' ? 'another build of the program' : `${name} ${String(held[name])}`;
    const here = name === 'fingerprint' ? '' : `, and this one has ${String(header[name])}`;
    throw new InputError(`--resume: ${file} is of a gauntlet with ${what}${here}.`);
  }
}
