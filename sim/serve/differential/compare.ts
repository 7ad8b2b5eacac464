/** Compares two tellings of one sequence. */
import type { Told } from './normalise.ts';

export interface Difference {
  /** The step whose outcome differs, counted from 0. */
  readonly index: number;
  readonly step: string;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

/** The first difference; null when there is none. */
export function firstDifference(expected: readonly Told[], actual: readonly Told[]): Difference | null {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index++) {
    const one = expected[index];
    const other = actual[index];
    if (one?.step === other?.step && sameLines(one?.lines ?? [], other?.lines ?? [])) continue;
    return {
      index,
      step: one?.step ?? other?.step ?? '',
      expected: linesOf(one, other),
      actual: linesOf(other, one),
    };
  }
  return null;
}

/** The step is told too where both have come to different ones. */
function linesOf(told: Told | undefined, other: Told | undefined): readonly string[] {
  if (told === undefined) return ['(no such step)'];
  return told.step === other?.step ? told.lines : [`step: ${told.step}`, ...told.lines];
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

/** How many steps before a difference are told with it. */
const CONTEXT = 400;

/** The story of a difference: every step with its outcome, and at the end both outcomes of the last one. */
export function showDifference(expected: readonly Told[], difference: Difference): string {
  const before = expected.slice(Math.max(0, difference.index - CONTEXT), difference.index);
  const lines = before.flatMap(({ step, lines }) => [`> ${step}`, ...lines.map((line) => `    ${line}`)]);
  lines.push(`> ${difference.step}`, ...marked(difference.expected, difference.actual));
  return lines.join('\n');
}

/** Equal lines as they are, `-` what is expected, `+` what came. */
function marked(expected: readonly string[], actual: readonly string[]): string[] {
  let same = 0;
  while (same < expected.length && same < actual.length && expected[same] === actual[same]) same++;
  let tail = 0;
  const shorter = Math.min(expected.length, actual.length) - same;
  while (tail < shorter && expected.at(-1 - tail) === actual.at(-1 - tail)) tail++;
  return [
    ...expected.slice(0, same).map((line) => `    ${line}`),
    ...expected.slice(same, expected.length - tail).map((line) => `  - ${line}`),
    ...actual.slice(same, actual.length - tail).map((line) => `  + ${line}`),
    ...expected.slice(expected.length - tail).map((line) => `    ${line}`),
  ];
}
