/** Which event somebody points at. */
import { laneAt } from './lanes.ts';
import { positionOfX, visibleRange, xOf, type Picture } from './picture.ts';
import { eventAtPosition } from './viewport.ts';

const NEAR = 14;
/** Events looked at to either side. */
const LOOKED_AT = 4000;

/** The nearest shown event of the lane at that height, those that tell something first; -1 when none is near. */
export function nearestEvent(picture: Picture, x: number, y: number): number {
  const { view, viewport, layout, shown } = picture;
  const lane = laneAt(layout, y);
  const at = eventAtPosition(view, viewport.axis, positionOfX(picture, x));
  const [first, last] = visibleRange(picture);
  let best = -1;
  let least = Infinity;
  for (let i = Math.max(first, at - LOOKED_AT); i < Math.min(last, at + LOOKED_AT); i++) {
    const isFault = view.kind(i) === 'fault';
    const fits = lane === null || (lane.kind === 'faults' ? isFault : view.columns.process[i] === lane.process);
    if (!fits || (shown[i] !== 1 && !isFault)) continue;
    const weight = Math.max(view.columns.weight[i] as number, view.isMessage(i) ? 1 : 0);
    const distance = Math.abs(xOf(picture, i) - x) - weight * 2;
    if (distance < least) {
      least = distance;
      best = i;
    }
  }
  return least <= NEAR ? best : -1;
}
