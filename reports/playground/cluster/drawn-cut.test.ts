import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnCut } from './drawn-cut.ts';
import { layoutOf, type Layout } from './layout.ts';

const five = layoutOf({
  width: 800,
  height: 600,
  voters: ['1', '2', '3', '4', '5'],
  observers: ['6'],
  clients: [{ name: 'c1', server: '2' }],
});
const clients = [{ name: 'c1', server: '2' }];

function at(name: string): readonly [number, number] {
  const { x, y } = five.servers.get(name) ?? five.clients.get(name) ?? { x: 0, y: 0 };
  return [x, y];
}

describe('a line across the picture', () => {
  test('from side to side cuts those above from those below', () => {
    const y = (at('2')[1] + at('3')[1]) / 2;
    expect(drawnCut([0, y, 800, y], five, clients).line).toBe('partition 1,2,5 | 3,4,6');
  });

  test('around one server cuts it off', () => {
    const [x, y] = at('2');
    const around = [x, y - 50, x + 50, y, x, y + 50, x - 50, y, x, y - 50];
    expect(drawnCut(around, five, []).line).toBe('partition 1,3,4,5,6 | 2');
  });

  test('twice across makes three groups', () => {
    const [upper, lower] = [(at('2')[1] + at('3')[1]) / 2, (at('3')[1] + at('6')[1]) / 2];
    const both = [0, upper, 900, upper, 900, lower, 0, lower];
    expect(drawnCut(both, five, clients).groups).toEqual([['1', '2', '5'], ['3', '4'], ['6']]);
  });

  test('over one link cuts that link', () => {
    const [[x1, y1], [x2, y2]] = [at('3'), at('4')];
    const [x, y] = [x2 + (x1 - x2) * 0.85, y2 + (y1 - y2) * 0.85];
    expect(drawnCut([x, y - 6, x, y + 6], five, clients)).toMatchObject({
      groups: [['1', '2', '3', '4', '5', '6']],
      line: 'partition 3 | 4',
    });
  });

  test('between a client and its server cuts the client off', () => {
    const [[x1, y1], [x2, y2]] = [at('c1'), at('2')];
    const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
    expect(drawnCut([x - 8, y, x + 8, y], five, clients).line).toBe('partition c1 | 2');
  });

  test('that crosses nothing, or separates nobody, cuts nothing and says so', () => {
    expect(drawnCut([0, 0, 5, 5], five, clients)).toMatchObject({
      line: null,
      words: expect.stringMatching(/^cuts nothing/),
    });
    const [x, y] = at('1');
    expect(drawnCut([x - 70, y + 80, x + 70, y + 80], five, [])).toMatchObject({
      line: null,
      words: expect.stringMatching(/^separates nobody/),
    });
  });
});

/** The same by walking from each server over all links that are left. */
function reachable(points: readonly number[], layout: Layout): string[][] {
  const names = [...layout.servers.keys()];
  const left = (a: string, b: string): boolean => {
    // A pair alone, so that nothing but its own link counts.
    const pair = { ...layout, servers: new Map([...layout.servers].filter(([name]) => name === a || name === b)) };
    return drawnCut(points, pair, []).groups.length === 1;
  };
  const groups: string[][] = [];
  for (const name of names) {
    if (groups.some((group) => group.includes(name))) continue;
    const group = [name];
    for (const member of group) group.push(...names.filter((other) => !group.includes(other) && left(member, other)));
    groups.push(group.sort());
  }
  return groups;
}

test('whatever is drawn, every server is in one group, and groups are those that still reach each other', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 600 }));
  fc.assert(
    fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), (points) => {
      const cut = drawnCut(points.flat(), five, []);
      expect(cut.groups.flat().sort()).toEqual(['1', '2', '3', '4', '5', '6']);
      expect(cut.groups.map((group) => [...group].sort()).sort()).toEqual(reachable(points.flat(), five).sort());
    }),
    { seed: 7, numRuns: 200 },
  );
});
