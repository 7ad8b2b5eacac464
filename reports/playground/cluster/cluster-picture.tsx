/** The picture of any moment, to be looked at: for a run beside the one that is played. */
import { useComputed, useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { PlayMoment } from '../../../sim/record/play.ts';
import type { TraceView } from '../../spacetime/trace-view.ts';
import type { Settings } from '../settings.ts';
import './cluster.css';
import { nothingSeen, type Seen } from './paint.ts';
import { sceneOf } from './scene.ts';
import { Stage } from './stage.tsx';

export interface ClusterPictureProps {
  readonly moment: PlayMoment;
  readonly view: TraceView | null;
  /** Name of a server that is marked. */
  readonly marked?: string;
  readonly settings: Settings;
}

export function ClusterPicture({ moment, view, marked = '', settings }: ClusterPictureProps): VNode {
  const shown = useSignal({ moment, view });
  const selected = useSignal<Seen>(nothingSeen);
  useLayoutEffect(() => {
    shown.value = { moment, view };
    selected.value = marked === '' ? nothingSeen : { kind: 'server', id: marked };
  }, [moment, view, marked]);
  const scene = useComputed(() => sceneOf(shown.value));
  const atUs = useComputed(() => scene.value.atUs);
  return (
    <div class="cluster bare">
      <Stage scene={scene} atUs={atUs} selected={selected} settings={settings} hands={null} />
    </div>
  );
}
