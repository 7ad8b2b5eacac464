import { expect, test } from 'vitest';
import { defineScenario } from '../../scenarios/scenario.ts';
import { run } from '../../scenarios/run.ts';
import { version } from '../../scenarios/version.ts';
import { newCase, type Case } from '../record/case.ts';
import { planOf } from './arbitrary-case.ts';
import './vitest.ts';

const write = {
  client: 'c1',
  atUs: 600_000,
  op: { type: 'create', path: '/a', data: '', mode: 'PERSISTENT' },
} as const;
const calm: Case = {
  ...newCase(version, 'fuzz', 'quiet', { voters: 3, observers: 0, clients: 1, durationMs: 1000 }),
  plan: planOf([write], ['at 700ms: crash leader for 100ms']),
};
const wrong: Case = { ...calm, bug: 'G2' };
const idle: Case = { ...calm, plan: planOf([], []) };
const failure = run(wrong).failure;

/** What a failed expectation says. */
function told(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

test('a case holds when its run is ok', () => {
  expect(calm).toHold();
  expect(wrong).not.toHold();
  expect(told(() => expect(calm).not.toHold())).toMatch(/^expected the case to fail, but it holds\n/);
});

test('a failure is told with everything it takes to see it again', () => {
  const text = told(() => expect(wrong).toHold());
  const file = /^ {2}replay {5}sim replay (\S+\.json), where \1 holds$/m.exec(text)?.[1];
  expect(text.split('\n').slice(0, -1)).toEqual([
    'expected the case to hold',
    '',
    `  case       ${file?.replace('.json', '') ?? ''}, 3 voters, 0 observers, bug G2`,
    '  seed       quiet',
    '  verdict    violation',
    `  signature  ${failure?.signature ?? ''}`,
    `  message    ${failure?.message ?? ''}`,
    '  plan       1 fault, 1 operation',
    '    at 700ms: crash leader for 100ms',
    '    at 0.6s: c1 asks for create /a',
    `  replay     sim replay ${file ?? ''}, where ${file ?? ''} holds`,
  ]);
  expect(JSON.parse(text.split('\n').at(-1) ?? '')).toEqual(wrong);
});

test('a case that nothing but options and a seed make is replayed by its command line', () => {
  const drawn = { ...newCase(version, 'steady', '3', { voters: 3 }), bug: 'G2' };
  expect(told(() => expect(drawn).toHold())).toMatch(/\n {2}replay {5}sim run steady --seed 3 --voters 3 --bug G2$/);
});

test('a long plan is told in part', () => {
  const many = Array.from({ length: 40 }, (_, i) => ({ ...write, atUs: 600_000 + i }));
  const text = told(() => expect({ ...wrong, plan: planOf(many, []) }).toHold());
  expect(text).toContain('0 faults, 40 operations');
  expect(text).toContain('\n    and 20 more\n');
});

test('a case fails with a signature, a check, a verdict, or any of them', () => {
  expect(wrong).toFailWith(failure?.signature ?? '');
  expect(wrong).toFailWith(/quorum/g);
  expect(wrong).toFailWith({ check: 'zab-integrity', verdict: 'violation' });
  expect(wrong).toFailWith({});
  expect(wrong).not.toFailWith('zab-integrity');
  expect(wrong).not.toFailWith({ check: 'watches' });
  expect(calm).not.toFailWith({});
  expect(told(() => expect(calm).toFailWith({ check: 'watches' }))).toMatch(
    /^expected the case to fail with check "watches"\n[^]*\n {2}verdict {4}ok\n/,
  );
  expect(told(() => expect(wrong).not.toFailWith(/quorum/))).toMatch(
    /^expected the case not to fail with signature \/quorum\/\n/,
  );
});

test('of an undecided run nothing is known, neither this nor its opposite', () => {
  expect(run(idle).verdict).toBe('undecided');
  const expectations = [
    () => expect(idle).toHold(),
    () => expect(idle).not.toHold(),
    () => expect(idle).toFailWith({}),
    () => expect(idle).not.toFailWith({}),
  ];
  for (const expectation of expectations)
    expect(told(expectation)).toMatch(/, and it is undecided\n[^]*undecided {2}activity: /);
});

test('a case replays exactly: what it stores, or itself', () => {
  const { fingerprint, verdict } = run(calm);
  const expect_ = { verdict, signature: null };
  expect(calm).toReplayExactly();
  expect({ ...calm, fingerprint, expect: expect_ }).toReplayExactly();
  expect(idle).toReplayExactly();
  expect({ ...calm, seed: '1', fingerprint }).not.toReplayExactly();
  expect(told(() => expect({ ...calm, fingerprint: '0'.repeat(32) }).toReplayExactly())).toMatch(
    new RegExp(`^expected the case to replay exactly: fingerprint ${fingerprint} in place of 0+\\n`),
  );
  const missed = { ...calm, expect: { verdict: 'violation', signature: 'watches: late' } } as const;
  expect(told(() => expect(missed).toReplayExactly())).toMatch(
    /exactly: verdict "ok" in place of verdict "violation", signature "watches: late"\n/,
  );
});

test('scenarios of one’s own come with the host', () => {
  const mine = defineScenario({ name: 'mine', story: 'Mine.', ensemble: { voters: 3 }, duration: '2s' });
  const of = newCase(version, './mine.ts', '1', { ops: 5 });
  expect(of).toHold({ registry: new Map([['./mine.ts', mine]]) });
  expect(() => expect(of).toHold()).toThrow('there is no scenario');
});

test('what is no case is a mistake of the test', () => {
  expect(() => expect('chaos').toHold()).toThrow(
    new TypeError('the matchers of zabsim take a case, such as newCase() or arbitraryCase() make'),
  );
  expect(() => expect(null).not.toHold()).toThrow(TypeError);
});
