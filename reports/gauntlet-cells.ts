/** The figures of a gauntlet as the text and the Markdown report print them. */
import type { BugScore, GauntletResult, ModeScore } from '../sim/record/gauntlet-result.ts';
import { count } from './text/layout.ts';

/** The score asked of a bug: the lower end of its interval, per seed. */
export const PROBABILITY_WANTED = 0.003;

/** Behind a check that fired although nobody expects this bug to break it. */
export const UNMEANT = '*';

/** Three significant digits, in percent and without the sign: `0.213`, `12.3`, `100`. */
export function percentOf(share: number): string {
  const percent = share * 100;
  return percent === 0 || percent === 100 ? String(percent) : Number(percent.toPrecision(3)).toString();
}

export function perSeed({ probability }: ModeScore): string {
  return `${percentOf(probability)} %`;
}

export function interval({ interval: [low, high] }: ModeScore): string {
  return `${percentOf(low)} - ${percentOf(high)} %`;
}

/** A number of seeds; `>10000` when it lies beyond the budget. */
export function seedsText(seeds: number | null, budget: number): string {
  return seeds === null ? `>${budget}` : String(Math.ceil(seeds));
}

export function secondsText(seconds: number | null): string {
  if (seconds === null) return '-';
  return seconds < 10 ? seconds.toPrecision(2) : String(Math.round(seconds));
}

/** `durability 8, recovery 2`: which check fired first, and in how many campaigns; `gap` stands before the count. */
export function checksText({ checks, detections, found }: ModeScore, gap = ' '): string {
  if (!found) return `NOT${gap}FOUND`;
  const single = checks.length === 1 && checks[0]?.count === detections;
  return checks
    .map(({ check, count, meant }) => `${check}${meant ? '' : UNMEANT}${single ? '' : `${gap}${count}`}`)
    .join(', ');
}

/** `2 servers, 3 steps, 9 phase steps`; `-` where nothing was shrunk. Steps: faults, operations and overrides. */
export function shrunkCell({ shrunk }: BugScore): string {
  if (shrunk === null) return '-';
  const { servers, faults, operations, overrides, phaseSteps } = shrunk;
  const steps = count(faults + operations + overrides, 'step');
  return `${count(servers, 'server')}, ${steps}, ${count(phaseSteps, 'phase step')}`;
}

/** Whether some check fired that is none of its bug's properties. */
export function anyUnmeant({ bugs }: GauntletResult): boolean {
  return bugs.some(({ modes }) => modes.some(({ checks }) => checks.some(({ meant }) => !meant)));
}

/** Sentences on what falls short, each about one shortcoming and naming the bugs. */
export function shortcomings(result: GauntletResult): string[] {
  const { bugs } = result;
  const hasRun = ({ modes: each }: BugScore): boolean => each.some(({ campaigns }) => campaigns > 0);
  const waiting = bugs.filter((bug) => !hasRun(bug)).map(({ id }) => id);
  const missed = bugs.filter((bug) => !bug.found && hasRun(bug)).map(({ id }) => id);
  const rare = bugs.filter(({ found, interval: [low] }) => found && low < PROBABILITY_WANTED).map(({ id }) => id);
  const modes = bugs.flatMap(({ id, modes: each }) => each.map((mode) => ({ id, mode })));
  const hidden = modes
    .filter(({ mode }) => mode.assertions === 'off' && mode.campaigns > 0 && !mode.found)
    .map(({ id }) => id);
  const sum = (of: (mode: ModeScore) => number): number => modes.reduce((total, { mode }) => total + of(mode), 0);
  const doubtful = sum(({ doubtful: n }) => n);
  const errors = sum(({ errors: { length } }) => length);
  return [
    ...(waiting.length === 0 ? [] : [`interrupted before: ${waiting.join(', ')}`]),
    ...(missed.length === 0 ? [] : [`not found: ${missed.join(', ')}`]),
    ...(hidden.length === 0 ? [] : [`not found without assertions: ${hidden.join(', ')}`]),
    ...(rare.length === 0
      ? []
      : [`lower end of the interval below ${percentOf(PROBABILITY_WANTED)} %: ${rare.join(', ')}`]),
    ...(doubtful === 0 ? [] : [`not counted: ${doubtful} failing seeds about which the correct protocol is undecided`]),
    ...(errors === 0 ? [] : [`seeds that ended in an error of zabsim: ${errors} or more`]),
  ];
}

/** `199998 ok, 2 undecided`. */
export function verdictsText({ control }: GauntletResult): string {
  return Object.entries(control.verdicts)
    .map(([verdict, n]) => `${n} ${verdict}`)
    .join(', ');
}
