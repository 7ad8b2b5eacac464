/** Stack traces name sources and their lines, where what runs was made of them: this program in one file, a user's module. */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { programFile } from './program-file.ts';

/** A place in a module that was bundled into its address. */
const BUNDLED = /data:text\/javascript;base64,([A-Za-z0-9+/=]+):([0-9]+):([0-9]+)/;
const INLINE_MAP = /sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)/;

/** From now on, and only where somebody asks an error for its stack. */
export function tellSourcePlaces(): void {
  const places = new Places(programFile());
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => `\n    at ${places.retold(String(frame))}`);
    return `${String(error)}${lines.join('')}`;
  };
}

export class Places {
  private readonly file: string;
  private map: SourceMap | null = null;

  /** `file`: of the program; its map, if there is one, lies beside it. */
  constructor(file: string) {
    this.file = file;
  }

  /** A line of a stack: a place in the program becomes one in its source, from the package's folder on. */
  retold(line: string): string {
    const bundled = BUNDLED.exec(line);
    if (bundled !== null) {
      const [place, code = '', row, column] = bundled;
      const map = INLINE_MAP.exec(Buffer.from(code, 'base64').toString());
      if (map === null) return line.replace(place, () => `a module:${row}:${column}`);
      const told = placeIn(read(Buffer.from(map[1] ?? '', 'base64').toString()), row, column, '');
      return line.replace(place, () => told);
    }
    const at = line.indexOf(`${this.file}:`);
    const numbers = at < 0 ? null : /^:([0-9]+):([0-9]+)/.exec(line.slice(at + this.file.length));
    if (numbers === null || !existsSync(`${this.file}.map`)) return line;
    this.map ??= read(readFileSync(`${this.file}.map`, 'utf8'));
    const [place, row, column] = numbers;
    const told = placeIn(this.map, row, column, dirname(this.file));
    return line.replace(`${this.file}${place}`, () => told);
  }
}

function read(text: string): SourceMap {
  return new SourceMap(JSON.parse(text) as SourceMapPayload);
}

/** `folder`: what the map's sources are told from. */
function placeIn(map: SourceMap, row = '', column = '', folder: string): string {
  const entry = map.findEntry(Number(row) - 1, Number(column) - 1);
  if (!('originalSource' in entry)) return `an unknown place:${row}:${column}`;
  const source = resolve(folder, entry.originalSource);
  const inPackage = relative(packageRoot(), source);
  return `${inPackage.startsWith('..') ? source : inPackage}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}
