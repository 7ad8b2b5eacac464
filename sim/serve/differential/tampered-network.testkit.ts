/** A network that changes what a server says, once, at the first opportunity: what the comparison has to notice. */
import { EVENT_XID, FrameSplitter, headerOf } from './frame-splitter.ts';
import type { Line, LineListener, Network } from './network.ts';

/** Sees the packets of all connections as they come, until it has done what it is for. */
export interface Tampering {
  done: boolean;
  /** What is passed on in place of a packet. */
  onFrame(frame: Uint8Array, isHandshake: boolean): readonly Uint8Array[];
  /** Whether the end of a connection is kept back. */
  readonly keepsClose?: boolean;
}

type Concern = (frame: Uint8Array, isHandshake: boolean) => boolean;

/** Puts others in the place of the first packet of some kind. */
export function changing(concern: Concern, change: (frame: Uint8Array) => readonly Uint8Array[]): Tampering {
  return {
    done: false,
    onFrame(frame, isHandshake) {
      if (!concern(frame, isHandshake)) return [frame];
      this.done = true;
      return change(frame);
    },
  };
}

/** Lets the next packet of the other kind go before the first of one kind. */
export function delaying(concern: Concern, behind: Concern): Tampering {
  let held: Uint8Array | null = null;
  return {
    done: false,
    onFrame(frame, isHandshake) {
      if (held === null && concern(frame, isHandshake)) {
        held = frame;
        return [];
      }
      if (held === null || !behind(frame, isHandshake)) return [frame];
      this.done = true;
      return [frame, held];
    },
  };
}

export function keepingClose(): Tampering {
  return { done: false, onFrame: (frame) => [frame], keepsClose: true };
}

export class TamperedNetwork implements Network {
  private readonly inner: Network;
  private readonly tampering: Tampering;
  constructor(inner: Network, tampering: Tampering) {
    this.inner = inner;
    this.tampering = tampering;
  }

  get servers(): number {
    return this.inner.servers;
  }

  open(server: number, listener: LineListener): Line {
    const splitter = new FrameSplitter();
    let first = true;
    return this.inner.open(server, {
      onBytes: (bytes) => {
        for (const frame of splitter.push(bytes)) {
          for (const passed of this.passed(frame, first)) listener.onBytes(passed);
          first = false;
        }
      },
      onClosed: () => {
        const rest = splitter.rest();
        if (rest.length > 0) listener.onBytes(rest);
        if (this.tampering.keepsClose !== true || this.tampering.done) listener.onClosed();
        this.tampering.done ||= this.tampering.keepsClose === true;
      },
    });
  }

  until(met: () => boolean, withinMs: number): Promise<boolean> {
    return this.inner.until(met, withinMs);
  }

  nowMs(): number {
    return this.inner.nowMs();
  }

  word(server: number, word: string): Promise<string | null> {
    return this.inner.word(server, word);
  }

  private passed(frame: Uint8Array, isHandshake: boolean): readonly Uint8Array[] {
    return this.tampering.done ? [frame] : this.tampering.onFrame(frame, isHandshake);
  }
}

export function isEvent(frame: Uint8Array, isHandshake: boolean): boolean {
  return !isHandshake && headerOf(frame)?.xid === EVENT_XID;
}

/** A reply to a counted request, not to a ping or the like. */
export function isReply(frame: Uint8Array, isHandshake: boolean): boolean {
  return !isHandshake && (headerOf(frame)?.xid ?? 0) > 0;
}

/** A copy with four bytes replaced. */
export function withInt(frame: Uint8Array, at: number, change: (value: number) => number): Uint8Array {
  const copy = frame.slice();
  const view = new DataView(copy.buffer);
  view.setInt32(at, change(view.getInt32(at)));
  return copy;
}
