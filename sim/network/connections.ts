/**
 * Connections between machines, and what travels on them.
 *
 * A connection is what Zab assumes, TCP: first in first out until reset. Packets lost or reordered below it show as
 * delay, as head-of-line blocking and, when losses last, as a reset that loses the tail in flight. All of it is
 * computed when a message is sent; there is no event per packet. Only what cannot be known then is checked when the
 * message arrives: a partition that began meanwhile. Such messages are held in order and go on when it heals, unless
 * the sender has given up by then.
 *
 * Neither side learns of a cut, or of a crash behind one, by itself: an end whose other end is gone stays half-open
 * until something is sent on it.
 */
import { assert } from '../../protocol/std/assert.ts';
import type { CloseReason, ConnectionId, Message, ProcessName } from '../../protocol/process.ts';
import type { Decisions } from '../kernel/addresses.ts';
import type { Core } from '../kernel/core.ts';
import { type Event, Kind } from '../kernel/event.ts';
import type { Host } from '../kernel/host.ts';
import { End, EndState, Waiting } from './end.ts';
import { lossesOf, lossPenaltyUs } from './losses.ts';
import { CONNECT_RETRY_US, GIVES_UP_US, LOSSES_MAX, type NetworkOptions } from './options.ts';
import { Path } from './path.ts';

/** Parts of a message's decision; 0 is the delay, which the path knows. */
const [LOSS, DUPLICATE, DUPLICATE_DELAY, REORDER, EXTRA] = [1, 2, 3, 4, 5] as const;

/** In the number of a MESSAGE event, beside twice the number of its decision: it stands for itself, and nobody counts it. */
const DATAGRAM = 1;
const isDatagram = (event: Event): boolean => (event.num & DATAGRAM) !== 0;
/** In the number of a CLOSED event: it travels as a packet; the end is forgotten already. */
const RESET_PACKET = 1;
const FORGOTTEN = 2;

export class Connections {
  protected readonly core: Core;
  readonly options: NetworkOptions;
  protected readonly hosts: readonly Host[];
  private readonly hostByName: ReadonlyMap<ProcessName, Host>;
  protected readonly ends = new Map<ConnectionId, End>();
  /** Ends that still have something to do, closing ones included. */
  protected readonly links = new Set<End>();
  protected readonly paths: Path[][] = [];
  private nextId = 1;

  constructor(core: Core, options: NetworkOptions, hosts: readonly Host[], hostByName: ReadonlyMap<ProcessName, Host>) {
    this.core = core;
    this.options = options;
    this.hosts = hosts;
    this.hostByName = hostByName;
  }

  // --- what a process asks -----------------------------------------------------------------------------------

  open(host: Host, to: ProcessName, channel: string): ConnectionId {
    const peerHost = this.hostByName.get(to);
    assert(peerHost !== undefined, 'a connection is opened to a known process', { to });
    const end = this.makeEnd(
      host,
      peerHost,
      channel,
      false,
      this.nextOrdinal(host, peerHost, channel),
      EndState.CONNECTING,
    );
    const decisions = this.core.addresses.of(end.prefix, 'CONNECT');
    const n = decisions.begin();
    let delay = end.path.delayUs(decisions, n);
    if (!end.path.direct && decisions.chance(n, LOSS, 'slow', this.options.slowConnectPpm)) {
      delay += decisions.latency(n, EXTRA, 'extra', this.options.slowConnect);
    }
    this.core.post(this.core.nowUs + delay, Kind.CONNECT, host, end, '', null, 0);
    this.core.post(this.core.nowUs + this.options.connectTimeoutUs, Kind.GIVE_UP, host, end, 'timeout', null, 0);
    return end.id;
  }

  /** Null when there is no such connection any more. */
  channelOf(host: Host, id: ConnectionId): string | null {
    return this.endOf(host, id)?.channel ?? null;
  }

