/** How a hosted process acts: every output enters the fingerprint, then takes effect. */
import { assert } from '../../protocol/std/assert.ts';
import type { ConnectionId, Message, Out, Plain, ProcessName } from '../../protocol/process.ts';
import type { Disk } from '../disk/disk.ts';
import type { Network } from '../network/network.ts';
import type { Addresses } from './addresses.ts';
import type { Core } from './core.ts';
import { Kind, type Event } from './event.ts';
import type { Fingerprint } from './fingerprint.ts';
import { Stage, type Host } from './host.ts';
import { stageLatency, type StageDelays } from './stage-delays.ts';
import { setTimer } from './timers.ts';
import type { Transcoder } from './transcoder.ts';
import type { Watchers } from './watchers.ts';

/** Outputs in the fingerprint. */
const Act = {
  OPEN: 0x01000001,
  CLOSE: 0x02000001,
  SEND: 0x03000001,
  SEND_NOTIFY: 0x12000001,
  SET_TIMER: 0x04000001,
  CANCEL_TIMER: 0x05000001,
  WRITE: 0x06000001,
  APPEND: 0x07000001,
  SYNC: 0x08000001,
  TRUNCATE: 0x09000001,
  RENAME: 0x0a000001,
  REMOVE: 0x0b000001,
  READ: 0x0c000001,
  HAND_OVER: 0x0d000001,
  REPLY: 0x0e000001,
  CHOOSE: 0x0f000001,
  FACT: 0x10000001,
  EXIT: 0x11000001,
} as const;

export class ProcessOut implements Out {
  private readonly host: Host;
  private readonly core: Core;
  private readonly network: Network;
  private readonly watchers: Watchers;
  private readonly addresses: Addresses;
  private readonly fingerprint: Fingerprint;
  private readonly stageDelays: StageDelays;
  /** Null: messages and records are what was handed out. */
  private readonly transcoder: Transcoder | null;

  constructor(
    host: Host,
    core: Core,
    network: Network,
    watchers: Watchers,
    ways: { readonly stageDelays: StageDelays; readonly transcoder: Transcoder | null },
  ) {
    this.host = host;
    this.core = core;
    this.network = network;
    this.watchers = watchers;
    this.addresses = core.addresses;
    this.fingerprint = core.fingerprint;
    this.stageDelays = ways.stageDelays;
    this.transcoder = ways.transcoder;
  }

  open(to: ProcessName, channel: string): ConnectionId {
    this.fingerprint.rollText(to, Act.OPEN);
    this.fingerprint.rollText(channel);
    const connection = this.network.open(this.host, to, channel);
    if (this.watchers.outputs !== null) this.tell({ kind: 'open', connection, to, channel });
    return connection;
  }

  close(connection: ConnectionId): void {
    this.fingerprint.roll(Act.CLOSE, connection);
    if (this.watchers.outputs !== null) this.tell({ kind: 'close', connection });
    this.network.close(this.host, connection);
  }

  send(connection: ConnectionId, given: Message, notify = false): void {
    const message = this.transcoder === null ? given : this.throughCodec(this.transcoder, connection, given);
    this.fingerprint.rollContent(message, notify ? Act.SEND_NOTIFY : Act.SEND, connection);
    if (this.watchers.outputs !== null) this.tell({ kind: 'send', connection, message, notify });
    this.network.send(this.host, connection, message, notify);
  }

  setTimer(name: string, afterUs: number): void {
    assert(afterUs >= 0, 'a timer is set for the future', { timer: name, afterUs });
    this.fingerprint.rollText(name, Act.SET_TIMER);
    this.fingerprint.rollNumber(afterUs);
    if (this.watchers.outputs !== null) this.tell({ kind: 'setTimer', timer: name, afterUs });
    setTimer(this.core, this.host, name, afterUs);
  }

  cancelTimer(name: string): void {
    this.fingerprint.rollText(name, Act.CANCEL_TIMER);
    if (this.watchers.outputs !== null) this.tell({ kind: 'cancelTimer', timer: name });
    const timer = this.host.timers.get(name);
    if (timer !== undefined) timer.dueUs = -1;
  }

  private throughCodec(transcoder: Transcoder, connection: ConnectionId, message: Message): Message {
    const channel = this.network.channelOf(this.host, connection);
    return channel === null ? message : transcoder.message(channel, message);
  }

  write(file: string, given: Plain, bytes: number): void {
    const data = this.transcoder === null ? given : this.transcoder.record(file, given, bytes);
    this.rollRecord(Act.WRITE, file, data, bytes);
    if (this.watchers.outputs !== null) this.tell({ kind: 'write', file, data, bytes });
    this.disk().write(file, data, bytes);
  }

