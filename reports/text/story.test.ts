import { expect, test } from 'vitest';
import type { Difference, DifferenceSide } from '../../sim/record/difference.ts';
import type { CorpusReport } from '../../sim/record/corpus-report.ts';
import type { Story, StoryStep } from '../../sim/record/story.ts';
import { plainPalette } from '../palette.ts';
import { corpusText, pruneText } from './corpus.ts';
import { differenceText } from './difference.ts';
import { storyText } from './explain.ts';

const step = (over: Partial<StoryStep>): StoryStep => ({
  kind: 'fault',
  name: 'f1',
  text: 'at 1s: crash 2',
  without: 'passes',
  instead: '',
  margins: [],
  ...over,
});

const story: Story = {
  schema: 1,
  version: '0.1.0',
  case: 'fuzz-s1-abcdef',
  verdict: 'violation',
  signature: 'recovery: lost',
  sentences: ['Server 1 votes.', 'It breaks.'],
  firstWrong: null,
  failure: null,
  steps: [
    step({ kind: 'operation', name: 'c1#1', text: 'c1 asks for create /a', without: 'fails the same way' }),
    step({
      margins: [
        { of: 'time', us: 5, leastUs: 1, mostUs: 9, text: 'between +1.2 ms and +4.0 ms after server 1 leads epoch 1' },
        { of: 'duration', us: 5, leastUs: null, mostUs: null, text: 'for any time' },
      ],
    }),
    step({ kind: 'config', name: 'snapCount', text: 'snapCount 2', without: 'fails the same way' }),
    step({ name: 'f2', without: null }),
  ],
  runs: 12,
  complete: false,
};

test('a story has its sentences first, then its steps, what is needed before what is not', () => {
  expect(storyText(story, plainPalette, 'sim replay x.json')).toEqual([
    'fuzz-s1-abcdef  violation  recovery: lost',
    ' 1.  Server 1 votes.',
    ' 2.  It breaks.',
    'without each step',
    '  passes           f1    at 1s: crash 2',
    '                         only between +1.2 ms and +4.0 ms after server 1 leads epoch 1',
    '  fails as before  c1#1  c1 asks for create /a',
    '  not tried        f2    at 1s: crash 2',
    '  and 1 number of weather and configuration beside them',
    '12 runs; not everything was tried',
    'replay: sim replay x.json',
  ]);
});

const side = (name: string, effect: string): DifferenceSide => ({
  name,
  verdict: 'ok',
  events: 9,
  first: { event: 4, atUs: 1_500_000, text: '2: from 3, quorum: ACKEPOCH lastZxid=4294967300', effects: [effect] },
  causes: [{ event: 3, atUs: 1_400_000, text: '3: acceptedEpoch is durable', effects: [] }],
});

test('of two runs the first event that differs is told on both sides, and common causes once', () => {
  const a = side('a.json', '2 sends DIFF zxid=4294967298');
  const b = side('b.json', '2 sends TRUNC zxid=4294967298');
  const difference: Difference = { schema: 1, equal: false, event: 4, a, b };
  expect(differenceText(difference, plainPalette)).toEqual([
    'a  a.json: ok, 9 events',
    'b  b.json: ok, 9 events',
    'the first event that differs is event 4',
    'a  event 4 at 1.500000 s, 2: from 3, quorum: ACKEPOCH lastZxid=1:4',
    '     2 sends DIFF zxid=1:2',
    'b  event 4 at 1.500000 s, 2: from 3, quorum: ACKEPOCH lastZxid=1:4',
    '     2 sends TRUNC zxid=1:2',
    'both sides',
    '     caused by event 3 at 1.400000 s, 3: acceptedEpoch is durable',
  ]);
  expect(differenceText({ ...difference, b: { ...b, first: null, causes: [] } }, plainPalette)).toContain(
    'b  the run has ended',
  );
});

test('stored cases have a line each, and totals', () => {
  const report: CorpusReport = {
    schema: 1,
    folder: 'corpus',
    cases: [
      { file: 'a.json', kind: 'exact', met: true, sentence: 'exact: the fingerprint is the saved one' },
      { file: 'bb.json', kind: 'passes', met: false, sentence: 'fits 2 of 2 decisions, and passes now' },
    ],
    met: 1,
    missed: 1,
    complete: true,
  };
  expect(corpusText(report, plainPalette)).toEqual([
    'exact       a.json   the fingerprint is the saved one',
    'passes now  bb.json  fits 2 of 2 decisions, and passes now',
    '2 cases: 1 exact, 1 passes now; 1 of 2 do not do what they expect',
  ]);
  const pruned = [{ file: 'bb.json', why: 'it passes' }];
  expect(pruneText({ schema: 1, folder: 'corpus', pruned, kept: 1, removed: false }, plainPalette)).toEqual([
    'would go  bb.json  it passes',
    '1 case would go, 1 stay; --yes removes',
  ]);
});
