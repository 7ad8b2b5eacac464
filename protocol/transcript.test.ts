/** Runs every story in testdata folders; `vitest -u` writes their outcomes anew, otherwise they must be as written. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ELECTOR } from './election/lone-elector.testkit.ts';
import { runTranscript, type Kind } from './transcript.testkit.ts';
import { CLIENT, SERVER } from './zab/ensemble.testkit.ts';

const folders: readonly { readonly folder: string; readonly kinds: ReadonlyMap<string, Kind> }[] = [
  { folder: 'election', kinds: new Map([['server', ELECTOR]]) },
  {
    folder: 'zab',
    kinds: new Map([
      ['server', SERVER],
      ['client', CLIENT],
    ]),
  },
];

describe.each(folders)('the stories of $folder end as written', ({ folder, kinds }) => {
  const testdata = join(import.meta.dirname, folder, 'testdata');
  const stories = existsSync(testdata) ? readdirSync(testdata).filter((name) => name.endsWith('.txt')) : [];

  test.each(stories.sort((a, b) => (a < b ? -1 : 1)))('%s', async (name) => {
    const file = join(testdata, name);
    await expect(runTranscript(readFileSync(file, 'utf8'), kinds)).toMatchFileSnapshot(file);
  });
});
