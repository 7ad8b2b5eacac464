/** A campaign as Markdown: the summary of a job, a comment, a page. */
import type { FuzzFailure, FuzzResult } from '../../sim/record/fuzz-result.ts';
import {
  casePath,
  complaintsOf,
  fuzzHeadline,
  nothingDecided,
  replayText,
  seedsText,
  shrunkText,
  standingOf,
  type FuzzReportContext,
} from '../fuzz-words.ts';
import { codeSpan, fenced, htmlText, markdownTable, markdownText } from './markdown.ts';

/** So many failures are told in full; a summary of a job may hold a mebibyte. */
const TOLD = 20;

export function fuzzMarkdown(result: FuzzResult, context: FuzzReportContext): string[] {
  const { failures } = result;
  const told = failures.slice(0, TOLD);
  const rest = failures.length - told.length;
  return [
    `### ${markdownText(`zabsim ${result.version}: ${titleOf(result, context)}`)}`,
    '',
    `${markdownText(fuzzHeadline(result))}. Campaign ${codeSpan(result.campaign)}, seeds ${codeSpan(result.range)}` +
      `${result.complete ? '' : ', ended by its budget of time or by hand'}.`,
    '',
    ...(failures.length === 0 ? [] : [...failureTable(failures, context), '']),
    ...told.flatMap((failure) => failureDetails(failure, context)),
    ...(rest > 0 ? [`And ${rest} more, which the table names.`, ''] : []),
    ...complaintLines(result, context),
    ...behaviourLines(result),
    ...markDetails(result),
  ];
}

function titleOf(result: FuzzResult, context: FuzzReportContext): string {
  const { baseline } = context;
  const fresh = result.failures.filter((failure) => standingOf(failure, context) === 'new').length;
  const nothing = nothingDecided(result);
  if (nothing !== null) return `undecided, ${nothing}`;
  if (fresh > 0) return `${fresh} ${baseline ? 'new ' : ''}${fresh === 1 ? 'failure' : 'failures'}`;
  return result.failures.length > 0 ? 'nothing new' : 'nothing found';
}

function complaintLines(result: FuzzResult, context: FuzzReportContext): string[] {
  const lines = complaintsOf(result, context).map(({ level, text }) => `* **${level}**: ${markdownText(text)}`);
  return lines.length === 0 ? [] : [...lines, ''];
}

function failureTable(failures: readonly FuzzFailure[], { baseline }: FuzzReportContext): string[] {
  return markdownTable(
    ['signature', 'verdict', 'lowest seed', 'seeds', 'shrunk to', ...(baseline ? ['baseline'] : [])],
    [2, 3],
    failures.map((failure) => [
      codeSpan(failure.signature),
      failure.verdict,
      failure.seed,
      String(failure.count),
      failure.shrunk === null ? '' : shrunkText(failure.shrunk),
      ...(baseline ? [failure.known ? 'known' : '**new**'] : []),
    ]),
  );
}

function failureDetails(failure: FuzzFailure, context: FuzzReportContext): string[] {
  const { check, message, story } = failure;
  const path = casePath(failure, context);
  return [
    `<details${standingOf(failure, context) === 'new' ? ' open' : ''}><summary>${htmlText(`${check}, ${seedsText(failure)}`)}</summary>`,
    '',
    markdownText(message),
    '',
    ...(story.length === 0 ? [] : [...story.map((line) => `* ${markdownText(line)}`), '']),
    ...(path === null ? [] : [`Stored as ${codeSpan(path)}.`, '']),
    ...fenced(replayText(failure, context)),
    '',
    '</details>',
    '',
  ];
}

function behaviourLines({ behaviours }: FuzzResult): string[] {
  if (behaviours.seen === 0) return [];
  return [`${behaviours.seen} different behaviours were seen, ${behaviours.once} of them in one seed only.`, ''];
}

function markDetails({ marks, seeds }: FuzzResult): string[] {
  const rows = Object.entries(marks).sort(([, a], [, b]) => b.seeds - a.seeds || b.times - a.times);
  if (rows.length === 0) return [];
  const share = (n: number): string => `${((100 * n) / Math.max(1, seeds)).toFixed(1)} %`;
  return [
    '<details><summary>Rare situations</summary>',
    '',
    ...markdownTable(
      ['rare situation', 'seeds', 'times'],
      [1, 2],
      rows.map(([mark, seen]) => [markdownText(mark), share(seen.seeds), String(seen.times)]),
    ),
    '',
    '</details>',
    '',
  ];
}
