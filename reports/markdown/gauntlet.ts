/** The score of a gauntlet as Markdown, for a page that keeps it. */
import type { BugScore, GauntletResult, ModeScore } from '../../sim/record/gauntlet-result.ts';
import {
  anyUnmeant,
  checksText,
  interval,
  perSeed,
  secondsText,
  seedsText,
  shortcomings,
  shrunkCell,
  UNMEANT,
  verdictsText,
} from '../gauntlet-cells.ts';
import { markdownTable as table } from './markdown.ts';

export function gauntletMarkdown(result: GauntletResult): string[] {
  const { profile, campaigns, budget, seedsFrom, strategy, bugs, version } = result;
  return [
    `zabsim ${version}, profile \`${profile.scenario}\`, ${campaigns} campaigns of up to ${budget} seeds per bug, ` +
      `from seed ${seedsFrom}, strategy ${strategy}.`,
    ...(result.complete ? [] : ['', '**Interrupted**: this is what was finished.']),
    '',
    ...table(
      [
        'bug',
        'what',
        'phase',
        'asserts',
        'median',
        'p95',
        'per seed',
        '95 % interval',
        'seconds',
        'check',
        'shrunk to',
      ],
      [4, 5, 6, 7, 8],
      bugs.flatMap((bug) => bug.modes.map((mode, i) => rowOf(bug, mode, i === 0, budget))),
    ),
    '',
    ...(anyUnmeant(result) ? [`\\${UNMEANT} none of the properties that the bug is known to break`, ''] : []),
    ...shortcomings(result).map((text) => `* ${text}`),
    ...controlPart(result),
  ];
}

function rowOf(bug: BugScore, mode: ModeScore, first: boolean, budget: number): string[] {
  const { id, title, phase } = bug;
  const what = first ? [`\`${id}\``, title, phase] : ['', '', ''];
  if (mode.campaigns === 0) return [...what, mode.assertions, '-', '-', '-', '-', '-', '-', '-'];
  return [
    ...what,
    mode.assertions,
    seedsText(mode.seeds.median, budget),
    seedsText(mode.seeds.p95, budget),
    perSeed(mode),
    interval(mode),
    secondsText(mode.seconds),
    mode.found ? checksText(mode).replaceAll(UNMEANT, `\\${UNMEANT}`) : '**not found**',
    first ? shrunkCell(bug) : '',
  ];
}

function controlPart(result: GauntletResult): string[] {
  const { control, timing } = result;
  const failures = control.failures.map(({ verdict, check, replay }) => `* **${verdict}** ${check}: \`${replay}\``);
  if (control.seeds === 0) return ['', 'No control.', ...failures];
  const share = (n: number): string => `${((100 * n) / control.seeds).toFixed(1)} %`;
  const pace =
    timing.controlSeedsPerSecond === null ? '' : ` ${timing.controlSeedsPerSecond.toFixed(1)} seeds/s on one core.`;
  const marks = Object.entries(control.marks).sort(([, a], [, b]) => b.seeds - a.seeds || b.times - a.times);
  return [
    '',
    `Control: ${control.seeds} seeds of the correct protocol from ${control.from}: ${verdictsText(result)}; ` +
      `${failures.length} failed. Fewer than 100 events in ${share(control.fewEvents)} of them, no fault in ` +
      `${share(control.noFault)}.${pace}`,
    ...failures,
    '',
    ...table(
      ['rare situation', 'seeds', 'times'],
      [1, 2],
      marks.map(([mark, { seeds, times }]) => [mark, share(seeds), String(times)]),
    ),
  ];
}
