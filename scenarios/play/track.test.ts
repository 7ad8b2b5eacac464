import { describe, expect, test } from 'vitest';
import { explicitCase } from '../explicit.ts';
import { CaseMaker } from './case-of-play.ts';
import { playCase } from './player.testkit.ts';
import { Track } from './track.ts';

const base = playCase({ voters: 3 });
const maker = new CaseMaker(base, {});

/** Of a run of 2,000 events with a copy every 256, 4 s long. */
function track(lines: readonly string[]): Track {
  const begun = Track.begin(explicitCase(maker.caseOf(lines, null)), { copyEvery: 256 });
  begun.extend(2000);
  return begun;
}

describe('a branch goes on from the last copy before what was changed', () => {
  const before = ['at 3s: c1 create /a "x"', 'at 4s: crash 2'];

  test.each`
    what                                           | lines                                                    | from
    ${'a fault at the end'}                        | ${[...before, 'at 20s: crash 3']}                        | ${'late'}
    ${'an operation at the end'}                   | ${[...before, 'at 20s: c1 sync /']}                      | ${'late'}
    ${'the first operation of a client'}           | ${[...before, 'at 20s: c2 sync /']}                      | ${'late'}
    ${'an operation before one that has happened'} | ${['at 2s: c1 sync /', ...before]}                       | ${'early'}
    ${'a fault taken out that has struck'}         | ${before.slice(0, 1)}                                    | ${'early'}
    ${'a fault in front of one that has struck'}   | ${['at 20s: crash 3', ...before]}                        | ${'early'}
    ${'a fault that waits for something'}          | ${[...before, 'when leader commits x3: crash leader']}   | ${'the beginning'}
    ${'a decision that is still to come'}          | ${[...before, 'let net/1>3#9/quorum/PING#5.delay = 77']} | ${'late'}
    ${'a decision that is taken'}                  | ${[...before, 'let net/1>3#1/quorum/PING#0.delay = 77']} | ${'early'}
  `('$what: from $from', ({ lines, from }: { lines: string[]; from: string }) => {
    const old = track(before);
    const { begun } = old.branch(maker.caseOf(lines, null));
    if (from === 'the beginning') expect(begun).toBe(0);
    if (from === 'early') expect(begun).toBeLessThan(1024);
    if (from === 'late') expect(begun).toBeGreaterThanOrEqual(1024);
  });

  const waiting = [
    ...before,
    'when server 2 logs 9:1: crash 3',
    'when any applies x8: pause 1 for 1s',
    'at 300s: crash 3',
  ];

  test.each`
    what                                    | out     | added                         | from
    ${'a fault that is to come'}            | ${4}    | ${[]}                         | ${'late'}
    ${'one in its place'}                   | ${4}    | ${['at 400s: heal']}          | ${'late'}
    ${'one that waits for what never came'} | ${2}    | ${[]}                         | ${'late'}
    ${'one that waited, and has struck'}    | ${3}    | ${[]}                         | ${'early'}
    ${'nothing, and one more that waits'}   | ${null} | ${['when any commits: heal']} | ${'the beginning'}
  `('$what taken out: from $from', ({ out, added, from }: { out: number | null; added: string[]; from: string }) => {
    const lines = [...waiting.filter((_, i) => i !== out), ...added];
    const branch = track(waiting).branch(maker.caseOf(lines, null));
    if (from === 'the beginning') expect(branch.begun).toBe(0);
    if (from === 'early') expect(branch.begun).toBeGreaterThan(0);
    if (from === 'early') expect(branch.begun).toBeLessThan(1024);
    if (from === 'late') expect(branch.begun).toBeGreaterThanOrEqual(1024);
  });

  test('and is the run that its case comes to from the beginning', () => {
    const lines = [...before, 'at 8s: c2 setData /a "y"', 'at 8s: crash 3', 'at 8s: restart 2'];
    const branch = track(before).branch(maker.caseOf(lines, null));
    expect(branch.begun).toBeGreaterThan(0);
    branch.extend(4000);
    const fresh = Track.begin(maker.caseOf(lines, null));
    fresh.extend(4000);
    expect(branch.firstDifference(fresh)).toBeNull();
    expect(branch.fingerprint).toBe(fresh.fingerprint);
  });
});

test('forgets copies as the run grows, never two neighbours of one another, and still goes to any event', () => {
  const long = Track.begin(explicitCase(base), { copyEvery: 32 });
  long.extend(5000);
  const fresh = Track.begin(explicitCase(base));
  for (const event of [4999, 17, 2500, 2499, 31, 32, 0, -1]) {
    expect(long.at(event).simulation.world.fingerprint()).toBe(fresh.at(event).simulation.world.fingerprint());
  }
});

test('what is made ahead changes nothing of what is seen, and is made once for each copy', () => {
  const lines = ['at 3s: c1 create /a "x"', 'at 4s: crash 2'];
  const plain = track(lines).branch(maker.caseOf([...lines, 'at 5s: restart 2'], null));
  const ahead = track(lines).branch(maker.caseOf([...lines, 'at 5s: restart 2'], null));
  for (const each of [plain, ahead]) each.extend(3000);
  let made = 0;
  while (ahead.prepare()) made++;
  expect(made).toBe(12);
  const prints = (of: Track): string[] =>
    [2900, 2901, 17, 255, 256, 257, 2900, 1024, 1023, -1, 600].map((event) =>
      of.at(event).simulation.world.fingerprint(),
    );
  expect(prints(ahead)).toEqual(prints(plain));
  expect(ahead.prepare()).toBe(true);
  ahead.unprepare();
  expect(prints(ahead)).toEqual(prints(plain));
  expect(ahead.fingerprint).toBe(plain.fingerprint);
});
