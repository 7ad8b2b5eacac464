/**
 * Writes down what a run was like while it runs: an observer that listens to facts, lives, faults and clients, and keeps
 * a line for each that means something.
 */
import type { LearnerType } from '../protocol/config.ts';
import type { EventNews, Outcome, SessionNews } from '../protocol/client/outcome.ts';
import type { Fact } from '../protocol/facts.ts';
import { showZxid, type Zxid } from '../protocol/ids.ts';
import type { Input, Plain, ProcessName } from '../protocol/process.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../sim/kernel/observer.ts';
import type { Case } from '../sim/record/case.ts';
import type { ChronicleEntry, ServerStrip } from '../sim/record/chronicle.ts';
import { membersOf } from './ensemble.ts';
import { EnsembleView, type ServerStanding } from './ensemble-view.ts';
import { factWords } from './fact-words.ts';
import { newsWords, opWords, outcomeWords } from './op-words.ts';
import { prepareCase, type RunHost } from './simulation.ts';
import { PROBE_ID } from './workloads/workload.ts';

/** A line, with what it was made of. */
export interface Note extends ChronicleEntry {
  /** The same in a sentence, behind "server 3" or "client c1". */
  readonly long: string;
  readonly fact: Fact | null;
  readonly fault: FaultNotice | null;
}

/** An observer for a run of that case. */
export function chronicleOf(of: Case, host: Pick<RunHost, 'registry'> = {}): Chronicle {
  const members = membersOf(prepareCase(of, host.registry).settings);
  const names = (type: LearnerType): string[] =>
    members.filter((member) => member.type === type).map((member) => String(member.sid));
  return new Chronicle(names('participant'), names('observer'));
}

type Line = Pick<Note, 'process' | 'kind' | 'what' | 'text' | 'long' | 'weight'>;

export class Chronicle implements Observer {
  readonly notes: Note[] = [];
  /** By the index of an event, that of the event which caused it. */
  readonly causes: number[] = [];
  readonly voters: readonly ProcessName[];
  readonly observers: readonly ProcessName[];
  private readonly view: EnsembleView;
  /** The phase that each server told last. */
  private readonly phases = new Map<ProcessName, string>();
  /** The role that each server told last, in words. */
  private readonly roles = new Map<ProcessName, string>();

  constructor(voters: readonly ProcessName[], observers: readonly ProcessName[]) {
    this.voters = voters;
    this.observers = observers;
    this.view = new EnsembleView(voters, observers);
  }

  onInput(_process: ProcessName, _input: Input, { event, cause }: Moment): void {
    this.causes[event] = cause;
  }

  onFact(process: ProcessName, plain: Plain, moment: Moment): void {
    this.view.onFact(process, plain);
    if (!this.view.servers.has(process)) return;
    const fact = plain as Fact;
    const words = factWords(fact);
    if (fact.type === 'role') this.phases.set(process, fact.phase.toLowerCase());
    if (words === null || this.isRepeated(process, fact, words.short)) return;
    const { short, long, weight } = words;
    this.put(moment, { process, kind: 'server', what: fact.type, text: short, long, weight }, { fact });
  }

  /** A role is told again when its epoch is known. */
  private isRepeated(process: ProcessName, { type }: Fact, text: string): boolean {
    if (type !== 'role') return false;
    const last = this.roles.get(process);
    this.roles.set(process, text);
    return last === text && text === 'hopes to lead';
  }

  onRequest(process: ProcessName, id: number, request: Plain, moment: Moment): void {
    if (id < 0 || id >= PROBE_ID) return;
    const text = opWords(request as Parameters<typeof opWords>[0]);
    this.put(moment, { process, kind: 'client', what: 'asks', text, long: `asks for ${text}`, weight: 2 });
  }

  onReply(process: ProcessName, id: number, value: Plain, moment: Moment): void {
    this.view.onReply(process, id, value);
    if (id >= PROBE_ID || this.view.servers.has(process)) return;
    const text =
      id < 0 ? newsWords(value as EventNews | SessionNews) : `${outcomeWords(value as Outcome)} (${String(id)})`;
    this.put(moment, { process, kind: 'client', what: 'hears', text, long: `is told ${text}`, weight: id < 0 ? 1 : 2 });
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle, moment: Moment): void {
    this.view.onLifecycle(process, lifecycle);
    const text = lifeWords(lifecycle);
    this.put(moment, { process, kind: 'life', what: lifecycle.change, text, long: text, weight: 3 });
  }

  onFault(fault: FaultNotice, moment: Moment): void {
    const undone = fault.kind === 'undo';
    const text = `${undone ? 'ends: ' : ''}${fault.text}${fault.effective ? '' : ' (no effect)'}`;
    const line: Line = { process: null, kind: 'fault', what: fault.kind, text, long: text, weight: 3 };
    this.put(moment, line, { fault });
  }

  private put(moment: Moment, line: Line, of: { readonly fact?: Fact; readonly fault?: FaultNotice } = {}): void {
    const { event, cause, atUs } = moment;
    this.causes[event] = cause;
    const server = line.process === null ? undefined : this.view.servers.get(line.process);
    const strip = server === undefined ? null : stripOf(server, this.phases.get(server.name) ?? 'election');
    const quorum = of.fact === undefined ? null : quorumOf(of.fact);
    const counted = quorum === null ? {} : { quorum };
    this.notes.push({ event, cause, atUs, ...line, strip, ...counted, fact: of.fact ?? null, fault: of.fault ?? null });
  }
}

function quorumOf(fact: Fact): readonly ProcessName[] | null {
  if (fact.type === 'established') return fact.quorum.map(String);
  return fact.type === 'committed' ? fact.acks.map(String) : null;
}

/** `starts again`, `crashes`. */
export function lifeWords(lifecycle: Lifecycle): string {
  switch (lifecycle.change) {
    case 'started':
      return lifecycle.incarnation === 1 ? 'starts' : 'starts again';
    case 'crashed':
      return 'crashes';
    case 'exited':
      return `exits: ${lifecycle.reason}`;
    case 'failed':
      return `fails an assertion: ${lifecycle.message}`;
    case 'paused':
      return 'pauses';
    case 'resumed':
      return 'goes on';
  }
}

const letters = { LEADING: 'L', FOLLOWING: 'F', OBSERVING: 'O', LOOKING: 'E', STANDALONE: 'S' } as const;

function stripOf(server: ServerStanding, phase: string): ServerStrip {
  return {
    role: server.up ? letters[server.state] : '-',
    phase,
    epoch: server.epoch,
    serving: server.serving,
    logged: showZxid(server.logged as Zxid),
    applied: showZxid(server.applied as Zxid),
  };
}
