/**
 * What a failing run was like in Zab's words, from its facts: who led which epoch, what was acknowledged where, what went
 * wrong first and how it came from there to the failure. Each function gives a sentence, or null when there is nothing
 * to tell. The words come from templates alone, so that one run is told in one way.
 */
import type { Fact } from '../protocol/facts.ts';
import { counterOf, makeZxid, showZxid, type Zxid } from '../protocol/ids.ts';
import type { StoryMoment } from '../sim/record/story.ts';
import type { Note } from './chronicle.ts';
import type { EventWords } from './event-words.ts';
import { txnWords } from './op-words.ts';
import { capital, clause, listWords, momentWords, serversWords, someWords, standingWords } from './story-words.ts';
import type { ToldRun } from './told-run.ts';

type FactOf<T extends Fact['type']> = Extract<Fact, { readonly type: T }>;

/** Rows that a client, or somebody who asks the ensemble, notices. */
const noticed: readonly string[] = [
  'updates-linearizable',
  'reads-consistent',
  'session-order',
  'unknown-outcomes',
  'sync',
  'watches',
  'sessions',
  'durability',
  'replies-in-order',
  'recovery-in-time',
];

function factsOf<T extends Fact['type']>(notes: readonly Note[], type: T): { note: Note; fact: FactOf<T> }[] {
  const found: { note: Note; fact: FactOf<T> }[] = [];
  for (const note of notes) if (note.fact?.type === type) found.push({ note, fact: note.fact as FactOf<T> });
  return found;
}

/** What happened up to and including the event of a moment. */
function upTo(told: ToldRun, moment: StoryMoment | null): readonly Note[] {
  return moment === null ? told.notes : told.notes.filter((note) => note.event <= moment.event);
}

// --- who leads ------------------------------------------------------------------------------------------------

const EPOCHS_TOLD = 4;

export function leadersSentence(told: ToldRun, until: StoryMoment | null): string {
  const notes = upTo(told, until);
  const epochs: string[] = [];
  for (const { note, fact } of factsOf(notes, 'role')) {
    if (fact.state !== 'LEADING' || fact.phase !== 'SYNCHRONIZATION') continue;
    const established = factsOf(notes, 'established').find(
      (each) => each.note.process === note.process && each.fact.epoch === fact.epoch && each.note.event >= note.event,
    );
    const who = `server ${note.process ?? '?'}`;
    epochs.push(
      established === undefined
        ? `${who} has epoch ${fact.epoch} accepted by a quorum at ${momentWords(note.atUs)} and has not established it`
        : `${who} leads epoch ${fact.epoch} from ${momentWords(established.note.atUs)} on (quorum ${established.fact.quorum.join(', ')})`,
    );
  }
  const skipped = epochs.length - EPOCHS_TOLD;
  if (skipped > 0) epochs.splice(1, skipped + 1, `${skipped + 1} more epochs follow`);
  const observing = told.observers.length === 0 ? '' : ` and ${doWords(told.observers, 'observe')}`;
  const voting = `${capital(doWords(told.voters, 'vote'))}${observing}`;
  return `${voting}; ${epochs.length === 0 ? 'nobody has led yet' : epochs.join('; ')}.`;
}

function doWords(names: readonly string[], verb: string): string {
  return `${serversWords(names)} ${verb}${names.length === 1 ? 's' : ''}`;
}

// --- what was acknowledged ------------------------------------------------------------------------------------

const ZXID = /\b([0-9]+):([0-9a-f]+)\b/g;

/** Transactions that these messages speak of. */
function zxidsIn(messages: readonly string[]): Zxid[] {
  const found: Zxid[] = [];
  for (const message of messages) {
    for (const match of message.matchAll(ZXID)) {
      const zxid = makeZxid(Number(match[1]), Number.parseInt(match[2] ?? '0', 16));
      if (counterOf(zxid) > 0 && !found.includes(zxid)) found.push(zxid);
    }
  }
  return found;
}

const TXNS_TOLD = 2;

/** Of the transactions that the failure is about, or of the last one before it. */
export function acknowledgedSentence(told: ToldRun, moments: readonly StoryMoment[]): string | null {
  const until = moments[moments.length - 1] ?? null;
  const notes = upTo(told, until);
  const known = factsOf(notes, 'proposed').map(({ fact }) => fact.txn.zxid);
  const named = zxidsIn(moments.map((moment) => moment.message)).filter((zxid) => known.includes(zxid));
  const last = factsOf(notes, 'committed').at(-1)?.fact.zxid ?? known.at(-1);
  const chosen = named.length > 0 ? named.slice(0, TXNS_TOLD) : last === undefined ? [] : [last];
  if (chosen.length === 0) return null;
  return `${capital(chosen.map((zxid) => txnClause(notes, zxid)).join('; '))}.`;
}

