/**
 * What a failed expectation about a case says: everything that somebody who reads the log of a job needs to know, and to
 * see the failure again, without any file of that job.
 */
import { caseName, type Case } from '../record/case.ts';
import type { PlanOp } from '../record/plan.ts';
import type { RunResult } from '../record/run-result.ts';
import { NOT_KEPT, replayLine } from '../record/replay-line.ts';

/** More lines of a plan than these are only counted. */
const LINES = 20;

export function failureText(headline: string, of: Case, result: RunResult): string {
  const { verdict, failure } = result;
  const { voters, observers } = result.ensemble;
  return [
    headline,
    '',
    row(
      'case',
      `${caseName(of)}, ${count(voters, 'voter')}, ${count(observers, 'observer')}${of.bug === null ? '' : `, bug ${of.bug}`}`,
    ),
    row('seed', of.seed),
    row('verdict', verdict),
    ...(failure === null ? doubts(result) : [row('signature', failure.signature), row('message', failure.message)]),
    ...planLines(of),
    ...(failure?.replay === NOT_KEPT ? [row('replay', NOT_KEPT)] : replayLines(of)),
  ].join('\n');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(9)}  ${text}`;
}

/** Why a run without a finding is not ok. */
function doubts({ checks }: RunResult): string[] {
  return checks
    .filter(({ verdict }) => verdict === 'undecided')
    .map(({ name, detail }) => row('undecided', `${name}: ${detail}`));
}

function planLines({ plan }: Case): string[] {
  if (plan === null) return [];
  const lines = [
    ...plan.faults.map(({ line }) => line),
    ...plan.operations.map(
      ({ client, atUs, op }) => `at ${atUs / 1_000_000}s: ${client} asks for ${operationText(op)}`,
    ),
  ];
  const rest = lines.length - LINES;
  return [
    row('plan', `${count(plan.faults.length, 'fault')}, ${count(plan.operations.length, 'operation')}`),
    ...lines.slice(0, LINES).map((line) => `    ${line}`),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ];
}

function operationText(op: PlanOp): string {
  if (op.type === 'multi') return `multi of ${op.parts.map((part) => `${part.type} ${part.path}`).join(', ')}`;
  return 'path' in op ? `${op.type} ${op.path}` : op.type;
}

/** A case with a plan is a file, which the reader has to make from this text. */
function replayLines(of: Case): string[] {
  const explicit = of.plan !== null || Object.keys(of.overrides).length > 0;
  if (!explicit) return [row('replay', replayLine(of, null))];
  const file = `${caseName(of)}.json`;
  return [row('replay', `${replayLine(of, file)}, where ${file} holds`), JSON.stringify(of)];
}
