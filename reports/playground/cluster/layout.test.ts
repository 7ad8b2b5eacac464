import { describe, expect, test } from 'vitest';
import { layoutOf, wordsBox, type Layout, type Seats } from './layout.ts';

function names(count: number, first = 1): string[] {
  return Array.from({ length: count }, (_, i) => String(first + i));
}

function seats(width: number, height: number, voters: number, observers: number, clients: number): Seats {
  return {
    width,
    height,
    voters: names(voters),
    observers: names(observers, voters + 1),
    clients: Array.from({ length: clients }, (_, i) => ({
      name: `c${i + 1}`,
      server: i === 3 ? null : String((i % (voters + observers)) + 1),
    })),
  };
}

const rooms = [
  [300, 300],
  [360, 560],
  [420, 360],
  [640, 420],
  [700, 520],
  [1200, 800],
] as const;
const members = [
  [1, 0],
  [2, 0],
  [3, 0],
  [3, 1],
  [4, 0],
  [5, 0],
  [5, 2],
  [6, 3],
  [7, 0],
  [7, 2],
  [8, 0],
  [9, 0],
] as const;
const cases = rooms.flatMap(([width, height]) =>
  members.flatMap(([voters, observers]) => [0, 5].map((clients) => ({ width, height, voters, observers, clients }))),
);

function bodies({ servers, clients }: Layout): { name: string; x: number; y: number; r: number }[] {
  return [...servers, ...clients].map(([name, { x, y, r }]) => ({ name, x, y, r }));
}

describe.each(cases)(
  '$voters voters, $observers observers, $clients clients in $width x $height',
  ({ width, height, voters, observers, clients }) => {
    const layout = layoutOf(seats(width, height, voters, observers, clients));

    test('everybody has a place inside', () => {
      expect(layout.servers.size).toBe(voters + observers);
      expect(layout.clients.size).toBe(clients);
      for (const { name, x, y, r } of bodies(layout)) {
        expect([name, x - r >= 0, x + r <= width, y - r >= 0, y + r <= height]).toEqual([name, true, true, true, true]);
      }
    });

    test('nobody stands on another', () => {
      const all = bodies(layout);
      const close = all.flatMap((a, i) =>
        all
          .slice(i + 1)
          .filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r)
          .map((b) => `${a.name} ${b.name}`),
      );
      expect(close).toEqual([]);
    });

    test('words of servers stay inside', () => {
      for (const place of layout.servers.values()) {
        const box = wordsBox(place);
        // Below a server on a phone, words may be as wide as they like: they are short.
        if (place.words === 'left' || place.words === 'right')
          expect([box.x >= 0, box.x + box.width <= width]).toEqual([true, true]);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      }
    });

    test('those without a vote are below the line, voters above it', () => {
      if (layout.voteLine === null) {
        expect(observers).toBe(0);
        return;
      }
      for (const [name, { y, r }] of layout.servers) {
        if (Number(name) > voters) expect(y - r).toBeGreaterThan(layout.voteLine);
        else expect(y + r).toBeLessThanOrEqual(layout.voteLine);
      }
    });
  },
);

test('what servers and clients do moves no server', () => {
  const calm = seats(800, 600, 5, 1, 3);
  const moved = { ...calm, clients: calm.clients.map(({ name }) => ({ name, server: null })) };
  expect([...layoutOf(moved).servers]).toEqual([...layoutOf(calm).servers]);
});

test('a client stands beside its server, clients without one in the corner', () => {
  const layout = layoutOf({
    width: 800,
    height: 600,
    voters: names(3),
    observers: [],
    clients: [
      { name: 'c1', server: '1' },
      { name: 'c2', server: '1' },
      { name: 'c3', server: null },
    ],
  });
  const [one, c1, c2, c3] = [layout.servers.get('1'), ...['c1', 'c2', 'c3'].map((name) => layout.clients.get(name))];
  expect(c1?.y).toBeLessThan(one?.y ?? 0);
  expect(((c1?.x ?? 0) + (c2?.x ?? 0)) / 2).toBeCloseTo(one?.x ?? 0);
  expect([c3?.x, c3?.y].every((at) => (at ?? 99) < 40)).toBe(true);
});

test('the first server is at the top, and numbers go clockwise', () => {
  const { servers } = layoutOf(seats(800, 600, 5, 0, 0));
  const [one, two, five] = ['1', '2', '5'].map((name) => servers.get(name) as { x: number; y: number });
  expect(Math.min(...[...servers.values()].map(({ y }) => y))).toBe(one?.y);
  expect(two?.x).toBeGreaterThan(one?.x ?? 0);
  expect(five?.x).toBeLessThan(one?.x ?? 0);
});

test('in a strip all stand in a row', () => {
  const layout = layoutOf(seats(460, 120, 5, 1, 2));
  const places = [...layout.servers.values()];
  expect(new Set(places.map(({ y }) => y)).size).toBe(1);
  expect(places.every(({ x, r }, i) => i === 0 || x - r > (places[i - 1]?.x ?? 0) + r)).toBe(true);
  for (const { x, y, r } of bodies(layout)) {
    expect([x - r >= 0, x + r <= 460, y - r >= 0, y + r <= 120]).toEqual([true, true, true, true]);
  }
});
