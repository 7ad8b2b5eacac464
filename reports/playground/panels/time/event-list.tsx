/** The events as a table, with the filter of the picture: the same for those who do not look at pictures. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { TraceView } from '../../../spacetime/trace-view.ts';
import { usePlay } from '../../store.ts';
import { EventLink, Panel } from '../parts.tsx';
import { eventPage, pageOfCursor, shownList } from './event-pages.ts';
import { FilterBox } from './filter-box.tsx';
import { lookOf, type Looking } from './play-look.ts';

const SIZE = 50;

export function EventList(): VNode {
  const now = lookOf(usePlay()).value;
  return (
    <Panel name="events" title="events">
      {now === null ? <p class="faint">Nothing is open yet.</p> : <Table looking={now} />}
    </Panel>
  );
}

function Table({ looking }: { readonly looking: Looking }): VNode {
  const { look } = looking;
  const play = usePlay();
  const event = play.event.value;
  /** Null follows the cursor. */
  const wanted = useSignal<number | null>(null);
  const list = shownList(look.shown);
  const { page, pages, events, words } = eventPage(list, wanted.value ?? pageOfCursor(list, event, SIZE), SIZE);
  const turn = (to: number | null) => () => {
    wanted.value = to;
  };
  return (
    <>
      <div class="tools">
        <FilterBox looking={looking} />
        <span class="group" role="group" aria-label="pages of events">
          <button type="button" disabled={page === 0} onClick={turn(page - 1)}>
            ◀ earlier
          </button>
          <button type="button" disabled={page >= pages - 1} onClick={turn(page + 1)}>
            later ▶
          </button>
          <button type="button" disabled={wanted.value === null} onClick={turn(null)}>
            at the cursor
          </button>
        </span>
        <span class="faint" role="status">
          {words}
        </span>
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="table of events">
        <table>
          <thead>
            <tr>
              {['event', 'time', 'who', 'what happened', 'caused by'].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {events.map((at) => (
              <Row key={at} view={look.view} at={at} current={at === event} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row(props: { readonly view: TraceView; readonly at: number; readonly current: boolean }): VNode {
  const { view, at, current } = props;
  const cause = view.columns.cause[at] ?? -1;
  const kind = view.process(at)?.kind;
  const who = kind === undefined ? '' : kind === 'client' ? view.processName(at) : `server ${view.processName(at)}`;
  return (
    <tr aria-current={current ? 'true' : undefined}>
      <td>
        <EventLink event={at}>{at}</EventLink>
      </td>
      <td>{(view.atUs(at) / 1e6).toFixed(6)} s</td>
      <td>{who}</td>
      <td class="wrap">{view.caption(at)}</td>
      <td>{cause < 0 ? null : <EventLink event={cause}>{cause}</EventLink>}</td>
    </tr>
  );
}
