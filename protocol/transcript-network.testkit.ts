/**
 * The network of transcripts: connections between named processes, each way first in first out. A flight arrives
 * when it is told to and only while the pair is not cut; what a reset catches in flight is lost.
 */
import type { CloseReason, ConnectionId, Message, ProcessName } from './process.ts';
import type { Event } from './transcript-host.testkit.ts';
import { Ring } from './std/ring.ts';

interface Link {
  readonly channel: string;
  readonly ends: readonly [End, End];
}

interface End {
  readonly id: ConnectionId;
  readonly name: ProcessName;
  /** This end may still be told about the connection. */
  live: boolean;
  /** On its way to this end. */
  readonly inbound: Ring<Flight>;
}

export interface Flight {
  readonly order: number;
  readonly from: ProcessName;
  readonly to: ProcessName;
  readonly channel: string;
  /** The message's type, or OPEN, OPENED, CLOSED for what the connection itself has to say. */
  readonly type: string;
  readonly message: Message | null;
  readonly reason: CloseReason;
}

export class Network {
  private readonly links: Link[] = [];
  private readonly cuts = new Set<string>();
  private order = 0;

  open(from: ProcessName, to: ProcessName, channel: string): ConnectionId {
    const id = this.links.length * 2 + 1;
    const opener: End = { id, name: from, live: true, inbound: new Ring() };
    const acceptor: End = { id: id + 1, name: to, live: false, inbound: new Ring() };
    const link: Link = { channel, ends: [opener, acceptor] };
    this.links.push(link);
    this.put(link, acceptor, 'OPEN');
    return id;
  }

  /** Returns who the message goes to; null when this end is not connected any more. */
  send(connection: ConnectionId, message: Message): ProcessName | null {
    const { link, mine, theirs } = this.find(connection);
    if (!mine.live) return null;
    this.put(link, theirs, message.type, message);
    return theirs.name;
  }

  close(connection: ConnectionId): { readonly channel: string; readonly peer: ProcessName } | null {
    const { link, mine, theirs } = this.find(connection);
    if (!mine.live) return null;
    mine.live = false;
    this.put(link, theirs, 'CLOSED', null, 'closed');
    return { channel: link.channel, peer: theirs.name };
  }

  cut(from: ProcessName, to: ProcessName): void {
    this.cuts.add(`${from}>${to}`);
  }

  heal(from: ProcessName, to: ProcessName): void {
    this.cuts.delete(`${from}>${to}`);
  }

  healAll(): void {
    this.cuts.clear();
  }

  /** Every connection between two processes breaks; what is in flight is lost, and both ends will hear of it. */
  reset(a: ProcessName, b: ProcessName, channel: string | undefined): void {
    for (const link of this.links) {
      const [left, right] = link.ends;
      const pair = (left.name === a && right.name === b) || (left.name === b && right.name === a);
      if (!pair || (channel !== undefined && channel !== link.channel)) continue;
      for (const end of link.ends) {
        end.inbound.clear();
        if (end.live) this.put(link, end, 'CLOSED', null, 'reset');
      }
    }
  }

  processDown(name: ProcessName): void {
    for (const link of this.links) {
      for (const end of link.ends) {
        if (end.name !== name) continue;
        // Attempts to connect still get their refusal.
        if (!end.live) continue;
        end.live = false;
        end.inbound.clear();
        const other = link.ends[0] === end ? link.ends[1] : link.ends[0];
        other.inbound.clear();
        if (other.live) this.put(link, other, 'CLOSED', null, 'reset');
      }
    }
  }

  /** The next flights of all connections, oldest first. */
  heads(): Flight[] {
    const heads: Flight[] = [];
    for (const link of this.links) {
      for (const end of link.ends) {
        const head = end.inbound.first();
        if (head !== undefined) heads.push(head);
      }
    }
    return heads.sort((a, b) => a.order - b.order);
  }

  all(): Flight[] {
    return this.links
      .flatMap((link) => link.ends.flatMap((end) => end.inbound.toArray()))
      .sort((a, b) => a.order - b.order);
  }

  /** Takes the oldest head that is let through and not cut off. */
  take(accepts: (flight: Flight) => boolean): Flight | null {
    for (const flight of this.heads()) {
      if (this.cuts.has(`${flight.from}>${flight.to}`) || !accepts(flight)) continue;
      this.endOf(flight)?.inbound.shift();
      return flight;
    }
    return null;
  }

  /** What the receiver is told; null when it is not there to hear it. */
  arrive(flight: Flight, receiverUp: boolean): Event | null {
    const link = this.linkOf.get(flight);
    if (link === undefined) return null;
    const end = link.ends[0].name === flight.to ? link.ends[0] : link.ends[1];
    const other = link.ends[0] === end ? link.ends[1] : link.ends[0];
    const about = { connection: end.id, peer: other.name, channel: link.channel };
    if (flight.type === 'OPEN') {
      if (!receiverUp) {
        if (other.live) this.put(link, other, 'CLOSED', null, 'refused');
        return null;
      }
      end.live = true;
      if (other.live) this.put(link, other, 'OPENED');
      return { kind: 'opened', ...about, incoming: true };
    }
    if (!end.live) return null;
    if (flight.type === 'OPENED') return { kind: 'opened', ...about, incoming: false };
    if (flight.message !== null) return { kind: 'message', ...about, message: flight.message };
    end.live = false;
    return { kind: 'closed', ...about, reason: flight.reason };
  }

  private readonly linkOf = new Map<Flight, Link>();

  private endOf(flight: Flight): End | undefined {
    return this.linkOf.get(flight)?.ends.find((end) => end.inbound.first() === flight);
  }

  private put(link: Link, to: End, type: string, message: Message | null = null, reason: CloseReason = 'closed'): void {
    const from = link.ends[0] === to ? link.ends[1] : link.ends[0];
    const flight: Flight = {
      order: this.order++,
      from: from.name,
      to: to.name,
      channel: link.channel,
      type,
      message,
      reason,
    };
    this.linkOf.set(flight, link);
    to.inbound.push(flight);
  }

  private find(connection: ConnectionId): { link: Link; mine: End; theirs: End } {
    const link = this.links[(connection - 1) >> 1] as Link;
    const [left, right] = link.ends;
    return left.id === connection ? { link, mine: left, theirs: right } : { link, mine: right, theirs: left };
  }
}
