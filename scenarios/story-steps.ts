/** The sentences of a story that are about the steps of its case: what strikes when, what is needed, how far it may move. */
import type { FaultNotice } from '../sim/kernel/observer.ts';
import type { ServerStrip } from '../sim/record/chronicle.ts';
import type { StoryMargin, StoryStep } from '../sim/record/story.ts';
import { parseStep } from '../sim/fault/parse.ts';
import type { Note } from './chronicle.ts';
import { strikeWords } from './strike-words.ts';
import { factVerbs } from './fault-verbs.ts';
import { whoOf } from './story.ts';
import { capital, clause, listWords, momentWords, someWords, standingWords, type Anchor } from './story-words.ts';
import type { ToldRun } from './told-run.ts';

/** The notice with which a fault of the plan struck; null when it never did. */
export function strikeOf(told: ToldRun, id: string): Note | null {
  return told.notes.find((note) => note.fault?.step === id && note.what !== 'undo') ?? null;
}

/** `the crash` of `crash 2`: how a sentence names a fault. */
function nounOf({ kind }: Pick<FaultNotice, 'kind'>): string {
  return `the ${kind === 'isolate' ? 'isolation' : kind}`;
}

/** How the servers that a fault names stood just before it. */
function standingBefore(told: ToldRun, strike: Note): string {
  const named = /^[a-z ]+ ([0-9]+(?:,[0-9]+)*)/.exec(strike.fault?.text ?? '')?.[1]?.split(',') ?? [];
  if (named.length === 0 || named.length > 2) return '';
  const stood: string[] = [];
  for (const name of named) {
    const before = told.notes.findLast((note) => note.process === name && note.event < strike.event);
    const strip: ServerStrip | null = before?.strip ?? null;
    if (strip !== null) stood.push(`server ${name} ${standingWords(strip)}`);
  }
  return stood.length === 0 ? '' : `, when ${listWords(stood)}`;
}

/** A fault, when and on whom it struck, and what comes of the run without it. */
export function faultSentence(told: ToldRun, step: StoryStep): string {
  const strike = strikeOf(told, step.name);
  const line = `${step.name}, "${step.text}"`;
  if (strike === null) return `The fault ${line} does not strike before the run ends; ${withoutWords(step)}.`;
  const fault = strike.fault ?? { kind: 'fault', text: step.text };
  const what = strikeWords(fault);
  const window = windowWords(step);
  const limits = window === '' ? '' : `; it fails so only if ${nounOf(fault)} ${window}`;
  return `At ${momentWords(strike.atUs)} ${what}${standingBefore(told, strike)} (${line}); ${withoutWords(step)}${limits}.`;
}

export function overrideSentence(step: StoryStep): string {
  const [margin] = step.margins;
  const limits = margin === undefined || isFree(margin) ? '' : `; the failure needs it to be ${margin.text}`;
  return `By override ${step.text}; ${withoutWords(step)}${limits}.`;
}

/** An operation, when it is asked for, and what comes of the run without it. */
export function operationSentence(step: StoryStep): string {
  const window = step.margins.filter((margin) => !isFree(margin)).map((margin) => margin.text);
  const limits = window.length === 0 ? '' : `; it fails so only if that comes ${listWords(window)}`;
  return `${capital(step.text)} (${step.name}); ${withoutWords(step)}${limits}.`;
}

function isFree({ leastUs, mostUs }: StoryMargin): boolean {
  return leastUs === null && mostUs === null;
}

function windowWords(step: StoryStep): string {
  const parts: string[] = [];
  for (const margin of step.margins) {
    if (isFree(margin)) continue;
    parts.push(margin.of === 'duration' ? `lasts ${margin.text}` : `falls ${margin.text}`);
  }
  return listWords(parts);
}

function withoutWords({ without, instead }: StoryStep): string {
  switch (without) {
    case null:
      return 'whether it is needed was not tried';
    case 'passes':
      return 'without it the case passes';
    case 'undecided':
      return 'without it nothing is found';
    case 'fails otherwise':
      return `without it the case fails otherwise${instead === '' ? '' : ` (${clause(instead)})`}`;
    case 'fails the same way':
      return 'without it the case fails the same way';
  }
}

