import { expect, test } from 'vitest';
import { newCase } from '../../../sim/record/case.ts';
import type { PlayBranch } from '../../../sim/record/play.ts';
import { embedText, linkAdvice, replayCommand, scriptText } from './share-texts.ts';

const base = newCase('0.1.0', 'play', '7', { voters: 3, observers: 0, clients: 2 });
const branch: PlayBranch = {
  id: 0,
  name: 'A',
  parent: -1,
  leftAt: -1,
  source: { base, lines: ['at 1.2s: crash 2', 'at 2s: c1 create /a "x"'] },
  of: base,
  why: '',
};

test('a script tells where it begins and what was done', () => {
  expect(scriptText(branch)).toBe(
    '# seed 7\n# voters 3\n# clients 2\n# bug none\nat 1.2s: crash 2\nat 2s: c1 create /a "x"\n',
  );
});

test('the command names the file that can be taken', () => {
  expect(replayCommand(branch)).toMatch(/^sim replay play-s7-[0-9a-f]{6}\.json$/);
});

test.each([
  [100, null],
  [2000, null],
  [2001, 'some programs cut links off at 2000'],
  [9000, 'most programs cut it off'],
])('of a link of %i characters is said: %j', (length, words) => {
  const advice = linkAdvice('x'.repeat(length));
  if (words === null) expect(advice).toBeNull();
  else expect(advice).toContain(words);
});

test('a frame shows the play, and nothing in the link ends its attribute', () => {
  expect(embedText('http://x/#/play?v=1&s="><b>')).toBe(
    '<iframe src="http://x/#/play?embed=1&amp;v=1&amp;s=&quot;><b>" sandbox="allow-scripts" width="640" height="480" title="A ZooKeeper ensemble"></iframe>',
  );
});
