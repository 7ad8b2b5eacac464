/**
 * A campaign as workflow commands of GitHub Actions: each new failure is an error at the top of the job, known ones and
 * undecided seeds are not. A command is one line, so what a message holds cannot begin another one.
 */
import type { FuzzFailure, FuzzResult } from '../../sim/record/fuzz-result.ts';
import {
  casePath,
  fuzzHeadline,
  nothingDecided,
  seedsText,
  standingOf,
  type FuzzReportContext,
} from '../fuzz-words.ts';
import { count } from '../text/layout.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

const levels = { new: 'error', open: 'warning', known: 'notice' } as const;
const order: readonly AnnotationLevel[] = ['error', 'warning', 'notice'];

export function fuzzAnnotations(result: FuzzResult, context: FuzzReportContext): string[] {
  const nothing = nothingDecided(result);
  const doubt = `${count(result.undecided, 'seed')} of ${result.seeds} undecided`;
  const level = context.undecidedFails ? 'error' : 'warning';
  return [
    ...(nothing === null ? [] : [annotation('error', 'zabsim', nothing)]),
    ...order.flatMap((each) =>
      result.failures
        .filter((failure) => levels[standingOf(failure, context)] === each)
        .map((failure) => failureAnnotation(failure, each, context)),
    ),
    ...(result.undecided === 0 || nothing !== null ? [] : [annotation(level, 'zabsim', doubt)]),
    annotation('notice', 'zabsim', fuzzHeadline(result)),
  ];
}

function failureAnnotation(failure: FuzzFailure, level: AnnotationLevel, context: FuzzReportContext): string {
  const path = casePath(failure, context);
  const text = [
    failure.message,
    ...failure.story,
    `signature: ${failure.signature}`,
    ...(path === null ? [] : [`case: ${path}`]),
    `replay: ${failure.replay}`,
  ].join('\n');
  const title = `${failure.known ? 'known ' : ''}${failure.verdict}: ${failure.check}, ${seedsText(failure)}`;
  return annotation(level, title, text);
}

/** `::error title=…::…`, on one line. */
export function annotation(level: AnnotationLevel, title: string, text: string): string {
  return `::${level} title=${propertyText(title)}::${dataText(text)}`;
}

function dataText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property ends at a comma, and all of them at a colon. */
function propertyText(text: string): string {
  return dataText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
