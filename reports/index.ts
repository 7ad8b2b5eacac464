/** The door of reports: pure functions from recorded data to text. */
export type { FuzzReportContext } from './fuzz-words.ts';
export { plainPalette, type Paint, type Palette } from './palette.ts';
export { fuzzAnnotations } from './github/fuzz.ts';
export { fuzzJunit } from './junit/fuzz.ts';
export { fuzzMarkdown } from './markdown/fuzz.ts';
export { measurePage } from './charts/measure-page.ts';
export { gauntletMarkdown } from './markdown/gauntlet.ts';
export { RangeSummary } from './range-summary.ts';
export { fuzzSarif, type SarifLog } from './sarif/fuzz.ts';
export { bugList, bugStory } from './text/bugs.ts';
export { estimateOf, failureStory, fuzzText, type FuzzText } from './text/fuzz.ts';
export { gauntletText } from './text/gauntlet.ts';
export { measureText } from './text/measure.ts';
export { rangeText } from './text/range.ts';
export { runLine, runText, type RunText } from './text/run.ts';
