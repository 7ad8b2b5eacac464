/**
 * What messages and durable records go through on their way, as they would where there are only bytes: written down
 * and read again. It hands back a copy of equal content, down to the order of fields, so a run with one has the
 * fingerprint of the run without; what it hands back is what is hashed, delivered and stored, so one that loses
 * something has another.
 */
import type { Message, Plain } from '../../protocol/process.ts';

export interface Transcoder {
  /** A message as it comes out at the other end of a connection of that channel. */
  message(channel: string, message: Message): Message;
  /** A record as it would be read back from that file; `bytes` is the length it is written with. */
  record(file: string, data: Plain, bytes: number): Plain;
}
