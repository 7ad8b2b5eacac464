/** Where the lanes of a picture lie: clients above, servers below them, faults at the bottom. */
import type { ReportTrace } from '../../sim/record/report-data.ts';

export interface Lane {
  /** Name of the process, or `faults`. */
  readonly name: string;
  readonly kind: 'client' | 'voter' | 'observer' | 'faults';
  /** Index of the process, -1 for faults. */
  readonly process: number;
  /** The middle, and from there to the edge. */
  readonly y: number;
  readonly half: number;
}

export interface LaneLayout {
  readonly lanes: readonly Lane[];
  /** By the index of the process; undefined where its lane is hidden. */
  readonly byProcess: readonly (Lane | undefined)[];
  /** Of the names at the left. */
  readonly gutter: number;
  /** Of the band that tells who leads. */
  readonly band: number;
  readonly height: number;
}

export const FAULTS = 'faults';

const BAND = 20;
const AXIS = 26;
const HALVES = { client: 19, voter: 22, observer: 22, faults: 17 } as const;
const NARROW = 560;

/** `hidden`: names of lanes; `order`: names of those that come first, in their order. */
export function layoutLanes(
  trace: ReportTrace,
  options: { readonly width: number; readonly hidden?: ReadonlySet<string>; readonly order?: readonly string[] },
): LaneLayout {
  const { width, hidden = new Set<string>(), order = [] } = options;
  const all = [
    ...trace.processes.map(({ name, kind }, process) => ({ name, kind, process })),
    { name: FAULTS, kind: 'faults' as const, process: -1 },
  ].filter(({ name }) => !hidden.has(name));
  const rank = (name: string): number => {
    const at = order.indexOf(name);
    return at < 0 ? order.length : at;
  };
  const sorted = all.map((lane, i) => ({ lane, i })).sort((a, b) => rank(a.lane.name) - rank(b.lane.name) || a.i - b.i);
  let y = BAND + 4;
  const lanes = sorted.map(({ lane }): Lane => {
    const half = HALVES[lane.kind];
    y += 2 * half;
    return { ...lane, y: y - half, half };
  });
  const byProcess = trace.processes.map((_, process) => lanes.find((lane) => lane.process === process));
  return { lanes, byProcess, gutter: width < NARROW ? 50 : 100, band: BAND, height: y + AXIS };
}

/** The lane at a height, null between and beyond them. */
export function laneAt(layout: LaneLayout, y: number): Lane | null {
  return layout.lanes.find((lane) => y >= lane.y - lane.half && y < lane.y + lane.half) ?? null;
}