  /** The message was hashed last: its hash travels with it. */
  send(host: Host, id: ConnectionId, message: Message, notify: boolean): void {
    const { lastX, lastY } = this.core.fingerprint;
    const end = this.endOf(host, id);
    if (end === null) return;
    if (end.state === EndState.CONNECTING || end.inFlight >= end.path.window || end.waiting.length > 0) {
      end.waiting.push(new Waiting(message, notify, lastX, lastY));
      if (end.waiting.length > this.core.limits.queueLength) this.core.reach('queueLength');
      return;
    }
    this.transmit(end, message, lastX, lastY);
    if (notify) this.core.post(this.core.nowUs, Kind.WRITABLE, end.host, end, '', null, 0);
  }

  close(host: Host, id: ConnectionId): void {
    const end = this.endOf(host, id);
    if (end === null) return;
    if (end.peer === null) {
      this.forget(end);
      return;
    }
    end.state = EndState.CLOSING;
    this.ends.delete(id);
    end.waiting.push(new Waiting(null, false, 0, 0));
    this.pump(end);
  }

  // --- events -------------------------------------------------------------------------------------------------

  /** A message or a FIN reaches the other machine. False: it does not get through now, or never. */
  arrives(event: Event): boolean {
    const end = event.end as End;
    const sender = end.peer as End;
    if (sender.tailLost) return false;
    if (sender.held.length > 0 || sender.path.stopped) {
      if (!isDatagram(event)) this.hold(sender, event);
      return false;
    }
    return end.state === EndState.OPEN || this.admit(sender, end, event);
  }

  /** Something for an end that does not take it any more. */
  private admit(sender: End, end: End, event: Event): boolean {
    if (end.state === EndState.DEAD) {
      if (sender.state === EndState.CLOSING) this.forget(sender);
      else this.answerReset(sender);
      return false;
    }
    if (end.state === EndState.CLOSING) {
      if (event.kind === Kind.FIN) this.forget(sender);
      else if (event.kind === Kind.MESSAGE) this.taken(event);
      return false;
    }
    return true;
  }

  /** The process takes a message: there is room for another. */
  taken(event: Event): void {
    if (isDatagram(event)) return;
    const sender = (event.end as End).peer as End;
    sender.inFlight--;
    if (sender.waiting.length > 0) this.pump(sender);
  }

  /** A link's held messages go on, one event each; null when there is nothing to deliver. */
  release(sender: End): Event | null {
    if (sender.path.stopped || sender.held.length === 0) {
      sender.releasing = false;
      return null;
    }
    const event = sender.held.shift() as Event;
    if (sender.held.length > 0) this.core.post(this.core.nowUs, Kind.RELEASE, null, sender, '', null, 0);
    else sender.releasing = false;
    return this.admit(sender, event.end as End, event) ? event : null;
  }

  /** A connection request arrives. Answers the end that came to be there, null when none did. */
  connect(event: Event): End | null {
    const end = event.end as End;
    if (end.state !== EndState.CONNECTING) return null;
    const there = end.peerHost;
    const back = this.path(there, end.host);
    if (end.path.stopped || back.stopped) {
      const wait = CONNECT_RETRY_US * (1 << Math.min(event.num, 6));
      this.core.post(this.core.nowUs + wait, Kind.CONNECT, end.host, end, '', null, event.num + 1);
      return null;
    }
    const decisions = this.core.addresses.of(back.label(end.ordinal, end.channel), 'ACCEPT');
    const delay = back.delayUs(decisions, decisions.begin());
    if (!there.up) {
      this.postClosed(end, 'refused', delay);
      return null;
    }
    const far = this.makeEnd(there, end.host, end.channel, true, end.ordinal, EndState.OPEN);
    far.peer = end;
    end.peer = far;
    far.lastArrivalUs = this.core.nowUs + delay;
    this.core.post(this.core.nowUs + delay, Kind.OPENED, end.host, end, '', null, 0);
    return far;
  }

