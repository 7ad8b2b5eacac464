/** Bytes from a server, cut into packets: each with its length in front. */

export class FrameSplitter {
  private pending = new Uint8Array(0);

  /** The packets that are whole by now. */
  push(bytes: Uint8Array): Uint8Array[] {
    const all = new Uint8Array(this.pending.length + bytes.length);
    all.set(this.pending);
    all.set(bytes, this.pending.length);
    const frames: Uint8Array[] = [];
    let at = 0;
    while (all.length - at >= 4) {
      const length = new DataView(all.buffer, at).getInt32(0);
      if (length < 0 || all.length - at - 4 < length) break;
      frames.push(all.slice(at, at + 4 + length));
      at += 4 + length;
    }
    this.pending = all.slice(at);
    return frames;
  }

  /** What came and is no whole packet. */
  rest(): Uint8Array {
    const rest = this.pending;
    this.pending = new Uint8Array(0);
    return rest;
  }
}

/** The header of a reply or an event. */
export interface FrameHeader {
  readonly xid: number;
  readonly zxid: number;
}

export const EVENT_XID = -1;

export function headerOf(frame: Uint8Array): FrameHeader | null {
  if (frame.length < 20) return null;
  const view = new DataView(frame.buffer, frame.byteOffset);
  return { xid: view.getInt32(4), zxid: view.getInt32(8) * 4294967296 + view.getUint32(12) };
}
