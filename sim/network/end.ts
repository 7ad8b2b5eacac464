/** One end of a connection, with the link that leads from it to the other end. */
import { Ring } from '../../protocol/std/ring.ts';
import type { ConnectionId, Message } from '../../protocol/process.ts';
import type { Decisions } from '../kernel/addresses.ts';
import type { Priorities, Priority } from '../kernel/priorities.ts';
import type { Event } from '../kernel/event.ts';
import type { Host } from '../kernel/host.ts';
import type { DatagramOptions } from './options.ts';
import type { Path } from './path.ts';

export const EndState = {
  /** Opened from here, not yet answered: what is sent waits. */
  CONNECTING: 0,
  OPEN: 1,
  /** Closed from here; what was sent is still under way, and the news with it. */
  CLOSING: 2,
  /** Nothing is known of the connection here any more. */
  DEAD: 3,
} as const;

/** A message that waits for room, or the end of all messages (`message` null). */
export class Waiting {
  readonly message: Message | null;
  readonly notify: boolean;
  /** Hash of the message. */
  readonly hashX: number;
  readonly hashY: number;

  constructor(message: Message | null, notify: boolean, hashX: number, hashY: number) {
    this.message = message;
    this.notify = notify;
    this.hashX = hashX;
    this.hashY = hashY;
  }
}

export class End {
  readonly id: ConnectionId;
  readonly host: Host;
  /** Life of the host that this end belongs to. */
  readonly incarnation: number;
  readonly channel: string;
  readonly incoming: boolean;
  /** How many connections this pair of machines had on this channel, this one included. */
  readonly ordinal: number;
  readonly datagram: DatagramOptions | null;
  state: number;
  /** Null only while the other machine has not answered. */
  peer: End | null = null;
  readonly peerHost: Host;

  // The link from here to the other end.
  readonly path: Path;
  /** Of its decisions' labels: see `Path.label`. */
  readonly prefix: string;
  /** By the message's type, beside the last one; null while there was no other. */
  decisions: Map<string, Decisions> | null = null;
  lastType = '';
  lastDecisions: Decisions | null = null;
  /** Of this link on this channel; null before the first message, and where there are no priorities. */
  priority: Priority | null = null;
  /** Nothing may arrive at the other end before this. */
  lastArrivalUs = 0;
  lastSendUs = -1000000000;
  /** Sent and not yet taken by the other process. */
  inFlight = 0;
  /** Sent by the process, not yet by the machine. */
  readonly waiting = new Ring<Waiting>();
  /** Arrived at a cut: goes on when it heals. */
  readonly held = new Ring<Event>();
  releasing = false;
  /** What was held is gone: what was sent behind it, and is still under way, must not arrive either. */
  tailLost = false;
  /** A lost tail: nothing sent from now on arrives. */
  broken = false;
  /** The one `closed` that this end will get is on its way. */
  closing = false;
  /** Since when something is unacknowledged across a cut; -1 when nothing is. */
  stalledSinceUs = -1;

  constructor(
    id: ConnectionId,
    host: Host,
    peerHost: Host,
    channel: string,
    incoming: boolean,
    ordinal: number,
    datagram: DatagramOptions | null,
    path: Path,
    state: number,
  ) {
    this.id = id;
    this.host = host;
    this.incarnation = host.incarnation;
    this.peerHost = peerHost;
    this.channel = channel;
    this.incoming = incoming;
    this.ordinal = ordinal;
    this.datagram = datagram;
    this.path = path;
    this.state = state;
    this.prefix = path.label(ordinal, channel);
  }

  /** What the next message waits for those of higher priority. */
  waitUs(priorities: Priorities | null): number {
    if (priorities === null || this.path.direct) return 0;
    this.priority ??= priorities.of(`net/${this.host.name}>${this.peerHost.name}/${this.channel}`);
    return priorities.waitUs(this.priority);
  }
}
