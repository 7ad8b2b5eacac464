/** Everything about a case that its report shows: why it fails, where the correct protocol goes another way, the run itself. */
import type { Case } from '../record/case.ts';
import type { Story } from '../record/story.ts';
import type { Engine } from './engine.ts';
import { packRun, type PackedRun } from './report-file.ts';

/** `story`: as it was told already. */
export function packReport(engine: Engine, of: Case, story: Story | null, replay: string): PackedRun {
  return packRun(engine.collect(of, { story, replay }));
}
