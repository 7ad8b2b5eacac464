/** The checks: what each promises, whether it holds, and why not. */
import type { VNode } from 'preact';
import type { Lamp } from '../../../../sim/record/play.ts';
import { usePlay } from '../../store.ts';
import { EventLink, Panel } from '../parts.tsx';
import { lampRows, lampSummary, titleOf, type LampRow } from './lamp-rows.ts';
import './checks.css';

const NOTHING: readonly Lamp[] = [];

export function LampsPanel(): VNode {
  const play = usePlay();
  const all = play.trace.value?.lamps ?? NOTHING;
  // As of the cursor; what comes later is a note below.
  const lamps = play.moment.value?.lamps ?? all;
  const later = all.filter(
    ({ check, verdict }) =>
      verdict === 'broken' && lamps.every((lamp) => lamp.check !== check || lamp.verdict !== 'broken'),
  );
  return (
    <Panel name="lamps" title="checks" aside={lampSummary(lamps)}>
      <ul class="lamps">
        {lampRows(lamps).map((row) => (
          <LampItem key={row.lamp.check} row={row} />
        ))}
      </ul>
      {later.map(({ check, event }) => (
        <p key={check} class="later">
          ✖ {titleOf(check)} breaks later: <EventLink event={event} />
        </p>
      ))}
      <p class="faint note">
        Reads may be old: ZooKeeper promises that updates are linearizable and that a client never goes back, and no
        more.
      </p>
    </Panel>
  );
}

function LampItem({ row: { lamp, glyph, title, verdict } }: { readonly row: LampRow }): VNode {
  return (
    <li class={`lamp ${lamp.verdict}`}>
      <details open={lamp.verdict === 'broken'}>
        <summary>
          <span class="glyph" aria-hidden="true">
            {glyph}
          </span>
          <span class="title">{title}</span>
          <span class={lamp.verdict === 'holds' ? 'unseen' : 'verdict'}>{verdict}</span>
        </summary>
        <p>{lamp.promise}</p>
        {lamp.event < 0 ? null : (
          <p>
            It broke in <EventLink event={lamp.event} />.
          </p>
        )}
        {lamp.why.map((sentence, i) => (
          <p key={i} class="why">
            {sentence}
          </p>
        ))}
        <p class="faint">
          In results this is <code>{lamp.check}</code>.
        </p>
      </details>
    </li>
  );
}
