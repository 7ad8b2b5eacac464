import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newCase, type Case } from '../record/case.ts';
import { parseCase } from '../record/case-schema.ts';
import { parseJson } from '../record/json-source.ts';
import { CommandLine } from './command-line.testkit.ts';

const line = new CommandLine();
const failing: Case = { ...newCase('0.1.0', 'fuzz', '2'), bug: 'ZK-335' };

function caseIn(file: string): Case {
  const { value, source } = parseJson(file, readFileSync(join(line.folder, file), 'utf8'));
  return parseCase(value, source);
}

beforeAll(() => {
  line.file('found.json', JSON.stringify(failing));
  line.file('passing.json', JSON.stringify(newCase('0.1.0', 'fuzz', '2')));
});
afterAll(() => line.remove());

describe('sim shrink', () => {
  test('writes a small case beside the one it was given, which fails in the same way', async () => {
    const before = readFileSync(join(line.folder, 'found.json'), 'utf8');
    const { code, stdout, stderr } = await line.sim(
      'shrink',
      'found.json',
      '--attempts',
      '120',
      '--budget',
      '1m',
      '--json',
    );
    const result = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(stderr).toContain('shrinking found.json');
    expect(result).toMatchObject({
      schema: 1,
      verdict: 'violation',
      case: 'found-shrunk.json',
      replay: 'sim replay found-shrunk.json',
      before: { servers: 3, faults: 12, seed: '2' },
      after: { clients: 1, seed: 'quiet' },
    });
    expect(result.attempts).toBeLessThanOrEqual(120);
    const shrunk = caseIn('found-shrunk.json');
    expect(shrunk.expect).toEqual({ verdict: 'violation', signature: result.signature });
    expect(readFileSync(join(line.folder, 'found.json'), 'utf8')).toBe(before);
    const replay = await line.sim('replay', 'found-shrunk.json');
    expect(replay.stdout).toContain('exact');
    expect(replay.code).toBe(1);
  });

  test('tells what it was and what is left, and the line that shows it', async () => {
    const { code, stdout } = await line.sim(
      'shrink',
      'found.json',
      '--attempts',
      '40',
      '--budget',
      '1m',
      '--out',
      'small.json',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^faults +12 +[0-9]+$/m);
    expect(stdout).toMatch(/^seed +2 +quiet$/m);
    expect(stdout).toContain('written: small.json\nreplay: sim replay small.json\n');
    expect(existsSync(join(line.folder, 'small.json'))).toBe(true);
  });

  test('keeps the best so far when it is interrupted', async () => {
    writeFileSync(join(line.folder, 'long.json'), JSON.stringify({ ...newCase('0.1.0', 'fuzz', '48'), bug: 'G1' }));
    const ended = await line.start(
      process.execPath,
      [join(import.meta.dirname, 'bin.mjs'), 'shrink', 'long.json', '--budget', '1h'],
      {},
      (child) => child.stderr?.once('data', () => child.kill('SIGINT')),
    );
    expect(ended.code).toBe(130);
    expect(ended.stdout).toContain('the search was ended before it was done');
    expect(caseIn('long-shrunk.json').expect?.verdict).toBe('liveness');
  });

  test.each([
    [['passing.json'], 'passing.json: the case does not fail, and there is nothing to keep.'],
    [['found.json', '--out', 'found.json'], '--out: found.json: the case itself would be overwritten.'],
    [['found.json', '--out', 'nowhere/small.json'], '--out: nowhere: there is no such folder.'],
    [['found.json', '--budget', '0s'], '--budget: "0s" is not a duration such as 10s or 2m.'],
    [['found.json', '--attempts', '0'], '--attempts: "0" is not a whole number from 1.'],
    [['missing.json'], 'missing.json: there is no such file or folder.'],
  ])('refuses %j in one sentence, and writes nothing', async (args, sentence) => {
    const { code, stdout, stderr } = await line.sim('shrink', ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n').filter((text) => text !== '' && !text.startsWith('shrinking'))).toEqual([
      `sim: ${sentence}`,
    ]);
    expect(existsSync(join(line.folder, 'passing-shrunk.json'))).toBe(false);
  });
});