  /** The answer to a connection request arrives. False: not now, or never. */
  opened(event: Event): boolean {
    const end = event.end as End;
    if (end.state !== EndState.CONNECTING || end.closing) return false;
    if ((end.peer as End).path.stopped || (end.peer as End).held.length > 0) {
      this.hold(end.peer as End, event);
      return false;
    }
    return true;
  }

  /** The opener knows that the connection is up: what waited goes. */
  established(end: End): void {
    end.state = EndState.OPEN;
    this.pump(end);
  }

  /** A `closed` arrives at an end. False: it has ended meanwhile, or the news does not get through. */
  closed(event: Event): boolean {
    const end = event.end as End;
    if (event.num === FORGOTTEN) return true;
    if (end.state === EndState.DEAD || end.state === EndState.CLOSING) return false;
    if (event.num === RESET_PACKET && this.path(end.peerHost, end.host).blocked > 0) {
      end.closing = false;
      return false;
    }
    this.forget(end);
    event.num = FORGOTTEN;
    return true;
  }

  /** The FIN arrived and was told. */
  finished(end: End): void {
    this.forget(end.peer as End);
    this.forget(end);
  }

  /**
   * A sender looks whether it waits in vain. Answers the reason when its end is closed now, null otherwise: by then
   * the connection was answered, or the cut healed and everything held has gone on.
   */
  giveUp(event: Event): CloseReason | null {
    const end = event.end as End;
    if (event.text === 'timeout') {
      if (end.state !== EndState.CONNECTING) return null;
      this.drop(end);
      return 'timeout';
    }
    if (end.state === EndState.DEAD || end.stalledSinceUs !== event.num) return null;
    end.stalledSinceUs = -1;
    if (!this.cut(end)) return null;
    const closing = end.state === EndState.CLOSING;
    this.drop(end);
    return closing ? null : 'reset';
  }

  /** A machine's process died, or ended: its ends vanish, and the peers are told when they can be. */
  died(host: Host): void {
    for (const end of [...this.links]) {
      if (end.host !== host) continue;
      if (end.state === EndState.CLOSING) {
        if (end.waiting.length > 0) this.forget(end);
        continue;
      }
      const decisions = this.core.addresses.of(end.prefix, 'RESET');
      const n = decisions.begin();
      const peer = end.peer;
      this.forget(end);
      if (peer === null || peer.state === EndState.DEAD || peer.state === EndState.CLOSING) continue;
      if (end.path.stopped) continue;
      this.postReset(peer, end.path.delayUs(decisions, n));
    }
  }

  // --- inside -------------------------------------------------------------------------------------------------

  protected host(name: ProcessName): Host {
    const host = this.hostByName.get(name);
    assert(host !== undefined, 'the process is known', { name });
    return host;
  }

  /** The link from one machine to another. */
  path(from: Host, to: Host): Path {
    const row = (this.paths[from.index] ??= []);
    return (row[to.index] ??= new Path(from, to, this.options));
  }

  private endOf(host: Host, id: ConnectionId): End | null {
    const end = this.ends.get(id);
    if (end === undefined) return null;
    assert(end.host === host, 'a process uses its own connections only', { process: host.name, connection: id });
    return end;
  }

  private nextOrdinal(a: Host, b: Host, channel: string): number {
    return (a.index < b.index ? this.path(a, b) : this.path(b, a)).nextOrdinal(channel);
  }

  private makeEnd(host: Host, peerHost: Host, channel: string, incoming: boolean, ordinal: number, state: number): End {
    const datagram = this.options.datagrams[channel] ?? null;
    const end = new End(
      this.nextId++,
      host,
      peerHost,
      channel,
      incoming,
      ordinal,
      datagram,
      this.path(host, peerHost),
      state,
    );
    this.ends.set(end.id, end);
    this.links.add(end);
    return end;
  }

