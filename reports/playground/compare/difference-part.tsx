/** Where two runs part first, and in what their states differ at the clock. */
import type { VNode } from 'preact';
import type { RunDifference } from '../../../sim/record/play.ts';
import { Panel } from '../panels/parts.tsx';
import type { Side } from './side.ts';
import { stateDifferences } from './state-differences.ts';

/** Rows that are shown at once. */
const ROWS = 40;

export function DifferencePart(props: {
  readonly left: Side;
  readonly right: Side;
  readonly parts: RunDifference | null;
}): VNode {
  const { left, right, parts } = props;
  const [a, b] = [left.moment.value, right.moment.value];
  const rows = a === null || b === null ? [] : stateDifferences({ left: a, right: b });
  const [nameA, nameB] = [left.branch.value?.name ?? 'left', right.branch.value?.name ?? 'right'];
  return (
    <Panel name="difference" title="what is different">
      <FirstDifference parts={parts} nameA={nameA} nameB={nameB} />
      {rows.length === 0 ? (
        <p>✔ At this moment both stand the same.</p>
      ) : (
        <div class="scroll" tabIndex={0} role="region" aria-label="differences of the states">
          <table>
            <thead>
              <tr>
                <th scope="col">at this moment</th>
                <th scope="col">what</th>
                <th scope="col">{nameA}</th>
                <th scope="col">{nameB}</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, ROWS).map((row) => (
                <tr key={`${row.who} ${row.what}`}>
                  <th scope="row">{row.who}</th>
                  <td>{row.what}</td>
                  <td class="wrap">{row.left}</td>
                  <td class="wrap">{row.right}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length > ROWS ? <p class="faint">and {rows.length - ROWS} more</p> : null}
        </div>
      )}
    </Panel>
  );
}

function FirstDifference(props: {
  readonly parts: RunDifference | null;
  readonly nameA: string;
  readonly nameB: string;
}): VNode {
  const { parts, nameA, nameB } = props;
  if (parts === null) return <p class="faint">Looking for the first difference …</p>;
  if (parts.event === null) return <p>✔ No event differs, as far as both have been run.</p>;
  return (
    <div class="first-difference">
      <p>
        <b>They part at event {parts.event}.</b> All before it is the same in both.
      </p>
      <dl>
        <div>
          <dt>{nameA}</dt>
          <dd>{parts.left === '' ? 'has ended' : parts.left}</dd>
        </div>
        <div>
          <dt>{nameB}</dt>
          <dd>{parts.right === '' ? 'has ended' : parts.right}</dd>
        </div>
      </dl>
    </div>
  );
}
