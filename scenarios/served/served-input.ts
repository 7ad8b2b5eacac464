/**
 * What enters a served ensemble from outside, and what leaves it. Together with how it was set up, the list of its
 * inputs is all that a served run depends on.
 */
import type { CloseReason, ProcessName } from '../../protocol/process.ts';

/** Numbers the sockets of a run from 1; never reused. */
export type SocketId = number;

/** What happens to a socket: somebody connected to the port of a server, sent bytes, or is gone. */
export type Arrival =
  | { readonly kind: 'opened'; readonly server: ProcessName }
  /** Bytes as they were read, cut anywhere. They must not change afterwards. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'closed' };

/** `atUs`: the virtual time at which it happens, not before those that came earlier in the list. */
export type ServedInput = { readonly atUs: number } & (
  | {
      readonly kind: 'socket';
      readonly socket: SocketId;
      /** The other side's address, an IP address without a port: the identity of scheme `ip`. */
      readonly peer: ProcessName;
      readonly arrival: Arrival;
    }
  /** A fault, one line of the vocabulary; without a trigger it strikes at once. `id` names it in addresses. */
  | { readonly kind: 'fault'; readonly id: string; readonly line: string }
);

/** Why the server's side of a socket ended. `malformed`: what came in is no message of a client. */
export type EndReason = CloseReason | 'malformed';

/** What is to be done with a socket. */
export type Departure =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** What was sent before still goes out, except where the reason is `reset`. Nothing follows. */
  | { readonly kind: 'closed'; readonly reason: EndReason }
  /** The server is behind: read no more until there is room. */
  | { readonly kind: 'full' }
  | { readonly kind: 'room' };
