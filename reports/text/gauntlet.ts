/** The score of a gauntlet as text: the profile, a row per bug and mode, what falls short, the control. */
import type { GauntletResult, ModeScore } from '../../sim/record/gauntlet-result.ts';
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
import type { Palette } from '../palette.ts';
import { columns, count, hangingBlocks, percent, TOGETHER, wrap } from './layout.ts';

const WIDTH = 100;
/** Failures of the control to print before the rest is only counted. */
const FAILURES_MAX = 20;

export function gauntletText(result: GauntletResult, palette: Palette): string[] {
  return [
    ...profileLines(result, palette),
    ...bugLines(result, palette),
    ...controlLines(result, palette),
    ...costLines(result, palette),
  ];
}

function profileLines(
  { version, profile, campaigns, budget, seedsFrom, strategy }: GauntletResult,
  palette: Palette,
): string[] {
  const parameters = Object.entries(profile.parameters);
  const told = parameters.length > 0 ? parameters : Object.entries(profile.drawn);
  return [
    `zabsim ${version}  gauntlet: up to ${count(campaigns, 'campaign')} of ${count(budget, 'seed')} per bug, ` +
      `from seed ${seedsFrom}, strategy ${strategy}`,
    `profile ${palette.strong(profile.scenario)}`,
    ...wrap(profile.story.split(/\s+/), '  ', WIDTH, ' '),
    parameters.length > 0 ? '  what each seed draws' : `  what its first ${count(profile.sampled, 'seed')} draw`,
    ...told.flatMap(([option, range]) => optionLines(option, range)).map(palette.faint),
  ];
}

/** Broken between two of its values only. */
function optionLines(option: string, range: string): string[] {
  const values = range.split(', ').map((value, i, all) => (i < all.length - 1 ? `${value},` : value));
  const [first = '', ...rest] = wrap([`${option}:`, ...values], '      ', WIDTH, ' ');
  return [first.slice(2), ...rest];
}

const HEADINGS = ['bug', 'median', 'p95', 'per seed', '95 % interval', 'seconds'];
/** A longer name has a line of its own, so that the checks have room. */
const NAME_MAX = 13;

function bugLines(result: GauntletResult, palette: Palette): string[] {
  if (result.bugs.length === 0) return [];
  const rows = result.bugs.flatMap((bug) =>
    bug.modes.map((mode, i) => {
      const { id } = bug;
      const ownLine = id.length > NAME_MAX || mode.assertions === 'off';
      const checks = mode.campaigns === 0 ? '-' : checksText(mode, TOGETHER);
      return {
        above: i === 0 && ownLine ? [`  ${id}`] : [],
        cells: cellsOf(i === 0 && !ownLine ? id : `  asserts ${mode.assertions}`, mode, result.budget),
        paragraphs: [checks, ...(i === 0 && bug.shrunk !== null ? [`shrunk to ${shrunkCell(bug)}`] : [])],
      };
    }),
  );
  const blocks = hangingBlocks([{ cells: HEADINGS, paragraphs: ['check'] }, ...rows], '  ', WIDTH, [1, 2, 3, 5]);
  const table = blocks.flatMap((lines, i) => [...(rows[i - 1]?.above ?? []), ...lines]);
  return [
    palette.strong('bugs: seeds to the first detection, detections per seed run, seconds on one core to the median'),
    ...table.map((line) => (line.endsWith('NOT FOUND') ? palette.bad(line) : line)),
    ...(anyUnmeant(result) ? [`  ${UNMEANT} none of the properties that the bug is known to break`] : []),
    ...shortcomings(result).flatMap((text) => wrap(text.split(' '), '  ', WIDTH, ' ').map(palette.doubtful)),
  ];
}

function cellsOf(name: string, mode: ModeScore, budget: number): string[] {
  if (mode.campaigns === 0) return [name, '-', '-', '-', '-', '-'];
  const { median, p95 } = mode.seeds;
  return [
    name,
    seedsText(median, budget),
    seedsText(p95, budget),
    perSeed(mode),
    interval(mode),
    secondsText(mode.seconds),
  ];
}

function controlLines(result: GauntletResult, palette: Palette): string[] {
  const { control } = result;
  const { failures } = control;
  const shown = failures.slice(0, FAILURES_MAX);
  const failed =
    failures.length === 0
      ? [palette.good('  no seed failed')]
      : [
          palette.bad(`  ${count(failures.length, 'seed')} failed with the correct protocol`),
          ...shown.flatMap(({ verdict, check, message, replay }) => [
            palette.bad(`    ${verdict}  ${check}: ${message}`),
            `      ${replay}`,
          ]),
          ...(shown.length < failures.length
            ? [`    and ${failures.length - shown.length} more (--json lists them)`]
            : []),
        ];
  if (control.seeds === 0) return [palette.strong('no control'), ...(failures.length === 0 ? [] : failed)];
  const share = (n: number): string => percent(n / control.seeds);
  const marks = Object.entries(control.marks).sort(([, a], [, b]) => b.seeds - a.seeds || b.times - a.times);
  const rows = marks.map(([mark, { times, seeds }]) => [share(seeds), String(times), mark]);
  return [
    palette.strong(`control: ${count(control.seeds, 'seed')} from ${control.from}: ${verdictsText(result)}`),
    ...failed,
    `  fewer than 100 events in ${share(control.fewEvents)} of the seeds, no fault in ${share(control.noFault)}`,
    ...(rows.length === 0
      ? []
      : columns([['seeds', 'times', 'rare situation'], ...rows], [0, 1]).map((row) => `  ${row}`)),
  ];
}

function costLines({ timing, complete }: GauntletResult, palette: Palette): string[] {
  const perSecond = timing.controlSeedsPerSecond;
  const pace = perSecond === null ? '' : `  ${perSecond.toFixed(1)} control seeds/s on one core`;
  const cpuS = (timing.bugCpuMs + timing.controlCpuMs) / 1000;
  return [
    palette.faint(
      `${count(timing.jobs, 'job')}  wall ${(timing.wallMs / 1000).toFixed(1)} s  one core ${cpuS.toFixed(1)} s${pace}`,
    ),
    ...(complete ? [] : [palette.doubtful('interrupted: this is what was finished')]),
  ];
}
