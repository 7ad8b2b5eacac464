import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newCase, type Case } from '../../sim/record/case.ts';
import { explain } from '../explain.ts';
import { Rerun } from '../rerun.ts';
import { run } from '../run.ts';
import { stateOf } from '../state-view.ts';
import { prepareCase, Simulation } from '../simulation.ts';
import { collectReport } from './collect.ts';

function stored(name: string): Case {
  return JSON.parse(readFileSync(new URL(`../testdata/cases/${name}.json`, import.meta.url), 'utf8')) as Case;
}

const steady = newCase('0', 'steady', '7', { durationMs: 2000 });

describe('a run that is looked at again', () => {
  test('has at each event the state that the one run had, forwards and back', () => {
    const rerun = new Rerun(steady, { copyEvery: 64 });
    const { events, fingerprint } = run(steady);
    for (const event of [0, 500, 130, 131, 499, 64, 63, events - 1, 7]) {
      const simulation = new Simulation(steady, prepareCase(steady), []);
      simulation.world.run(simulation.untilUs, event + 1);
      expect(rerun.stateAt(event)).toEqual(stateOf(simulation.world, rerun.members));
      expect(rerun.stateAt(event).event).toBe(event);
    }
    expect(rerun.end()).toEqual({ events, fingerprint });
    expect(rerun.stateAt(events + 100).event).toBe(events - 1);
  });

  test('comes to the same however many copies it keeps', () => {
    const { fingerprint } = run(steady);
    for (const copyEvery of [1, 5, 1000]) {
      const rerun = new Rerun(steady, { copyEvery });
      rerun.stateAt(90);
      rerun.stateAt(10);
      expect(rerun.end().fingerprint).toBe(fingerprint);
    }
  });
});

describe('what is collected of a run', () => {
  const of = stored('zk-2845');
  const story = explain(of, { runs: 4 });
  const { data, columns } = collectReport(of, { story, replay: 'sim replay x.json' });

  test('has a row for each event, and a cause that lies before it', () => {
    expect(columns.length).toBe(data.result.events);
    for (let i = 0; i < columns.length; i++) {
      expect(columns.cause[i]).toBeLessThan(i);
      if (i > 0) expect(columns.atUs[i]).toBeGreaterThanOrEqual(columns.atUs[i - 1] as number);
    }
  });

  test('is the same each time', () => {
    expect(collectReport(of, { story, replay: 'sim replay x.json' })).toEqual({ data, columns });
  });

  test('does not change the run', () => {
    expect(data.result.fingerprint).toBe(run(of).fingerprint);
  });

  test('shows each sentence where it happens', () => {
    expect(data.steps).toHaveLength(story.sentences.length);
    const wrong = story.sentences.findIndex((sentence) => sentence.startsWith('The first wrong step'));
    expect(data.steps[wrong]).toMatchObject({ event: story.firstWrong?.event });
  });

  test('stores the state of the failure itself', () => {
    const { failure } = data.result;
    const state = data.keyframes.find(({ event }) => event === failure?.event);
    expect(state?.servers.map(({ name, role }) => [name, role])).toEqual([
      ['1', 'LEADING'],
      ['2', 'FOLLOWING'],
      ['3', 'FOLLOWING'],
    ]);
    expect(state?.servers[1]?.logged).toBe('1:2');
  });

  test('tells what the correct protocol does otherwise', () => {
    expect(data.parting?.expected.verdict).toBe('ok');
    expect(data.parting?.expected.first?.effects).toContain('replayed its log into memory, from 1:2 to 1:3');
    expect(data.parting?.actual.first?.effects).toEqual(['sent NOTIFICATION']);
    expect(data.parting?.states?.expected.servers[0]?.applied).toBe('1:3');
    expect(data.parting?.states?.actual.servers[0]?.applied).toBe('1:2');
  });

  test('says why there is nothing to say of orders', () => {
    expect(data.order).toMatchObject({ kind: 'none', why: expect.stringContaining('zab-prefix') as string });
  });

  test('of a run in which nothing fails has no story and no other run beside it', () => {
    const { data: passed } = collectReport(steady, { story: null, replay: 'sim run steady --seed 7' });
    expect(passed).toMatchObject({ story: null, parting: null, steps: [], order: { kind: 'none' } });
    expect(passed.trace.operations.filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(0);
    expect(passed.trace.spans.some(({ role, serving }) => role === 'L' && serving)).toBe(true);
  });
});

test('a broken order is argued with the operations that have none', () => {
  const of = stored('zk-1208');
  const { data } = collectReport(of, { story: null, replay: '' });
  expect(data.order).toMatchObject({
    kind: 'argument',
    tried: 1,
    operations: [
      { label: 'W1', client: 'c2', text: 'closeSession' },
      { label: 'W2', client: 'c2', text: 'setData /a/x' },
    ],
    steps: [
      'W1 before W2: 1:3 comes before 1:4.',
      'W2 does not fit behind W1: there setData /a/x gives SESSIONEXPIRED, and it was refused with NONODE.',
    ],
  });
});
