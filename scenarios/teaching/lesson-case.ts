/** From the case of a lesson, and what a question changes in it, to what a page can open and anybody can run. */
import { momentOf, parseHandLine } from '../../sim/record/hand-line.ts';
import { newCase, type Case } from '../../sim/record/case.ts';
import type { CaseChange, LessonCase } from '../../sim/record/lesson.ts';
import type { PlayLine, PlaySource } from '../../sim/record/play.ts';
import { CaseMaker } from '../play/case-of-play.ts';
import { version } from '../version.ts';
import { countOf, fill } from './templates.ts';
import type { Values } from './variants.ts';

export function changed(of: LessonCase, { more, ...change }: CaseChange = {}): LessonCase {
  const both = { ...of, ...change };
  return more === undefined ? both : { ...both, lines: [...both.lines, ...more] };
}

/** A play may go on for much longer than what a question looks at. */
const PLAY_MS = 60_000;
/** What a line of a script does shows within so long. */
const AFTER_LINE_MS = 3000;

/** How long a run is looked at: as long as the lesson says, and long enough to see what each line does. */
export function horizonOf(of: LessonCase, lines: readonly PlayLine[]): number {
  const moments = lines.map((text) => {
    const parsed = parseHandLine(text);
    return parsed.ok ? (momentOf(parsed.value) ?? 0) / 1000 : 0;
  });
  return Math.min(PLAY_MS, Math.max(of.durationMs, ...moments.map((ms) => ms + AFTER_LINE_MS)));
}

export function sourceOf(of: LessonCase, values: Values): PlaySource {
  const options = {
    voters: countOf(of.voters, values),
    ...(of.observers === undefined ? {} : { observers: countOf(of.observers, values) }),
    clients: of.clients ?? 0,
    durationMs: PLAY_MS,
    ...(of.config === undefined ? {} : { config: of.config }),
  };
  const base: Case = {
    ...newCase(version, of.scenario, of.seed ?? 'quiet', options),
    bug: of.bug ?? null,
    plan: { operations: [], faults: [] },
    overrides: of.overrides ?? {},
  };
  const lines = of.lines.flatMap((template) => fill(template, values).split('\n'));
  return { base, lines: lines.map((line) => line.trim()).filter((line) => line !== '') };
}

/** A line that cannot be read, or asks for what is not there: a sentence for whoever wrote it. */
export class BadLine extends RangeError {}

/** Base and lines in one, as the playground makes it: an event has the same number in both. Fails with a BadLine. */
export function caseOf({ base, lines }: PlaySource): Case {
  try {
    return new CaseMaker(base, {}).caseOf(lines, base.bug);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const sentence = error.message.charAt(0).toUpperCase() + error.message.slice(1);
    throw new BadLine(sentence.endsWith('.') ? sentence : `${sentence}.`);
  }
}

export function withLines(source: PlaySource, lines: readonly PlayLine[]): PlaySource {
  return { ...source, lines: [...source.lines, ...lines] };
}
