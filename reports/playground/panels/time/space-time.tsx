/** The space-time diagram of the play, the one of the report: it grows with the run, and a click goes to an event. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Diagram } from '../../../page/diagram.ts';
import { themes } from '../../../spacetime/inks.ts';
import { FAULTS } from '../../../spacetime/lanes.ts';
import type { Look } from '../../../spacetime/look.ts';
import type { Shade } from '../../../spacetime/picture.ts';
import { roleSigns } from '../../../spacetime/signs.ts';
import { usePlay } from '../../store.ts';
import { Panel } from '../parts.tsx';
import { momentWords } from '../time-words.ts';
import { FilterBox } from './filter-box.tsx';
import { laneGroups } from './lane-groups.ts';
import { lookOf, type Looking } from './play-look.ts';
import './time.css';

const STEP = 1.6;

export function SpaceTime(): VNode {
  const now = lookOf(usePlay()).value;
  return (
    <Panel name="space-time" title="time and space">
      {now === null ? <p class="faint">Nothing is open yet.</p> : <Picture looking={now} />}
    </Panel>
  );
}

function Picture({ looking }: { readonly looking: Looking }): VNode {
  const { look } = looking;
  const play = usePlay();
  const place = useRef<HTMLDivElement>(null);
  const diagram = useRef<Diagram | null>(null);
  const pointed = useSignal(-1);
  const axis = useSignal(look.viewport.axis);
  useEffect(() => {
    const made = new Diagram(look, () => themes[play.settings.inks.value]);
    made.onPoint = (event) => {
      pointed.value = event;
    };
    diagram.current = made;
    place.current?.replaceChildren(made.element);
    made.element.addEventListener('keydown', (event) => onKey(event, made));
    return () => made.end();
  }, [look]);
  const inks = play.settings.inks.value;
  useEffect(() => look.themeChanged(), [look, inks]);
  return (
    <>
      <div class="tools">
        <span class="group" role="group" aria-label="axis">
          {(['time', 'order'] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={axis.value === name}
              onClick={() => {
                look.setAxis(name);
                axis.value = name;
              }}
            >
              {name === 'time' ? 'virtual time' : 'event order'}
            </button>
          ))}
        </span>
        <span class="group" role="group" aria-label="zoom">
          <button type="button" aria-label="farther" onClick={() => diagram.current?.zoomBy(STEP)}>
            −
          </button>
          <button type="button" aria-label="closer" onClick={() => diagram.current?.zoomBy(1 / STEP)}>
            +
          </button>
          <button type="button" onClick={() => diagram.current?.fit()}>
            whole run
          </button>
        </span>
        <Lanes looking={looking} />
        <Shades looking={looking} />
        <button type="button" aria-pressed={look.heartbeats} onClick={() => look.setHeartbeats(!look.heartbeats)}>
          heartbeats
        </button>
        <FilterBox looking={looking} />
      </div>
      <div ref={place} />
      <p class="pointed">{pointed.value < 0 ? <Legend /> : pointedWords(look, pointed.value)}</p>
      <p class="unseen" id="diagram-keys">
        A picture. The same events stand in the table of events. Plus and minus zoom, 0 shows the whole run.
      </p>
    </>
  );
}

/** Keys of the picture alone; all others are the page's. */
function onKey(event: KeyboardEvent, diagram: Diagram): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const acts: Readonly<Record<string, () => void>> = {
    '+': () => diagram.zoomBy(1 / STEP),
    '=': () => diagram.zoomBy(1 / STEP),
    '-': () => diagram.zoomBy(STEP),
    '0': () => diagram.fit(),
  };
  const act = acts[event.key];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function pointedWords({ view }: Look, event: number): string {
  return `${momentWords(view.atUs(event))} · event ${event} · ${view.caption(event)}`;
}

function Legend(): VNode {
  return (
    <span class="faint">
      {(['L', 'F', 'O', 'E', '-', 'P'] as const).map((role) => (
        <span key={role} class="sign">
          <span class={`glyph ink-${roleSigns[role].ink}`} aria-hidden="true">
            {roleSigns[role].glyph}
          </span>{' '}
          {roleSigns[role].words.toLowerCase()}
        </span>
      ))}
      <span>click: go there · drag: move · Ctrl-wheel: zoom</span>
    </span>
  );
}

function Lanes({ looking: { look } }: { readonly looking: Looking }): VNode {
  return (
    <span class="group" role="group" aria-label="lanes">
      {laneGroups(look.view.trace.processes, FAULTS).map(({ label, names }) => {
        const hidden = names.every((name) => look.hidden.has(name));
        return (
          <button
            key={label}
            type="button"
            aria-pressed={!hidden}
            title={`show or hide the lanes of ${label}`}
            onClick={() => {
              for (const name of names) if (look.hidden.has(name) === hidden) look.toggleLane(name);
            }}
          >
            {label}
          </button>
        );
      })}
    </span>
  );
}

const shades: readonly (readonly [Shade['kind'], string])[] = [
  ['past', 'what led to the event at the cursor'],
  ['future', 'what came of it'],
  ['concurrent', 'neither: it cannot have had to do with it'],
];

function Shades({ looking: { look } }: { readonly looking: Looking }): VNode {
  return (
    <span class="group" role="group" aria-label="make bright">
      {shades.map(([kind, title]) => (
        <button
          key={kind}
          type="button"
          title={title}
          aria-pressed={look.shade?.kind === kind}
          onClick={() => look.setShade(look.shade?.kind === kind ? null : kind)}
        >
          {kind}
        </button>
      ))}
    </span>
  );
}
