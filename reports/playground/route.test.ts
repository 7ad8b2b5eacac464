import { expect, test } from 'vitest';
import { fragmentIn, routeOf } from './route.ts';

test.each([
  ['', 'start'],
  ['#', 'start'],
  ['#/', 'start'],
  ['#/free', 'free'],
  ['#/play', 'play'],
  ['#/play/?x=1', 'play'],
  ['#/bugs', 'bugs'],
  ['#/lessons', 'lessons'],
  ['#/l/07', 'lesson'],
  ['#/cmp?x=1', 'compare'],
  ['#/nowhere', 'start'],
  ['#/l/<script>', 'start'],
])('%j leads to the screen %s', (hash, screen) => {
  expect(routeOf(hash).screen).toBe(screen);
});

test('what the page does not know is the text of a link, kept as it is', () => {
  expect(routeOf('#/play?v=0.1.0&embed=1&s=abc-_=&new=1&e=12')).toMatchObject({
    embed: true,
    packed: 'v=0.1.0&s=abc-_=&new=1&e=12',
    packedCase: null,
  });
  expect(routeOf('#/play').packed).toBeNull();
  expect(routeOf('#/play?case=abc')).toMatchObject({ packed: null, packedCase: 'abc' });
});

test('an embedded page shows the parts it was asked for, of those there are', () => {
  expect(routeOf('#/play?embed=1&show=time,quorum,harm').show).toEqual(['time', 'quorum']);
  expect(routeOf('#/play?embed=1').show).toEqual(['cluster', 'caption', 'time']);
  expect(routeOf('#/play?embed=1&show=harm').show).toEqual(['cluster', 'caption', 'time']);
});

test('a pasted link is found in what stands around it, and may have been broken into lines', () => {
  expect(fragmentIn('see http://127.0.0.1:8474/#/play?v=1&s=ab\n  cd ')).toBe('#/play?v=1&s=abcd');
  expect(fragmentIn('#/l/02')).toBe('#/l/02');
  expect(fragmentIn('http://example.org/')).toBeNull();
});
