import { describe, expect, test } from 'vitest';
import { parseHandLine } from '../../../sim/record/hand-line.ts';
import { readGroups } from './groups.ts';

const five = ['1', '2', '3', '4', '5'];

describe('groups as they are typed', () => {
  test.each([
    ['12', 'partition 1,2 | 3,4,5'],
    ['12 345', 'partition 1,2 | 3,4,5'],
    ['1,2 | 3,4,5', 'partition 1,2 | 3,4,5'],
    ['2 1 | 543', 'partition 1,2 | 3,4,5'],
    ['1 2', 'partition 1 | 2 | 3,4,5'],
    ['3|', 'partition 3 | 1,2,4,5'],
  ])('%j cuts %j', (text, line) => {
    const read = readGroups(text, five, false);
    expect(read).toMatchObject({ ok: true, line });
    expect(parseHandLine(line).ok).toBe(true);
  });

  test.each([
    ['', 'Type the numbers'],
    ['16', 'no server 6'],
    ['12 23', 'Server 2 is in two groups'],
    ['12345', 'nothing would be cut'],
  ])('%j is refused: %s', (text, why) => {
    expect(readGroups(text, five, false)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  test('one way goes from the first group to the second, the rest is left alone', () => {
    expect(readGroups('1 23', five, true)).toMatchObject({ ok: true, line: 'partition 1 > 2,3' });
    expect(readGroups('1', five, true)).toMatchObject({ ok: true, line: 'partition 1 > 2,3,4,5' });
    expect(readGroups('1 2 3', five, true)).toMatchObject({ ok: false });
    expect(parseHandLine('partition 1 > 2,3').ok).toBe(true);
  });

  test('names that are more than digits are separated by commas', () => {
    const many = [...Array(12).keys()].map((i) => String(i + 1));
    expect(readGroups('10,11 | 12', many, false)).toMatchObject({
      line: 'partition 10,11 | 12 | 1,2,3,4,5,6,7,8,9',
    });
  });
});
