/**
 * A campaign as text. Whoever reads the log of a failed job has nothing else: each signature stands with what was expected,
 * the seed, and the line that shows it again; then what was run, what rare situations came about, and how likely more
 * seeds are to show something new.
 */
import type { Verdict } from '../../sim/check/verdict.ts';
import type { FuzzFailure, FuzzResult } from '../../sim/record/fuzz-result.ts';
import { shrunkText } from '../fuzz-words.ts';
import { paintOf, type Palette } from '../palette.ts';
import { columns, count, hanging, hangingBlocks, percent, wrap } from './layout.ts';

export interface FuzzText {
  readonly verdict: Verdict;
  /** Where the folders of the cases lie, as the reader reaches them; null when they were not kept. */
  readonly folder: string | null;
  /** Why it ended; null when a budget ended it. */
  readonly ended: string | null;
  /** `2/8`; null when all islands were run. */
  readonly shard: string | null;
}

const WIDTH = 110;
/** So many known failures are told one by one. */
const KNOWN_MAX = 20;

export function fuzzText(result: FuzzResult, palette: Palette, text: FuzzText): string[] {
  const { failures } = result;
  const fresh = failures.filter(({ known }) => !known);
  return [
    ...headLines(result, palette, text),
    ...fresh.flatMap((failure) => failureLines(failure, palette, text.folder)),
    ...knownLines(failures, palette),
    ...totalLines(result, palette, text),
    ...doubtLines(result, palette),
    ...markLines(result, palette),
    ...behaviourLines(result),
    ...wrap(estimateOf(result).split(' '), '  ', WIDTH, ' '),
    palette.strong(paintOf(text.verdict, palette)(text.verdict)),
  ];
}

/** What is kept beside a stored case, for somebody who finds it a year later. */
export function failureStory(failure: FuzzFailure, campaign: string): string[] {
  const { verdict, check, message, signature, seed, count: seeds, story, replay, shrunk } = failure;
  return [
    `${verdict}  ${check}`,
    message,
    '',
    ...(shrunk === null ? [] : [`Shrunk to ${shrunkText(shrunk)}.`]),
    ...sentenceLines(story),
    ...(shrunk === null && story.length === 0 ? [] : ['']),
    `signature ${signature}`,
    `seed ${seed}, ${count(seeds, 'seed')} of the campaign ${campaign} failed so`,
    `replay: ${replay}`,
  ];
}

function headLines(result: FuzzResult, palette: Palette, { shard }: FuzzText): string[] {
  const { version, campaign, scenarios, strategy } = result;
  return [
    `zabsim ${version}  campaign ${palette.strong(campaign)}${shard === null ? '' : `  shard ${shard}`}`,
    `  ${scenarios.join(', ')}  strategy ${strategy}`,
  ];
}

function failureLines(failure: FuzzFailure, palette: Palette, folder: string | null): string[] {
  const { verdict, check, message, signature, seed, count: seeds, story, shrunk, replay } = failure;
  const more = seeds === 1 ? '' : ` and ${count(seeds - 1, 'more seed')}`;
  const stored = folder === null ? null : `sim replay ${folder}/${failure.case}/case.json`;
  // A seed that tells it all is a second way; else there is only the case.
  const seeded = stored === null || replay !== `sim replay ${failure.case}/case.json`;
  return [
    palette.bad(`${verdict}  ${check}  seed ${seed}${more}`),
    ...wrap(message.split(/[ \n]+/), '  ', WIDTH, ' '),
    palette.faint(`  signature ${signature}`),
    ...(shrunk === null ? [] : [`  shrunk to ${shrunkText(shrunk)}`]),
    ...sentenceLines(story),
    ...(stored === null ? [] : [`  case      ${stored}`]),
    ...(folder === null ? [] : [`  report    ${folder}/${failure.case}/report.html`]),
    ...(seeded ? [`  seed      ${replay}`] : []),
  ];
}

/** Numbered, so that one can point at one. */
export function sentenceLines(sentences: readonly string[]): string[] {
  const rows = sentences.map((text, i) => ({ cells: [`${i + 1}.`], paragraphs: [text] }));
  return hangingBlocks(rows, '  ', WIDTH, [0]).flat();
}

