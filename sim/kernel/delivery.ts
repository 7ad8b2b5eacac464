/**
 * Hands events to processes: fills the input in, rolls it into the fingerprint, and lets the process take its step.
 * What a process does about it goes through its own ProcessOut. A process that throws has failed, and so has the run.
 */
import type { CloseReason, Input, Message, Process, ProcessName, StoredRecord } from '../../protocol/process.ts';
import { assert } from '../../protocol/std/assert.ts';
import type { PendingSync } from '../disk/inode.ts';
import { EndState, type End } from '../network/end.ts';
import type { Network } from '../network/network.ts';
import type { Core } from './core.ts';
import { Kind, type Event } from './event.ts';
import type { Host } from './host.ts';
import { Inputs } from './inputs.ts';
import type { ProcessOut } from './process-out.ts';
import type { Timer } from './timers.ts';
import type { Watchers } from './watchers.ts';

/** A process threw. */
export interface ProcessFailure {
  readonly process: ProcessName;
  readonly message: string;
  readonly stack: string;
  readonly atUs: number;
  readonly event: number;
}

export class Delivery {
  failure: ProcessFailure | null = null;
  private readonly core: Core;
  private readonly network: Network;
  private readonly watchers: Watchers;
  /** By the index of the host. */
  private readonly outs: readonly ProcessOut[];
  private readonly inputs = new Inputs();

  constructor(core: Core, network: Network, watchers: Watchers, outs: readonly ProcessOut[]) {
    this.core = core;
    this.network = network;
    this.watchers = watchers;
    this.outs = outs;
  }

  /** Has a process started after a while, unless it is up by then. */
  startLater(host: Host, atUs: number): void {
    host.startGeneration++;
    this.core.post(atUs + host.slowStartUs, Kind.START, host, null, '', null, host.startGeneration);
  }

  /** A process begins, with nothing but its disk. */
  start(event: Event): void {
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

  /** Hands an event to its process, or keeps it while the process is paused. */
  deliver(event: Event): void {
    const host = event.host as Host;
    if (!host.up || (event.incarnation !== host.incarnation && event.kind !== Kind.REQUEST)) return;
    if (host.paused || host.backlog.length > 0) {
      host.backlog.push(event);
      if (host.backlog.length > this.core.limits.queueLength) this.core.reach('queueLength');
      return;
    }
    this.hand(host, event);
  }

  drain(host: Host, incarnation: number): void {
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
        fingerprint.rollHash(event.hashX, event.hashY, end.id);
        this.step(host, input);
        return;
      }
      case Kind.STAGE: {
        this.begin(event, host);
        this.core.handOvers++;
        const input = inputs.stage;
        input.stage = event.text;
        input.item = event.item;
        fingerprint.roll(event.hashX, event.hashY);
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
        fingerprint.roll(input.connection, 0);
        fingerprint.rollText(input.channel);
        fingerprint.rollText(input.peer);
        this.step(host, input);
        return;
      }
      case Kind.WRITABLE:
        if ((end as End).state !== EndState.OPEN) return;
        this.begin(event, host);
        inputs.writable.connection = (end as End).id;
        fingerprint.roll((end as End).id, 0);
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
        fingerprint.roll(event.num, 0);
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
    this.core.fingerprint.roll(end.id, 0);
    this.core.fingerprint.rollText(reason);
    this.step(host, input);
  }

  /** An event counts from here: it has an index, and the moment is its. */
  begin(event: Event, host: Host | null): void {
    const core = this.core;
    const index = core.events++;
    core.current = index;
    const moment = this.watchers.moment;
    moment.atUs = core.nowUs;
    moment.event = index;
    moment.cause = event.cause;
    // Time in the low 48 bits, of which nine years of microseconds need no more.
    const what = event.kind | ((host === null ? 0 : host.index + 1) << 5);
    core.fingerprint.next(core.nowUs, Math.floor(core.nowUs / 4294967296) ^ (what << 16));
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
    this.startLater(host, this.core.nowUs + decisions.latency(decisions.begin(), 0, 'delay', spec.delay));
  }

  /** The process is gone at once. */
  halt(host: Host): void {
    host.up = false;
    host.paused = false;
    host.backlog.clear();
    this.network.died(host);
  }
}
