/**
 * One real connection, as the host handles it: when its socket is read, and what is written to it. It is not read
 * while the ensemble takes no more of it, nor while the peer leaves unread what it was sent: whoever does not listen
 * may not go on asking, so what is kept for it stays bounded.
 */
import type { Socket } from 'node:net';
import type { Departure, SocketId } from '../../scenarios/served/served-input.ts';

/** Bytes kept for a peer that does not read, beyond which it is not read either. */
const UNREAD_BYTES = 1_048_576;
/** How long a peer may take to fetch the last of what it was sent. */
const LINGER_MS = 5_000;

export class Line {
  readonly id: SocketId;
  /** Its address, without a port. */
  readonly peer: string;
  private readonly socket: Socket;
  /** Below TLS, if there is TLS: what can be reset. */
  private readonly raw: Socket;
  private full = false;
  private unread = false;

  constructor(id: SocketId, peer: string, socket: Socket, raw: Socket) {
    this.id = id;
    this.peer = peer;
    this.socket = socket;
    this.raw = raw;
    socket.on('drain', () => {
      this.unread = false;
      this.readOrNot();
    });
  }

  /** What is written goes out together at the next `flush`. */
  depart(departure: Departure): void {
    switch (departure.kind) {
      case 'bytes':
        if (this.socket.writableCorked === 0) this.socket.cork();
        this.socket.write(departure.bytes);
        return;
      case 'full':
        this.full = true;
        this.readOrNot();
        return;
      case 'room':
        this.full = false;
        this.readOrNot();
        return;
      case 'closed':
        if (departure.reason === 'reset') this.raw.resetAndDestroy();
        else this.end();
        return;
    }
  }

  flush(): void {
    this.socket.uncork();
    if (this.socket.writableLength <= UNREAD_BYTES || this.unread) return;
    this.unread = true;
    this.readOrNot();
  }

  /** What was written still goes out, for a while. */
  private end(): void {
    this.socket.uncork();
    // Bytes that nobody reads would turn the end into a reset, which takes the last answer with it.
    this.full = false;
    this.unread = false;
    this.readOrNot();
    this.socket.setTimeout(LINGER_MS, () => this.socket.destroy());
    this.socket.destroySoon();
  }

  private readOrNot(): void {
    if (this.full || this.unread) this.socket.pause();
    else this.socket.resume();
  }
}

/** An IPv4 address that came by IPv6 is told as what it is; null when the peer is gone already. */
export function addressOfPeer(socket: Socket): string | null {
  const address = socket.remoteAddress;
  if (address === undefined) return null;
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
