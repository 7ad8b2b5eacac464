/** The tree of znodes: only the rows in sight are drawn, the chosen one with its stat, and what another server has otherwise. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ZnodeDetails } from '../../../../sim/record/server-tree.ts';
import { Fold, Zxid } from '../parts.tsx';
import { countWords } from './disk-rows.ts';
import type { Sight } from './server-panel.tsx';
import { treeDifferences, treeRows, windowOf, type TreeRow } from './tree-rows.ts';

const ROW = 24;
const HEIGHT = 240;
/** Paths of a difference that are listed. */
const LISTED = 30;

export function TreePart({ sight }: { readonly sight: Sight }): VNode {
  const { tree, oldTree, server } = sight;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set(['/zookeeper']));
  const [chosen, setChosen] = useState('');
  const rows = treeRows(tree.znodes, folded, oldTree?.znodes ?? null);
  const node = tree.znodes.find(({ path }) => path === chosen);
  const toggle = (path: string): void => {
    const next = new Set(folded);
    if (!next.delete(path)) next.add(path);
    setFolded(next);
  };
  return (
    <Fold
      title="tree"
      aside={`${countWords(tree.znodes.length + tree.left, 'znode')}`}
      changed={rows.some(({ changed }) => changed)}
    >
      {rows.length === 0 ? (
        <p class="faint">{server.life === 'down' ? 'It is down: the tree was in memory.' : 'Empty.'}</p>
      ) : (
        <Rows rows={rows} chosen={chosen} onChoose={setChosen} onToggle={toggle} />
      )}
      {node === undefined ? null : <Stat node={node} />}
      {tree.left === 0 ? null : <p class="faint">and {countWords(tree.left, 'more znode')}</p>}
      <Difference sight={sight} />
    </Fold>
  );
}

function Rows(props: {
  readonly rows: readonly TreeRow[];
  readonly chosen: string;
  readonly onChoose: (path: string) => void;
  readonly onToggle: (path: string) => void;
}): VNode {
  const { rows } = props;
  const [top, setTop] = useState(0);
  const { first, last } = windowOf(rows.length, top, HEIGHT, ROW);
  return (
    <div
      class="tree scroll"
      tabIndex={0}
      role="region"
      aria-label="znodes"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <ul style={{ height: `${rows.length * ROW}px` }}>
        {rows.slice(first, last).map((row, i) => (
          <li
            key={row.node.path}
            class={row.changed ? 'changed' : undefined}
            style={{ top: `${(first + i) * ROW}px`, paddingLeft: `${row.depth * 14}px` }}
          >
            {row.node.children === 0 ? (
              <span class="leaf" aria-hidden="true" />
            ) : (
              <button
                type="button"
                class="turn"
                aria-expanded={!row.folded}
                aria-label={`children of ${row.node.path}`}
                onClick={() => props.onToggle(row.node.path)}
              >
                {row.folded ? '▸' : '▾'}
              </button>
            )}
            <button
              type="button"
              class="znode"
              aria-pressed={row.node.path === props.chosen}
              aria-label={row.node.path}
              onClick={() => props.onChoose(row.node.path === props.chosen ? '' : row.node.path)}
            >
              <span class="mono">{row.name}</span> {row.node.data === '' ? null : <q>{row.node.data}</q>}
              <span class="faint">{nodeWords(row.node, row.folded)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function nodeWords({ kind, children }: ZnodeDetails, folded: boolean): string {
  return `${kind === 'persistent' ? '' : ` ${kind}`}${folded ? ` (${children})` : ''}`;
}

function Stat({ node }: { readonly node: ZnodeDetails }): VNode {
  const zxids = [
    ['created', node.czxid, 'czxid'],
    ['data changed', node.mzxid, 'mzxid'],
    ['children changed', node.pzxid, 'pzxid'],
  ] as const;
  return (
    <div class="stat">
      <p>
        <b class="mono">{node.path}</b> {node.kind}
        {node.owner === '' ? null : (
          <>
            {' '}
            of session <span class="mono">{node.owner}</span>
          </>
        )}
        , {countWords(node.bytes, 'byte')}
      </p>
      <dl>
        {zxids.map(([words, zxid, name]) => (
          <div key={name}>
            <dt title={name}>{words}</dt>
            <dd>
              <Zxid of={zxid} />
            </dd>
          </div>
        ))}
        <div>
          <dt title="version, cversion, aversion">versions: data, children, ACL</dt>
          <dd>
            {node.version}, {node.cversion}, {node.aversion}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Difference({ sight: { moment, tree, server } }: { readonly sight: Sight }): VNode {
  const [other, setOther] = useState('');
  const others = moment.trees.filter((each) => each.server !== server.name);
  const chosen = others.find((each) => each.server === other);
  const found = chosen === undefined ? [] : treeDifferences(tree.znodes, chosen.znodes);
  return (
    <div class="difference">
      <label>
        differs from server{' '}
        <select value={chosen === undefined ? '' : other} onChange={(event) => setOther(event.currentTarget.value)}>
          <option value="">–</option>
          {others.map(({ server: name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {chosen === undefined ? null : found.length === 0 ? (
        <span class="same"> ✔ the same tree</span>
      ) : (
        <ul>
          {found.slice(0, LISTED).map(({ path, what }) => (
            <li key={path}>
              <span class="mono">{path}</span> <span class="faint">{whereWords(what, server.name, other)}</span>
            </li>
          ))}
          {found.length <= LISTED ? null : <li class="faint">and {found.length - LISTED} more</li>}
        </ul>
      )}
    </div>
  );
}

function whereWords(what: 'only here' | 'only there' | 'other content', here: string, there: string): string {
  if (what === 'other content') return 'other content or stat';
  return `only on ${what === 'only here' ? here : there}`;
}