  append(file: string, given: Plain, bytes: number): void {
    const data = this.transcoder === null ? given : this.transcoder.record(file, given, bytes);
    this.rollRecord(Act.APPEND, file, data, bytes);
    if (this.watchers.outputs !== null) this.tell({ kind: 'append', file, data, bytes });
    this.disk().append(file, data, bytes);
  }

  sync(file: string): void {
    this.rollFile(Act.SYNC, file);
    if (this.watchers.outputs !== null) this.tell({ kind: 'sync', file });
    this.disk().sync(file);
  }

  truncate(file: string, records: number): void {
    this.rollFile(Act.TRUNCATE, file);
    this.fingerprint.rollNumber(records);
    if (this.watchers.outputs !== null) this.tell({ kind: 'truncate', file, records });
    this.disk().truncate(file, records);
  }

  rename(from: string, to: string): void {
    this.rollFile(Act.RENAME, from);
    this.fingerprint.rollText(to);
    if (this.watchers.outputs !== null) this.tell({ kind: 'rename', from, to });
    this.disk().rename(from, to);
  }

  remove(file: string): void {
    this.rollFile(Act.REMOVE, file);
    if (this.watchers.outputs !== null) this.tell({ kind: 'remove', file });
    this.disk().remove(file);
  }

  read(file: string): void {
    this.rollFile(Act.READ, file);
    if (this.watchers.outputs !== null) this.tell({ kind: 'read', file });
    this.disk().read(file);
  }

  handOver(name: string, item: Plain): void {
    this.fingerprint.rollNamed(name, item, Act.HAND_OVER);
    if (this.watchers.outputs !== null) this.tell({ kind: 'handOver', stage: name, item });
    const core = this.core;
    if (this.stageDelays.length === 0 && core.priorities === null) {
      this.carryHash(core.post(core.nowUs, Kind.STAGE, this.host, null, name, item, 0));
      return;
    }
    const stage = this.stageOf(name);
    const { decisions, latency, priority } = stage;
    let at = core.nowUs + (latency === null ? 0 : decisions.latency(decisions.begin(), 0, 'delay', latency));
    if (core.priorities !== null && priority !== null) at += core.priorities.waitUs(priority);
    if (at > stage.lastUs) stage.lastUs = at;
    this.carryHash(core.post(stage.lastUs, Kind.STAGE, this.host, null, name, item, 0));
  }

  /** Stage and item were rolled in last: their hash need not be taken again when it arrives. */
  private carryHash(event: Event): void {
    event.hashX = this.fingerprint.lastX;
    event.hashY = this.fingerprint.lastY;
  }

  reply(id: number, value: Plain): void {
    this.fingerprint.rollNumber(id);
    this.fingerprint.rollFresh(value, Act.REPLY);
    if (this.watchers.outputs !== null) this.tell({ kind: 'reply', id, value });
    this.watchers.reply(this.host.name, id, value);
  }

  choose(name: string, bound: number): number {
    assert(bound >= 1, 'there is something to choose from', { name, bound });
    let decisions = this.host.choices.get(name);
    if (decisions === undefined) {
      decisions = this.addresses.of(`choose/${this.host.name}/${name}`);
      this.host.choices.set(name, decisions);
    }
    const value = decisions.range(decisions.begin(), 0, 'value', bound);
    this.fingerprint.rollText(name, Act.CHOOSE);
    this.fingerprint.rollNumber(value);
    if (this.watchers.outputs !== null) this.tell({ kind: 'choose', name, bound, value });
    return value;
  }

  fact(fact: Plain): void {
    this.fingerprint.rollFresh(fact, Act.FACT);
    this.watchers.fact(this.host.name, fact);
  }

  exit(reason: string): void {
    this.fingerprint.rollText(reason, Act.EXIT);
    if (this.watchers.outputs !== null) this.tell({ kind: 'exit', reason });
    this.host.exitReason ??= reason;
  }

  private stageOf(name: string): Stage {
    const known = this.host.stages.get(name);
    if (known !== undefined) return known;
    const latency = stageLatency(this.stageDelays, this.host.name, name);
    const label = `stage/${this.host.name}/${name}`;
    const made = new Stage(this.addresses.of(label), latency, this.core.priorities?.of(label) ?? null);
    this.host.stages.set(name, made);
    return made;
  }

  private disk(): Disk {
    const disk = this.host.disk;
    assert(disk !== null, 'a process without a disk uses no files', { process: this.host.name });
    return disk;
  }

  private rollFile(act: number, file: string): void {
    this.fingerprint.rollText(file, act);
  }

  private rollRecord(act: number, file: string, data: Plain, bytes: number): void {
    this.fingerprint.rollNamed(file, data, act);
    this.fingerprint.rollNumber(bytes);
  }

  private tell(output: Plain): void {
    this.watchers.output(this.host.name, output);
  }
}
