/** The whole picture of an ensemble at a moment. It knows no canvas: the same strokes make the SVG that is exported. */
import type { Painter } from '../../spacetime/painter.ts';
import { cutGroups, groupLetter } from './cut-groups.ts';
import type { Flights, Mark } from './flights.ts';
import type { Layout } from './layout.ts';
import {
  paintArrival,
  paintCuts,
  paintFollowing,
  paintForces,
  paintTethers,
  paintUsedLines,
  paintVoteLine,
} from './paint-links.ts';
import { markRadius, paintMarks, paintNames } from './paint-messages.ts';
import { paintServer } from './paint-server.ts';
import type { Scene, SceneClient } from './scene.ts';
import { polyline } from './strokes.ts';

export interface Seen {
  readonly kind: 'none' | 'server' | 'client' | 'message' | 'link';
  /** Name, address, or `from to` of a link. */
  readonly id: string;
}

export const nothingSeen: Seen = { kind: 'none', id: '' };

export interface Picture {
  readonly scene: Scene;
  readonly layout: Layout;
  readonly flights: Flights;
  readonly atUs: number;
  readonly patterns: boolean;
  readonly selected: Seen;
  readonly pointed: Seen;
  /** A cut that somebody draws: two numbers for each point, and the group of each server it would separate. */
  readonly drawing: { readonly points: readonly number[]; readonly groups: readonly (readonly string[])[] } | null;
}

export function paintCluster(painter: Painter, picture: Picture): void {
  const { scene, layout, flights, atUs, patterns } = picture;
  painter.rect(0, 0, layout.width, layout.height, 'page', null);
  paintVoteLine(painter, layout);
  paintFollowing(painter, scene, layout);
  paintTethers(painter, scene, layout);
  paintUsedLines(painter, flights);
  paintForces(painter, scene, layout);
  paintCuts(painter, scene, flights, layout);
  paintArrival(painter, scene, layout);
  for (const server of scene.servers) {
    const place = layout.servers.get(server.name);
    const { compact } = layout;
    if (place !== undefined) paintServer(painter, server, place, { compact, atUs, patterns });
  }
  for (const client of scene.clients) paintClient(painter, client, layout);
  paintRings(painter, picture);
  paintMarks(painter, flights, layout);
  paintNames(painter, scene, flights, layout, (mark) => isOf(mark, picture.selected) || isOf(mark, picture.pointed));
  if (picture.drawing === null) paintGroups(painter, cutGroups(scene), layout, false);
  else paintDrawing(painter, picture.drawing, layout);
}

function isOf({ messages }: Mark, { kind, id }: Seen): boolean {
  return kind === 'message' && messages.some(({ address }) => address === id);
}

function paintClient(painter: Painter, client: SceneClient, layout: Layout): void {
  const place = layout.clients.get(client.name);
  if (place === undefined) return;
  const { x, y, r, above } = place;
  const asks = client.inFlight + client.queued;
  painter.circle(x, y, r, client.connected ? 'client' : 'page', {
    ink: 'client',
    width: 1.8,
    ...(client.connected ? {} : { dash: [2.5, 2.5] }),
  });
  const label = asks > 0 ? `${client.name} (${asks})` : client.name;
  const size = layout.compact ? 10 : 11.5;
  if (client.server === null) painter.text(x + r + 5, y, `${label} ${client.phase}`, { ink: 'faint', size });
  else painter.text(x, above ? y - r - 8 : y + r + 8, label, { ink: 'text', size, anchor: 'middle' });
}

/** Around whose event it was, who is selected, who is pointed at. */
function paintRings(painter: Painter, { scene, layout, flights, selected, pointed }: Picture): void {
  const ring = (seen: Seen, more: number, width: number, alpha: number): void => {
    const place =
      seen.kind === 'server'
        ? layout.servers.get(seen.id)
        : seen.kind === 'client'
          ? layout.clients.get(seen.id)
          : undefined;
    const stroke = { ink: 'selection' as const, width, alpha };
    if (place !== undefined) painter.circle(place.x, place.y, place.r + more, null, stroke);
    const mark = flights.marks.find((each) => isOf(each, seen));
    if (mark !== undefined) painter.circle(mark.x, mark.y, markRadius(layout) + more, null, stroke);
  };
  ring({ kind: layout.servers.has(scene.actor) ? 'server' : 'client', id: scene.actor }, 5, 2, 0.45);
  ring(pointed, 6, 1.5, 0.8);
  ring(selected, 6, 3, 1);
}

function paintDrawing(
  painter: Painter,
  { points, groups }: { readonly points: readonly number[]; readonly groups: readonly (readonly string[])[] },
  layout: Layout,
): void {
  polyline(painter, points, { ink: 'fault', width: 3 });
  paintGroups(painter, groups, layout, true);
}

const RINGS: readonly (readonly number[])[] = [[], [6, 4], [2, 3], [9, 3]];

/** A letter for each group, when there are several; and a ring, while they are being made. */
function paintGroups(
  painter: Painter,
  groups: readonly (readonly string[])[],
  { servers, compact }: Layout,
  rings: boolean,
): void {
  if (groups.length < 2) return;
  groups.forEach((names, i) => {
    for (const name of names) {
      const place = servers.get(name);
      if (place === undefined) continue;
      const { x, y, r } = place;
      const dash = RINGS[i % RINGS.length] as readonly number[];
      if (rings) painter.circle(x, y, r + 6, null, { ink: 'fault', width: 2.5, ...(dash.length > 0 ? { dash } : {}) });
      const [size, at] = [compact ? 6.5 : 9, r * 0.86];
      painter.circle(x - at, y + at, size, 'page', { ink: 'fault', width: 1.8 });
      painter.text(x - at, y + at, groupLetter(i), { ink: 'text', size: size * 1.25, anchor: 'middle', bold: true });
    }
  });
}
