import { expect, test } from 'vitest';
import { newCase } from '../sim/record/case.ts';
import { chronicleOf } from './chronicle.ts';
import { run } from './run.ts';

const of = newCase('0.1.0', 'leader-crash', '3', { ops: 40, durationMs: 6000 });
const chronicle = chronicleOf(of);
const result = run(of, { observers: [chronicle] });

test('a run is the same whether somebody writes it down or not', () => {
  expect(run(of).fingerprint).toBe(result.fingerprint);
});

test('every event is caused by one before it', () => {
  chronicle.causes.forEach((cause, event) => expect(cause).toBeLessThan(event));
  const events = chronicle.notes.map(({ event }) => event);
  expect(events).toEqual([...events].sort((a, b) => a - b));
});

test('a leader begins to lead when its epoch is established, and stops when it crashes', () => {
  const leads = chronicle.notes.find(({ what }) => what === 'established');
  expect(leads?.text).toMatch(/^leads epoch 1, quorum [0-9],[0-9]/);
  expect(leads?.strip).toMatchObject({ role: 'L', epoch: 1, serving: true });
  const fault = chronicle.notes.find(({ kind }) => kind === 'fault');
  const crash = chronicle.notes.find(({ what, process }) => what === 'crashed' && process === leads?.process);
  expect(fault?.fault?.step).toBeDefined();
  expect(crash?.strip).toMatchObject({ role: '-', serving: false });
});

test('a client asks and is answered', () => {
  const asks = chronicle.notes.filter(({ what }) => what === 'asks');
  expect(asks).toHaveLength(40);
  expect(chronicle.notes.some(({ what, text }) => what === 'hears' && /^ok at 1:[0-9a-f]+ /.test(text))).toBe(true);
});
