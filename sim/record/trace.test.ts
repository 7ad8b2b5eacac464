import { expect, test } from 'vitest';
import { createPinger, createPonger } from '../kernel/ping-pong.testkit.ts';
import { World } from '../kernel/world.ts';
import { TraceRecorder, traceLines, TRACE_SCHEMA, type TraceEvent } from './trace.ts';

function recorded(options: { outputs?: boolean; keep?: number } = {}): TraceEvent[] {
  const world = new World({ seed: 'quiet' });
  world.addProcess({ name: '1', create: createPinger });
  world.addProcess({ name: '2', create: createPonger });
  const sink: TraceEvent[] = [];
  world.observe(new TraceRecorder(sink, options));
  world.startProcess('1', 0);
  world.startProcess('2', 0);
  world.run(5000);
  return sink;
}

test('a trace tells a run line by line', () => {
  const lines = recorded().map((event) => `${event.atUs}us ${event.process ?? '-'} ${event.kind} ${event.text}`);
  expect(lines.slice(0, 14)).toMatchInlineSnapshot(`
    [
      "0us 1 lifecycle started incarnation=1",
      "0us 1 input starts on an empty disk",
      "0us 1 output setTimer timer="open" afterUs=1000",
      "0us 2 lifecycle started incarnation=1",
      "0us 2 input starts on an empty disk",
      "1000us 1 input timer open",
      "1000us 1 output open connection=1 to="2" channel="game"",
      "1000us 1 output send connection=1 message={PING n=0} notify=false",
      "1200us 2 input game connection 2 from 1 is open",
      "1400us 1 input game connection 1 to 2 is open",
      "1600us 2 input from 1, game: PING n=0",
      "1600us 2 output append file="log.1" data=1 bytes=10",
      "1600us 2 output sync file="log.1"",
      "1600us 2 output handOver stage="answer" item=1",
    ]
  `);
});

test('every line is JSON with the schema number, and knows its event and its cause', () => {
  for (const line of traceLines(recorded())) {
    const event = JSON.parse(line) as TraceEvent;
    expect(event.schema).toBe(TRACE_SCHEMA);
    expect(event.cause).toBeLessThan(event.event);
  }
});

test('without outputs there are none, and the newest are kept when told how many', () => {
  expect(recorded({ outputs: false }).some((event) => event.kind === 'output')).toBe(false);
  const all = recorded();
  const kept = recorded({ keep: 10 });
  expect(kept.length).toBeLessThan(20);
  expect(kept.at(-1)).toEqual(all.at(-1));
});
