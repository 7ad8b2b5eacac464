/** The reports of a campaign as a job gets them. What stands in them is tested where they are made. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bin, CommandLine, type Ended } from './command-line.testkit.ts';

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());

const path = (name: string): string => join(commandLine.folder, name);
const read = (name: string): string => readFileSync(path(name), 'utf8');

/** Every run fails: half of the voters are a quorum. */
function fuzz(...args: readonly string[]): Promise<Ended> {
  const asked = ['fuzz', '--bug', 'G2', '--seeds', '2', '--jobs', '1', '--no-shrink', ...args];
  return commandLine.start(process.execPath, [bin, ...asked], {
    NO_COLOR: '1',
    GITHUB_STEP_SUMMARY: path('summary.md'),
  });
}

test('a campaign leaves the reports that were asked for, and says in its log what it found', async () => {
  writeFileSync(path('known.json'), '[]');
  const reports = 'junit=out/junit.xml,sarif=zabsim.sarif,text=log.txt,json=result.json';
  const { code, stdout } = await fuzz(
    '--out',
    'out',
    '--baseline',
    'known.json',
    '--report',
    reports,
    '--report',
    'github',
  );
  expect(code).toBe(1);
  const result = JSON.parse(read('result.json')) as { failures: { signature: string; case: string }[] };
  const [failure] = result.failures;
  const stored = `out/${failure?.case ?? ''}/case.json`;
  expect(existsSync(path(stored))).toBe(true);
  expect(read('out/junit.xml')).toContain(`[[ATTACHMENT|${stored}]]`);
  expect(JSON.parse(read('zabsim.sarif'))).toMatchObject({
    runs: [
      { results: [{ baselineState: 'new', locations: [{ physicalLocation: { artifactLocation: { uri: stored } } }] }] },
    ],
  });
  expect(stdout).toBe(read('log.txt') + stdout.slice(stdout.indexOf('::error ')));
  expect(read('summary.md')).toMatch(/^### zabsim .*: 1 new failure\n/);
});

test('what is wrong with them is told before anything runs', async () => {
  const before = readdirSync(commandLine.folder);
  expect(await fuzz('--out', 'other', '--report', 'junit=nowhere/junit.xml')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'sim: --report: nowhere: there is no such folder.\n',
  });
  expect(readdirSync(commandLine.folder)).toEqual(before);
});