  private decisionsFor(end: End, type: string): Decisions {
    if (end.lastType === type) return end.lastDecisions as Decisions;
    end.decisions ??= new Map();
    let decisions = end.decisions.get(type);
    if (decisions === undefined) {
      decisions = this.core.addresses.of(end.prefix, type);
      end.decisions.set(type, decisions);
    }
    end.lastType = type;
    end.lastDecisions = decisions;
    return decisions;
  }

  private transmit(end: End, message: Message, hashX: number, hashY: number): void {
    const core = this.core;
    const decisions = this.decisionsFor(end, message.type);
    const n = decisions.begin();
    const path = end.path;
    if (end.datagram !== null) {
      this.transmitDatagram(end, message, decisions, n, hashX, hashY);
      return;
    }
    let delay = path.delayUs(decisions, n) + end.waitUs(core.priorities);
    const peer = end.peer as End;
    end.inFlight++;
    const now = core.nowUs;
    const gap = now - end.lastSendUs;
    end.lastSendUs = now;
    if (end.broken) return;
    if (path.thresholds !== null || decisions.active === n) {
      const losses = lossesOf(decisions, n, LOSS, path);
      if (losses >= LOSSES_MAX) {
        this.breakAfter(end, GIVES_UP_US);
        return;
      }
      if (losses > 0) delay += lossPenaltyUs(losses, gap, this.options);
    }
    let arrival = now + delay;
    if (arrival < end.lastArrivalUs) arrival = end.lastArrivalUs;
    end.lastArrivalUs = arrival;
    this.postMessage(arrival, peer, message, 2 * n, hashX, hashY);
    if (this.cut(end)) this.stall(end);
  }

  private postMessage(t: number, peer: End, message: Message, num: number, hashX: number, hashY: number): void {
    const event = this.core.post(t, Kind.MESSAGE, peer.host, peer, '', message, num);
    event.hashX = hashX;
    event.hashY = hashY;
  }

  private transmitDatagram(end: End, message: Message, decisions: Decisions, n: number, x: number, y: number): void {
    const peer = end.peer as End;
    const options = end.datagram;
    assert(options !== null, 'a datagram channel has its options');
    const path = end.path;
    end.lastSendUs = this.core.nowUs;
    const lost = decisions.chance(n, LOSS, 'loss', options.lossPpm + path.lossPpm);
    let later = path.delayUs(decisions, n);
    if (decisions.chance(n, REORDER, 'reorder', options.reorderPpm))
      later += decisions.latency(n, EXTRA, 'extra', options.extra);
    if (!lost) this.postMessage(this.core.nowUs + later, peer, message, 2 * n + DATAGRAM, x, y);
    if (decisions.chance(n, DUPLICATE, 'duplicate', options.duplicatePpm + path.duplicatePpm)) {
      const second = decisions.latency(n, DUPLICATE_DELAY, 'delay2', this.options.latency) + path.extraUs;
      this.postMessage(this.core.nowUs + second, peer, message, 2 * n + DATAGRAM, x, y);
    }
  }

  private transmitFin(end: End): void {
    const peer = end.peer as End;
    if (peer.state === EndState.DEAD || end.broken) {
      this.forget(end);
      return;
    }
    const decisions = this.decisionsFor(end, 'FIN');
    const delay = end.path.delayUs(decisions, decisions.begin());
    end.lastArrivalUs = Math.max(end.lastArrivalUs, this.core.nowUs + delay);
    this.core.post(end.lastArrivalUs, Kind.FIN, peer.host, peer, '', null, 0);
    if (end.path.blocked > 0) this.stall(end);
  }

  /** Sends what waits while there is room. */
  private pump(end: End): void {
    while (end.waiting.length > 0 && end.inFlight < end.path.window) {
      const next = end.waiting.shift() as Waiting;
      if (next.message === null) this.transmitFin(end);
      else {
        this.transmit(end, next.message, next.hashX, next.hashY);
        if (next.notify && end.state === EndState.OPEN) {
          this.core.post(this.core.nowUs, Kind.WRITABLE, end.host, end, '', null, 0);
        }
      }
    }
  }

