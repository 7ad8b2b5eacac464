import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { context, failure, result } from '../../reports/fuzz-result.testkit.ts';
import { readReportFlag } from './report-flag.ts';
import { writeReports, type ReportContext } from './reports.ts';

let folder = '';
let stdout = '';
let stderr = '';
const text = ['1000 seeds', 'violation'];
const found = result({ failures: [failure()] });

function write(flag: string, some: Partial<ReportContext> = {}): void {
  writeReports(found, readReportFlag([flag]), { ...context, text, json: false, ...some });
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zabsim-reports-'));
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((stdout += String(chunk)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => ((stderr += String(chunk)), true));
  vi.stubEnv('GITHUB_STEP_SUMMARY', '');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('the reports of a campaign', () => {
  test('are the files that were asked for, and nothing else', () => {
    write(
      `junit=${join(folder, 'j.xml')},sarif=${join(folder, 's.sarif')},json=${join(folder, 'r.json')},text=${join(folder, 't.txt')}`,
    );
    expect(readdirSync(folder).sort()).toEqual(['j.xml', 'r.json', 's.sarif', 't.txt']);
    expect(read('j.xml')).toMatch(/^<\?xml .*\n<testsuites name="zabsim" tests="2"/);
    expect(JSON.parse(read('s.sarif'))).toMatchObject({ version: '2.1.0', runs: [{ results: [{ ruleIndex: 0 }] }] });
    expect(JSON.parse(read('r.json'))).toEqual(found);
    expect(read('t.txt')).toBe('1000 seeds\nviolation\n');
    expect([stdout, stderr]).toEqual(['', '']);
  });

  test('add to the summary of the job, and annotate it', () => {
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'an earlier step\n');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    write('github');
    expect(read('summary.md')).toMatch(/^an earlier step\n### zabsim 0\.1\.0: 1 new failure\n/);
    expect(stdout.split('\n').map((line) => line.slice(0, 8))).toEqual(['::error ', '::warnin', '::notice', '']);
  });

  test('annotate without a summary where there is none', () => {
    write('github');
    expect(stdout).toMatch(/^::error /);
  });

  test('leave stdout to JSON', () => {
    write('github,text', { json: true });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^1000 seeds\nviolation\n::error /);
    stderr = '';
    write('text');
    expect([stdout, stderr]).toEqual(['', '']);
  });

  test('are all written that can be, though one cannot', () => {
    const asked = readReportFlag(
      [`junit=${join(folder, 'a', 'j.xml')},sarif=${join(folder, 's.sarif')}`],
      join(folder, 'a'),
    );
    expect(() => writeReports(found, asked, { ...context, text, json: false })).toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual(['s.sarif']);
  });
});
