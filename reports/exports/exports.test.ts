import { describe, expect, test } from 'vitest';
import { madeView, oneWrite } from '../spacetime/made-trace.testkit.ts';
import { chromeTrace } from './chrome-trace.ts';
import { jsonLines } from './json-lines.ts';
import { mermaidDiagram } from './mermaid.ts';
import { SHIVIZ_PATTERN, shivizLog } from './shiviz.ts';

const view = madeView(oneWrite);

test('Mermaid shows what was sent, what it meant and what struck', () => {
  expect(mermaidDiagram(view).split('\n')).toEqual([
    'sequenceDiagram',
    '  participant pc1 as client c1',
    '  participant p1 as server 1',
    '  participant p2 as server 2',
    '  Note over pc1: asks for create /a',
    '  pc1->>p1: REQUEST create /a',
    '  Note over p1: proposes 1:1: create /a',
    '  p1->>p2: PROPOSAL 1:1 create /a',
    '  Note over pc1: fault at 0.001 s: crash 3',
    '  Note over p2: acks 1:1',
    '  p2->>p1: ACK 1:1',
    '  Note over p1: commits 1:1',
    '  p1->>pc1: REPLY ok at 1:1',
    '  Note over pc1: hears create /a: ok at 1:1',
    '',
  ]);
});

test('Mermaid keeps the end of a long run, and tells what it left out', () => {
  const events = Array.from({ length: 400 }, (_, i) => ({
    at: i,
    who: '1',
    kind: 'message' as const,
    peer: '2',
    what: `ACK 1:${i.toString(16)}`,
  }));
  const text = mermaidDiagram(madeView(events));
  expect(text).toContain('250 messages before these are left out');
  expect(text.match(/->>/g)).toHaveLength(150);
  expect(text).toContain('ACK 1:18f');
});

test('Mermaid gets no line of its own from what a run holds', () => {
  const text = mermaidDiagram(
    madeView([{ at: 0, who: '1', kind: 'message', peer: '2', what: 'A; loop <b>x</b>\nend' }]),
  );
  expect(text).toContain('p2->>p1: A#59; loop #60;b#62;x#60;/b#62; end');
});

describe('the Chrome trace', () => {
  const { traceEvents } = chromeTrace(view);

  test('has an arrow from the slice a message was sent in to the one it came in', () => {
    const arrows = traceEvents.filter(({ cat }) => cat === 'message');
    expect(arrows.filter(({ ph }) => ph === 's').map(({ id, ts, pid }) => [id, ts, pid])).toEqual([
      [1, 0, 1],
      [3, 200, 2],
      [6, 600, 3],
      [7, 800, 2],
    ]);
    expect(arrows.filter(({ ph }) => ph === 'f').map(({ id, ts, pid }) => [id, ts, pid])).toEqual([
      [1, 200, 2],
      [3, 400, 3],
      [6, 800, 2],
      [7, 900, 1],
    ]);
  });

  test('names each process, and counts what was logged', () => {
    const names = traceEvents.filter(({ ph }) => ph === 'M').map(({ pid, args }) => `${pid} ${String(args?.['name'])}`);
    expect(names).toEqual(['1 client c1', '2 server 1', '3 server 2', '4 server 3', '0 faults']);
    expect(traceEvents.filter(({ ph }) => ph === 'C')).toMatchObject([
      { name: 'logged', pid: 3, args: { records: 1 } },
    ]);
  });
});

test('the ShiViz log has clocks that grow along what caused what', () => {
  const lines = shivizLog(view).trimEnd().split('\n');
  const entries = [...shivizLog(view).matchAll(new RegExp(SHIVIZ_PATTERN, 'g'))];
  expect(entries).toHaveLength(lines.length / 2);
  expect(lines.filter((_, i) => i % 2 === 1)).toEqual([
    'c1 {"c1":1}',
    'server1 {"c1":1,"server1":1}',
    'server2 {"c1":1,"server1":1,"server2":1}',
    'server2 {"c1":1,"server1":1,"server2":2}',
    'server1 {"c1":1,"server1":2,"server2":2}',
    'c1 {"c1":2,"server1":2,"server2":2}',
  ]);
});

test('JSON lines have an object for each event', () => {
  const objects = jsonLines(view)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(objects).toHaveLength(8);
  expect(objects[3]).toEqual({
    schema: 1,
    event: 3,
    cause: 1,
    atUs: 400,
    process: '2',
    kind: 'message',
    peer: '1',
    what: 'PROPOSAL 1:1 create /a',
    told: 'logs 1:1',
  });
  expect(objects[4]).toMatchObject({ process: null, kind: 'fault', what: 'crash 3' });
});
