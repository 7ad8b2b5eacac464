/**
 * The host of transcripts: runs a few processes, one input at a time, and writes down what they do. Nothing happens
 * by itself. Messages wait until they are delivered, time stands until it is advanced; disk answers, stages and
 * `writable` come at once, in order, unless they are held.
 */
import { Network, type Flight } from './transcript-network.testkit.ts';
import { TranscriptDisk, type SyncedFile } from './transcript-disk.testkit.ts';
import { showRecord, showTagged, showTime } from './transcript-text.testkit.ts';
import type { ConnectionId, Input, Message, Out, Plain, Process, ProcessName } from './process.ts';
import { assert, AssertionError, present } from './std/assert.ts';

type WithoutClocks<T> = T extends unknown ? Omit<T, 'monotonicUs' | 'wallMs'> : never;
/** An input before the host puts the clocks in. */
export type Event = WithoutClocks<Input>;

/** Something a process will be told as soon as what it is held by is released; `synced` finishes on the disk first. */
interface Due {
  readonly heldBy: string;
  readonly event: Event;
  readonly synced: SyncedFile | null;
}

interface Timer {
  readonly atUs: number;
  readonly order: number;
}

export class HostedProcess {
  readonly name: ProcessName;
  readonly create: (incarnation: number) => Process;
  readonly disk = new TranscriptDisk();
  readonly timers = new Map<string, Timer>();
  readonly choices = new Map<string, number>();
  /** `sync`, `writable` or stage names. */
  readonly held = new Set<string>();
  due: Due[] = [];
  process: Process | null = null;
  incarnation = 0;

  constructor(name: ProcessName, create: (incarnation: number) => Process) {
    this.name = name;
    this.create = create;
  }
}

const STEPS_MAX = 200_000;

export class TranscriptHost {
  readonly processes = new Map<ProcessName, HostedProcess>();
  readonly network = new Network();
  nowUs = 0;
  /** What is written down: kinds of outputs (`send fact reply exit open disk timer stage receive`). */
  shown: ReadonlySet<string> = new Set(['send', 'fact', 'reply', 'exit']);
  /** Message and fact types that are not. */
  readonly hidden = new Set<string>();
  private lines: string[] = [];
  private writtenAtUs = 0;
  private order = 0;
  private steps = 0;

  add(name: ProcessName, create: (incarnation: number) => Process): void {
    assert(!this.processes.has(name), 'a name is given once', { name });
    this.processes.set(name, new HostedProcess(name, create));
  }

  at(name: string | undefined): HostedProcess {
    return present(this.processes.get(name ?? ''), `no process is called ${String(name)}`);
  }

  takeLines(): string[] {
    const taken = this.lines;
    this.lines = [];
    return taken;
  }

  note(kind: string, line: string): void {
    if (!this.shown.has(kind)) return;
    if (this.writtenAtUs !== this.nowUs) this.lines.push(`@ ${showTime(this.nowUs)}`);
    this.writtenAtUs = this.nowUs;
    this.lines.push(line);
  }

  /** Written down whatever is shown: the answer to a question. */
  say(line: string): void {
    this.lines.push(line);
  }

  start(at: HostedProcess): void {
    assert(at.process === null, 'only a process that is down can be started', { name: at.name });
    at.incarnation++;
    at.process = at.create(at.incarnation);
    this.step(at, { kind: 'start', files: at.disk.files() });
  }

  /** The process is gone; with it what it had not synced, unless it ended in good order. */
  stop(at: HostedProcess, losesCache: boolean): void {
    at.process = null;
    at.timers.clear();
    at.due = [];
    if (losesCache) at.disk.crash();
    this.network.processDown(at.name);
  }

  /** One input, then everything it makes due. */
  step(at: HostedProcess, event: Event): void {
    this.feed(at, event);
    this.settle();
  }

  /** Gives out what is due and not held, oldest first, until nothing is. */
  settle(): void {
    for (;;) {
      const at = [...this.processes.values()].find((hosted) => this.nextDue(hosted) !== -1);
      if (at === undefined) return;
      this.giveDue(at, this.nextDue(at));
    }
  }

  /** Gives out the oldest thing held by `reason`; false when there is none. */
  releaseOne(at: HostedProcess, reason: string, file: string | undefined): boolean {
    const index = at.due.findIndex((due) => due.heldBy === reason && (file === undefined || due.synced?.file === file));
    if (index === -1) return false;
    this.giveDue(at, index);
    this.settle();
    return true;
  }

  /** Delivers the oldest flight that `accepts` lets through; false when there is none. */
  deliverOne(accepts: (flight: Flight) => boolean): boolean {
    const flight = this.network.take(accepts);
    if (flight === null) return false;
    this.note('receive', `${flight.to} gets ${flight.type} from ${flight.from}`);
    // A process nobody added is one that is down.
    const at = this.processes.get(flight.to);
    const up = at !== undefined && at.process !== null;
    const event = this.network.arrive(flight, up);
    if (event !== null && up) this.step(at, event);
    return true;
  }

