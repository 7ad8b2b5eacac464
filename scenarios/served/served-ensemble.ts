/**
 * An ensemble whose clients are outside the world: they are known by the bytes they send. A run of it is a function
 * of its options and its inputs, each of which has a virtual time: whoever has written the inputs down can have the
 * same run again, without the clients.
 */
import type { CompatRelease } from '../../protocol/compat.ts';
import type { Parts } from '../../protocol/parts.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import { assert } from '../../protocol/std/assert.ts';
import type { CheckResult } from '../../sim/check/verdict.ts';
import type { FaultStep } from '../../sim/fault/action.ts';
import { Injector } from '../../sim/fault/injector.ts';
import { WALL_EPOCH_MS } from '../../sim/kernel/clock.ts';
import type { Limits } from '../../sim/kernel/limits.ts';
import type { Moment, Observer } from '../../sim/kernel/observer.ts';
import type { Transcoder } from '../../sim/kernel/transcoder.ts';
import type { RunEnd, World } from '../../sim/kernel/world.ts';
import type { Setting } from '../../sim/record/scenario-document.ts';
import { wholenessRow } from '../activity.ts';
import { calm } from '../catalogue/calm.ts';
import { Conversation } from '../conversation.ts';
import { buildEnsemble, type Ensemble } from '../ensemble.ts';
import { EpochOrder } from '../epoch-order.ts';
import { EnsembleView, type ServerStanding } from '../ensemble-view.ts';
import { readFaults } from '../fault-plan.ts';
import { factVerbs } from '../fault-verbs.ts';
import { Marks } from '../marks.ts';
import { RoleHistory } from '../role-history.ts';
import type { Property, Scenario } from '../scenario.ts';
import { fastClientTimes, recoveryBoundUs, sampleConfig, setField, type SharedConfig } from '../settings.ts';
import { FaultRounds } from './fault-rounds.ts';
import { ServedContract } from './served-contract.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import { ServedGround } from './served-ground.ts';
import type { Departure, ServedInput, SocketId } from './served-input.ts';
import { OpenSessions, readSession, ServedRoles } from './served-roles.ts';
import { ServedTally } from './served-tally.ts';
import { Strikes } from './strikes.ts';
import { Visits } from './visits.ts';

export interface ServedOptions {
  /** 1: one server that is no ensemble, unless `config.standalone` says otherwise or there are observers. */
  readonly voters?: number;
  readonly observers?: number;
  /** Whose ensemble, weather and faults; `calm` unless said. Its clients and its end are left out. */
  readonly scenario?: Scenario;
  /** Of network, disks, and whatever else the world decides. */
  readonly seed: string;
  /** Over what ZooKeeper ships with. */
  readonly config: Partial<SharedConfig>;
  /** What the servers' wall clocks show when the ensemble has settled: milliseconds of the epoch. */
  readonly wallMs: number;
}

/** What a host may give to a served ensemble; none of it but `parts` influences the run. */
export interface ServedHost {
  readonly observers?: readonly Observer[];
  readonly transcoder?: Transcoder | null;
  /** In place of the scenario's own. */
  readonly parts?: Parts;
}

/** Something for a socket. */
export interface Outgoing {
  readonly socket: SocketId;
  readonly departure: Departure;
}

/** It runs for as long as its clients like. */
const limits: Limits = {
  events: Infinity,
  virtualUs: Number.MAX_SAFE_INTEGER,
  pendingEvents: 10_000_000,
  queueLength: 10_000_000,
  fileRecords: 10_000_000,
};

const compatReleases: readonly CompatRelease[] = ['3.9', '3.8'];

/** How often it is looked whether the ensemble has settled. */
const SETTLE_STEP_US = 10_000;

interface Asked {
  readonly voters: number;
  readonly observers?: number;
  readonly config: ServedOptions['config'];
}

/** Fails with a RangeError, which says what is wrong in one sentence. */
export function servedConfig({ voters, observers = 0, config }: Asked): SharedConfig {
  if (!Number.isInteger(voters) || voters < 1 || voters > 255) {
    throw new RangeError(`an ensemble has from 1 to 255 voters, not ${voters}`);
  }
  if (!Number.isInteger(observers) || observers < 0 || voters + observers > 255) {
    throw new RangeError(`an ensemble has at most 255 servers, and no ${observers} observers`);
  }
  const fields: Record<string, Setting> = { ...sampleConfig, standalone: voters === 1 && observers === 0 };
  for (const [name, value] of Object.entries(config)) setField(fields, name, value);
  if (!compatReleases.includes(fields['compat'] as CompatRelease)) {
    throw new RangeError(`compat is one of ${compatReleases.join(', ')}, not "${String(fields['compat'])}"`);
  }
  const set = fields as unknown as SharedConfig;
  const servers = voters + observers;
  if (set.standalone && servers > 1) throw new RangeError(`a server that stands alone is one, not ${servers}`);
  return set;
}

