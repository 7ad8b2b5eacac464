/**
 * One run as text: seed and options first, then what happened, what each check says, and how to see it again. The
 * lines are the same for the same result, but for the wall time.
 */
import type { RunResult } from '../../sim/record/run-result.ts';
import { paintOf, type Palette } from '../palette.ts';
import { columns, count, percent, seconds, wrap } from './layout.ts';

export interface RunText {
  /** The exact command line that runs the case again. */
  readonly replay: string;
  /** Fault lines to print before the rest is only counted. */
  readonly faultsMax?: number;
}

export function runText(result: RunResult, palette: Palette, { replay, faultsMax = 12 }: RunText): string[] {
  return [
    ...headLines(result, palette),
    ...eventLines(result, palette, faultsMax),
    ...checkLines(result, palette),
    ...failureLines(result, palette),
    `fingerprint ${result.fingerprint}`,
    palette.faint(costOf(result)),
    `${palette.strong(paintOf(result.verdict, palette)(result.verdict))}`,
    `replay: ${replay}`,
  ];
}

/** One line, for quiet runs and for failing seeds of a range. */
export function runLine(result: RunResult, palette: Palette, { replay }: Pick<RunText, 'replay'>): string {
  const verdict = paintOf(result.verdict, palette)(result.verdict);
  const why = result.failure === null ? firstDetail(result) : `${result.failure.check}: ${result.failure.message}`;
  return `${verdict}  ${result.case}${why === '' ? '' : `  ${why}`}  ${palette.faint(replay)}`;
}

function firstDetail(result: RunResult): string {
  const found = result.checks.find((check) => check.verdict === result.verdict && check.verdict !== 'ok');
  return found === undefined ? '' : `${found.name}: ${found.detail}`;
}

function headLines(result: RunResult, palette: Palette): string[] {
  const { voters, observers } = result.ensemble;
  const drawn = Object.entries(result.drawn)
    .filter(([name]) => name !== 'voters' && name !== 'observers')
    .map(([name, value]) => `${name} ${String(value)}`);
  return [
    `zabsim ${result.version}  case ${palette.strong(result.case)}  seed ${palette.strong(result.seed)}`,
    ...wrap([`voters ${voters}`, `observers ${observers}`, ...drawn], '  '),
  ];
}

function eventLines(result: RunResult, palette: Palette, faultsMax: number): string[] {
  const { ok, error, unknown } = result.operations;
  const faults = result.faults.slice(0, faultsMax).map((fault) => [seconds(fault.atMs), fault.text]);
  const rest = result.faults.length - faults.length;
  const marks = Object.entries(result.marks).map(([name, times]) => [String(times), name]);
  return [
    'what happened',
    `  ${count(result.elections, 'election')} after the first  ${count(result.epochs, 'epoch')}  ${count(result.commits, 'commit')}`,
    `  operations: ${ok} ok, ${error} error, ${unknown} unknown; ${percent(result.underFault)} of them under a fault; ` +
      `${count(result.movedSessions, 'session')} moved`,
    `  ${count(result.faults.length, 'fault')}${faultKinds(result)}`,
    ...columns(faults, [0]).map((line) => palette.faint(`    ${line}`)),
    ...(rest > 0 ? [palette.faint(`    and ${rest} more (--json lists them)`)] : []),
    ...(marks.length > 0 ? ['  rare paths taken'] : []),
    ...columns(marks, [0]).map((line) => palette.faint(`    ${line}`)),
  ];
}

function faultKinds(result: RunResult): string {
  const kinds = new Map<string, number>();
  for (const fault of result.faults) kinds.set(fault.kind, (kinds.get(fault.kind) ?? 0) + 1);
  return kinds.size === 0 ? '' : `: ${[...kinds].map(([kind, times]) => `${times} ${kind}`).join(', ')}`;
}

function checkLines(result: RunResult, palette: Palette): string[] {
  const width = Math.max(0, ...result.checks.map((check) => check.verdict.length));
  const names = columns(result.checks.map((check) => [check.name, check.detail]));
  return [
    'checks',
    ...result.checks.map(
      (check, i) => `  ${paintOf(check.verdict, palette)(check.verdict.padEnd(width))}  ${names[i] ?? ''}`,
    ),
  ];
}

function failureLines(result: RunResult, palette: Palette): string[] {
  const failure = result.failure;
  if (failure === null) return [];
  return [
    palette.bad(`${failure.check} at ${seconds(failure.atMs)}, event ${failure.event}`),
    `  ${failure.message}`,
    `  signature ${failure.signature}`,
  ];
}

function costOf(result: RunResult): string {
  const wall = result.wallMs > 0 ? `  wall ${result.wallMs.toFixed(1)} ms` : '';
  return `events ${result.events} (${result.handOvers} hand-overs)  virtual ${seconds(result.virtualMs)}${wall}`;
}
