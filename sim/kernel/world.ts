/**
 * A world: processes on machines with clocks and disks, a network between them, and everything that is pending.
 *
 * `run` takes events in the order (time, sequence) and lets one process take one step for each. Everything is
 * reachable from here as plain data, so that `fork` can copy it, and everything a run decides comes from the
 * addresses, so that a world is a function of its seed, its overrides and what its agents do.
 */
import { assert } from '../../protocol/std/assert.ts';
import type { Plain, Process, ProcessName } from '../../protocol/process.ts';
import { Disk, fileKind } from '../disk/disk.ts';
import type { PendingSync } from '../disk/inode.ts';
import { defaultDisk, type DiskOptions } from '../disk/options.ts';
import type { End } from '../network/end.ts';
import { flightsOf, type Flight } from '../network/flights.ts';
import { Network } from '../network/network.ts';
import { defaultNetwork, type NetworkOptions } from '../network/options.ts';
import { Addresses, type Draws } from './addresses.ts';
import type { Agent, WritePoint } from './agent.ts';
import { Core, type Place } from './core.ts';
import type { DecisionRecord } from './decision-record.ts';
import { Delivery, type ProcessFailure } from './delivery.ts';
import { type Event, Kind } from './event.ts';
import { deepCopy } from './fork.ts';
import { Host, type ProcessSpec } from './host.ts';
import { defaultLimits, type LimitName, type Limits } from './limits.ts';
import type { FaultNotice, Observer } from './observer.ts';
import { Priorities, type PriorityOptions } from './priorities.ts';
import { ProcessOut } from './process-out.ts';
import type { StageDelays } from './stage-delays.ts';
import { isDue, resetTimers } from './timers.ts';
import type { Transcoder } from './transcoder.ts';
import { waitOf, type ProcessWait } from './waits.ts';
import { Watchers } from './watchers.ts';
import { WritePoints } from './write-points.ts';

export type { ProcessSpec } from './host.ts';
export type { Agent } from './agent.ts';

export interface WorldOptions {
  /** Canonical decimal number, short string, or `quiet`. */
  readonly seed: string;
  readonly overrides?: Readonly<Record<string, number>>;
  /** What is drawn from a seed of its own, by what its labels begin with. */
  readonly seeds?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
  readonly network?: Partial<NetworkOptions>;
  readonly disk?: Partial<DiskOptions>;
  /** Delays hand-overs, each stage for itself, so that stages run in another order; none: all at once. */
  readonly stageDelays?: StageDelays;
  /** Orders messages and hand-overs by priorities on top of their latencies. */
  readonly priorities?: PriorityOptions;
  /** For each decision site that was renamed, its new name to its stable id. */
  readonly sites?: Readonly<Record<string, string>>;
  /** What messages and records go through; it has no influence. */
  readonly transcoder?: Transcoder | null;
  /** Where decisions that are not their quiet default are written down; it has no influence. */
  readonly record?: DecisionRecord | null;
}

/**
 * Why `run` returned: the time was reached, nothing is pending, somebody called `stop`, a limit was reached, a process
 * failed, or as many events were taken as the caller wanted. `World.endDetail` says more.
 */
export type RunEnd = 'time' | 'idle' | 'stopped' | 'bound' | 'failed' | 'paused';

