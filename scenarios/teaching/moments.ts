/** Finds moments in a run: conditions of the fault vocabulary, findings of checks, a write that reaches enough disks. */
import { fill, countOf } from './templates.ts';
import type { Trigger } from '../../sim/fault/action.ts';
import type { MomentAsk } from '../../sim/record/lesson.ts';
import { factVerbs } from '../fault-verbs.ts';
import { readUntil } from '../until.ts';
import { writesTo, type LessonRun, type NotedFact } from './lesson-run.ts';
import { quorumSize } from './quorum-arithmetic.ts';
import type { Values } from './variants.ts';

export interface FoundMoment {
  readonly event: number;
  readonly atUs: number;
}

/** Null: it does not come. */
export function findMoment(run: LessonRun, ask: MomentAsk, values: Values): FoundMoment | null {
  if ('check' in ask) {
    const finding = run.row(ask.check)?.finding ?? null;
    return finding === null ? null : { event: finding.event, atUs: finding.atUs };
  }
  if ('fault' in ask) return run.faults.find(({ text }) => text.startsWith(fill(ask.fault, values))) ?? null;
  if ('durable' in ask) {
    const count = ask.on === 'quorum' ? quorumSize(run.voters.length) : countOf(ask.on, values);
    return durableOn(run, ask.durable, count);
  }
  const behind = ask.after === undefined ? -1 : (firstOf(run, fill(ask.after, values), -1)?.event ?? null);
  return behind === null ? null : firstOf(run, fill(ask.condition, values), behind);
}

export function timesOf(run: LessonRun, condition: string): number {
  const trigger = readUntil(condition, run.names);
  return trigger.kind === 'when' ? matching(run, trigger).length : 1;
}

function firstOf(run: LessonRun, condition: string, behind: number): FoundMoment | null {
  const trigger = readUntil(condition, run.names);
  if (trigger.kind === 'at') {
    // The time is what counts; the event is that of the last fact before it.
    const last = run.facts.findLast((noted) => noted.atUs <= trigger.atUs);
    return { event: last?.event ?? 0, atUs: trigger.atUs };
  }
  if (trigger.kind !== 'when') return null;
  const found = matching(run, trigger).filter((noted) => noted.event > behind)[trigger.count - 1];
  return found === undefined ? null : { event: found.event, atUs: found.atUs };
}

function matching(run: LessonRun, trigger: Extract<Trigger, { kind: 'when' }>): NotedFact[] {
  const verb = factVerbs.find((each) => each.verb === trigger.verb);
  return run.facts.filter(
    (noted) => verb?.matches(noted.fact, trigger.argument) === true && isSubject(noted, trigger.subject),
  );
}

/** Roles are those of the moment itself. */
function isSubject({ process, leader, role, serving }: NotedFact, subject: SubjectOf): boolean {
  if (subject === null) return true;
  if (subject.kind === 'process') return subject.name === process;
  switch (subject.role) {
    case 'leader':
      return leader === process;
    case 'a follower':
    case 'followers':
      return role === 'FOLLOWING';
    case 'a follower in sync':
      return role === 'FOLLOWING' && serving;
    case 'an observer':
    case 'observers':
      return role === 'OBSERVING';
    case 'a server':
    case 'servers':
    case 'all':
      return true;
    case 'clients':
    case 'it':
      return false;
  }
}

type SubjectOf = Extract<Trigger, { kind: 'when' }>['subject'];

function durableOn(run: LessonRun, path: string, count: number): FoundMoment | null {
  const waiting = new Map<string, number>();
  const have = new Set<string>();
  for (const { process, fact, event, atUs } of run.facts) {
    if (fact.type === 'logged' && writesTo(fact.txn, path)) waiting.set(process, fact.txn.zxid);
    if (fact.type !== 'synced') continue;
    const zxid = waiting.get(process);
    if (zxid === undefined || fact.zxid < zxid) continue;
    have.add(process);
    if (have.size === count) return { event, atUs };
  }
  return null;
}
