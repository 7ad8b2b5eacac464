/** The branches of a play as a small tree; the list of branches says the same in words. */
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePlay } from '../store.ts';
import { branchRows } from './branch-rows.ts';

const ROW = 13;
const ROWS_MOST = 3;

export function BranchTree(): VNode | null {
  const play = usePlay();
  const branches = play.branches.value;
  const shown = play.branch.value;
  const element = useRef<HTMLDivElement>(null);
  const rowOfShown = useRef(0);
  useEffect(() => {
    if (element.current !== null) element.current.scrollTop = (rowOfShown.current - 1) * ROW;
  }, [shown, branches.length]);
  if (branches.length < 2 || shown === null) return null;
  const events = play.view.value?.length ?? 1;
  const rows = branchRows(
    branches.map(({ id, name, parent, leftAt }) => ({ id, name, parent, leftAt, events: play.eventsOf(id) })),
    events,
  );
  const height = rows.length * ROW;
  rowOfShown.current = rows.find(({ id }) => id === shown.id)?.row ?? 0;
  return (
    <div ref={element} class="branch-tree" style={{ maxHeight: `${ROWS_MOST * ROW + 4}px` }}>
      <svg width="100%" height={height} aria-hidden="true">
        {rows.map(({ id, row, from, begins, ends, name }) => {
          const y = row * ROW + ROW / 2;
          const why = branches.find((branch) => branch.id === id)?.why ?? '';
          return (
            <g
              key={id}
              class={id === shown.id ? 'branch-line shown' : 'branch-line'}
              onClick={() => play.showBranch(id)}
            >
              <title>{why === '' ? name : `${name}: ${why}`}</title>
              <line class="reach" x1="0" x2="100%" y1={y} y2={y} />
              {from === row ? null : (
                <line x1={percent(begins)} x2={percent(begins)} y1={from * ROW + ROW / 2} y2={y} />
              )}
              <line x1={percent(begins)} x2={percent(Math.max(ends, begins))} y1={y} y2={y} />
              <circle cx={percent(begins)} cy={y} r="2.6" />
              <text x={percent(Math.min(begins, 0.96))} dx="6" y={y + 4}>
                {name}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