const NAMED = 3;

/** Steps that have no sentence of their own: which of them the failure needs. */
export function restSentence(steps: readonly StoryStep[]): string | null {
  const needed = steps.filter((step) => step.without !== null && step.without !== 'fails the same way');
  const idle = steps.filter((step) => step.without === 'fails the same way');
  const done = idle.filter(isDone).map((step) => `"${step.text}"`);
  const ground = idle.filter((step) => !isDone(step)).length;
  if (ground > 0) done.push(`${ground} of the numbers of weather and configuration`);
  const untried = steps.length - needed.length - idle.length;
  const parts: string[] = [];
  if (needed.length > 0) parts.push(`needs ${someWords(needed.map(restWords), NAMED)}`);
  if (done.length > 0) parts.push(`does not need ${someWords(done, NAMED)}`);
  if (untried > 0)
    parts.push(
      `may need ${untried} further step${untried === 1 ? '' : 's'}, which ${untried === 1 ? 'was' : 'were'} not tried`,
    );
  return parts.length === 0 ? null : `Beside that the failure ${listWords(parts)}.`;
}

/** What somebody did, and not the ground it was done on. */
function isDone({ kind }: StoryStep): boolean {
  return kind !== 'weather' && kind !== 'config';
}

function restWords(step: StoryStep): string {
  const { without } = step;
  const instead = without === 'passes' ? 'passes' : without === 'undecided' ? 'nothing is found' : 'fails otherwise';
  const [margin] = step.margins;
  const window = margin === undefined || isFree(margin) ? '' : `, ${margin.text}`;
  return `"${step.text}"${window} (without it: ${instead})`;
}

/**
 * From where a time is best told: the last step of a server before it. A trigger's time counts from the trigger, which
 * is the fact that set it off.
 */
export function anchorOf(
  told: ToldRun,
  step: Pick<StoryStep, 'kind' | 'name' | 'text'>,
  margin: Omit<StoryMargin, 'text'>,
): Anchor | null {
  if (margin.of === 'time') return timeAnchor(told, step, margin);
  if (margin.of !== 'delay') return null;
  const strike = strikeOf(told, step.name);
  const parsed = parseStep(step.name, step.text);
  if (strike === null || !parsed.ok || parsed.value.trigger.kind !== 'when') return null;
  const { trigger } = parsed.value;
  const verb = factVerbs.find((each) => each.verb === trigger.verb);
  const note = told.notes.findLast(
    (each) =>
      each.fact !== null &&
      each.atUs <= strike.atUs - trigger.delayUs &&
      each.event < strike.event &&
      verb?.matches(each.fact, trigger.argument) === true,
  );
  return note === undefined ? null : { text: `${whoOf(note)} ${note.long}`, atUs: note.atUs };
}

function timeAnchor(
  told: ToldRun,
  step: Pick<StoryStep, 'kind' | 'name'>,
  margin: Omit<StoryMargin, 'text'>,
): Anchor | null {
  const from = margin.leastUs ?? margin.us;
  const own = step.kind === 'fault' ? strikeOf(told, step.name) : askOf(told, step.name);
  const note = told.notes.findLast(
    (each) =>
      each.atUs <= from &&
      each.atUs > 0 &&
      each.event < (own?.event ?? Infinity) &&
      (each.what === 'asks' || (each.kind === 'server' && each.weight === 3)),
  );
  return note === undefined
    ? null
    : { text: `${whoOf(note)} ${note.long} (${momentWords(note.atUs)})`, atUs: note.atUs };
}

/** The note of an operation by its name: the third that `c1` is asked for is `c1#3`. */
function askOf(told: ToldRun, name: string): Note | null {
  const [client = '', count = ''] = name.split('#');
  const asked = told.notes.filter((note) => note.what === 'asks' && note.process === client);
  return asked[Number(count) - 1] ?? null;
}
