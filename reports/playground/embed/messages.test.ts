import { expect, test } from 'vitest';
import { embedRequest } from './messages.ts';

test.each([
  [{ zabsim: 'load', link: '#/play?x' }],
  [{ zabsim: 'seek', event: 12 }],
  [{ zabsim: 'play', speed: 0.5 }],
  [{ zabsim: 'pause' }],
  [{ zabsim: 'act', line: 'crash 2' }],
  [{ zabsim: 'until', condition: 'any leads' }],
])('%j is understood', (request) => {
  expect(embedRequest(request)).toEqual(request);
});

test('a speed that is left out stays as it is, and one beyond the slider too', () => {
  expect(embedRequest({ zabsim: 'play' })).toEqual({ zabsim: 'play', speed: null });
  expect(embedRequest({ zabsim: 'play', speed: 1e9 })).toEqual({ zabsim: 'play', speed: null });
});

test.each([
  [null],
  ['play'],
  [{}],
  [{ zabsim: 'eval', code: '1' }],
  [{ zabsim: 'load' }],
  [{ zabsim: 'load', link: 5 }],
  [{ zabsim: 'seek', event: -1 }],
  [{ zabsim: 'seek', event: Infinity }],
  [{ zabsim: 'seek', event: '1' }],
  [{ zabsim: 'act', line: { toString: 'x' } }],
])('%j is passed over', (data) => {
  expect(embedRequest(data)).toBeNull();
});
