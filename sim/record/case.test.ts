import { describe, expect, test } from 'vitest';
import { caseName, newCase, type Case } from './case.ts';
import { caseSchema, parseCase } from './case-schema.ts';
import { parseDurationUs } from './duration.ts';
import { InputError } from './input-error.ts';
import { parseJson } from './json-source.ts';
import { replayLine } from './replay-line.ts';
import { parseScenario } from './scenario-schema.ts';
import { parseSeedRange, seedProblem } from './seed.ts';

function problem(text: string): string {
  try {
    const { value, source } = parseJson('x.json', text);
    parseCase(value, source);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'none';
}

const plain = newCase('0.1.0', 'chaos', '42');

describe('a case', () => {
  test('reads back from its own JSON as it was', () => {
    const full: Case = {
      ...plain,
      options: { voters: 5, config: { tickTimeMs: 100 } },
      plan: {
        operations: [
          { client: 'c1', atUs: 1, op: { type: 'setData', path: '/a', data: { hex: '00ff' }, version: 'known' } },
          { client: 'c2', atUs: 1, op: { type: 'multi', parts: [{ type: 'check', path: '/a', version: 3 }] } },
        ],
        faults: [{ id: 'f1', line: 'at 1.2s: crash leader' }],
      },
      overrides: { 'net/1>2#3/quorum/PROPOSAL#17.delay': 250_000 },
      expect: { verdict: 'violation', signature: null },
      fingerprint: '0123456789abcdef0123456789abcdef',
    };
    const { value, source } = parseJson('x.json', JSON.stringify(full));
    expect(parseCase(value, source)).toEqual(full);
    expect(caseSchema.parse(caseSchema.parse(full))).toEqual(full);
  });

  test('is named after its content', () => {
    expect(caseName(plain)).toBe('chaos-s42');
    expect(caseName({ ...plain, scenario: './mine/quiet-life.ts' })).toBe('quiet-life-s42');
    const five = caseName({ ...plain, options: { voters: 5, clients: 2 } });
    expect(five).toMatch(/^chaos-s42-[0-9a-f]{6}$/);
    expect(caseName({ ...plain, options: { clients: 2, voters: 5 } })).toBe(five);
    expect(caseName({ ...plain, options: { clients: 2, voters: 7 } })).not.toBe(five);
    expect(caseName({ ...plain, bug: 'x' })).not.toBe(caseName(plain));
  });

  test('has the same name whatever a run of it found', () => {
    const found: Case = {
      ...plain,
      engine: '9',
      expect: { verdict: 'crash', signature: 's' },
      fingerprint: 'f'.repeat(32),
    };
    expect(caseName(found)).toBe('chaos-s42');
  });
});

test.each([
  ['{"schema": 1,\n"engine": "0", "scenario": "chaos"}', 'x.json:1: seed is missing.'],
  [
    '{"schema": 2,\n"engine": "0", "scenario": "chaos", "seed": "1"}',
    'x.json:1: schema is 2: the case is from a newer version of zabsim, and this one reads schema 1.',
  ],
  ['{"schema": 0,\n"engine": "0", "scenario": "chaos", "seed": "1"}', 'x.json:1: schema is not 1.'],
  [
    '{"schema": 1,"engine": "0", "scenario": "chaos",\n\n "seed": "042"}',
    'x.json:3: seed is wrong: seed 042 has leading zeros.',
  ],
  [
    '{"schema": 1,"engine": "0", "scenario": "chaos", "seed": "1",\n"options": {\n"voters": 0}}',
    'x.json:3: options.voters is below 1.',
  ],
  [
    '{"schema": 1,"engine": "0", "scenario": "chaos", "seed": "1",\n"options": {\n"voter": 3}}',
    'x.json:3: options.voter is not a field here (did you mean voters?).',
  ],
  [
    '{"schema": 1,"engine": "0", "scenario": "chaos", "seed": "1",\n"plan": {"faults": [\n{"id": "a", "line": "at 1s: heal"},\n{"id": "b"}],' +
      '"operations": []}}',
    'x.json:4: plan.faults[1].line is missing.',
  ],
  [
    '{"schema": 1,"engine": "0", "seed": "1",\n"scenario": {"name": "a b", "story": "s",\n"ensemble": {"voters": 3}}}',
    'x.json:2: scenario.name is not a name in kebab-case.',
  ],
  ['{"schema": 1,\n"engine": "0",}', 'x.json:2: the file is not JSON: } stands where a field is expected.'],
  ['{"schema": 1,\n"engine": ', 'x.json:2: the file is not JSON: the text ends too early.'],
  ['', 'x.json:1: the file is not JSON: the text ends too early.'],
  ['[1]\n]', 'x.json:2: the file is not JSON: ] follows the end.'],
  ["{'a': 1}", 'x.json:1: the file is not JSON: this cannot be read.'],
])('bad input %j is told as %j', (text, sentence) => {
  expect(problem(text)).toBe(sentence);
});

test('a fault line of a plan is told with its line in the file and what is wrong in it', () => {
  const text =
    '{"schema": 1,"engine": "0", "scenario": "chaos", "seed": "1",\n"plan": {"operations": [], "faults": [\n' +
    '{"id": "a", "line": "at 1s: implode leader"}]}}';
  expect(problem(text)).toMatch(
    /^x\.json:3: plan\.faults\[0\]\.line has a wrong action: "implode leader" is no action/,
  );
});

test.each([
  ['0', null],
  ['9223372036854775807', null],
  ['9223372036854775808', 'seed 9223372036854775808 is not below 2^63'],
  ['007', 'seed 007 has leading zeros'],
  ['quiet', null],
  ['a..b', '"a..b" is a range of seeds where one seed is expected'],
])('the seed %j has the problem %j', (text, expected) => {
  expect(seedProblem(text)).toBe(expected);
});

test('a range of seeds holds both its ends', () => {
  expect(parseSeedRange('1..2000')).toEqual({ from: 1n, to: 2000n });
  expect(parseSeedRange('42')).toBeNull();
  expect(parseSeedRange('5..1')).toMatch(/is empty/);
  expect(parseSeedRange('a..9')).toMatch(/not a range/);
  expect(parseSeedRange('1..')).toMatch(/not a range/);
});

test('durations have units', () => {
  expect(parseDurationUs('30s')).toBe(30_000_000);
  expect(parseDurationUs('1.25s')).toBe(1_250_000);
  expect(parseDurationUs('250ms')).toBe(250_000);
  expect(parseDurationUs('30')).toBeNull();
  expect(parseDurationUs('-1s')).toBeNull();
});

test('a scenario document means the same after parsing', () => {
  const document = {
    name: 'mine',
    story: 'A story.',
    ensemble: { voters: 3 },
    faults: ['at 1s: crash leader'],
    duration: '5s',
  };
  const source = { file: 'm.yaml', lineOf: () => 4 };
  expect(parseScenario(document, source)).toEqual(document);
  expect(() => parseScenario({ ...document, duration: '5' }, source)).toThrow(
    'm.yaml:4: duration is not a duration such as 30s or 250ms.',
  );
});

test.each([[{ seeds: { net: '5' } }], [{ priorities: { delaysUs: [0, 10], changes: [] } }]])(
  'a case with %j, which no flag can say, is told as a file',
  (options) => {
    expect(replayLine(newCase('0.1.0', 'fuzz', '3', options), null)).toBe('sim replay fuzz.json');
    const of = newCase('0.1.0', 'fuzz', '3', options);
    expect(caseSchema.parse(JSON.parse(JSON.stringify(of)))).toEqual(of);
  },
);
