/** From the case of a lesson, and what a question changes in it, to what a page can open and anybody can run. */
import { momentOf, parseHandLine, showHandLine } from '../../sim/record/hand-line.ts';
import { newCase, type Case } from '../../sim/record/case.ts';
import type { CaseChange, LessonCase } from '../../sim/record/lesson.ts';
import type { PlanFault, PlanOperation } from '../../sim/record/plan.ts';
import type { PlayLine, PlaySource } from '../../sim/record/play.ts';
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

/** A line that cannot be read, or has no moment. */
export class BadLine extends RangeError {}

/** Base and lines in one. Fails with a BadLine. */
export function caseOf({ base, lines }: PlaySource): Case {
  const operations: PlanOperation[] = [...(base.plan?.operations ?? [])];
  const faults: PlanFault[] = [...(base.plan?.faults ?? [])];
  const overrides: Record<string, number> = { ...base.overrides };
  lines.forEach((text, index) => {
    const parsed = parseHandLine(text);
    if (!parsed.ok) throw new BadLine(`The line "${text}" cannot be read: ${parsed.error.message}.`);
    const line = parsed.value;
    if (line.kind === 'decision') overrides[line.address] = line.value;
    else if (line.kind === 'operation') {
      if (line.atUs === null) throw new BadLine(`The line "${text}" has no moment; write at 1.2s: before it.`);
      operations.push({ client: line.client, atUs: line.atUs, op: line.op });
    } else {
      if (line.trigger === null) throw new BadLine(`The line "${text}" has no moment; write at 1.2s: before it.`);
      faults.push({ id: `h${index + 1}`, line: showHandLine(line) });
    }
  });
  operations.sort((a, b) => a.atUs - b.atUs);
  return { ...base, plan: { operations, faults }, overrides };
}

export function withLines(source: PlaySource, lines: readonly PlayLine[]): PlaySource {
  return { ...source, lines: [...source.lines, ...lines] };
}