  /** Fires the earliest timer due by `untilUs`; false when there is none. */
  fireOne(untilUs: number): boolean {
    let first: { at: HostedProcess; name: string; timer: Timer } | null = null;
    for (const at of this.processes.values()) {
      for (const [name, timer] of at.timers) {
        const earlier =
          first === null ||
          timer.atUs < first.timer.atUs ||
          (timer.atUs === first.timer.atUs && timer.order < first.timer.order);
        if (earlier) first = { at, name, timer };
      }
    }
    if (first === null || first.timer.atUs > untilUs) return false;
    this.nowUs = Math.max(this.nowUs, first.timer.atUs);
    first.at.timers.delete(first.name);
    this.step(first.at, { kind: 'timer', timer: first.name });
    return true;
  }

  private nextDue(at: HostedProcess): number {
    return at.due.findIndex((due) => !at.held.has(due.heldBy));
  }

  private giveDue(at: HostedProcess, index: number): void {
    const [due] = at.due.splice(index, 1);
    if (due === undefined) return;
    if (due.synced !== null) at.disk.finish(due.synced);
    this.feed(at, due.event);
  }

  private feed(at: HostedProcess, event: Event): void {
    if (at.process === null) return;
    assert(this.steps++ < STEPS_MAX, 'a transcript comes to rest');
    const out = new TranscriptOut(this, at);
    const clocks = { monotonicUs: this.nowUs, wallMs: Math.floor(this.nowUs / 1000) };
    try {
      at.process.step({ ...event, ...clocks } as Input, out);
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      this.note('exit', `${at.name} failed: ${error.message}`);
      this.stop(at, true);
      return;
    }
    if (out.exited) this.stop(at, false);
  }

  nextOrder(): number {
    return this.order++;
  }
}

class TranscriptOut implements Out {
  private readonly host: TranscriptHost;
  private readonly at: HostedProcess;
  exited = false;

  constructor(host: TranscriptHost, at: HostedProcess) {
    this.host = host;
    this.at = at;
  }

  open(to: ProcessName, channel: string): ConnectionId {
    this.host.note('open', `${this.at.name} opens ${channel} to ${to}`);
    return this.host.network.open(this.at.name, to, channel);
  }

  close(connection: ConnectionId): void {
    const link = this.host.network.close(connection);
    if (link !== null) this.host.note('open', `${this.at.name} closes ${link.channel} to ${link.peer}`);
  }

  send(connection: ConnectionId, message: Message, notify?: boolean): void {
    const peer = this.host.network.send(connection, message);
    if (peer !== null && !this.host.hidden.has(message.type)) {
      this.host.note('send', `${this.at.name} -> ${peer} ${showTagged(message)}`);
    }
    if (notify === true && peer !== null) this.later('writable', { kind: 'writable', connection });
  }

  setTimer(timer: string, afterUs: number): void {
    this.host.note('timer', `${this.at.name} timer ${timer} in ${showTime(afterUs)}`);
    this.at.timers.set(timer, { atUs: this.host.nowUs + afterUs, order: this.host.nextOrder() });
  }

  cancelTimer(timer: string): void {
    this.at.timers.delete(timer);
  }

  write(file: string, data: Plain, bytes: number): void {
    this.disk(`write ${file} ${showRecord(data)}`);
    this.at.disk.write(file, data, bytes);
  }

  append(file: string, data: Plain, bytes: number): void {
    this.disk(`append ${file} ${showRecord(data)}`);
    this.at.disk.append(file, data, bytes);
  }

  sync(file: string): void {
    this.disk(`sync ${file}`);
    this.later('sync', { kind: 'synced', file }, this.at.disk.capture(file));
  }

  truncate(file: string, records: number): void {
    this.disk(`truncate ${file} to ${records}`);
    this.at.disk.truncate(file, records);
  }

  rename(from: string, to: string): void {
    this.disk(`rename ${from} ${to}`);
    this.at.disk.rename(from, to);
  }

  remove(file: string): void {
    this.disk(`remove ${file}`);
    this.at.disk.remove(file);
  }

  read(file: string): void {
    this.disk(`read ${file}`);
    this.later('read', { kind: 'contents', file, records: this.at.disk.read(file) });
  }

  handOver(stage: string, item: Plain): void {
    this.host.note('stage', `${this.at.name} stage ${stage}`);
    this.later(stage, { kind: 'stage', stage, item });
  }

  reply(id: number, value: Plain): void {
    this.host.note('reply', `${this.at.name} reply ${id} ${showTagged(value)}`);
  }

  choose(name: string, bound: number): number {
    return Math.min(this.at.choices.get(name) ?? 0, bound - 1);
  }

  fact(fact: Plain): void {
    if (!this.host.hidden.has((fact as Message).type)) this.host.note('fact', `${this.at.name} ${showTagged(fact)}`);
  }

  exit(reason: string): void {
    this.host.note('exit', `${this.at.name} exits: ${reason}`);
    this.exited = true;
  }

  private disk(text: string): void {
    this.host.note('disk', `${this.at.name} disk ${text}`);
  }

  private later(heldBy: string, event: Event, synced: SyncedFile | null = null): void {
    this.at.due.push({ heldBy, event, synced });
  }
}
