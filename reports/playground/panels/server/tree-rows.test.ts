import { describe, expect, test } from 'vitest';
import type { ZnodeDetails } from '../../../../sim/record/server-tree.ts';
import { treeDifferences, treeRows, windowOf } from './tree-rows.ts';

function znode(path: string, more: Partial<ZnodeDetails> = {}): ZnodeDetails {
  return {
    path,
    kind: 'persistent',
    data: '',
    bytes: 0,
    version: 0,
    cversion: 0,
    aversion: 0,
    czxid: '1:1',
    mzxid: '1:1',
    pzxid: '1:1',
    children: 0,
    owner: '',
    ...more,
  };
}

const tree = [
  znode('/', { children: 2 }),
  znode('/a', { children: 1 }),
  znode('/a-b'),
  znode('/a/c', { children: 1 }),
  znode('/a/c/d'),
];

test('children stand below their parents, whatever their names sort like', () => {
  expect(treeRows(tree, new Set(), null).map(({ name, depth }) => `${'.'.repeat(depth)}${name}`)).toEqual([
    '/',
    '.a',
    '..c',
    '...d',
    '.a-b',
  ]);
});

test('what is below a folded node is hidden, and nothing beside it', () => {
  const rows = treeRows(tree, new Set(['/a', '/a-b']), null);
  expect(rows.map(({ node, folded }) => `${node.path}${folded ? ' +' : ''}`)).toEqual(['/', '/a +', '/a-b']);
});

test('new nodes and those with other content are marked', () => {
  const now = [...tree, znode('/z'), znode('/y', { version: 1, mzxid: '1:4' })];
  const rows = treeRows(now, new Set(), [...tree, znode('/y')]);
  expect(rows.filter(({ changed }) => changed).map(({ node }) => node.path)).toEqual(['/y', '/z']);
});

describe('against another server', () => {
  test.each([
    { here: ['/a'], there: ['/a'], found: [] },
    { here: ['/a', '/b'], there: ['/a'], found: ['/b only here'] },
    { here: ['/a'], there: ['/a', '/c'], found: ['/c only there'] },
    { here: ['/a v1'], there: ['/a'], found: ['/a other content'] },
  ])('$here and $there', ({ here, there, found }) => {
    const nodes = (names: readonly string[]): ZnodeDetails[] =>
      names.map((name) => znode(name.replace(' v1', ''), name.endsWith(' v1') ? { version: 1 } : {}));
    expect(treeDifferences(nodes(here), nodes(there)).map(({ path, what }) => `${path} ${what}`)).toEqual(found);
  });
});

describe('the window of a long tree', () => {
  test.each([
    { rows: 10, top: 0, first: 0, last: 10 },
    { rows: 1000, top: 0, first: 0, last: 18 },
    { rows: 1000, top: 2400, first: 92, last: 118 },
    { rows: 1000, top: 23_760, first: 982, last: 1000 },
    // Folding shortened the tree while it was scrolled far down.
    { rows: 5, top: 2400, first: 5, last: 5 },
  ])('$rows rows scrolled by $top', ({ rows, top, first, last }) => {
    expect(windowOf(rows, top, 240, 24)).toEqual({ first, last });
  });
});
