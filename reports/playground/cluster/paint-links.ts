/** What is between servers: who follows whom, who asks whom, lines in use, cuts and other faults of links. */
import type { Painter } from '../../spacetime/painter.ts';
import { ASIDE, cutLine, lineBetween, middleOf, type Flights, type Line, type UsedLine } from './flights.ts';
import { strains, type Force } from './force.ts';
import type { Layout } from './layout.ts';
import type { Scene } from './scene.ts';
import { directionOf, head, tear } from './strokes.ts';

export function paintVoteLine(painter: Painter, { voteLine, width, compact }: Layout): void {
  if (voteLine === null) return;
  painter.lines([8, voteLine, width - 8, voteLine], { ink: 'faint', width: 1, dash: [6, 5], alpha: 0.7 });
  painter.text(10, voteLine + (compact ? 9 : 11), 'no vote', { ink: 'faint', size: compact ? 10 : 11.5 });
}

export function paintFollowing(painter: Painter, scene: Scene, layout: Layout): void {
  const voters = new Set(scene.servers.filter(({ voter }) => voter).map(({ name }) => name));
  for (const { learner, leader } of scene.follows) {
    const line = lineBetween(layout, learner, leader, ASIDE.straight);
    if (line === null) continue;
    const ink = voters.has(learner) ? 'following' : 'observing';
    painter.lines(segmentOf(line), { ink, width: 3, alpha: 0.3 });
  }
}

export function paintTethers(painter: Painter, scene: Scene, layout: Layout): void {
  for (const { name, server, connected } of scene.clients) {
    if (server === null) continue;
    const line = lineBetween(layout, name, server, ASIDE.straight);
    if (line === null) continue;
    painter.lines(segmentOf(line), { ink: 'client', width: 1.2, alpha: 0.55, ...(connected ? {} : { dash: [3, 4] }) });
  }
}

export function paintUsedLines(painter: Painter, { lines }: Flights): void {
  const of = (election: boolean): number[] =>
    lines.filter((line) => line.election === election).flatMap(({ line }) => segmentOf(line));
  painter.lines(of(false), { ink: 'message', width: 1.1, alpha: 0.5 });
  painter.lines(of(true), { ink: 'election', width: 1.1, alpha: 0.55, dash: [5, 3] });
  for (const { line, election } of lines) {
    const [dx, dy] = directionOf(line);
    head(painter, line.x2, line.y2, dx, dy, 6, election ? 'election' : 'message', 0.8);
  }
}

/**
 * Nothing passes: torn. One way: it ends at a bar. Where somebody has something to send, or follows, strongly; a cut between
 * two that have nothing to tell each other is there all the same, and paler.
 */
export function paintCuts(painter: Painter, scene: Scene, flights: Flights, layout: Layout): void {
  const size = layout.compact ? 6 : 9;
  const used = new Set([
    ...flights.lines.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]),
    ...scene.follows.flatMap(({ learner, leader }) => [`${learner} ${leader}`, `${leader} ${learner}`]),
  ]);
  for (const cut of scene.cuts) {
    const line = cutLine(layout, cut);
    if (line === null) continue;
    const strong = used.has(`${cut.from} ${cut.to}`);
    if (cut.both) paintTorn(painter, line, strong ? size : size * 0.7, strong);
    else paintBarred(painter, line, size);
  }
}

function paintBarred(painter: Painter, line: Line, size: number): void {
  const [dx, dy] = directionOf(line);
  const { x, y } = middleOf(line);
  const end = { x: x - dx * 3, y: y - dy * 3 };
  painter.lines([line.x1, line.y1, end.x, end.y], { ink: 'fault', width: 1.4, alpha: 0.8 });
  head(painter, end.x, end.y, dx, dy, size * 0.9, 'fault');
  painter.lines([x - dy * size, y + dx * size, x + dy * size, y - dx * size], { ink: 'fault', width: 2.6 });
}

function paintTorn(painter: Painter, line: Line, size: number, strong: boolean): void {
  const [dx, dy] = directionOf(line);
  const { x, y } = middleOf(line);
  const rest = [line.x1, line.y1, x - dx * 5, y - dy * 5, x + dx * 5, y + dy * 5, line.x2, line.y2];
  painter.lines(rest, { ink: 'fault', width: 1, alpha: strong ? 0.5 : 0.22, dash: [2, 4] });
  if (strong) painter.polygon(gapOf(x, y, dx, dy, size), 'page', null);
  const edge = { ink: 'fault', width: strong ? 2 : 1.4, alpha: strong ? 1 : 0.5 } as const;
  for (const k of strong ? [-3.5, 3.5] : [0]) painter.lines(tear(x + dx * k, y + dy * k, dx, dy, size), edge);
}

/** Between the two edges of a tear. */
function gapOf(x: number, y: number, dx: number, dy: number, size: number): number[] {
  const [ax, ay, bx, by] = [dx * 4, dy * 4, -dy * size, dx * size];
  return [x - ax + bx, y - ay + by, x + ax + bx, y + ay + by, x + ax - bx, y + ay - by, x - ax - bx, y - ay - by];
}

/** Clogged, slow or lossy links between two. */
export function paintForces(painter: Painter, scene: Scene, layout: Layout): void {
  for (const { force, line } of strainedLines(scene, layout)) {
    const { x, y } = middleOf(line);
    const [dx, dy] = directionOf(line);
    painter.lines(segmentOf(line), { ink: 'fault', width: 1.2, alpha: 0.6, dash: [1, 4] });
    if (force.kind !== 'clog') continue;
    for (const k of [-3, 3]) {
      const [cx, cy] = [x + dx * k, y + dy * k];
      painter.lines([cx - dy * 8, cy + dx * 8, cx + dy * 8, cy - dx * 8], { ink: 'fault', width: 2.4 });
    }
  }
}

export function strainedLines(scene: Scene, layout: Layout): { readonly force: Force; readonly line: Line }[] {
  return scene.forces.flatMap((force) =>
    linesOf(layout, (from, to) => strains(force, from, to)).map(({ line }) => ({ force, line })),
  );
}

function linesOf(layout: Layout, hit: (from: string, to: string) => boolean): UsedLine[] {
  const names = [...layout.servers.keys(), ...layout.clients.keys()];
  return names.flatMap((from) =>
    names.flatMap((to): UsedLine[] => {
      if (from === to || !hit(from, to)) return [];
      const both = hit(to, from);
      if (both && from > to) return [];
      const line = lineBetween(layout, from, to, both ? ASIDE.straight : ASIDE.quorum);
      return line === null ? [] : [{ from, to, line, election: false }];
    }),
  );
}

/** The message that this event was about, on the whole of its way. */
export function paintArrival(painter: Painter, { arrived }: Scene, layout: Layout): void {
  if (arrived === null) return;
  const line = lineBetween(layout, arrived.from, arrived.to, arrivalAside(layout, arrived.from, arrived.to));
  if (line === null) return;
  const [dx, dy] = directionOf(line);
  painter.lines(segmentOf(line), { ink: 'selection', width: 2, alpha: 0.75 });
  head(painter, line.x2, line.y2, dx, dy, 11, 'selection');
}

export function arrivalAside(layout: Layout, from: string, to: string): number {
  return layout.clients.has(from) || layout.clients.has(to) ? ASIDE.client : ASIDE.quorum;
}

function segmentOf({ x1, y1, x2, y2 }: Line): [number, number, number, number] {
  return [x1, y1, x2, y2];
}
