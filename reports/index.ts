/** The door of reports: pure functions from recorded data to text. */
export { plainPalette, type Paint, type Palette } from './palette.ts';
export { gauntletMarkdown } from './markdown/gauntlet.ts';
export { RangeSummary } from './range-summary.ts';
export { bugList, bugStory } from './text/bugs.ts';
export { estimateOf, failureStory, fuzzText, type FuzzText } from './text/fuzz.ts';
export { gauntletText } from './text/gauntlet.ts';
export { rangeText } from './text/range.ts';
export { runLine, runText, type RunText } from './text/run.ts';