export class ServedEnsemble {
  readonly options: ServedOptions;
  readonly config: SharedConfig;
  readonly view: EnsembleView;
  /** Why it cannot go on: what a process failed with, or the limit that was reached. */
  failure: string | null = null;
  readonly ground: ServedGround;
  readonly sessions = new OpenSessions();
  readonly strikes = new Strikes();
  readonly tally = new ServedTally();
  readonly marks: Marks;
  readonly roleHistory: RoleHistory;
  readonly contract: ServedContract;
  private readonly properties: readonly Property[] = [new EpochOrder(), new Conversation()];
  private readonly ensemble: Ensemble;
  private readonly injector: Injector;
  private readonly rounds: FaultRounds;
  private readonly outgoing = new OutgoingQueue();
  private readonly visits = new Visits();
  private end: RunEnd = 'time';

  /** Fails with a RangeError when the options ask for what there is not. */
  constructor(options: ServedOptions, host: ServedHost = {}) {
    const { scenario = calm, seed } = options;
    const ground = new ServedGround({ ...options, scenario });
    const config = servedConfig({ ...ground, config: options.config });
    this.options = options;
    this.ground = ground;
    this.config = config;
    this.ensemble = buildEnsemble({
      scenario: scenario.clocks === undefined ? {} : { clocks: scenario.clocks },
      settings: { ...sizeOf(ground), clients: 0, config, clientTimes: fastClientTimes },
      parts: host.parts ?? ground.parts,
      world: {
        seed,
        network: { ...ground.weather.network, ...scenario.network },
        disk: { ...ground.weather.disk, ...scenario.disk },
        stageDelays: ground.weather.stageDelays,
        sites: scenario.sites ?? {},
        transcoder: host.transcoder ?? null,
        limits,
      },
      draws: ground.draws,
    });
    const { world, voters, observers } = this.ensemble;
    this.view = new EnsembleView(voters, observers);
    this.marks = new Marks({ voters, observers });
    this.roleHistory = new RoleHistory([...voters, ...observers]);
    this.contract = new ServedContract({ voters, observers, config, tally: this.tally, view: this.view });
    const roles = new ServedRoles(this.view, this.sessions);
    this.injector = new Injector(world, { steps: [], roles, verbs: factVerbs });
    this.rounds = new FaultRounds(ground, this.injector);
    this.tally.faultsInForce = this.injector;
    // The view first: roles are asked about the fact that triggers a fault.
    const watching = [this.view, this.contract, this.sessions, this.roleHistory, this.marks, this.tally, this.strikes];
    for (const observer of [...watching, ...this.properties, ...(host.observers ?? [])]) world.observe(observer);
    world.observe(this.outgoing);
    this.injector.install();
  }

  get world(): World {
    return this.ensemble.world;
  }

  get servers(): readonly ProcessName[] {
    return [...this.ensemble.voters, ...this.ensemble.observers];
  }

  get standings(): readonly ServerStanding[] {
    return [...this.view.servers.values()];
  }

  get nowUs(): number {
    return this.world.nowUs;
  }

  /** When something is to happen by itself, at the earliest; null: nothing ever. */
  get nextUs(): number | null {
    return this.world.nextUs;
  }

  /** The same, when it is something under way: what was sent, or asked of a disk; else null. */
  get nextUnderWayUs(): number | null {
    return this.world.nextUnderWayUs;
  }

  /**
   * Runs until every server serves, and sets the wall clocks. Nobody is connected yet, so nobody is hurried. False:
   * they do not, within the time that a recovery may take.
   */
  settle(): boolean {
    const boundUs = recoveryBoundUs(this.config);
    while (!this.standings.every((server) => server.up && server.serving)) {
      if (this.failure !== null || this.nowUs >= boundUs) return false;
      this.runTo(this.nowUs + SETTLE_STEP_US);
    }
    const byMs = this.options.wallMs - WALL_EPOCH_MS - Math.floor(this.nowUs / 1000);
    for (const name of this.servers) this.world.jumpWallClock(name, byMs);
    this.rounds.begin(this.world);
    return true;
  }