function txnClause(notes: readonly Note[], zxid: Zxid): string {
  const proposals = factsOf(notes, 'proposed').filter(({ fact }) => fact.txn.zxid === zxid);
  const what = proposals[0] === undefined ? '' : ` (${txnWords(proposals[0].fact.txn.body)})`;
  const proposed = proposals
    .map(({ note }) => `server ${note.process ?? '?'} at ${momentWords(note.atUs)}`)
    .join(' and once more by ');
  const logs = names(factsOf(notes, 'logged').filter(({ fact }) => fact.txn.zxid === zxid));
  const acks = names(factsOf(notes, 'acked').filter(({ fact }) => fact.zxid === zxid));
  const committed = factsOf(notes, 'committed').find(({ fact }) => fact.zxid === zxid)?.note;
  const told = notes.find((note) => note.what === 'hears' && note.text.startsWith(`ok at ${showZxid(zxid)} `));
  const parts = [
    `${showZxid(zxid)}${what} is proposed by ${proposed}`,
    ...(logs.join() === acks.join() && logs.length > 0
      ? [`logged and acknowledged by ${listWords(logs)}`]
      : [`logged by ${listWords(logs) || 'nobody'}`, `acknowledged by ${listWords(acks) || 'nobody'}`]),
    committed === undefined
      ? 'not committed'
      : `committed by server ${committed.process ?? '?'} at ${momentWords(committed.atUs)}`,
  ];
  return `${listWords(parts)}${told === undefined ? '' : `, and ${told.process ?? '?'} is told so`}`;
}

function names(among: readonly { readonly note: Note }[]): string[] {
  return [...new Set(among.map(({ note }) => note.process ?? '?'))].sort((a, b) => Number(a) - Number(b));
}

// --- what went wrong ------------------------------------------------------------------------------------------

export function firstWrongSentence(first: StoryMoment, isFailure: boolean): string {
  const where = `at ${momentWords(first.atUs)} (event ${first.event}, ${first.check})`;
  const message = clause(first.message);
  return isFailure
    ? `The first wrong step that a check sees is the failure itself, ${where}: ${message}.`
    : `The first wrong step is taken ${where}: ${message}.`;
}

const EFFECTS = 3;

/** The first event that the correct protocol takes otherwise; null where neither does what can be told in words. */
export function partingSentence(event: number, here: EventWords, there: EventWords): string | null {
  const ours = here.effects.filter((effect) => !there.effects.includes(effect));
  const theirs = there.effects.filter((effect) => !here.effects.includes(effect));
  if (ours.length + theirs.length === 0 || here.given === '' || here.given !== there.given) return null;
  const when = `event ${event} at ${momentWords(here.atUs)}`;
  return `The correct protocol does the same up to ${when}: when ${here.given}, here it ${effectsWords(ours)}, there it ${effectsWords(theirs)}.`;
}

function effectsWords(effects: readonly string[]): string {
  return effects.length === 0 ? 'did nothing more' : someWords([...new Set(effects)], EFFECTS);
}

/** What the first server to do so does otherwise than in the run of the correct protocol; when it does so is no matter. */
export function variantSentence(told: ToldRun, correct: ToldRun): string | null {
  let first: { readonly here: Note | null; readonly there: Note | null; readonly atUs: number } | null = null;
  for (const name of [...told.voters, ...told.observers]) {
    const ours = stepsOf(told, name);
    const theirs = stepsOf(correct, name);
    let at = 0;
    while (at < ours.length && ours[at]?.text === theirs[at]?.text) at++;
    const here = ours[at] ?? null;
    const there = theirs[at] ?? null;
    const atUs = Math.min(here?.atUs ?? Infinity, there?.atUs ?? Infinity);
    if (atUs < (first?.atUs ?? Infinity)) first = { here, there, atUs };
  }
  if (first === null) return null;
  const who = whoOf((first.here ?? first.there) as Note);
  return `The first step that the correct protocol takes otherwise: here ${who} ${doneWords(first.here)}, there it ${doneWords(first.there)}.`;
}

