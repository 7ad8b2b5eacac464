/**
 * Two runs side by side on one clock: the same case with and without a bug, with and without a line, or with another seed.
 * Where they part first, what each did there, and in what the states at the clock differ.
 */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { RunDifference } from '../../../sim/record/play.ts';
import { ClusterView } from '../cluster/cluster-view.tsx';
import { lampSummary } from '../panels/checks/lamp-rows.ts';
import { Panel } from '../panels/parts.tsx';
import { momentWords } from '../panels/time-words.ts';
import { PlayProvider, usePlay, type PlayStore } from '../store.ts';
import { SideChoice } from './side-choice.tsx';
import { DifferencePart } from './difference-part.tsx';
import { clockAt, clockEnd, eventsAt, stepped, type ClockKind, type Pair } from './shared-clock.ts';
import { playOfSide, Side } from './side.ts';
import { Strip } from './strip.tsx';
import './compare.css';

export function Compare(): VNode {
  const play = usePlay();
  const shown = play.branch.value;
  if (shown === null)
    return (
      <Panel name="compare" title="compare two runs">
        <p class="faint">Nothing is open: open a play first, then come back here.</p>
      </Panel>
    );
  return <Both play={play} />;
}

/** The shown branch, beside the one it left, or beside another one. */
function firstPair(play: PlayStore): Pair<number> {
  const right = play.branch.peek();
  const others = play.branches.peek().filter(({ id }) => id !== right?.id);
  const left = others.find(({ id }) => id === right?.parent) ?? others.at(-1) ?? right;
  return { left: left?.id ?? 0, right: right?.id ?? 0 };
}

function Both({ play }: { readonly play: PlayStore }): VNode {
  const sides = useMemo(() => {
    const { left, right } = firstPair(play);
    const made = { left: new Side('left', play, left), right: new Side('right', play, right) };
    const plays = { left: playOfSide(play, made.left), right: playOfSide(play, made.right) };
    return { ...made, plays };
  }, [play]);
  useEffect(
    () => () => {
      sides.left.end();
      sides.right.end();
    },
    [sides],
  );
  const { left, right, plays } = sides;
  const clock = useSignal<ClockKind>('time');
  const at = useSignal(play.moment.peek()?.state.atUs ?? 0);
  const parts = useSignal<RunDifference | null>(null);
  const [a, b] = [left.view.value, right.view.value];
  const views: Pair<NonNullable<typeof a>> | null = a === null || b === null ? null : { left: a, right: b };
  const [leftId, rightId] = [left.id.value, right.id.value];
  const [leftLength, rightLength] = [a?.length ?? 0, b?.length ?? 0];
  useEffect(() => {
    let current = true;
    void play.difference(leftId, rightId).then((found) => {
      if (current) parts.value = found;
    });
    return () => {
      current = false;
    };
  }, [leftId, rightId, leftLength, rightLength]);
  const setClock = (to: number): void => {
    at.value = to;
    if (views === null) return;
    const events = eventsAt(clock.value, to, views);
    left.event.value = events.left;
    right.event.value = events.right;
    for (const side of [left, right]) void side.reach(clock.value, to);
  };
  // The sides follow the clock as soon as it is known how long they are, and while they run on to where it is.
  useEffect(() => setClock(at.peek()), [views === null, leftId, rightId, leftLength, rightLength]);
  const setKind = (kind: ClockKind): void => {
    if (views === null || kind === clock.value) return;
    const now = left.event.peek();
    clock.value = kind;
    setClock(clockAt(kind, now, views.left));
  };
  const end = views === null ? 1 : clockEnd(clock.value, views);
  const partsAt = (view: NonNullable<typeof a>): number => {
    const event = parts.value?.event ?? null;
    return event === null || event >= view.length ? -1 : clockAt(clock.value, event, view);
  };
  return (
    <div class="comparison">
      <div class="sides">
        {[left, right].map((side) => (
          <section key={side.name} class="side" aria-label={`run on the ${side.name}`}>
            <SideChoice side={side} />
            <PlayProvider value={plays[side.name]}>
              <div class="picture">
                <ClusterView bare />
              </div>
            </PlayProvider>
            <p class="faint caption">{side.moment.value?.caption.what ?? ''}</p>
            <p class="faint">checks: {lampSummary(side.trace.value?.lamps ?? [])}</p>
          </section>
        ))}
      </div>
      <Panel
        name="clock"
        title="one clock for both"
        aside={clock.value === 'time' ? momentWords(at.value) : `event ${Math.floor(at.value)}`}
      >
        <div class="tools">
          <span class="group" role="group" aria-label="linked by">
            {(['time', 'event'] as const).map((kind) => (
              <button key={kind} type="button" aria-pressed={clock.value === kind} onClick={() => setKind(kind)}>
                by {kind}
              </button>
            ))}
          </span>
          <span class="group" role="group" aria-label="move both">
            <button type="button" onClick={() => setClock(0)}>
              start
            </button>
            <button
              type="button"
              disabled={views === null}
              onClick={() => views !== null && setClock(stepped(clock.value, at.value, -1, views))}
            >
              ◀ back
            </button>
            <button
              type="button"
              disabled={views === null}
              onClick={() => views !== null && setClock(stepped(clock.value, at.value, 1, views))}
            >
              on ▶
            </button>
            <button
              type="button"
              disabled={views === null || (parts.value?.event ?? null) === null}
              onClick={() => {
                const event = parts.value?.event ?? null;
                if (views === null || event === null) return;
                const times = [views.left, views.right]
                  .filter((view) => event < view.length)
                  .map((view) => clockAt(clock.value, event, view));
                if (times.length > 0) setClock(Math.min(...times));
              }}
            >
              first difference
            </button>
          </span>
          <label class="slider">
            <span class="unseen">clock of both runs</span>
            <input
              type="range"
              min={0}
              max={end}
              step={1}
              value={Math.min(end, at.value)}
              aria-valuetext={clock.value === 'time' ? momentWords(at.value) : `event ${Math.floor(at.value)}`}
              onInput={(event) => setClock(Number(event.currentTarget.value))}
            />
          </label>
        </div>
        {views === null
          ? null
          : ([left, right] as const).map((side) => (
              <Strip
                key={side.name}
                label={side.branch.value?.name ?? ''}
                view={views[side.name]}
                clock={clock.value}
                end={end}
                at={at.value}
                parts={partsAt(views[side.name])}
                failure={firstBroken(side)}
                onSeek={setClock}
              />
            ))}
      </Panel>
      <DifferencePart left={left} right={right} parts={parts.value} />
    </div>
  );
}

function firstBroken(side: Side): number {
  const events = (side.trace.value?.lamps ?? []).map(({ event }) => event).filter((event) => event >= 0);
  return events.length === 0 ? -1 : Math.min(...events);
}
