/** All branches of the play as a tree; acting in the past made them, and none is ever lost. */
import type { VNode } from 'preact';
import { usePlay } from '../../store.ts';
import { Panel } from '../parts.tsx';
import { countWords } from '../server/disk-rows.ts';
import { branchRows } from './branch-tree.ts';
import './script.css';

export function BranchList(): VNode {
  const play = usePlay();
  const branches = play.branches.value;
  return (
    <Panel name="branches" title="branches" aside={String(branches.length)}>
      <ul class="branches">
        {branchRows(branches, play.branch.value?.id ?? null).map(({ branch, depth, shown, words }) => (
          <li key={branch.id} style={{ paddingLeft: `${depth * 18}px` }}>
            <button
              type="button"
              aria-current={shown ? 'true' : undefined}
              title={`${countWords(branch.source.lines.length, 'line')} by hand${branch.of.bug === null ? '' : `, with the bug ${branch.of.bug}`}`}
              onClick={() => play.showBranch(branch.id)}
            >
              <span aria-hidden="true">{depth === 0 ? '' : '└ '}</span>
              <b>{branch.name}</b> {words}
              {branch.of.bug === null ? null : <span class="bug"> bug: {branch.of.bug}</span>}
              {shown ? <span class="unseen"> (shown)</span> : null}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
