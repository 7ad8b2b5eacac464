/** Everything about a case that its report shows: why it fails, where the correct protocol goes another way, the run itself. */
import type { Case } from '../record/case.ts';
import type { Difference } from '../record/difference.ts';
import type { Story } from '../record/story.ts';
import type { Engine } from './engine.ts';
import { firstDifference } from './first-difference.ts';
import { packRun, type PackedRun } from './report-file.ts';

/** `story`: as it was told already. */
export function packReport(engine: Engine, of: Case, story: Story | null, replay: string): PackedRun {
  return packRun(engine.collect(of, { story, difference: differenceOf(engine, of), replay }));
}

/** Between a case and the same without its bug; null when it has none. */
function differenceOf(engine: Engine, of: Case): Difference | null {
  if (of.bug === null) return null;
  return firstDifference(engine, { name: of.bug, of }, { name: 'the correct protocol', of: { ...of, bug: null } });
}
