/**
 * A campaign as JUnit XML, as Jenkins (junit-10.xsd of its xunit plugin, in all of its versions), GitLab and others read
 * it: one suite, one test for the campaign and one for each signature. A test has the signature for its name, so that a
 * server that keeps a history sees one test fail over days, whatever seed found it.
 *
 * The schema knows no properties of a test; its seed and its case stand in `system-out`, in the form in which readers of
 * JUnit files look for them: `[[PROPERTY|seed=42]]`, `[[ATTACHMENT|out/chaos-s42/case.json]]`.
 */
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
import { emptyTag, openTag, xmlText } from './xml.ts';

/** What became of one test; `passed` has no element. */
interface Outcome {
  readonly tag: 'passed' | 'failure' | 'error' | 'skipped';
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

interface Test {
  readonly name: string;
  readonly classname: string;
  readonly outcome: Outcome;
  readonly output: readonly string[];
}

const passed: Outcome = { tag: 'passed', type: '', message: '', text: '' };

export function fuzzJunit(result: FuzzResult, context: FuzzReportContext): string[] {
  const tests = [campaignTest(result, context), ...result.failures.map((failure) => failureTest(failure, context))];
  const time = (result.timing.wallMs / 1000).toFixed(3);
  const counts = { tests: tests.length, failures: tally(tests, 'failure'), errors: tally(tests, 'error'), time };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    openTag('testsuites', { name: 'zabsim', ...counts }),
    openTag('testsuite', { name: `zabsim ${result.campaign}`, ...counts, skipped: tally(tests, 'skipped') }),
    '<properties>',
    ...properties(result).map(([name, value]) => emptyTag('property', { name, value })),
    '</properties>',
    ...tests.flatMap(testLines),
    '</testsuite>',
    '</testsuites>',
  ];
}

function tally(tests: readonly Test[], tag: Outcome['tag']): number {
  return tests.filter(({ outcome }) => outcome.tag === tag).length;
}

function properties(result: FuzzResult): [string, string | number][] {
  return [
    ['version', result.version],
    ['campaign', result.campaign],
    ['scenarios', result.scenarios.join(' ')],
    ['strategy', result.strategy],
    ['range', result.range],
    ['seeds', result.seeds],
    ['ok', result.ok],
    ['undecided', result.undecided],
  ];
}

/** Says that there was a campaign at all: a report without tests reads like success. */
function campaignTest(result: FuzzResult, context: FuzzReportContext): Test {
  const complaints = complaintsOf(result, context);
  const text = [fuzzHeadline(result), ...complaints.map((complaint) => `${complaint.level}: ${complaint.text}`)];
  const worst = complaints.find(({ level }) => level === 'error');
  const tag = nothingDecided(result) === null ? 'failure' : 'error';
  const outcome: Outcome =
    worst === undefined ? passed : { tag, type: 'undecided', message: worst.text, text: text.join('\n') };
  return { name: `campaign ${result.campaign}`, classname: 'zabsim.fuzz', outcome, output: text };
}

function failureTest(failure: FuzzFailure, context: FuzzReportContext): Test {
  const { signature, verdict, message, story, shrunk } = failure;
  const text = [
    message,
    ...(story.length === 0 ? [] : ['', ...story]),
    '',
    `${seedsText(failure)}${shrunk === null ? '' : `; shrunk to ${shrunkText(shrunk)}`}`,
    `replay: ${replayText(failure, context)}`,
  ].join('\n');
  const standing = standingOf(failure, context);
  const tag = standing !== 'new' ? 'skipped' : verdict === 'internal' ? 'error' : 'failure';
  const shown = standing === 'known' ? `known, it is in the baseline: ${message}` : message;
  const path = casePath(failure, context);
  return {
    name: signature,
    classname: `zabsim.${failure.check}`,
    outcome: { tag, type: verdict, message: shown, text },
    output: [
      `[[PROPERTY|seed=${failure.seed}]]`,
      `[[PROPERTY|case=${failure.case}]]`,
      `[[PROPERTY|seeds=${failure.count}]]`,
      ...(path === null ? [] : [`[[ATTACHMENT|${path}]]`]),
    ],
  };
}

function testLines({ name, classname, outcome, output }: Test): string[] {
  const { tag, type, message, text } = outcome;
  return [
    openTag('testcase', { name, classname }),
    ...(tag === 'passed' ? [] : [`${openTag(tag, { type, message })}${xmlText(text)}</${tag}>`]),
    `<system-out>${xmlText(output.join('\n'))}</system-out>`,
    '</testcase>',
  ];
}
