/** A thread of the command line in one file: the work is in that file, too. */
import { loadProgram } from './program-file.ts';
import { tellSourcePlaces } from './source-places.ts';

tellSourcePlaces();
export const { runCases, runSeeds, fuzz, heapUsed, treat, hunt, control, measure, shrinkAlike, shrink } =
  await loadProgram().threadWork();
