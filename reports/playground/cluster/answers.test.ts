import { describe, expect, test } from 'vitest';
import { parseHandLine, showHandLine } from '../../../sim/record/hand-line.ts';
import {
  clockLine,
  delayUs,
  diskLine,
  linkFaults,
  linkLine,
  operationLine,
  partitionLine,
  type Answered,
  type LinkForm,
  type OperationForm,
} from './answers.ts';

/** A line that means what it says: the vocabulary reads it and prints it again. */
function printed(answered: Answered): string {
  if (!answered.ok) return `${answered.field}: ${answered.why}`;
  const parsed = parseHandLine(answered.line);
  return parsed.ok ? showHandLine(parsed.value) : `refused: ${parsed.error.message}`;
}

describe('operations of clients', () => {
  const form: OperationForm = {
    client: 'c1',
    op: 'create',
    path: '/a',
    data: 'x',
    ephemeral: false,
    sequential: false,
    watch: true,
  };
  test.each<[Partial<OperationForm>, string]>([
    [{}, 'c1 create /a "x"'],
    [{ ephemeral: true }, 'c1 create /a "x" EPHEMERAL'],
    [{ ephemeral: true, sequential: true }, 'c1 create /a "x" EPHEMERAL_SEQUENTIAL'],
    [{ op: 'setData', data: 'say "hi"' }, 'c1 setData /a "say \\"hi\\""'],
    [{ op: 'getData' }, 'c1 getData /a watch'],
    [{ op: 'getData', watch: false }, 'c1 getData /a'],
    [{ op: 'delete' }, 'c1 delete /a'],
    [{ op: 'sync', path: '/' }, 'c1 sync /'],
    [{ path: '/a b' }, 'c1 create "/a b" "x"'],
    [{ data: '</script><b>' }, 'c1 create /a "</script><b>"'],
    [{ path: 'a' }, 'path: A path begins with "/".'],
    [{ path: '/a/' }, 'path: A path does not end with "/".'],
    [{ client: '' }, 'client: There is no client to ask.'],
  ])('%j is %s', (more, line) => {
    expect(printed(operationLine({ ...form, ...more }))).toBe(line);
  });
});

describe('faults of links', () => {
  const form: LinkForm = { from: '1', to: '3', bothWays: true, fault: 'cut', amount: '50', duration: '' };
  test.each<[Partial<LinkForm>, string]>([
    [{}, 'partition 1 | 3'],
    [{ bothWays: false, duration: '2s' }, 'partition 1 > 3 for 2s'],
    [{ fault: 'clog' }, 'clog 1 | 3'],
    [{ fault: 'latency', bothWays: false }, 'latency 1 > 3 +50ms'],
    [{ fault: 'latency', amount: '1.5' }, 'latency 1 | 3 +1.5ms'],
    [{ fault: 'loss', amount: '5 %', duration: '500' }, 'loss 1 | 3 5% for 500ms'],
    [{ fault: 'duplicate', amount: '0.5' }, 'duplicate 1 | 3 0.5%'],
    [{ fault: 'flap', amount: '250' }, 'flap 1 | 3 every 250ms'],
    [{ fault: 'reset', duration: '9s' }, 'reset 1 | 3'],
    [{ fault: 'loss', amount: '101' }, 'amount: Write a percentage from 0 to 100.'],
    [{ fault: 'latency', amount: 'soon' }, 'amount: Write a number of milliseconds, like 50.'],
    [{ to: '1' }, 'to: A link has two ends.'],
    [{ duration: 'long' }, 'duration: Write a duration like 500ms or 2s, or nothing.'],
  ])('%j is %s', (more, line) => {
    expect(printed(linkLine({ ...form, ...more }))).toBe(line);
  });

  test('each of them is a line', () => {
    for (const fault of linkFaults) expect(printed(linkLine({ ...form, fault }))).toMatch(/1 \| 3/);
  });
});

test.each([
  [partitionLine('partition 1 | 2,3', '1.5s'), 'partition 1 | 2,3 for 1.5s'],
  [diskLine('2', '500', ''), 'slow disk 2 500%'],
  [diskLine('2', '500%', '2s'), 'slow disk 2 500% for 2s'],
  [diskLine('2', '50', ''), 'percent: Write a percentage from 100 on: 500 is five times as slow.'],
  [clockLine('2', 'offset', '350', ''), 'clock offset 2 +350ms'],
  [clockLine('2', 'jump', '-2s', '1s'), 'clock jump 2 -2s'],
  [clockLine('2', 'drift', '+200', '5s'), 'clock drift 2 +200ppm for 5s'],
  [clockLine('2', 'drift', '2 s', ''), 'amount: Write parts per million, like +200 or -200.'],
  [clockLine('2', 'offset', '', ''), 'amount: Write a number of milliseconds, like +350 or -2000.'],
])('%j is %s', (answered, line) => {
  expect(printed(answered)).toBe(line);
});

test.each([
  ['5', 5000],
  ['0.25 ms', 250],
  ['0', null],
  ['-1', null],
  ['a while', null],
])('a delay of %j is %j us', (text, us) => {
  expect(delayUs(text)).toBe(us);
});
