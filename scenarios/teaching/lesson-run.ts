/** A run of a lesson's case up to the end of what is looked at, and all that questions may ask of it. */
import { errorName } from '../../protocol/error-code.ts';
import type { Outcome } from '../../protocol/client/outcome.ts';
import type { Fact } from '../../protocol/facts.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import type { Txn } from '../../protocol/txn.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { FaultNotice, Lifecycle, Moment, Observer } from '../../sim/kernel/observer.ts';
import type { Case } from '../../sim/record/case.ts';
import { EnsembleView, type ServerStanding } from '../ensemble-view.ts';
import { prepareCase, Simulation } from '../simulation.ts';
import { PROBE_ID } from '../workloads/workload.ts';

/** A fact of a server, with how things stood when it was told. */
export interface NotedFact {
  readonly process: ProcessName;
  readonly fact: Fact;
  readonly event: number;
  readonly atUs: number;
  readonly leader: ProcessName | null;
  /** LEADING, FOLLOWING, …, and whether it serves. */
  readonly role: string;
  readonly serving: boolean;
}

export interface NotedFault {
  readonly text: string;
  readonly event: number;
  readonly atUs: number;
}

export interface Answered {
  readonly outcome: Outcome;
  readonly event: number;
}

class Notes implements Observer {
  readonly facts: NotedFact[] = [];
  /** By client and the number of its operation, from 1. */
  readonly answers = new Map<string, Answered>();
  readonly faults: NotedFault[] = [];
  /** Servers that were down or paused after their start. */
  readonly disturbed = new Set<ProcessName>();
  private readonly view: EnsembleView;

  constructor(view: EnsembleView) {
    this.view = view;
  }

  onFact(process: ProcessName, plain: Plain, { event, atUs }: Moment): void {
    this.view.onFact(process, plain);
    const server = this.view.servers.get(process);
    if (server === undefined) return;
    const leader = this.view.leader()?.name ?? null;
    const { state: role, serving } = server;
    this.facts.push({ process, fact: plain as Fact, event, atUs, leader, role, serving });
  }

  onReply(process: ProcessName, id: number, value: Plain, { event }: Moment): void {
    if (id < 0 || id >= PROBE_ID) return;
    this.answers.set(`${process} ${id}`, { outcome: value as Outcome, event });
  }

  onFault({ text }: FaultNotice, { event, atUs }: Moment): void {
    this.faults.push({ text, event, atUs });
  }

  onLifecycle(process: ProcessName, lifecycle: Lifecycle): void {
    this.view.onLifecycle(process, lifecycle);
    if (lifecycle.change !== 'started' && lifecycle.change !== 'resumed') this.disturbed.add(process);
  }
}

interface TreePicture {
  readonly tree: readonly { readonly path: string; readonly data: Uint8Array | null }[];
  readonly acceptedEpoch: number;
  readonly lastLoggedZxid: number;
}

export class LessonRun {
  readonly of: Case;
  readonly simulation: Simulation;
  readonly checks: readonly CheckResult[];
  readonly view: EnsembleView;
  private readonly notes: Notes;

  /** Looked at for so long. Fails with a RangeError whose sentence says what the case asks for and cannot have. */
  constructor(of: Case, horizonMs: number) {
    this.of = of;
    const prepared = prepareCase(of);
    const { voters, observers } = prepared.settings;
    const names = Array.from({ length: voters + observers }, (_, index) => String(index + 1));
    this.view = new EnsembleView(names.slice(0, voters), names.slice(voters));
    this.notes = new Notes(this.view);
    this.simulation = new Simulation(of, prepared, [this.notes]);
    const end = this.simulation.world.run(Math.min(horizonMs * 1000, this.simulation.untilUs));
    this.checks = this.simulation.results(end);
  }

  get facts(): readonly NotedFact[] {
    return this.notes.facts;
  }

  get faults(): readonly NotedFault[] {
    return this.notes.faults;
  }

  get names(): ProcessName[] {
    return this.simulation.world.names();
  }

  get servers(): ServerStanding[] {
    return [...this.view.servers.values()];
  }

  get voters(): ProcessName[] {
    return this.servers.filter((server) => server.voter).map((server) => server.name);
  }

  /** The last event that was looked at. */
  get lastEvent(): number {
    return this.simulation.world.events - 1;
  }

  wasDisturbed(name: ProcessName): boolean {
    return this.notes.disturbed.has(name);
  }

  answer(client: ProcessName, nth: number): Answered | null {
    return this.notes.answers.get(`${client} ${nth}`) ?? null;
  }

  /** Leading, and followed by a quorum. */
  leader(): ServerStanding | null {
    const leader = this.view.leader();
    if (leader === null || !this.simulation.isZooKeeper) return leader;
    const behind = this.servers.filter(
      (server) => server.voter && server.up && (server === leader || (server.serving && server.leader === leader.name)),
    );
    return 2 * behind.length > this.voters.length ? leader : null;
  }

  picture(server: ProcessName): TreePicture {
    return this.simulation.world.process(server).inspect() as TreePicture;
  }

  /** Transactions that a crash now would leave on a server's disk. */
  durable(server: ProcessName): Txn[] {
    const disk = this.simulation.world.disk(server);
    const files = disk.names().filter((file) => file.startsWith('log.'));
    return files.flatMap((file) =>
      (disk.durableRecords(file) ?? []).flatMap(({ data }) =>
        typeof data === 'object' && data !== null && 'zxid' in data ? [data as Txn] : [],
      ),
    );
  }

  row(name: string): CheckResult | null {
    return this.checks.find((check) => check.name === name) ?? null;
  }
}

export function writesTo(txn: Txn, path: string): boolean {
  const { body } = txn;
  return 'path' in body && body.path === path;
}

/** `ok`, `NONODE`, `unknown`. */
export function outcomeWord(outcome: Outcome): string {
  if (outcome.kind !== 'answered') return 'unknown';
  return outcome.err === 0 ? 'ok' : errorName(outcome.err);
}

export function dataOf(data: Uint8Array | null): string {
  return data === null ? 'nothing' : String.fromCharCode(...data);
}
