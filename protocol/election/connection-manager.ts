/**
 * The connections of the election port (QuorumCnxManager): at most one per pair of servers, and in front of each a
 * queue of one message. A newer notification replaces one that has not left yet, since it says all the older one
 * said; whatever is lost on the way is repaired by the next notification, never by this layer.
 *
 * Two servers may dial each other at once, so a rule picks the survivor: **the connection opened by the larger sid
 * stays.** The smaller one announces itself and hangs up; the larger one takes that as the wish to be called back.
 *
 * ```
 *   1 opens to 3:   INITIAL sid=1, closed by 1        3 drops what it had with 1 and opens:   INITIAL sid=3, kept
 * ```
 */
import type { ServerConfig } from '../config.ts';
import type { ServerId } from '../ids.ts';
import { Channel, type ElectionMessage, type Notification } from '../messages.ts';
import type { ConnectionId, Out, ProcessName } from '../process.ts';

/** Timers are `election/connect/<sid>`. */
export const CONNECT_TIMER = 'election/connect/';

/** What is known of one peer. */
class Peer {
  readonly sid: ServerId;
  readonly name: ProcessName;
  readonly connectTimer: string;
  /** The connection in use, ours or theirs; null when there is none. */
  connection: ConnectionId | null = null;
  /** A connection we opened that is not up yet. */
  dialing: ConnectionId | null = null;
  /** `connection` has been given a message and has not yet said that it takes another. */
  busy = false;
  /** Something was queued for this peer once: it counts for `haveDelivered` and `connectAll`. */
  queued = false;
  /** The one-slot queue. */
  slot: Notification | null = null;
  /** Repeated at the start of a new connection when the queue is empty: it may have died with the old one. */
  lastSent: Notification | null = null;

  constructor(sid: ServerId) {
    this.sid = sid;
    this.name = String(sid);
    this.connectTimer = CONNECT_TIMER + this.name;
  }
}

export class ConnectionManager {
  private readonly me: ServerId;
  private readonly cnxTimeoutUs: number;
  private readonly peers = new Map<ServerId, Peer>();
  /** By connection, those in use and those being dialled; one that has not announced itself is in neither. */
  private readonly peerOf = new Map<ConnectionId, Peer>();

  constructor(config: ServerConfig) {
    this.me = config.sid;
    this.cnxTimeoutUs = config.cnxTimeoutMs * 1000;
    for (const member of config.members) {
      if (member.sid !== config.sid) this.peers.set(member.sid, new Peer(member.sid));
    }
  }

  /** Queues a message for a peer, dialling it if there is no connection. An unsent older message is replaced. */
  toSend(to: ServerId, message: Notification, out: Out): void {
    const peer = this.peers.get(to);
    if (peer === undefined) return; // Not in the configuration: there is no address to send to.
    if (peer.slot !== null) out.fact({ type: 'queueOverwritten', peer: to });
    peer.queued = true;
    peer.slot = message;
    if (peer.connection === null) this.connectOne(peer, out);
    else this.pump(peer, out);
  }

  /** Dials every peer something was ever queued for and that has no connection. */
  connectAll(out: Out): void {
    for (const peer of this.peers.values()) if (peer.queued) this.connectOne(peer, out);
  }

  /**
   * Whether some peer's queue is empty. One is enough: it tells that the network works at all, so that the ones
   * whose queues are full are the peers' trouble rather than ours.
   */
  haveDelivered(): boolean {
    for (const peer of this.peers.values()) if (peer.queued && peer.slot === null) return true;
    return false;
  }

  onOpened(connection: ConnectionId, out: Out): void {
    const peer = this.peerOf.get(connection);
    if (peer?.dialing !== connection) return; // Incoming: its INITIAL will tell who it is.
    this.forgetDial(peer, out);
    const initial: ElectionMessage = { type: 'INITIAL', sid: this.me };
    out.send(connection, initial);
    if (peer.sid > this.me) {
      this.peerOf.delete(connection);
      out.close(connection);
    } else {
      this.use(peer, connection, out);
    }
  }

  onClosed(connection: ConnectionId, out: Out): void {
    const peer = this.peerOf.get(connection);
    if (peer === undefined) return;
    this.peerOf.delete(connection);
    if (peer.dialing === connection) this.forgetDial(peer, out);
    else if (peer.connection === connection) this.idle(peer);
  }

  /** The peer announced itself on a connection it opened. */
  onInitial(connection: ConnectionId, sid: ServerId, out: Out): void {
    const peer = this.peers.get(sid);
    if (peer === undefined) {
      out.close(connection); // Ourselves, or a stranger.
    } else if (sid < this.me) {
      this.drop(peer, out);
      out.close(connection);
      this.connectOne(peer, out);
    } else {
      this.peerOf.set(connection, peer);
      this.use(peer, connection, out);
    }
  }

  /** Who is at the other end, provided the connection is the one in use; what comes on any other is void. */
  senderOn(connection: ConnectionId): ServerId | null {
    const peer = this.peerOf.get(connection);
    return peer?.connection === connection ? peer.sid : null;
  }

  awaitsWritable(connection: ConnectionId): boolean {
    return this.peerOf.has(connection);
  }

  onWritable(connection: ConnectionId, out: Out): void {
    const peer = this.peerOf.get(connection);
    if (peer?.connection !== connection) return;
    peer.busy = false;
    this.pump(peer, out);
  }

  /** A dial took longer than cnxTimeout: it is given up, and the next message to send dials anew. */
  onConnectTimeout(timer: string, out: Out): void {
    for (const peer of this.peers.values()) {
      if (peer.connectTimer !== timer || peer.dialing === null) continue;
      this.peerOf.delete(peer.dialing);
      out.close(peer.dialing);
      peer.dialing = null;
    }
  }

  inspect(): unknown {
    return [...this.peers.values()].map((peer) => ({
      sid: peer.sid,
      connection: peer.connection !== null ? 'up' : peer.dialing !== null ? 'dialing' : 'none',
      queued: peer.slot === null ? 0 : 1,
    }));
  }

  private connectOne(peer: Peer, out: Out): void {
    if (peer.connection !== null || peer.dialing !== null) return;
    peer.dialing = out.open(peer.name, Channel.ELECTION);
    this.peerOf.set(peer.dialing, peer);
    out.setTimer(peer.connectTimer, this.cnxTimeoutUs);
  }

  private forgetDial(peer: Peer, out: Out): void {
    peer.dialing = null;
    out.cancelTimer(peer.connectTimer);
  }

  private use(peer: Peer, connection: ConnectionId, out: Out): void {
    this.drop(peer, out);
    peer.connection = connection;
    peer.queued = true;
    if (peer.slot === null) peer.slot = peer.lastSent;
    this.pump(peer, out);
  }

  private drop(peer: Peer, out: Out): void {
    if (peer.connection === null) return;
    this.peerOf.delete(peer.connection);
    out.close(peer.connection);
    this.idle(peer);
  }

  private idle(peer: Peer): void {
    peer.connection = null;
    peer.busy = false;
  }

  private pump(peer: Peer, out: Out): void {
    if (peer.connection === null || peer.busy || peer.slot === null) return;
    peer.lastSent = peer.slot;
    peer.slot = null;
    peer.busy = true;
    out.send(peer.connection, peer.lastSent, true);
  }
}
