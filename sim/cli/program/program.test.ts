import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandLine, type Ended } from '../command-line.testkit.ts';
import { builtFile } from '../package-root.ts';
import { programIsBuilt } from './program-file.ts';
import { Places } from './source-places.ts';

describe('the command line in one file', () => {
  const cli = new CommandLine();
  afterAll(() => cli.remove());

  /** But for what differs from one run to the next. */
  const lasting = ({ code, stdout, stderr }: Ended): Ended => ({
    code,
    stdout: stdout.replace(/wall +[0-9.]+ ms|"(wallMs|cpuMs|seedsPerSecond)":[0-9.]+/g, 'wall'),
    stderr,
  });

  test('is what the build left last', () => {
    expect(programIsBuilt(), 'made by "npm run build", and later than anything compiled').toBe(true);
  });

  test('does what its modules do', async () => {
    const scenario = `export default { name: 'mine', story: 'Mine.', ensemble: { voters: 3 }, duration: '2s' };`;
    const commands = [
      ['run', '--seed', '42'],
      ['run', 'canary', '--seed', '1', '--json'],
      ['run', cli.file('mine.mjs', scenario), '--seed', '5', '--quiet'],
      ['run', '--voters', '0'],
      ['explain', '--help'],
      ['schema', 'case'],
      ['list', '--json'],
      ['fuzz', './mine.mjs', '--seeds', '1..1', '--jobs', '1', '--json'],
    ];
    const ofModules = await cli.simEach(commands);
    const ofOneFile = await Promise.all(commands.map((words) => cli.sim(...words)));
    expect(ofOneFile.map(lasting)).toEqual(ofModules.map(lasting));
    expect(ofOneFile.map(({ code }) => code)).toEqual([0, 1, 0, 2, 0, 0, 0, 0]);
  });

  test('starts with the code that V8 compiled before', () => {
    const url = JSON.stringify(pathToFileURL(builtFile('sim/cli/program/program-file.ts')).href);
    const code = `const { loadProgram } = await import(${url}); console.log(loadProgram().script.cachedDataRejected);`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })).toBe('false\n');
  });

  test('has threads that know every kind of work', () => {
    const files = ['sim/cli/run-worker.ts', 'sim/cli/program/thread.ts'].map((file) => pathToFileURL(builtFile(file)));
    const code = `for (const file of ${JSON.stringify(files)}) console.log(Object.keys(await import(file)).join());`;
    const told = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    const [ofModules, ofOneFile] = told.split('\n');
    expect(ofModules).toContain('runCases');
    expect(ofOneFile).toBe(ofModules);
  });
});

describe('places in a stack', () => {
  let folder = '';
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'zabsim-places-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const source = `/* a line,
another */ interface Erased { readonly field: number }
export function fail(): never { const none: Erased = { field: 1 };
  throw new Error(String(none.field)); }
`;

  /** The frame of `fail`, bundled as told, thrown by another Node. */
  async function frame(sourcemap: 'inline' | true): Promise<{ readonly line: string; readonly file: string }> {
    const [entry, outfile] = [join(folder, 'source.ts'), join(folder, 'built.mjs')];
    writeFileSync(entry, source);
    const built = await build({ entryPoints: [entry], outfile, format: 'esm', sourcemap, minify: true, write: false });
    for (const { path, text } of built.outputFiles) writeFileSync(path, text);
    const text = Buffer.from(built.outputFiles[0]?.text ?? '').toString('base64');
    const url = sourcemap === true ? pathToFileURL(outfile).href : `data:text/javascript;base64,${text}`;
    const code = `import { fail } from ${JSON.stringify(url)}; try { fail(); } catch (e) { console.log(e.stack); }`;
    const stack = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    return { line: (stack.split('\n')[1] as string).replace('file://', ''), file: outfile };
  }

  test('of the program are those of its sources', async () => {
    const { line, file } = await frame(true);
    expect(line).toContain(`${file}:1:`);
    expect(new Places(file).retold(line)).toMatch(/ \(?.*source\.ts:4:9\)?$/);
  });

  test('of a module that was bundled into its address are those of its source', async () => {
    const { line } = await frame('inline');
    expect(line.length).toBeGreaterThan(300);
    expect(new Places('/nowhere/sim.cjs').retold(line)).toMatch(/ \(?[^:]*source\.ts:4:9\)?$/);
  });

  test.each(['at process.tick (node:internal/process:95:5)', 'at Array.map (<anonymous>)', 'at /else/where.js:1:2'])(
    'elsewhere stay: %s',
    (line) => {
      expect(new Places('/nowhere/sim.cjs').retold(line)).toBe(line);
    },
  );

  test('stay where no map lies beside the program', () => {
    expect(new Places('/nowhere/sim.cjs').retold('at x (/nowhere/sim.cjs:1:2)')).toBe('at x (/nowhere/sim.cjs:1:2)');
  });
});
