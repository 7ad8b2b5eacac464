/** A scene, put into a room: what is painted, what is hit. */
import { flightsOf } from './flights.ts';
import { hit, type Target } from './hit.ts';
import { layoutOf, type Layout, type Room } from './layout.ts';
import { nothingSeen, type Picture, type Seen } from './paint.ts';
import type { Scene } from './scene.ts';

/** The layout stays while the room and those who are there stay. */
export class LayoutKeeper {
  private key = '';
  private layout: Layout | null = null;

  of({ servers, clients }: Scene, { width, height }: Room): Layout {
    const who = servers.map(({ name, voter }) => `${name}${voter ? '' : 'o'}`).join(' ');
    const where = clients.map(({ name, server }) => `${name}@${server ?? ''}`).join(' ');
    const key = `${width} ${height} ${who} ${where}`;
    if (this.layout === null || key !== this.key) {
      this.key = key;
      this.layout = layoutOf({
        width,
        height,
        voters: servers.filter(({ voter }) => voter).map(({ name }) => name),
        observers: servers.filter(({ voter }) => !voter).map(({ name }) => name),
        clients,
      });
    }
    return this.layout;
  }
}

export interface Shown {
  readonly scene: Scene;
  readonly layout: Layout;
  readonly atUs: number;
  readonly patterns?: boolean;
  readonly selected?: Seen;
  readonly pointed?: Target;
  readonly drawing?: Picture['drawing'];
}

export function pictureOf(shown: Shown): Picture {
  const { scene, layout, atUs, patterns = false, selected = nothingSeen, drawing = null } = shown;
  const pointed = seenOf(shown.pointed ?? { kind: 'ground' });
  return { scene, layout, flights: flightsOf(scene, layout, atUs), atUs, patterns, selected, pointed, drawing };
}

function seenOf(target: Target): Seen {
  switch (target.kind) {
    case 'server':
    case 'client':
      return target;
    case 'messages':
      return { kind: 'message', id: target.addresses[0] ?? '' };
    case 'link':
      return { kind: 'link', id: `${target.from} ${target.to}` };
    case 'ground':
      return nothingSeen;
  }
}

export function targetAt({ scene, layout, flights }: Picture, x: number, y: number, by: 'mouse' | 'touch'): Target {
  return hit(scene, layout, flights, x, y, by);
}
