/** A recording as messages, with the proof that the codec gives back the very bytes that came. */
import type { ServerMessage } from '../../../protocol/messages.ts';
import { encodeServerMessage, ServerMessageDecoder } from '../../../protocol/wire/client-codec.ts';
import { answeredAs } from './encode-packet.ts';
import type { Heard, Performed } from './recording.ts';

export type Decoded =
  | { readonly kind: 'message'; readonly message: ServerMessage }
  | { readonly kind: 'text'; readonly text: string }
  /** What the codec made of it, encoded again, is not what came. */
  | { readonly kind: 'inexact'; readonly message: ServerMessage; readonly came: string; readonly encoded: string }
  | { readonly kind: 'undecodable'; readonly came: string; readonly why: string };

export interface DecodedLine {
  readonly line: string;
  readonly received: readonly Decoded[];
  readonly end: Heard['end'];
}

/** Decodes step after step: what a reply is read as depends on the requests before it. */
export class RecordingDecoder {
  private readonly decoders = new Map<string, ServerMessageDecoder>();

  decode({ step, line, xids, heard }: Performed): DecodedLine[] {
    if (line !== null && (step.kind === 'send' || step.kind === 'stale')) {
      const decoder = this.decoderOf(line);
      for (const [i, packet] of step.packets.entries()) {
        if (packet.flaw?.kind !== 'length') decoder.expect(xids[i] ?? 0, answeredAs(packet));
      }
    }
    return heard.map((one) => ({ line: one.line, end: one.end, received: this.received(step.kind, line, one) }));
  }

  private received(kind: Performed['step']['kind'], about: string | null, { line, frames }: Heard): Decoded[] {
    if ((kind === 'word' || kind === 'raw') && line === about) {
      return frames.map((frame) => ({ kind: 'text', text: Buffer.from(frame).toString('latin1') }));
    }
    const decoder = this.decoderOf(line);
    return frames.map((frame) => decodeFrame(decoder, frame));
  }

  private decoderOf(line: string): ServerMessageDecoder {
    const known = this.decoders.get(line);
    if (known !== undefined) return known;
    const decoder = new ServerMessageDecoder({ maxBuffer: 0x7fffffff });
    this.decoders.set(line, decoder);
    return decoder;
  }
}

function decodeFrame(decoder: ServerMessageDecoder, frame: Uint8Array): Decoded {
  const came = Buffer.from(frame).toString('hex');
  try {
    decoder.push(frame);
    const message = decoder.next();
    if (message === null) return { kind: 'undecodable', came, why: 'it ends too early' };
    const encoded = Buffer.from(encodeServerMessage(message)).toString('hex');
    return encoded === came ? { kind: 'message', message } : { kind: 'inexact', message, came, encoded };
  } catch (error) {
    return { kind: 'undecodable', came, why: error instanceof Error ? error.message : String(error) };
  }
}
