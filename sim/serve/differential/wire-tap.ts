/** One connection of the driver: splits what comes into packets, counts replies, knows the zxids told. */
import type { Line, LineListener, Network } from './network.ts';
import type { Heard } from './recording.ts';

const EVENT_XID = -1;
const PING_XID = -2;

/** What the header of a reply says. */
interface Header {
  readonly xid: number;
  readonly zxid: number;
}

export class WireTap implements LineListener {
  readonly label: string;
  readonly server: number;
  private readonly line: Line;
  private pending = new Uint8Array(0);
  private frames: Uint8Array[] = [];
  private end: Heard['end'] = null;
  private gone = false;
  /** Packets, and not whatever comes, until the first is here: the answer to the handshake. */
  handshake: Uint8Array | null = null;
  /** Replies to requests of the sequence that are still to come. */
  due = 0;
  /** Pings of the driver whose replies are still to come; these are not part of what was heard. */
  private pings = 0;
  /** The zxid in the last reply to a ping of the driver. */
  pinged = 0;
  /** The highest zxid in any reply. */
  seenZxid = 0;

  constructor(label: string, server: number, network: Network) {
    this.label = label;
    this.server = server;
    this.line = network.open(server, this);
  }

  get closed(): boolean {
    return this.gone;
  }

  get waitsForPing(): boolean {
    return this.pings > 0;
  }

  send(bytes: Uint8Array, replies: number): void {
    this.due += replies;
    this.line.write(bytes);
  }

  ping(bytes: Uint8Array): void {
    this.pings++;
    this.line.write(bytes);
  }

  finish(): void {
    this.line.finish();
  }

  hangUp(): void {
    this.gone = true;
    this.line.hangUp();
  }

  /** What was due did not come. */
  giveUp(): void {
    this.end = 'silent';
    this.hangUp();
  }

  /** What was heard since the last call. */
  take(): Heard | null {
    if (this.frames.length === 0 && this.end === null) return null;
    const heard = { line: this.label, frames: this.frames, end: this.end };
    this.frames = [];
    this.end = null;
    return heard;
  }

  // --- what the connection tells -----------------------------------------------------------------------------

  onBytes(bytes: Uint8Array): void {
    const all = new Uint8Array(this.pending.length + bytes.length);
    all.set(this.pending);
    all.set(bytes, this.pending.length);
    let at = 0;
    while (all.length - at >= 4) {
      const length = new DataView(all.buffer, at).getInt32(0);
      if (length < 0 || all.length - at - 4 < length) break;
      this.onFrame(all.slice(at, at + 4 + length));
      at += 4 + length;
    }
    this.pending = all.slice(at);
  }

  onClosed(): void {
    if (this.gone) return;
    this.gone = true;
    this.end = 'closed';
    if (this.pending.length > 0) this.frames.push(this.pending);
    this.pending = new Uint8Array(0);
  }

  private onFrame(frame: Uint8Array): void {
    if (this.handshake === null) {
      this.handshake = frame;
      this.frames.push(frame);
      return;
    }
    const header = headerOf(frame);
    if (header === null || header.xid === EVENT_XID) {
      this.frames.push(frame);
      return;
    }
    this.seenZxid = Math.max(this.seenZxid, header.zxid);
    if (this.due > 0) this.due--;
    else if (this.pings > 0 && header.xid === PING_XID) {
      this.pings--;
      this.pinged = header.zxid;
      return;
    }
    this.frames.push(frame);
  }
}

function headerOf(frame: Uint8Array): Header | null {
  if (frame.length < 20) return null;
  const view = new DataView(frame.buffer, frame.byteOffset);
  return { xid: view.getInt32(4), zxid: view.getInt32(8) * 4294967296 + view.getUint32(12) };
}
