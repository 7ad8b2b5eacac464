import { build } from 'esbuild';
import { join } from 'node:path';
import { expect, test } from 'vitest';

async function packagesOf(door: string): Promise<string[]> {
  const built = await build({
    entryPoints: [join(import.meta.dirname, door)],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  const imports = Object.values(built.metafile.outputs).flatMap((output) => output.imports);
  return [...new Set(imports.map(({ path }) => path))].sort();
}

test('the door for tests opens without vitest, and its matchers without fast-check', async () => {
  const packages = (await packagesOf('index.ts')).filter((name) => !name.startsWith('node:'));
  expect(packages).toEqual(['fast-check', 'seedrandom']);
  expect(await packagesOf('vitest.ts')).toEqual(['seedrandom', 'vitest']);
});
