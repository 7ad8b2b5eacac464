/** Buttons over what the canvas shows: they have the focus and the name, the canvas has the looks. */
import type { ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Hands } from './hands.ts';
import type { Target } from './hit.ts';
import type { Layout } from './layout.ts';
import type { Scene } from './scene.ts';
import { clientWords, serverWords } from './words.ts';

interface SpotsProps {
  readonly scene: ReadonlySignal<Scene | null>;
  readonly layout: () => Layout | null;
  readonly hands: Hands;
}

export function Spots({ scene, layout, hands }: SpotsProps): VNode | null {
  const now = scene.value;
  const places = layout();
  if (now === null || places === null) return null;
  return (
    <div class="cluster-spots" role="group" aria-label="Servers and clients">
      {now.servers.map((server) => {
        const place = places.servers.get(server.name);
        if (place === undefined) return null;
        const target = { kind: 'server', id: server.name } as const;
        return <Spot key={`s${server.name}`} {...place} target={target} words={serverWords(server)} hands={hands} />;
      })}
      {now.clients.map((client) => {
        const place = places.clients.get(client.name);
        if (place === undefined) return null;
        const target = { kind: 'client', id: client.name } as const;
        return <Spot key={`c${client.name}`} {...place} target={target} words={clientWords(client)} hands={hands} />;
      })}
    </div>
  );
}

interface SpotProps {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly target: Extract<Target, { readonly id: string }>;
  readonly words: string;
  readonly hands: Hands;
}

function Spot({ x, y, r, target, words, hands }: SpotProps): VNode {
  const half = Math.max(r, 12);
  const { menu } = hands;
  const open = (element: Element): void => hands.openMenuBelow(target, element);
  return (
    <button
      type="button"
      class="cluster-spot"
      style={{ left: `${x - half}px`, top: `${y - half}px`, width: `${2 * half}px`, height: `${2 * half}px` }}
      aria-label={words}
      aria-haspopup="menu"
      aria-expanded={menu.value?.target === target}
      data-spot={`${target.kind} ${target.id}`}
      onFocus={() => (hands.pointed.value = target)}
      onBlur={() => (hands.pointed.value = { kind: 'ground' })}
      onClick={(event) => open(event.currentTarget)}
      onContextMenu={(event) => {
        event.preventDefault();
        open(event.currentTarget);
      }}
    />
  );
}
