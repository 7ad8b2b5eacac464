/** Where the package lies, whether it runs built or from its sources, in its own folder or installed in another. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The nearest folder above this file that has a package.json. */
export function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`no package.json lies above ${here}`);
}

/** The built file of a source that threads are started with: a thread runs no TypeScript. */
export function builtFile(source: string): string {
  return join(packageRoot(), 'dist', source.replace(/\.ts$/, '.js'));
}

/** When something was compiled last: the compiler touches its notes on a project when it compiles it. */
export function lastCompiledMs(): number {
  const dist = join(packageRoot(), 'dist');
  const notes = readdirSync(dist).filter((name) => name.endsWith('.tsbuildinfo') && name !== 'test.tsbuildinfo');
  return Math.max(0, ...notes.map((name) => statSync(join(dist, name)).mtimeMs));
}
