import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText, context, failure, hostileResult, result } from '../fuzz-result.testkit.ts';
import { annotation, fuzzAnnotations } from './fuzz.ts';

/** A line as the runner of GitHub Actions reads it; null when it is no command. */
function read(line: string): { command: string; title: string; text: string } | null {
  const match = /^::([a-z]+) title=([^,:]*)::(.*)$/s.exec(line);
  if (match === null) return null;
  const data = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const title = (match[2] ?? '').replaceAll('%3A', ':').replaceAll('%2C', ',');
  return { command: match[1] ?? '', title: data(title), text: data(match[3] ?? '') };
}

describe('a campaign as annotations', () => {
  test('is an error for what is new, a notice for what is known, and a headline', () => {
    const known = failure({ signature: 'watches: fired late', check: 'watches', known: true, count: 1 });
    const lines = fuzzAnnotations(result({ failures: [known, failure()] }), context);
    expect(lines.map((line) => [read(line)?.command, read(line)?.title])).toEqual([
      ['error', 'violation: zab-prefix, seed 17 and 2 more'],
      ['warning', 'zabsim'],
      ['notice', 'known violation: watches, seed 17'],
      ['notice', 'zabsim'],
    ]);
    expect(read(lines[0] ?? '')?.text.split('\n')).toEqual([
      'Server 2 delivered 1:3 where server 1 delivered 1:2.',
      'Server 1 leads epoch 1.',
      'Without the crash of server 2 the run passes.',
      'signature: zab-prefix: delivered out of order, broadcast, follower',
      'case: out/fuzz-s17-0a1b2c/case.json',
      'replay: sim replay out/fuzz-s17-0a1b2c/case.json',
    ]);
    expect(read(lines[3] ?? '')?.text).toBe(
      '1000 seeds of fuzz, strategy mix: 994 ok, 2 undecided, 4 failed with 2 signatures',
    );
  });

  test('complains of seeds that were left open, of what none reached, and when nothing was decided', () => {
    const told = (some: Parameters<typeof result>[0], undecidedFails = false): unknown[] =>
      fuzzAnnotations(result(some), { ...context, undecidedFails })
        .map(read)
        .slice(0, -1)
        .map((line) => [line?.command, line?.text]);
    const open = '2 seeds undecided, first 4: activity: nothing was committed';
    expect(told({})).toEqual([['warning', open]]);
    expect(told({}, true)).toEqual([['error', open]]);
    expect(told({ undecided: 0, missing: ['a torn tail cut'] })).toEqual([
      ['warning', 'no seed reached 1 rare situation that the scenario asks for: a torn tail cut'],
    ]);
    expect(told({ seeds: 0, undecided: 0 })).toEqual([['error', 'no seed was run']]);
  });

  test('cannot be made to give a command that a message holds', () => {
    for (const line of fuzzAnnotations(hostileResult(), context)) expect(line).not.toMatch(/[\r\n]/);
  });
});

test('any text comes back as it was, on one line', () => {
  fc.assert(
    fc.property(anyText, anyText, (title, text) => {
      const line = annotation('error', title, text);
      expect(line).not.toMatch(/[\r\n]/);
      expect(read(line)).toEqual({ command: 'error', title, text });
    }),
  );
  // What is escaped twice must be read back once.
  expect(annotation('notice', '%0A,', '%25\n')).toBe('::notice title=%250A%2C::%2525%0A');
});