function doneWords(note: Note | null): string {
  return note === null ? 'did nothing more' : `${note.long} (${momentWords(note.atUs)})`;
}

function stepsOf(told: ToldRun, process: string): Note[] {
  return told.notes.filter((note) => note.process === process && note.weight > 1);
}

export function whoOf(note: Note): string {
  if (note.process === null) return 'the fault';
  return /^[0-9]+$/.test(note.process) ? `server ${note.process}` : `client ${note.process}`;
}

const MILESTONES = 5;

/**
 * How it came from one event to another: the steps on the chain of causes, and those of the servers that the message
 * speaks of.
 */
export function waySentence(told: ToldRun, fromEvent: number, to: StoryMoment): string | null {
  const chain = new Set<number>();
  for (let event = to.event; event > fromEvent && event >= 0; event = told.causes[event] ?? -1) chain.add(event);
  const about = serversIn(to.message);
  const steps = told.notes.filter((note) => {
    if (note.event <= fromEvent || note.event >= to.event || note.weight < 3 || note.kind === 'fault') return false;
    if (note.fact?.type === 'syncPlan') return about.includes(String(note.fact.learner));
    return chain.has(note.event) || about.includes(note.process ?? '');
  });
  const shown = steps.slice(-MILESTONES).map((note) => `${whoOf(note)} ${note.long} (${momentWords(note.atUs)})`);
  return shown.length === 0 ? null : `It came to that so: ${shown.join('; ')}.`;
}

/** Names of the servers that a message speaks of. */
function serversIn(message: string): string[] {
  return [...message.matchAll(/\bservers? ([0-9]+)(?: and ([0-9]+))?/gi)].flatMap((match) =>
    match.slice(1).filter((name) => name !== undefined),
  );
}

/** Of an ensemble that does not recover: what it does again and again since all healed. */
export function circleSentence(told: ToldRun, to: StoryMoment): string | null {
  const healedUs = told.notes.findLast((note) => note.kind === 'fault')?.atUs ?? 0;
  const since = Math.max(healedUs, (told.of.options.durationMs ?? 0) * 1000);
  const later = upTo(told, to).filter((note) => note.atUs >= since);
  const ended = tally(later, (note) =>
    note.fact?.type === 'roleEnded' ? `server ${note.process ?? '?'} ${note.long}` : null,
  );
  const elected = tally(later, (note) =>
    note.fact?.type === 'elected' && String(note.fact.leader) === note.process
      ? `server ${note.process} is elected`
      : null,
  );
  const parts = [...elected.slice(0, 2), ...ended.slice(0, 2)].map(([text, times]) =>
    times === 1 ? text : `${text} ${times} times`,
  );
  const deaf = later.every((note) => note.what !== 'elected');
  if (deaf) parts.push('no server elects a leader');
  if (parts.length === 0) return null;
  const end = deaf ? `: at the end ${standings(told, to).join('; ')}` : '';
  return `From ${momentWords(since)} on nothing disturbs it any more, and ${listWords(parts)}${end}.`;
}

/** How the voters stand at a moment. */
function standings(told: ToldRun, at: StoryMoment): string[] {
  return told.voters.flatMap((name) => {
    const last = told.notes.findLast((note) => note.process === name && note.strip !== null && note.event <= at.event);
    const strip = last?.strip ?? null;
    return strip === null ? [] : [`server ${name} ${standingWords(strip)}`];
  });
}

function tally(notes: readonly Note[], textOf: (note: Note) => string | null): [string, number][] {
  const counts = new Map<string, number>();
  for (const note of notes) {
    const text = textOf(note);
    if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** The failure, and what clients notice of it, which may come later. */
export function failureSentence(told: ToldRun, failure: StoryMoment, isTold: boolean): string | null {
  const seen = told.found.find((each) => noticed.includes(each.check) && each.event >= failure.event);
  const notice =
    noticed.includes(failure.check) || seen === undefined
      ? ''
      : `clients notice at ${momentWords(seen.atUs)}: ${clause(seen.message)} (${seen.check})`;
  if (isTold) return notice === '' ? null : `${capital(notice)}.`;
  const breaks = `At ${momentWords(failure.atUs)} (event ${failure.event}) it breaks: ${clause(failure.message)} (${failure.check})`;
  return notice === '' ? `${breaks}.` : `${breaks}; ${notice}.`;
}
