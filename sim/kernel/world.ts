/**
 * A world: processes on machines with clocks and disks, a network between them, and everything that is pending.
 *
 * `run` takes events in the order (time, sequence) and lets one process take one step for each. Everything is
 * reachable from here as plain data, so that `fork` can copy it, and everything a run decides comes from the
 * addresses, so that a world is a function of its seed, its overrides and what its agents do.
 */
import { assert } from '../../protocol/std/assert.ts';
import type { CloseReason, Input, Message, Plain, Process, ProcessName, StoredRecord } from '../../protocol/process.ts';
import { Disk, fileKind } from '../disk/disk.ts';
import type { PendingSync } from '../disk/inode.ts';
import { defaultDisk, type DiskOptions } from '../disk/options.ts';
import type { End } from '../network/end.ts';
import { EndState } from '../network/end.ts';
import { Network } from '../network/network.ts';
import { defaultNetwork, type NetworkOptions } from '../network/options.ts';
import { Addresses, type Draws } from './addresses.ts';
import type { Agent, WritePoint } from './agent.ts';
import { Core } from './core.ts';
import type { Latency } from './distribution.ts';
import { type Event, Kind } from './event.ts';
import { deepCopy } from './fork.ts';
import { defaultSupervisor, Host, type Timer, type ProcessSpec } from './host.ts';
import { Inputs } from './inputs.ts';
import { defaultLimits, type LimitName, type Limits } from './limits.ts';
import type { FaultNotice, Observer } from './observer.ts';
import { ProcessOut } from './process-out.ts';
import { Watchers } from './watchers.ts';

export type { ProcessSpec, SupervisorSpec } from './host.ts';
export type { ClockSpec } from './clock.ts';
export type { Agent, WritePoint } from './agent.ts';
export type { Limits } from './limits.ts';

export interface WorldOptions {
  /** Canonical decimal number, short string, or `quiet`. */
  readonly seed: string;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly limits?: Partial<Limits>;
  readonly network?: Partial<NetworkOptions>;
  readonly disk?: Partial<DiskOptions>;
  /** Delays hand-overs, each stage for itself, so that stages run in another order; null: all at once. */
  readonly stageDelay?: Latency | null;
  /** For each decision site that was renamed, its new name to its stable id. */
  readonly sites?: Readonly<Record<string, string>>;
}

/**
 * Why `run` returned: the time was reached, nothing is pending, somebody called `stop`, a limit was reached, or a
 * process failed. `World.endDetail` says more.
 */
export type RunEnd = 'time' | 'idle' | 'stopped' | 'bound' | 'failed';

/** A process threw. */
export interface ProcessFailure {
  readonly process: ProcessName;
  readonly message: string;
  readonly stack: string;
  readonly atUs: number;
  readonly event: number;
}

export class World {
  readonly seed: string;
  readonly network: Network;
  private readonly core: Core;
  private readonly watchers = new Watchers();
  private readonly hosts: Host[] = [];
  private readonly hostByName = new Map<ProcessName, Host>();
  private readonly outs: ProcessOut[] = [];
  private readonly inputs = new Inputs();
  private readonly agents: Agent[] = [];
  private writePoints: WritePoint[] = [];
  private readonly diskOptions: DiskOptions;
  private readonly stageDelay: Latency | null;
  private stopReason: string | null = null;
  failure: ProcessFailure | null = null;

  constructor(options: WorldOptions) {
    this.seed = options.seed;
    const addresses = new Addresses(options.seed, options.overrides, options.sites);
    this.core = new Core(addresses, { ...defaultLimits, ...options.limits });
    this.diskOptions = { ...defaultDisk, ...options.disk };
    this.stageDelay = options.stageDelay ?? null;
    this.network = new Network(this.core, { ...defaultNetwork, ...options.network }, this.hosts, this.hostByName);
  }

  // --- building ------------------------------------------------------------------------------------------------

  addProcess(spec: ProcessSpec): void {
    assert(!this.hostByName.has(spec.name), 'a process has a name of its own', { name: spec.name });
    const disk = spec.hasDisk === false ? null : new Disk(this.core, this.diskOptions, spec.name);
    const host = new Host(spec, this.hosts.length, disk);
    disk?.attach(host);
    this.hosts.push(host);
    this.hostByName.set(spec.name, host);
    this.outs.push(new ProcessOut(host, this.core, this.network, this.watchers, this.stageDelay));
  }

  startProcess(name: ProcessName, atUs: number): void {
    const host = this.host(name);
    host.startGeneration++;
    this.core.post(atUs + host.slowStartUs, Kind.START, host, null, '', null, host.startGeneration);
  }