function knownLines(failures: readonly FuzzFailure[], palette: Palette): string[] {
  const known = failures.filter((failure) => failure.known);
  if (known.length === 0) return [];
  const rows = known.slice(0, KNOWN_MAX).map(({ verdict, signature, seed, count: seeds }) => ({
    cells: [verdict, `seed ${seed}`, count(seeds, 'seed')],
    paragraphs: [signature],
  }));
  const rest = known.length - rows.length;
  return [
    palette.doubtful(`known from the baseline: ${count(known.length, 'signature')}`),
    ...hanging(rows, '  ', WIDTH),
    ...(rest > 0 ? [`  and ${rest} more (--json lists them)`] : []),
  ];
}

function totalLines(result: FuzzResult, palette: Palette, { ended }: FuzzText): string[] {
  const { seeds, range, ok, undecided, failures, virtualMs, events, timing } = result;
  const failed = failures.reduce((sum, failure) => sum + failure.count, 0);
  const verdicts = [
    palette.good(`${ok} ok`),
    ...(undecided === 0 ? [] : [palette.doubtful(`${undecided} undecided`)]),
    ...(failed === 0 ? ['0 failed'] : [palette.bad(`${failed} failed with ${count(failures.length, 'signature')}`)]),
  ];
  const pace = timing.seedsPerSecond === null ? '' : `, ${timing.seedsPerSecond.toFixed(1)} seeds/s`;
  return [
    `${palette.strong(count(seeds, 'seed'))} (${range}): ${verdicts.join(', ')}${ended === null ? '' : `; ${ended}`}`,
    `  ${virtualText(virtualMs)} of virtual time, ${count(events, 'event')}; ` +
      palette.faint(`${(timing.wallMs / 1000).toFixed(1)} s on ${count(timing.jobs, 'thread')}${pace}`),
  ];
}

function doubtLines({ doubts, missing }: FuzzResult, palette: Palette): string[] {
  const rows = doubts.map(({ reason, seed, count: seeds }) => [
    `  undecided: ${reason}`,
    `${count(seeds, 'seed')}, first ${seed}`,
  ]);
  return [
    ...columns(rows).map((row) => palette.doubtful(row)),
    ...missing.map((mark) => palette.doubtful(`  never reached, though the scenario asks for it: ${mark}`)),
  ];
}

function markLines({ marks, seeds }: FuzzResult, palette: Palette): string[] {
  const seen = Object.entries(marks).sort(([, a], [, b]) => b.seeds - a.seeds || b.times - a.times);
  if (seen.length === 0) return [];
  const rows = seen.map(([mark, each]) => [percent(each.seeds / seeds), String(each.times), mark]);
  const table = columns([['seeds', 'times', 'rare situation'], ...rows], [0, 1]);
  return table.map((row) => palette.faint(`  ${row}`));
}

function behaviourLines({ behaviours: { seen, once } }: FuzzResult): string[] {
  return seen === 0 ? [] : [`  ${count(seen, 'behaviour')}, ${once} of them in one seed only`];
}

/**
 * Good and Turing: were seeds run in another order, each as likely to be the last, then the last would have shown something
 * new as often as a seed showed something alone.
 */
export function estimateOf({ seeds, alone, behaviours }: FuzzResult): string {
  if (seeds === 0) return 'estimate: nothing was run, so nothing can be said of what more would show.';
  const things = `${behaviours.seen === 0 ? '' : 'behaviour, '}rare situation or signature`;
  const showed = `${alone} of ${count(seeds, 'seed')} showed a ${things} that no other seed showed`;
  const chance =
    alone === 0
      ? `so the next seed shows a new one with a chance that is most likely below ${share(Math.min(1, 3 / seeds))}`
      : `so the next seed shows a new one with a chance of about ${share(alone / seeds)}`;
  return `estimate: ${showed}, ${chance} (Good-Turing).`;
}

/** Two digits that count. */
function share(part: number): string {
  return `${Number((100 * part).toPrecision(2))} %`;
}

/** `3.4 h` of milliseconds. */
export function virtualText(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
  ];
  const [unit, size] = units.find(([, each]) => ms >= each) ?? ['s', 1000];
  return `${(ms / size).toFixed(1)} ${unit}`;
}
