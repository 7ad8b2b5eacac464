/**
 * A campaign as workflow commands of GitHub Actions: each new failure is an error at the top of the job, known ones and
 * undecided seeds are not. A command is one line, so what a message holds cannot begin another one.
 */
import type { FuzzFailure, FuzzResult } from '../../sim/record/fuzz-result.ts';
import {
  casePath,
  complaintsOf,
  fuzzHeadline,
  replayText,
  seedsText,
  standingOf,
  type FuzzReportContext,
} from '../fuzz-words.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

const levels = { new: 'error', open: 'warning', known: 'notice' } as const;
const order: readonly AnnotationLevel[] = ['error', 'warning', 'notice'];

export function fuzzAnnotations(result: FuzzResult, context: FuzzReportContext): string[] {
  const complaints = complaintsOf(result, context);
  return [
    ...order.flatMap((each) => [
      ...complaints.filter(({ level }) => level === each).map(({ text }) => annotation(each, 'zabsim', text)),
      ...result.failures
        .filter((failure) => levels[standingOf(failure, context)] === each)
        .map((failure) => failureAnnotation(failure, each, context)),
    ]),
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
    `replay: ${replayText(failure, context)}`,
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
