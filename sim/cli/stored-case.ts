/** The stored case of a bug: a file that comes with the package, shrunk to what shows the bug. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Named } from './bug-id.ts';
import { packageRoot } from './package-root.ts';

const CORPUS = ['scenarios', 'corpus'];

/** As a command line here names the file; null when none is stored. */
export function storedCase({ id, name }: Named): string | null {
  for (const stem of [id, id.toLowerCase(), name]) {
    const file = join(packageRoot(), ...CORPUS, `${stem}.json`);
    if (existsSync(file)) return fromHere(file);
  }
  return null;
}

/** The shorter of the way from here and the way from the root. */
function fromHere(file: string): string {
  const way = relative(process.cwd(), file);
  return way.length < file.length ? way : file;
}
