/** One run under way with all that watches it, as one object that can be copied whole. */
import { Constants, deepCopy } from '../../sim/kernel/fork.ts';
import type { RunEnd } from '../../sim/kernel/world.ts';
import type { Case } from '../../sim/record/case.ts';
import type { ReportProcess } from '../../sim/record/report-data.ts';
import { EventRecorder } from '../report/event-recorder.ts';
import { OperationRecorder } from '../report/operation-recorder.ts';
import { TextBook } from '../report/text-book.ts';
import { prepareCase, Simulation, type RunHost } from '../simulation.ts';
import { EventWitness } from './event-witness.ts';
import { LastQuorum } from './last-quorum.ts';

export class PlayRun {
  readonly simulation: Simulation;
  readonly events: EventRecorder;
  readonly operations: OperationRecorder;
  readonly witness = new EventWitness();
  readonly quorum = new LastQuorum();
  /** What no copy has of its own: the cases it is the run of. */
  private readonly constants = new Constants();
  /** Why it does not go on; null while it can. */
  ended: RunEnd | null = null;

  /** Fails with a RangeError when the case asks for what nobody knows. */
  constructor(of: Case, host: Pick<RunHost, 'registry'>) {
    this.constants.add(of);
    const prepared = prepareCase(of, host.registry);
    const { settings } = prepared;
    const name = (kind: ReportProcess['kind'], from: number, count: number): ReportProcess[] =>
      Array.from({ length: count }, (_, i) => ({ name: `${kind === 'client' ? 'c' : ''}${from + i}`, kind }));
    const processes = [
      ...name('client', 1, settings.clients),
      ...name('voter', 1, settings.voters),
      ...name('observer', settings.voters + 1, settings.observers),
    ];
    this.events = new EventRecorder(processes, new TextBook());
    const clients = processes.filter(({ kind }) => kind === 'client').map((process) => process.name);
    this.operations = new OperationRecorder(clients, this.events);
    this.simulation = new Simulation(of, prepared, [this.events, this.operations, this.witness, this.quorum]);
  }

  /** Events that have happened. */
  get length(): number {
    return this.simulation.world.events;
  }

  /** Goes on until so many events have happened, or none can any more. */
  runTo(events: number): void {
    if (this.ended !== null || this.length >= events) return;
    const end = this.simulation.world.run(this.simulation.untilUs, events);
    if (end !== 'paused') this.ended = end;
  }

  /** Goes on as the run of another case, which nobody changes. */
  knows(of: Case): void {
    this.constants.add(of);
  }

  /** A copy that goes on by itself. It writes no event table: that grows with the run, and `attach` gives it one. */
  copy(): PlayRun {
    const rows = this.events.detach();
    const copy = deepCopy(this, this.constants);
    this.events.attach(rows);
    return copy;
  }

  /** A copy to be looked at, and to be run on: nothing is written down in it, and so it costs less. */
  looked(): PlayRun {
    return this.events.whileBlind(() => this.operations.whileDeaf(() => deepCopy(this, this.constants)));
  }
}
