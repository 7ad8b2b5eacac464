import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../record/input-error.ts';
import { readReportFlag } from './report-flag.ts';

const folder = mkdtempSync(join(tmpdir(), 'zabsim-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

describe('--report', () => {
  test('is a list, in one flag or in several', () => {
    const one = readReportFlag([`junit=${at('j.xml')},sarif=${at('s.sarif')},github,json=${at('r.json')},text`]);
    expect(one).toEqual({
      files: [
        { format: 'junit', file: at('j.xml') },
        { format: 'sarif', file: at('s.sarif') },
        { format: 'json', file: at('r.json') },
      ],
      github: true,
      text: true,
    });
    expect(
      readReportFlag([`junit=${at('j.xml')}`, `sarif=${at('s.sarif')}, github`, `json=${at('r.json')}`, 'text']),
    ).toEqual(one);
    expect(readReportFlag([])).toEqual({ files: [], github: false, text: false });
    expect(readReportFlag([`text=${at('a=b.txt')}`]).files).toEqual([{ format: 'text', file: at('a=b.txt') }]);
  });

  test('may name a file in the folder that the command makes', () => {
    const inside = join(at('out'), 'junit.xml');
    expect(() => readReportFlag([`junit=${inside}`])).toThrow('there is no such folder');
    expect(readReportFlag([`junit=${inside}`], at('out')).files).toEqual([{ format: 'junit', file: inside }]);
    expect(() => readReportFlag([`junit=${join(at('out'), 'deep', 'junit.xml')}`], at('out'))).toThrow(
      'no such folder',
    );
  });

  mkdirSync(at('dir'));
  writeFileSync(at('plain'), 'mine');
  test.each([
    ['junti=a.xml', '--report: "junti" is no report (did you mean "junit"?).'],
    ['spreadsheet', '--report: "spreadsheet" is no report (known are junit, sarif, json, text, github).'],
    ['', '--report: "" is no report (known are junit, sarif, json, text, github).'],
    ['text,', '--report: "" is no report (known are junit, sarif, json, text, github).'],
    ['junit', '--report: junit needs a file: junit=FILE.'],
    ['text=', '--report: text needs a file: text=FILE.'],
    ['github=a', '--report: github goes to the log of the job and takes no file.'],
    [`junit=${at('x')},sarif=${at('dir')}/../x`, `--report: junit and sarif both go to ${at('dir')}/../x.`],
    [`sarif=${at('dir')}`, `--report: ${at('dir')}: it is a folder.`],
    [`sarif=${at('none')}/a`, `--report: ${at('none')}: there is no such folder.`],
    [`sarif=${at('plain')}/a`, `--report: ${at('plain')}: it is no folder.`],
  ])('of "%s" is refused in one sentence, and nothing is touched', (text, sentence) => {
    const before = readdirSync(folder);
    expect(() => readReportFlag([text])).toThrow(new InputError(sentence));
    expect(readdirSync(folder)).toEqual(before);
  });
});
