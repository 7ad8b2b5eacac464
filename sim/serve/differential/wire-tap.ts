/** One connection of the driver: splits what comes into packets, counts replies, knows the zxids told. */
import { PING_XID } from './encode-packet.ts';
import { EVENT_XID, FrameSplitter, headerOf } from './frame-splitter.ts';
import type { Line, LineListener, Network } from './network.ts';
import type { Heard } from './recording.ts';

export class WireTap implements LineListener {
  readonly label: string;
  readonly server: number;
  private readonly line: Line;
  private readonly splitter = new FrameSplitter();
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

  /** Events heard since the last call of `take`. */
  get events(): number {
    return this.frames.filter((frame) => headerOf(frame)?.xid === EVENT_XID).length;
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
    for (const frame of this.splitter.push(bytes)) this.onFrame(frame);
  }

  onClosed(): void {
    if (this.gone) return;
    this.gone = true;
    this.end = 'closed';
    const rest = this.splitter.rest();
    if (rest.length > 0) this.frames.push(rest);
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