  /** Lets everything happen that is due until then. */
  runTo(untilUs: number): void {
    if (this.failure !== null) return;
    this.end = this.world.run(untilUs);
    if (this.end === 'failed' || this.end === 'bound') this.failure = this.describe(this.end);
  }

  /**
   * Takes one input at its time: what is due until then happens first, and what the input leads to at once happens
   * too. So the order of a run does not depend on how inputs come together.
   */
  take(input: ServedInput): void {
    assert(input.atUs >= this.nowUs, 'inputs come in the order of their times', { atUs: input.atUs });
    this.runTo(input.atUs);
    if (this.failure !== null) return;
    if (input.kind === 'fault') this.arm(input.id, input.line, input.atUs);
    else {
      this.openGateway(input.peer, input.atUs);
      this.visits.add(input.arrival);
      this.world.request(input.peer, input.atUs, input.socket, input.arrival);
    }
    this.runTo(input.atUs);
  }

  /** Fails with a RangeError when a line cannot be read or names nobody; a host asks before it takes the line. */
  checkFault(line: string): void {
    const step = this.readFault(line);
    if (step.action.kind !== 'expire' || step.trigger.kind !== 'at' || step.trigger.atUs > this.nowUs) return;
    const session = readSession(step.action.session);
    if (session !== null && this.sessions.has(session)) return;
    const open = this.sessions.all();
    const known = open.length === 0 ? 'there is none' : `open are ${open.slice(-5).join(', ')}`;
    throw new RangeError(`there is no session ${step.action.session}; ${known}`);
  }

  /** Every row, when the run is over. */
  results(): CheckResult[] {
    return this.rows(this.contract.results());
  }

  /** Every row on what was seen until now; more may come. */
  resultsSoFar(): CheckResult[] {
    return this.rows(this.contract.resultsSoFar());
  }

  private rows(rows: CheckResult[]): CheckResult[] {
    const { world } = this;
    const moment: Moment = { atUs: world.nowUs, event: world.events, cause: -1 };
    for (const property of this.properties) rows.push(...property.results({ ...moment, reason: this.end }));
    rows.push(this.visits.row(), wholenessRow(world, this.end, []));
    return rows;
  }

  /** What has left since the last call, in order. */
  takeOutgoing(): Outgoing[] {
    return this.outgoing.take();
  }

  /** Fails with a RangeError when the line cannot be read or names nobody. `id` names the fault in addresses. */
  readFault(line: string, id = 'asked'): FaultStep {
    const whole = withTrigger(line);
    try {
      const [step] = readFaults([{ id, line: whole }], this.servers);
      assert(step !== undefined, 'one line is one fault');
      return step;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new RangeError(
        error.message.replace(whole, () => line),
        { cause: error },
      );
    }
  }

  private arm(id: string, line: string, atUs: number): void {
    const step = this.readFault(line, id);
    const { trigger } = step;
    this.injector.arm({
      ...step,
      trigger: trigger.kind === 'at' && trigger.atUs < atUs ? { kind: 'at', atUs } : trigger,
    });
  }

  private openGateway(peer: ProcessName, atUs: number): void {
    if (this.world.has(peer)) {
      assert(this.outgoing.gateways.has(peer), 'no server has the name of an address', { peer });
      return;
    }
    const options: GatewayOptions = {
      maxBuffer: this.config.juteMaxBuffer,
      compat: this.config.compat,
      ear: this.contract,
    };
    this.world.addProcess({ name: peer, create: () => new Gateway(peer, options), hasDisk: false, outside: true });
    this.world.startProcess(peer, atUs);
    this.outgoing.gateways.add(peer);
  }

  private describe(end: RunEnd): string {
    const { failure, endDetail } = this.world;
    if (end === 'bound' || failure === null) return `the bound of ${endDetail} was reached`;
    return `server ${failure.process}: ${failure.message}`;
  }
}

function sizeOf({ voters, observers }: ServedGround): { readonly voters: number; readonly observers: number } {
  return { voters, observers };
}

/** `crash leader` is `at 0s: crash leader`; a time that is over is now. */
function withTrigger(line: string): string {
  return line.includes(': ') ? line : `at 0s: ${line}`;
}

/** Keeps what gateways give back until the host takes it. */
class OutgoingQueue implements Observer {
  readonly gateways = new Set<ProcessName>();
  private queue: Outgoing[] = [];

  onReply(process: ProcessName, id: number, value: Plain): void {
    if (this.gateways.has(process)) this.queue.push({ socket: id, departure: value as Departure });
  }

  take(): Outgoing[] {
    const taken = this.queue;
    this.queue = [];
    return taken;
  }
}
