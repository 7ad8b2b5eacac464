import { expect, test } from 'vitest';
import { Findings, type Row } from './findings.ts';

/** The rows that found something, by the event they tell. */
function told(...reports: readonly (readonly [row: Row, event: number])[]): Record<string, number> {
  const findings = new Findings();
  for (const [row, event] of reports) findings.report(row, 'broken', 'It broke.', { atUs: 10 * event, event });
  const found = findings.results().filter(({ finding }) => finding !== null);
  return Object.fromEntries(found.map(({ name, finding }) => [name, finding?.event ?? -1]));
}

test('of each row the first finding is told', () => {
  expect(told(['watches', 30], ['watches', 20], ['sync', 40])).toEqual({ watches: 30, sync: 40 });
});

test.each<Row>(['reads-consistent', 'watches', 'sessions'])(
  'what %s finds behind a wrong update does not come before it, though its answer is later on its way',
  (row) => {
    expect(told(['updates-linearizable', 50], [row, 40])).toEqual({ 'updates-linearizable': 50, [row]: 50 });
    expect(told([row, 40], ['updates-linearizable', 50])).toEqual({ [row]: 40, 'updates-linearizable': 50 });
  },
);

test('servers are looked at by themselves, whatever clients were shown', () => {
  expect(told(['updates-linearizable', 50], ['tree-digests', 40])).toEqual({
    'updates-linearizable': 50,
    'tree-digests': 40,
  });
});