export class World {
  readonly seed: string;
  readonly network: Network;
  private readonly core: Core;
  private readonly watchers = new Watchers();
  private readonly delivery: Delivery;
  private readonly hosts: Host[] = [];
  private readonly hostByName = new Map<ProcessName, Host>();
  private readonly outs: ProcessOut[] = [];
  private readonly agents: Agent[] = [];
  private readonly writePoints = new WritePoints();
  private readonly diskOptions: DiskOptions;
  private readonly stageDelays: StageDelays;
  private readonly transcoder: Transcoder | null;
  private stopReason: string | null = null;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    const addresses = new Addresses(options.seed, options.overrides, options.sites, options.seeds, options.record);
    const priorities = options.priorities === undefined ? null : new Priorities(options.priorities, addresses);
    this.core = new Core(addresses, { ...defaultLimits, ...options.limits }, priorities);
    this.diskOptions = { ...defaultDisk, ...options.disk };
    this.stageDelays = options.stageDelays ?? [];
    this.transcoder = options.transcoder ?? null;
    this.network = new Network(this.core, { ...defaultNetwork, ...options.network }, this.hosts, this.hostByName);
    this.delivery = new Delivery(this.core, this.network, this.watchers, this.outs);
  }

  // --- building ------------------------------------------------------------------------------------------------

  addProcess(spec: ProcessSpec): void {
    assert(!this.hostByName.has(spec.name), 'a process has a name of its own', { name: spec.name });
    const disk = spec.hasDisk === false ? null : new Disk(this.core, this.diskOptions, spec.name);
    const host = new Host(spec, this.hosts.length, disk);
    disk?.attach(host);
    this.hosts.push(host);
    this.hostByName.set(spec.name, host);
    const { stageDelays, transcoder } = this;
    this.outs.push(new ProcessOut(host, this.core, this.network, this.watchers, { stageDelays, transcoder }));
  }

  startProcess(name: ProcessName, atUs: number): void {
    this.delivery.startLater(this.host(name), atUs);
  }

  observe(observer: Observer): void {
    this.watchers.add(observer);
  }

  /** An application asks a process; it is lost when the process is down then. */
  request(name: ProcessName, atUs: number, id: number, request: Plain): void {
    this.core.post(atUs, Kind.REQUEST, this.host(name), null, '', request, id);
  }

  /** Calls an agent at a time, as an event of its own; in a place that was kept, if one is given. */
  schedule(atUs: number, agent: Agent, data: Plain, place: Place | null = null): void {
    let index = this.agents.indexOf(agent);
    if (index < 0) index = this.agents.push(agent) - 1;
    if (place === null) this.core.post(atUs, Kind.AGENT, null, null, '', data, index);
    else this.core.postIn(place, atUs, Kind.AGENT, data, index);
  }

  /** What an agent is to be called for at times to come. */
  callsToCome(agent: Agent): { readonly atUs: number; readonly data: Plain }[] {
    const index = this.agents.indexOf(agent);
    return this.core.heap
      .all()
      .filter(({ kind, num }) => kind === Kind.AGENT && num === index)
      .map(({ t, item }) => ({ atUs: t, data: item }));
  }

  writePointsOf(agent: Agent): readonly WritePoint[] {
    return this.writePoints.of(agent);
  }

  /** An agent is not called for what passes: not at a time to come, and not at a write. */
  unschedule(agent: Agent, passes: (data: Plain) => boolean): void {
    const index = this.agents.indexOf(agent);
    this.core.heap.remove(({ kind, num, item }) => kind === Kind.AGENT && num === index && passes(item));
    this.writePoints.remove(agent, passes);
  }

  /** Keeps a place in the order of events: what is scheduled in it later goes where it would have gone now. */
  reserve(): Place {
    return this.core.reserve();
  }

  /** Gives a decision to come another value, or none, in a run under way. */
  override(address: string, value: number | null): void {
    this.core.addresses.change(address, value);
  }

  isDecided(address: string): boolean {
    return this.core.addresses.isBegun(address);
  }

  addWritePoint(point: WritePoint): void {
    this.host(point.process);
    this.writePoints.add(point);
  }

  // --- running -------------------------------------------------------------------------------------------------

  /**
   * Takes events up to and including `untilUs`, and none beyond the first `untilEvents` of the run. May be called again
   * to go on.
   */
  run(untilUs: number, untilEvents = Infinity): RunEnd {
    this.watchers.letWait();
    const end = this.takeEvents(untilUs, untilEvents);
    this.watchers.catchUp();
    return end;
  }

  private takeEvents(untilUs: number, untilEvents: number): RunEnd {
    const core = this.core;
    const limits = core.limits;
    const most = untilEvents < limits.events ? untilEvents : limits.events;
    const until = untilUs < limits.virtualUs ? untilUs : limits.virtualUs;
    for (;;) {
      if (this.stopReason !== null) return 'stopped';
      if (this.delivery.failure !== null) return 'failed';
      if (core.events >= most) {
        if (core.events < limits.events) return 'paused';
        core.reach('events');
      }
      if (core.reached !== null) return 'bound';
      const event = core.take(until);
      if (event === null) break;
      core.nowUs = event.t;
      this.dispatch(event);
    }
    core.current = -1;
    if (core.heap.length === 0) return 'idle';
    core.nowUs = until;
    if (until < untilUs) {
      core.reach('virtualUs');
      return 'bound';
    }
    return 'time';
  }

  /** Ends the run after the present event. */
  stop(reason: string): void {
    this.stopReason ??= reason;
  }

  /** What `run` ended for: the limit, the reason given to `stop`, or what a process failed with. */
  get endDetail(): string {
    return this.stopReason ?? this.delivery.failure?.message ?? this.core.reached ?? '';
  }

  /** The process that threw, if one did. */
  get failure(): ProcessFailure | null {
    return this.delivery.failure;
  }

  get nowUs(): number {
    return this.core.nowUs;
  }

  get events(): number {
    return this.core.events;
  }

  get handOvers(): number {
    return this.core.handOvers;
  }

  /** When the earliest pending event is due, which may turn out void; null when nothing is pending. */
  get nextUs(): number | null {
    return this.core.nextUs;
  }

  /** The same, when it is something under way: a message, a hand-over, an answer of a disk; else null. */
  get nextUnderWayUs(): number | null {
    return this.core.nextUnderWayUs;
  }

  get pending(): number {
    return this.core.pending;
  }

  get limitReached(): LimitName | null {
    return this.core.reached;
  }

  fingerprint(): string {
    return this.core.fingerprint.digits();
  }

  unusedOverrides(): string[] {
    return this.core.addresses.unused();
  }

  get draw(): Draws {
    return this.core.addresses;
  }

  fork(): World {
    return deepCopy(this);
  }

  // --- processes -----------------------------------------------------------------------------------------------

  names(): ProcessName[] {
    return this.hosts.map((host) => host.name);
  }

  has(name: ProcessName): boolean {
    return this.hostByName.has(name);
  }

  isUp(name: ProcessName): boolean {
    return this.host(name).up;
  }

  isPaused(name: ProcessName): boolean {
    return this.host(name).paused;
  }

  process(name: ProcessName): Process {
    const process = this.host(name).process;
    assert(process !== null, 'the process was started', { name });
    return process;
  }

  incarnation(name: ProcessName): number {
    return this.host(name).incarnation;
  }

  disk(name: ProcessName): Disk {
    const disk = this.host(name).disk;
    assert(disk !== null, 'the process has a disk', { name });
    return disk;
  }

  monotonicUs(name: ProcessName): number {
    return this.host(name).clock.monotonicUs(this.core.nowUs);
  }

  /** The machine stops at once: memory is gone, and what the disk did not keep. False: it was down. */
  crash(name: ProcessName): boolean {
    const host = this.host(name);
    if (!host.up) return false;
    host.startGeneration++;
    this.delivery.halt(host);
    host.disk?.crash();
    this.watchers.lifecycle(name, { change: 'crashed' });
    return true;
  }

  /** Starts a process that is down. False: it is up. */
  restart(name: ProcessName, atUs: number = this.core.nowUs): boolean {
    if (this.host(name).up) return false;
    this.startProcess(name, atUs);
    return true;
  }

  /** Stops the process for a while, as a long collection of garbage does: everything waits, nothing is lost. */
  pause(name: ProcessName): boolean {
    const host = this.host(name);
    if (!host.up || host.paused) return false;
    host.paused = true;
    this.watchers.lifecycle(name, { change: 'paused' });
    return true;
  }

  resume(name: ProcessName): boolean {
    const host = this.host(name);
    if (!host.up || !host.paused) return false;
    host.paused = false;
    if (host.backlog.length > 0) this.core.post(this.core.nowUs, Kind.DRAIN, host, null, '', null, 0);
    this.watchers.lifecycle(name, { change: 'resumed' });
    return true;
  }

  setSlowStart(name: ProcessName, byUs: number): void {
    this.host(name).slowStartUs = byUs;
  }

  slowStart(name: ProcessName): number {
    return this.host(name).slowStartUs;
  }

  setClockDrift(name: ProcessName, driftPpm: number): void {
    const host = this.host(name);
    host.clock.setDrift(this.core.nowUs, driftPpm);
    resetTimers(this.core, host);
  }

  clockDrift(name: ProcessName): number {
    return this.host(name).clock.driftPpm;
  }

  jumpWallClock(name: ProcessName, byMs: number): void {
    this.host(name).clock.jumpWall(byMs);
  }

  notice(fault: FaultNotice): void {
    this.core.fingerprint.rollText(fault.text);
    this.core.fingerprint.roll(fault.effective ? 1 : 0, 0);
    this.watchers.fault(fault);
  }

  // --- for those who look -------------------------------------------------------------------------------------

  /** Messages under way, in the order in which they are due; those that wait for something last. */
  flights(): Flight[] {
    return flightsOf(this.core, this.network, this.hosts);
  }

  /** What processes wait for beside messages, soonest first: timers, syncs of files, their own start. */
  waits(): ProcessWait[] {
    return this.core.allPending().flatMap((event) => waitOf(event) ?? []);
  }

  /** Changes with every event and whatever comes of it: two runs with the same number were the same up to here. */
  shortFingerprint(): number {
    return this.core.fingerprint.short();
  }

  // --- inside --------------------------------------------------------------------------------------------------

  private host(name: ProcessName): Host {
    const host = this.hostByName.get(name);
    assert(host !== undefined, 'the process is known', { name });
    return host;
  }

  private dispatch(event: Event): void {
    switch (event.kind) {
      // As by default, but asked first: nearly half of all events.
      case Kind.STAGE:
        this.delivery.deliver(event);
        return;
      case Kind.MESSAGE:
      case Kind.FIN:
        if (this.network.arrives(event)) this.delivery.deliver(event);
        return;
      case Kind.RELEASE: {
        const held = this.network.release(event.end as End);
        if (held !== null) {
          if (held.kind === Kind.OPENED) this.network.established(held.end as End);
          this.delivery.deliver(held);
        }
        return;
      }
      case Kind.CONNECT: {
        const end = this.network.connect(event);
        if (end === null) return;
        event.kind = Kind.OPENED;
        event.host = end.host;
        event.incarnation = end.incarnation;
        event.end = end;
        this.delivery.deliver(event);
        return;
      }
      case Kind.OPENED:
        if (!this.network.opened(event)) return;
        this.network.established(event.end as End);
        this.delivery.deliver(event);
        return;
      case Kind.CLOSED:
        if (this.network.closed(event)) this.delivery.deliver(event);
        return;
      case Kind.GIVE_UP: {
        const reason = this.network.giveUp(event);
        if (reason === null) return;
        event.kind = Kind.CLOSED;
        event.text = reason;
        this.delivery.deliver(event);
        return;
      }
      case Kind.SYNCED:
        this.onSynced(event);
        return;
      case Kind.DRAIN:
        this.delivery.drain(event.host as Host, event.incarnation);
        return;
      case Kind.START:
        this.delivery.start(event);
        return;
      case Kind.AGENT: {
        this.delivery.begin(event, null);
        this.core.fingerprint.rollText((this.agents[event.num] as Agent).name);
        (this.agents[event.num] as Agent).onEvent(event.item, this, this.watchers.moment);
        return;
      }
      case Kind.TIMER:
        if (isDue(this.core, event)) this.delivery.deliver(event);
        return;
      default:
        this.delivery.deliver(event);
    }
  }

  private onSynced(event: Event): void {
    const host = event.host as Host;
    const disk = host.disk as Disk;
    const sync = event.item as PendingSync;
    if (!sync.pending) return;
    if (!this.writePoints.isEmpty && this.reachPoint(host, sync, 'before', 1, event)) return;
    disk.complete(sync);
    if (!this.writePoints.isEmpty && this.reachPoint(host, sync, 'after', 0, event)) return;
    this.delivery.deliver(event);
  }

  /** Calls the agents of the points reached; true when that took the process down, and the sync with it. */
  private reachPoint(host: Host, sync: PendingSync, when: 'before' | 'after', ahead: number, event: Event): boolean {
    if (!host.up || sync.failed) return false;
    const kind = fileKind(sync.file);
    const write = (host.disk as Disk).writesOf(kind) + ahead;
    const incarnation = host.incarnation;
    for (const point of this.writePoints.take(host.name, kind, write, when)) {
      this.delivery.begin(event, host);
      point.agent.onEvent(point.data, this, this.watchers.moment);
    }
    return !host.up || host.incarnation !== incarnation;
  }
}
