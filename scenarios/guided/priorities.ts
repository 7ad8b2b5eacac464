/** Draws the priorities of a case: how far levels lie apart, and where somebody falls. */
import type { Draws } from '../../sim/kernel/addresses.ts';
import type { PriorityOptions } from '../../sim/kernel/priorities.ts';
import { byNumber } from '../../protocol/std/compare.ts';

/** Levels beside the highest, which waits for nobody. */
const LEVELS = 4;
/** The longest wait lies below the time in which a silent server is given up. */
const LONGEST_US = [500, 2_000, 5_000] as const;
const CHANGES_MAX = 3;
/** Messages and hand-overs of a run of seconds. */
const LENGTH = 1500;

export function drawPriorities(draws: Draws): PriorityOptions {
  const longest = draws.pick('priorities/longest', LONGEST_US);
  const delaysUs = Array.from({ length: LEVELS }, (_, level) =>
    Math.floor(longest / (1 << (2 * (LEVELS - 1 - level)))),
  );
  const count = draws.range('priorities/changes', CHANGES_MAX + 1);
  const changes = Array.from({ length: count }, () => draws.range('priorities/at', LENGTH));
  return { delaysUs: [0, ...delaysUs], changes: [...new Set(changes)].sort(byNumber) };
}
