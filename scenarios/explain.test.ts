import { describe, expect, test } from 'vitest';
import { newCase } from '../sim/record/case.ts';
import { findBug } from './bugs/index.ts';
import { movables } from './case-parts.ts';
import { explain, Explanation, SENTENCES } from './explain.ts';
import { run } from './run.ts';
import { sampleCaseIn, storedCaseIn, storedFiles } from '../sim/cli/stored-cases.testkit.ts';

const failing = storedFiles.filter((file) => (storedCaseIn(file).expect?.signature ?? null) !== null);

describe('the story of ZOOKEEPER-4643', () => {
  const of = sampleCaseIn('zk-4643.json');
  const story = explain(of);
  const fault = (id: string) => story.steps.find(({ kind, name }) => kind === 'fault' && name === id);

  test('begins with who leads, and what was acknowledged where', () => {
    expect(story.sentences[0]).toMatch(
      /^Servers 1, 2 and 3 vote and servers 4 and 5 observe; server 2 leads epoch 1 from/,
    );
    expect(story.sentences[1]).toMatch(
      /^1:1 \(createSession\) is proposed by server 2 at .*logged and acknowledged by 1 and 2/,
    );
  });

  test('names the wrong step long before the failure', () => {
    expect(story.firstWrong?.message).toMatch(/^Server 3 made currentEpoch 2 durable while its own history/);
    expect(story.firstWrong?.event).toBeLessThan(story.failure?.event ?? 0);
    expect(story.failure?.message).toBe('Server 2 went back to 0:0 although 1:1 in its log is committed.');
  });

  test('needs each of its three faults, and not the operation that makes it pass without the bug', () => {
    expect(['f1', 'f3', 'f6'].map((id) => fault(id)?.without)).toEqual(['passes', 'passes', 'passes']);
    expect(story.steps.find(({ kind }) => kind === 'operation')?.without).toBe('fails the same way');
    expect(story.complete).toBe(true);
  });

  test('tells limits at which the case still fails', () => {
    const durationMs = of.options.durationMs ?? 0;
    const told = story.steps.flatMap(({ kind, name, margins }) => margins.map((margin) => ({ kind, name, margin })));
    expect(told.length).toBeGreaterThan(3);
    for (const { kind, name, margin } of told) {
      const movable = movables(of, durationMs * 1000).find(
        (each) => each.kind === kind && each.name === name && each.of === margin.of,
      );
      for (const us of [margin.leastUs, margin.mostUs]) {
        if (us !== null) expect(run(movable?.at(us) ?? of).failure?.signature).toBe(story.signature);
      }
    }
  });

  test('is the same whenever it is told', () => {
    expect(explain(of)).toEqual(story);
  });
});

test('an operation may only come so long after another', () => {
  const story = explain(sampleCaseIn('zk-1208.json'));
  const [close, set] = story.steps.filter(({ kind }) => kind === 'operation');
  expect(close?.without).toBe('undecided');
  expect(set?.without).toBe('passes');
  expect(set?.margins[0]?.text).toMatch(/^between \+0 us and \+[0-9.]+ ms after client c2 asks for closeSession/);
  expect(story.sentences.join(' ')).toContain('a refusal, SESSIONEXPIRED');
});

test('of an ensemble that does not recover it is told what it does instead', () => {
  const story = explain(sampleCaseIn('g6.json'), { runs: 3 });
  expect(story.sentences.join(' ')).toMatch(/at the end server 1 follows in epoch 2 .* server 3 leads epoch 1/);
});

test.each(failing)('%s is told in ten sentences at most, and not in the words of its bug', (file) => {
  const of = storedCaseIn(file);
  const { sentences, firstWrong, failure, verdict } = explain(of, { runs: 4 });
  expect(verdict).toBe(of.expect?.verdict);
  expect(sentences.length).toBeGreaterThan(2);
  expect(sentences.length).toBeLessThanOrEqual(SENTENCES);
  expect(firstWrong?.event).toBeLessThanOrEqual(failure?.event ?? -1);
  const bug = findBug(of.bug ?? '');
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^[A-Z0-9"].*\.$/);
    expect(sentence).not.toMatch(/undefined|NaN|null|Infinity/);
    expect(sentence).not.toContain(bug?.id ?? '?');
    expect(sentence).not.toContain(bug?.title ?? '?');
  }
});

test('wherever it is stopped there is a story, and what was not tried is not claimed', () => {
  // Three faults: each of the first steps takes one of them out.
  const of = sampleCaseIn('zk-4643.json');
  const explanation = new Explanation(of);
  for (let i = 0; i < 3; i++) {
    const { sentences, steps, complete } = explanation.story();
    expect(complete).toBe(false);
    expect(sentences.length).toBeGreaterThan(2);
    expect(steps.filter(({ without }) => without !== null)).toHaveLength(i);
    explanation.step();
  }
});

test('there is nothing to explain where nothing fails', () => {
  const story = explain(newCase('0.1.0', 'steady', '1', { ops: 30, durationMs: 6000 }));
  expect(story).toMatchObject({ verdict: 'ok', failure: null, firstWrong: null, steps: [], complete: true });
  expect(story.sentences).toHaveLength(1);
});
