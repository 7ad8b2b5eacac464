import { readFileSync, existsSync, mkdirSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CommandLine } from './command-line.testkit.ts';

const commandLine = new CommandLine();
afterAll(() => commandLine.remove());

const stored = join(import.meta.dirname, '../../scenarios/testdata/cases/g1.json');
const path = (name: string): string => join(commandLine.folder, name);

describe('sim report', { timeout: 300_000 }, () => {
  test('makes one file that tells what happened, the same each time', async () => {
    copyFileSync(stored, path('mine.json'));
    const first = await commandLine.sim('report', 'mine.json', '--no-date');
    expect(first).toMatchObject({ code: 0, stdout: 'mine.html\n' });
    const html = readFileSync(path('mine.html'), 'utf8');
    expect(html).toContain('The first wrong step that a check sees');
    expect(html).toContain('<code id="replay-line">sim replay mine.json</code>');
    expect(html).not.toContain(commandLine.folder);
    expect(html.length).toBeLessThan(500_000);
    const again = await commandLine.sim('report', 'mine.json', '--no-date', '--out', 'again.html', '--json');
    expect(JSON.parse(again.stdout)).toEqual({ schema: 1, files: ['again.html'] });
    expect(readFileSync(path('again.html'), 'utf8')).toBe(html);
  });

  test('makes one for each case of a folder', async () => {
    mkdirSync(path('kept/g1'), { recursive: true });
    copyFileSync(stored, path('kept/g1/case.json'));
    const { code, stdout } = await commandLine.sim('report', 'kept', '--bug', 'none');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'kept/g1/report.html\n' });
    expect(readFileSync(path('kept/g1/report.html'), 'utf8')).toContain('Every check ran and found nothing.');
  });

  test.each([
    [['report', 'nowhere.json'], 'nowhere.json: there is no such file or folder.'],
    [
      ['report', '.', '--out', 'x.html'],
      '--out names the file of one case; the reports of a folder lie beside its cases.',
    ],
    [['report', 'empty'], 'empty: no case is stored there; a campaign keeps them in a folder each.'],
    [['report', 'broken.json'], 'broken.json:1'],
  ])('%j is told to be wrong', async (args, sentence) => {
    mkdirSync(path('empty'), { recursive: true });
    commandLine.file('broken.json', '{ "schema": 1, ');
    const { code, stdout, stderr } = await commandLine.sim(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(existsSync(path('x.html'))).toBe(false);
  });
});
