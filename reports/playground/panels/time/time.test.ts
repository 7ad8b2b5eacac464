import { describe, expect, test } from 'vitest';
import { eventPage, pageOfCursor, shownList } from './event-pages.ts';
import { laneGroups } from './lane-groups.ts';

describe('events in pages', () => {
  const list = shownList(Uint8Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? 0 : 1)));

  test('hold what is shown', () => {
    expect(list).toEqual([1, 2, 4, 5, 7, 8, 10, 11]);
  });

  test.each([
    { wanted: 0, events: [1, 2, 4], words: '1 to 3 of 8 events' },
    { wanted: 2, events: [10, 11], words: '7 to 8 of 8 events' },
    { wanted: 9, events: [10, 11], words: '7 to 8 of 8 events' },
    { wanted: -1, events: [1, 2, 4], words: '1 to 3 of 8 events' },
  ])('page $wanted', ({ wanted, events, words }) => {
    expect(eventPage(list, wanted, 3)).toMatchObject({ events, words, pages: 3 });
  });

  test.each([
    { cursor: 0, page: 0 },
    { cursor: 4, page: 0 },
    { cursor: 6, page: 1 },
    { cursor: 11, page: 2 },
  ])('the cursor at $cursor is on page $page', ({ cursor, page }) => {
    expect(pageOfCursor(list, cursor, 3)).toBe(page);
  });

  test('a filter that leaves nothing says so', () => {
    expect(eventPage([], 0, 3)).toEqual({ page: 0, pages: 1, events: [], words: 'the filter leaves nothing' });
  });
});

test('lanes go together by what they are; without clients there is no such group', () => {
  const voter = { name: '1', kind: 'voter' as const };
  const observer = { name: '2', kind: 'observer' as const };
  const client = { name: 'c1', kind: 'client' as const };
  expect(laneGroups([client, voter, observer], 'faults').map(({ label, names }) => `${label} ${names.join()}`)).toEqual(
    ['servers 1,2', 'clients c1', 'faults faults'],
  );
  expect(laneGroups([voter], 'faults').map(({ label }) => label)).toEqual(['servers', 'faults']);
});
