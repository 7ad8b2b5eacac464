/** The ensemble at the cursor as a picture, with everything that hands can do to it. */
import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { usePlay, type PlayStore } from '../store.ts';
import './cluster.css';
import { handsOf, type Hands } from './hands.ts';
import { Legend } from './legend.tsx';
import { MenuBox } from './menu-box.tsx';
import { menuOf } from './menu.ts';
import type { Seen } from './paint.ts';
import { QuestionBox } from './questions.tsx';
import { savePng, saveSvg } from './save-picture.ts';
import type { Scene } from './scene.ts';
import { Stage } from './stage.tsx';
import { sceneSignal } from './use-scene.ts';

export interface ClusterViewProps {
  /** The picture and its hands, without buttons and legend around it: for small frames and slides. */
  readonly bare?: boolean;
}

/** The same at every moment, so that none looks through it again. */
const legend = <Legend />;

export function ClusterView({ bare = false }: ClusterViewProps): VNode {
  const play = usePlay();
  const hands = handsOf(play);
  const scene = sceneSignal(play);
  const atUs = useComputed(() => shownTime(play, scene.value));
  const selected = useComputed((): Seen => {
    const { value: selection } = play.selection;
    return selection.kind === 'none' ? { kind: 'none', id: '' } : selection;
  });
  const now = scene.value;
  return (
    <div class={bare ? 'cluster bare' : 'cluster'}>
      {bare || now === null ? null : <Tools scene={now} hands={hands} play={play} />}
      <Stage scene={scene} atUs={atUs} selected={selected} settings={play.settings} hands={hands} />
      {now === null ? <p class="faint">Nothing is open.</p> : <InForce scene={now} hands={hands} bare={bare} />}
      {bare ? null : legend}
      {now === null ? null : (
        <>
          <MenuBox hands={hands} scene={now} />
          <QuestionBox hands={hands} scene={now} />
        </>
      )}
    </div>
  );
}

/** Between two events while it plays, where things may move; else the time of the cursor's event. */
function shownTime({ settings, playing, clockUs }: PlayStore, scene: Scene | null): number {
  const atUs = scene?.atUs ?? 0;
  return settings.motion.value && playing.value ? Math.max(atUs, clockUs.value) : atUs;
}

interface ToolsProps {
  readonly scene: Scene;
  readonly hands: Hands;
  readonly play: PlayStore;
}

function Tools({ scene, hands, play }: ToolsProps): VNode {
  const selected = hands.selected();
  const saved = (): Parameters<typeof saveSvg>[0] => ({ scene, atUs: scene.atUs, theme: play.settings.inks.value });
  const title = menuOf(selected, scene).title;
  return (
    <div class="cluster-tools" role="group" aria-label="Acts on the ensemble">
      <button
        type="button"
        data-tool="menu"
        aria-haspopup="menu"
        onClick={(event) => hands.openMenuBelow(selected, event.currentTarget)}
      >
        {title}…
      </button>
      <button
        type="button"
        data-tool="cut"
        aria-pressed={hands.cutting.value}
        title="Draw a line across the picture: it cuts the groups that it separates"
        onClick={() => (hands.cutting.value = !hands.cutting.value)}
      >
        ✂ Draw a cut
      </button>
      <button type="button" data-tool="groups" onClick={() => hands.ask({ kind: 'partition', text: '' })}>
        Groups…
      </button>
      <button
        type="button"
        data-tool="heal"
        disabled={scene.cuts.length === 0 && scene.inForce.length === 0}
        onClick={() => void play.act(scene.cuts.length + scene.forces.length > 0 ? 'heal' : 'heal all')}
      >
        Heal
      </button>
      <button
        type="button"
        data-tool="client"
        disabled={scene.clients.length === 0}
        onClick={() => hands.ask({ kind: 'operation', client: clientOf(play, scene), op: 'create' })}
      >
        Client…
      </button>
      <span class="cluster-saves">
        <button type="button" data-tool="svg" onClick={() => saveSvg(saved())}>
          SVG
        </button>
        <button
          type="button"
          data-tool="png"
          onClick={async () => {
            if (!(await savePng(saved()))) play.notice.value = 'This browser makes no PNG: save the SVG.';
          }}
        >
          PNG
        </button>
      </span>
    </div>
  );
}

/** The selected one, else the first. */
function clientOf({ selection }: PlayStore, { clients }: Scene): string {
  const { value: selected } = selection;
  const known = selected.kind === 'client' && clients.some(({ name }) => name === selected.id);
  return known ? selected.id : (clients[0]?.name ?? '');
}

function InForce({
  scene,
  hands,
  bare,
}: {
  readonly scene: Scene;
  readonly hands: Hands;
  readonly bare: boolean;
}): VNode | null {
  if (scene.inForce.length === 0) return null;
  return (
    <div class="cluster-force">
      <b>In force:</b>{' '}
      {scene.inForce.map((line, i) => (
        <code key={i}>{line}</code>
      ))}
      {bare ? null : (
        <button
          type="button"
          data-tool="heal-all"
          onClick={() => void hands.perform({ kind: 'line', line: 'heal all' })}
        >
          Heal all
        </button>
      )}
    </div>
  );
}