  observe(observer: Observer): void {
    this.watchers.add(observer);
  }

  /** An application asks a process; it is lost when the process is down then. */
  request(name: ProcessName, atUs: number, id: number, request: Plain): void {
    this.core.post(atUs, Kind.REQUEST, this.host(name), null, '', request, id);
  }

  /** Calls an agent at a time, as an event of its own. */
  schedule(atUs: number, agent: Agent, data: Plain): void {
    let index = this.agents.indexOf(agent);
    if (index < 0) index = this.agents.push(agent) - 1;
    this.core.post(atUs, Kind.AGENT, null, null, '', data, index);
  }

  addWritePoint(point: WritePoint): void {
    this.host(point.process);
    this.writePoints.push(point);
  }

  // --- running -------------------------------------------------------------------------------------------------

  /** Takes events up to and including `untilUs`. May be called again to go on. */
  run(untilUs: number): RunEnd {
    const core = this.core;
    const limits = core.limits;
    const until = untilUs < limits.virtualUs ? untilUs : limits.virtualUs;
    for (;;) {
      if (this.stopReason !== null) return 'stopped';
      if (this.failure !== null) return 'failed';
      if (core.events >= limits.events) core.reach('events');
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
    return this.stopReason ?? this.failure?.message ?? this.core.reached ?? '';
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
    this.halt(host);
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
    for (const [timerName, timer] of host.timers) {
      if (timer.dueUs < 0) continue;
      timer.eventUs = Math.max(host.clock.whenUs(timer.dueUs), this.core.nowUs);
      timer.generation++;
      this.core.post(timer.eventUs, Kind.TIMER, host, null, timerName, timer, timer.generation);
    }
  }

  clockDrift(name: ProcessName): number {
    return this.host(name).clock.driftPpm;
  }

  jumpWallClock(name: ProcessName, byMs: number): void {
    this.host(name).clock.jumpWall(byMs);
  }

  notice(fault: FaultNotice): void {
    this.core.fingerprint.rollText(fault.text);
    this.core.fingerprint.roll(fault.effective ? 1 : 0);
    this.watchers.fault(fault);
  }

  // --- inside --------------------------------------------------------------------------------------------------

  private host(name: ProcessName): Host {
    const host = this.hostByName.get(name);
    assert(host !== undefined, 'the process is known', { name });
    return host;
  }

  private dispatch(event: Event): void {
    switch (event.kind) {
      case Kind.MESSAGE:
      case Kind.FIN:
        if (this.network.arrives(event)) this.deliver(event);
        return;
      case Kind.RELEASE: {
        const held = this.network.release(event.end as End);
        if (held !== null) {
          if (held.kind === Kind.OPENED) this.network.established(held.end as End);
          this.deliver(held);
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
        this.deliver(event);
        return;
      }
      case Kind.OPENED:
        if (!this.network.opened(event)) return;
        this.network.established(event.end as End);
        this.deliver(event);
        return;
      case Kind.CLOSED:
        if (this.network.closed(event)) this.deliver(event);
        return;
      case Kind.GIVE_UP: {
        const reason = this.network.giveUp(event);
        if (reason === null) return;
        event.kind = Kind.CLOSED;
        event.text = reason;
        this.deliver(event);
        return;
      }
      case Kind.SYNCED:
        this.onSynced(event);
        return;
      case Kind.DRAIN:
        this.drain(event.host as Host, event.incarnation);
        return;
      case Kind.START:
        this.onStart(event);
        return;
      case Kind.AGENT: {
        this.begin(event, null);
        this.core.fingerprint.rollText((this.agents[event.num] as Agent).name);
        (this.agents[event.num] as Agent).onEvent(event.item, this, this.watchers.moment);
        return;
      }
      case Kind.TIMER:
        if (this.isDue(event)) this.deliver(event);
        return;
      default:
        this.deliver(event);
    }
  }

  /** Whether a timer's event is live; one that was moved meanwhile is posted anew. */
  private isDue(event: Event): boolean {
    const host = event.host as Host;
    const timer = event.item as Timer;
    if (event.incarnation !== host.incarnation || event.num !== timer.generation) return false;
    timer.eventUs = -1;
    if (timer.dueUs < 0) return false;
    const at = host.clock.whenUs(timer.dueUs);
    if (at > this.core.nowUs) {
      timer.eventUs = at;
      this.core.post(at, Kind.TIMER, host, null, event.text, timer, timer.generation).cause = event.cause;
      return false;
    }
    return true;
  }

  private onStart(event: Event): void {
    const host = event.host as Host;
    if (host.up || event.num !== host.startGeneration) return;
    host.incarnation++;
    host.up = true;
    host.paused = false;
    host.startedUs = this.core.nowUs;
    host.timers = new Map();
    host.stages = new Map();
    host.process = host.spec.create(host.incarnation);
    this.begin(event, host);
    this.watchers.lifecycle(host.name, { change: 'started', incarnation: host.incarnation });
    const input = this.inputs.start;
    input.files = host.disk === null ? [] : host.disk.names();
    this.core.fingerprint.rollContent(input.files);
    this.step(host, input);
  }

  private onSynced(event: Event): void {
    const host = event.host as Host;
    const disk = host.disk as Disk;
    const sync = event.item as PendingSync;
    if (!disk.isPending(sync)) return;
    if (this.writePoints.length > 0 && this.reachPoint(host, sync, 'before', 1, event)) return;
    disk.complete(sync);
    if (this.writePoints.length > 0 && this.reachPoint(host, sync, 'after', 0, event)) return;
    this.deliver(event);
  }

  /** Calls the agents of the points reached; true when that took the process down, and the sync with it. */
  private reachPoint(host: Host, sync: PendingSync, when: 'before' | 'after', ahead: number, event: Event): boolean {
    if (!host.up || sync.failed) return false;
    const kind = fileKind(sync.file);
    const write = (host.disk as Disk).writesOf(kind) + ahead;
    const incarnation = host.incarnation;
    for (const point of this.writePoints) {
      if (point.process !== host.name || point.kind !== kind || point.write !== write || point.when !== when) continue;
      this.writePoints = this.writePoints.filter((each) => each !== point);
      this.begin(event, host);
      point.agent.onEvent(point.data, this, this.watchers.moment);
    }
    return !host.up || host.incarnation !== incarnation;
  }

  /** Hands an event to its process, or keeps it while the process is paused. */
  private deliver(event: Event): void {
    const host = event.host as Host;
    if (!host.up || (event.incarnation !== host.incarnation && event.kind !== Kind.REQUEST)) return;
    if (host.paused || host.backlog.length > 0) {
      host.backlog.push(event);
      if (host.backlog.length > this.core.limits.queueLength) this.core.reach('queueLength');
      return;
    }
    this.hand(host, event);
  }

  private drain(host: Host, incarnation: number): void {
    if (!host.up || host.incarnation !== incarnation || host.paused) return;
    const event = host.backlog.shift();
    if (event === undefined) return;
    if (host.backlog.length > 0) this.core.post(this.core.nowUs, Kind.DRAIN, host, null, '', null, 0);
    this.hand(host, event);
  }

  /** The process takes the event, unless it has become void meanwhile. */
  private hand(host: Host, event: Event): void {
    const fingerprint = this.core.fingerprint;
    const inputs = this.inputs;
    switch (event.kind) {
      case Kind.MESSAGE: {
        const end = event.end as End;
        if (end.state !== EndState.OPEN) return;
        this.network.taken(event);
        this.begin(event, host);
        const input = inputs.message;
        input.connection = end.id;
        input.peer = end.peerHost.name;
        input.channel = end.channel;
        input.message = event.item as Message;
        fingerprint.roll(end.id);
        fingerprint.rollHash(event.hashX, event.hashY);
        this.step(host, input);
        return;
      }
      case Kind.STAGE: {
        this.begin(event, host);
        this.core.handOvers++;
        const input = inputs.stage;
        input.stage = event.text;
        input.item = event.item;
        fingerprint.rollText(event.text);
        fingerprint.rollHash(event.hashX, event.hashY);
        this.step(host, input);
        return;
      }
      case Kind.TIMER: {
        const timer = event.item as Timer;
        // Moved or cancelled by something that came earlier in the backlog of a pause.
        if (timer.dueUs < 0 || timer.dueUs > host.clock.monotonicUs(this.core.nowUs)) return;
        timer.dueUs = -1;
        this.begin(event, host);
        inputs.timer.timer = event.text;
        fingerprint.rollText(event.text);
        this.step(host, inputs.timer);
        return;
      }
      default:
        this.handRest(host, event);
    }
  }

  private handRest(host: Host, event: Event): void {
    const fingerprint = this.core.fingerprint;
    const inputs = this.inputs;
    const end = event.end;
    switch (event.kind) {
      case Kind.FIN:
        if ((end as End).state !== EndState.OPEN) return;
        this.network.finished(end as End);
        this.begin(event, host);
        this.stepClosed(host, end as End, 'closed');
        return;
      case Kind.CLOSED:
        this.begin(event, host);
        this.stepClosed(host, end as End, event.text as CloseReason);
        return;
      case Kind.OPENED: {
        if ((end as End).state !== EndState.OPEN) return;
        this.begin(event, host);
        const input = inputs.opened;
        input.connection = (end as End).id;
        input.peer = (end as End).peerHost.name;
        input.channel = (end as End).channel;
        input.incoming = (end as End).incoming;
        fingerprint.roll(input.connection);
        fingerprint.rollText(input.channel);
        fingerprint.rollText(input.peer);
        this.step(host, input);
        return;
      }
      case Kind.WRITABLE:
        if ((end as End).state !== EndState.OPEN) return;
        this.begin(event, host);
        inputs.writable.connection = (end as End).id;
        fingerprint.roll((end as End).id);
        this.step(host, inputs.writable);
        return;
      case Kind.SYNCED: {
        this.begin(event, host);
        fingerprint.rollText(event.text);
        if ((event.item as PendingSync).failed) {
          inputs.diskError.file = event.text;
          inputs.diskError.operation = 'sync';
          this.step(host, inputs.diskError);
          return;
        }
        inputs.synced.file = event.text;
        this.step(host, inputs.synced);
        return;
      }
      case Kind.CONTENTS:
        this.begin(event, host);
        inputs.contents.file = event.text;
        inputs.contents.records = event.item as readonly StoredRecord[] | null;
        fingerprint.rollText(event.text);
        fingerprint.rollContent(event.item);
        this.step(host, inputs.contents);
        return;
      case Kind.DISK_ERROR:
        this.begin(event, host);
        inputs.diskError.file = event.text;
        inputs.diskError.operation = event.item as typeof inputs.diskError.operation;
        fingerprint.rollText(event.text);
        fingerprint.rollText(inputs.diskError.operation);
        this.step(host, inputs.diskError);
        return;
      case Kind.REQUEST:
        this.begin(event, host);
        inputs.request.id = event.num;
        inputs.request.request = event.item;
        fingerprint.roll(event.num);
        fingerprint.rollContent(event.item);
        this.watchers.request(host.name, event.num, event.item);
        this.step(host, inputs.request);
        return;
      default:
        assert(false, 'every kind of event is handled', { kind: event.kind });
    }
  }

  private stepClosed(host: Host, end: End, reason: CloseReason): void {
    const input = this.inputs.closed;
    input.connection = end.id;
    input.peer = end.peerHost.name;
    input.channel = end.channel;
    input.reason = reason;
    this.core.fingerprint.roll(end.id);
    this.core.fingerprint.rollText(reason);
    this.step(host, input);
  }

  /** An event counts from here: it has an index, and the moment is its. */
  private begin(event: Event, host: Host | null): void {
    const core = this.core;
    const index = core.events++;
    core.current = index;
    const moment = this.watchers.moment;
    moment.atUs = core.nowUs;
    moment.event = index;
    moment.cause = event.cause;
    core.fingerprint.close();
    core.fingerprint.rollNumber(core.nowUs);
    core.fingerprint.roll(event.kind | ((host === null ? 0xfff : host.index) << 8));
  }

  private step(host: Host, input: { monotonicUs: number; wallMs: number } & Input): void {
    const now = this.core.nowUs;
    const timed = input as { monotonicUs: number; wallMs: number };
    timed.monotonicUs = host.clock.monotonicUs(now);
    timed.wallMs = host.clock.wallMs(now);
    if (this.watchers.inputs !== null) this.watchers.input(host.name, input);
    try {
      (host.process as Process).step(input, this.outs[host.index] as ProcessOut);
    } catch (error) {
      if (this.watchers.telling) throw error;
      this.fail(host, error);
      return;
    }
    if (host.exitReason !== null) this.exit(host);
  }

  private fail(host: Host, error: unknown): void {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    this.failure = { process: host.name, message, stack, atUs: this.core.nowUs, event: this.core.current };
    this.watchers.lifecycle(host.name, { change: 'failed', message });
  }

  /** The process ends itself; its machine, and so its disk, stays. */
  private exit(host: Host): void {
    const reason = host.exitReason as string;
    host.exitReason = null;
    this.halt(host);
    host.disk?.abandon();
    this.watchers.lifecycle(host.name, { change: 'exited', reason });
    const spec = host.spec.supervised ?? null;
    if (spec === null) return;
    host.exits = this.core.nowUs - host.startedUs < spec.resetUs ? host.exits + 1 : 1;
    if (host.exits > spec.exitsMax) return;
    const decisions = this.core.addresses.of(`supervisor/${host.name}`);
    this.startProcess(host.name, this.core.nowUs + decisions.latency(decisions.begin(), 0, 'delay', spec.delay));
  }

  private halt(host: Host): void {
    host.up = false;
    host.paused = false;
    host.backlog.clear();
    this.network.died(host);
  }
}

export { defaultSupervisor };
