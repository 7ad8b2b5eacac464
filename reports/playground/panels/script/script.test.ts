import { describe, expect, test } from 'vitest';
import type { PlayBranch } from '../../../../sim/record/play.ts';
import { branchRows } from './branch-tree.ts';
import { isEdited, linesOfText, problemInText } from './script-lines.ts';

describe('the script as text', () => {
  test('empty lines and comments are for people', () => {
    expect(linesOfText('# cut it\n\n  at 1s: crash 2 \nat 2s: heal\n')).toEqual(['at 1s: crash 2', 'at 2s: heal']);
  });

  test.each([
    ['at 1s: crash 2', ['at 1s: crash 2'], false],
    ['# a note\nat 1s: crash 2\n', ['at 1s: crash 2'], false],
    ['at 1s: crash 3', ['at 1s: crash 2'], true],
    ['', ['at 1s: crash 2'], true],
  ])('%o beside %o is edited: %s', (text, lines, edited) => {
    expect(isEdited(text, lines)).toBe(edited);
  });

  test.each([
    ['line 2, "at 2s: crsh 2": "crsh 2" is no action', { line: 4, message: '"crsh 2" is no action' }],
    ['"at 1s: crash 9": there is no process 9', { line: 2, message: 'there is no process 9' }],
    ['The run has ended.', { line: 0, message: 'The run has ended.' }],
  ])('%s', (notice, problem) => {
    expect(problemInText('# note\nat 1s: crash 1\n\nat 2s: crsh 2', notice)).toEqual(problem);
  });
});

describe('branches', () => {
  const branch = (id: number, parent: number, leftAt = 10): PlayBranch => ({
    id,
    name: 'ABCDE'[id] ?? '?',
    parent,
    leftAt,
    source: { base: {} as PlayBranch['of'], lines: [] },
    of: {} as PlayBranch['of'],
    why: parent < 0 ? '' : `crash ${id}`,
  });

  test('stand below the one they left, the earlier first', () => {
    const rows = branchRows([branch(0, -1), branch(1, 0), branch(2, 0), branch(3, 1)], 2);
    expect(rows.map(({ branch: { name }, depth, shown }) => `${'.'.repeat(depth)}${name}${shown ? '*' : ''}`)).toEqual([
      'A',
      '.B',
      '..D',
      '.C*',
    ]);
  });

  test('say where they left and why', () => {
    expect(branchRows([branch(0, -1), branch(1, 0, 41)], 0).map(({ words }) => words)).toEqual([
      'as it was opened',
      'left A after event 41: crash 1',
    ]);
  });
});