  private hold(sender: End, event: Event): void {
    sender.held.push(event);
    if (sender.held.length > this.core.limits.queueLength) this.core.reach('queueLength');
    if (sender.path.blocked > 0) this.stall(sender);
    if (!sender.path.stopped && !sender.releasing) this.startRelease(sender);
  }

  private startRelease(sender: End): void {
    sender.releasing = true;
    const decisions = this.decisionsFor(sender, 'RELEASE');
    const delay = sender.path.delayUs(decisions, decisions.begin());
    this.core.post(this.core.nowUs + delay, Kind.RELEASE, null, sender, '', null, 0);
  }

  /** Whether this end's packets, or the acknowledgements for them, are cut off. */
  private cut(end: End): boolean {
    return end.path.blocked > 0 || this.path(end.peerHost, end.host).blocked > 0;
  }

  private stall(end: End): void {
    if (end.stalledSinceUs >= 0 || end.state === EndState.DEAD) return;
    end.stalledSinceUs = this.core.nowUs;
    this.core.post(this.core.nowUs + this.options.giveUpUs, Kind.GIVE_UP, end.host, end, '', null, this.core.nowUs);
  }

  /** After a cut: held messages go on, and nobody gives up. */
  protected flow(path: Path): void {
    for (const end of this.linksOf(path)) {
      if (!this.cut(end)) end.stalledSinceUs = -1;
      if (end.held.length > 0 && !end.releasing) this.startRelease(end);
    }
    const back = this.path(path.to, path.from);
    for (const end of this.linksOf(back)) if (!this.cut(end)) end.stalledSinceUs = -1;
  }

  private linksOf(path: Path): End[] {
    const found: End[] = [];
    for (const end of this.links) if (end.path === path) found.push(end);
    return found;
  }

  /** The tail is lost from now on; both ends learn of it after `afterUs`. */
  private breakAfter(end: End, afterUs: number): void {
    const peer = end.peer as End;
    end.broken = true;
    this.postClosed(end, 'reset', afterUs);
    this.postClosed(peer, 'reset', afterUs);
  }

  protected sever(end: End): void {
    const peer = end.peer;
    end.broken = true;
    this.postClosed(end, 'reset', 0);
    if (peer !== null) {
      peer.broken = true;
      this.postClosed(peer, 'reset', 0);
    }
  }

  /** Something arrived where nobody knows of the connection: the sender gets a reset, if it can be reached. */
  private answerReset(sender: End): void {
    if (sender.state !== EndState.OPEN || sender.closing) return;
    const back = this.path(sender.peerHost, sender.host);
    if (back.blocked > 0) {
      this.stall(sender);
      return;
    }
    const decisions = this.core.addresses.of(back.label(sender.ordinal, sender.channel), 'RESET');
    this.postReset(sender, back.delayUs(decisions, decisions.begin()));
  }

  /** A reset travels to an end; a cut on the way swallows it. */
  private postReset(end: End, delay: number): void {
    if (end.closing) return;
    end.closing = true;
    this.core.post(this.core.nowUs + delay, Kind.CLOSED, end.host, end, 'reset', null, RESET_PACKET);
  }

  private postClosed(end: End, reason: CloseReason, delay: number): void {
    if (end.state === EndState.DEAD || end.state === EndState.CLOSING) return;
    end.closing = true;
    this.core.post(this.core.nowUs + delay, Kind.CLOSED, end.host, end, reason, null, 0);
  }

  /** This end gives up: what it sent is lost, and the other end may never learn. */
  private drop(end: End): void {
    end.broken = true;
    this.forget(end);
  }

  private forget(end: End): void {
    end.state = EndState.DEAD;
    end.waiting.clear();
    if (end.held.length > 0) end.tailLost = end.datagram === null;
    end.held.clear();
    this.ends.delete(end.id);
    this.links.delete(end);
  }
}
