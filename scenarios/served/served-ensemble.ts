/**
 * An ensemble whose clients are outside the world: they are known by the bytes they send. A run of it is a function
 * of its options and its inputs, each of which has a virtual time: whoever has written the inputs down can have the
 * same run again, without the clients.
 */
import type { CompatRelease } from '../../protocol/compat.ts';
import { standardParts } from '../../protocol/parts.ts';
import type { Plain, ProcessName } from '../../protocol/process.ts';
import { assert } from '../../protocol/std/assert.ts';
import { Injector } from '../../sim/fault/injector.ts';
import { Addresses } from '../../sim/kernel/addresses.ts';
import { WALL_EPOCH_MS } from '../../sim/kernel/clock.ts';
import type { Limits } from '../../sim/kernel/limits.ts';
import type { Observer } from '../../sim/kernel/observer.ts';
import type { World } from '../../sim/kernel/world.ts';
import type { Setting } from '../../sim/record/scenario-document.ts';
import { buildEnsemble, type Ensemble } from '../ensemble.ts';
import { EnsembleRoles } from '../ensemble-roles.ts';
import { EnsembleView, type ServerStanding } from '../ensemble-view.ts';
import { readFaults } from '../fault-plan.ts';
import { factVerbs } from '../fault-verbs.ts';
import { fastClientTimes, recoveryBoundUs, sampleConfig, setField, type SharedConfig } from '../settings.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import type { Departure, ServedInput, SocketId } from './served-input.ts';

export interface ServedOptions {
  /** 1: one server that is no ensemble, unless `config.standalone` says otherwise. */
  readonly voters: number;
  /** Of network, disks, and whatever else the world decides. */
  readonly seed: string;
  /** Over what ZooKeeper ships with. */
  readonly config: Partial<SharedConfig>;
  /** What the servers' wall clocks show when the ensemble has settled: milliseconds of the epoch. */
  readonly wallMs: number;
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

/** Fails with a RangeError, which says what is wrong in one sentence. */
export function servedConfig({ voters, config }: Pick<ServedOptions, 'voters' | 'config'>): SharedConfig {
  if (!Number.isInteger(voters) || voters < 1 || voters > 255) {
    throw new RangeError(`an ensemble has from 1 to 255 voters, not ${voters}`);
  }
  const fields: Record<string, Setting> = { ...sampleConfig, standalone: voters === 1 };
  for (const [name, value] of Object.entries(config)) setField(fields, name, value);
  if (!compatReleases.includes(fields['compat'] as CompatRelease)) {
    throw new RangeError(`compat is one of ${compatReleases.join(', ')}, not "${String(fields['compat'])}"`);
  }
  const set = fields as unknown as SharedConfig;
  if (set.standalone && voters > 1) throw new RangeError(`a server that stands alone is one, not ${voters}`);
  return set;
}

export class ServedEnsemble {
  readonly options: ServedOptions;
  readonly config: SharedConfig;
  readonly view: EnsembleView;
  /** Why it cannot go on: what a process failed with, or the limit that was reached. */
  failure: string | null = null;
  private readonly ensemble: Ensemble;
  private readonly injector: Injector;
  private readonly outgoing = new OutgoingQueue();

  /** Fails with a RangeError when the options ask for what there is not. */
  constructor(options: ServedOptions) {
    const config = servedConfig(options);
    this.options = options;
    this.config = config;
    this.ensemble = buildEnsemble({
      scenario: {},
      settings: { voters: options.voters, observers: 0, clients: 0, config, clientTimes: fastClientTimes },
      parts: standardParts,
      world: { seed: options.seed, limits },
      draws: new Addresses(options.seed),
    });
    const { world, voters, observers } = this.ensemble;
    this.view = new EnsembleView(voters, observers);
    // Nobody asks for a session of ours to expire: the sessions are those of clients outside.
    const roles = new EnsembleRoles(this.view, [], 0);
    this.injector = new Injector(world, { steps: [], roles, verbs: factVerbs });
    world.observe(this.view);
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
    return true;
  }

  /** Lets everything happen that is due until then. */
  runTo(untilUs: number): void {
    if (this.failure !== null) return;
    const end = this.world.run(untilUs);
    if (end === 'failed' || end === 'bound') this.failure = this.describe(end);
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
      this.world.request(input.peer, input.atUs, input.socket, input.arrival);
    }
    this.runTo(input.atUs);
  }

  /** Fails with a RangeError when a line cannot be read or names nobody; a host asks before it takes the line. */
  checkFault(line: string): void {
    readFaults([{ id: 'asked', line: withTrigger(line) }], this.servers);
  }

  /** What has left since the last call, in order. */
  takeOutgoing(): Outgoing[] {
    return this.outgoing.take();
  }

  private arm(id: string, line: string, atUs: number): void {
    const [step] = readFaults([{ id, line: withTrigger(line) }], this.servers);
    assert(step !== undefined, 'one line is one fault');
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
    const options: GatewayOptions = { maxBuffer: this.config.juteMaxBuffer, compat: this.config.compat };
    this.world.addProcess({ name: peer, create: () => new Gateway(options), hasDisk: false, outside: true });
    this.world.startProcess(peer, atUs);
    this.outgoing.gateways.add(peer);
  }

  private describe(end: 'failed' | 'bound'): string {
    const { failure, endDetail } = this.world;
    if (end === 'bound' || failure === null) return `the bound of ${endDetail} was reached`;
    return `server ${failure.process}: ${failure.message}`;
  }
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
