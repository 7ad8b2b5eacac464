import { describe, expect, test } from 'vitest';
import { bugByText, type Named } from './bug-id.ts';

const bugs: readonly Named[] = [
  { id: 'ZK-4643', name: 'epoch-before-history' },
  { id: 'ZK-4646', name: 'newleader-ack-before-sync' },
  { id: 'ZK-1419', name: 'votes-without-epoch' },
  { id: 'G3', name: 'ack-before-sync' },
];

function find(text: string): Named | undefined {
  const wanted = text.toLowerCase();
  return bugs.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
}

describe('a bug is found', () => {
  test.each([
    ['ZK-4643', 'ZK-4643'],
    ['zk-4643', 'ZK-4643'],
    ['ZOOKEEPER-4643', 'ZK-4643'],
    ['zookeeper-4643', 'ZK-4643'],
    ['4643', null],
    ['zk4643', 'ZK-4643'],
    ['Epoch-Before-History', 'ZK-4643'],
    ['g3', 'G3'],
  ])('by %s', (text, id) => {
    if (id === null) expect(() => bugByText(text, find, bugs)).toThrow('there is no bug');
    else expect(bugByText(text, find, bugs).id).toBe(id);
  });
});

test.each([
  ['ZK-4634', '"ZK-4634" (did you mean ZK-4643 or ZK-4646?); sim bugs lists them.'],
  ['zookeeper-4644', '"zookeeper-4644" (did you mean ZK-4643 or ZK-4646?); sim bugs lists them.'],
  ['ack-before-sink', '"ack-before-sink" (did you mean ack-before-sync?); sim bugs lists them.'],
  ['G33', '"G33" (did you mean G3?); sim bugs lists them.'],
  ['thunderstorm', '"thunderstorm"; sim bugs lists them.'],
])('who asks for %s is told what is near', (text, sentence) => {
  expect(() => bugByText(text, find, bugs)).toThrow(`there is no bug ${sentence}`);
});
