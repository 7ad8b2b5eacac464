/**
 * Who hears what goes through gateways, message by message, as it is passed on: the contract, which judges a served run
 * by it. Hearing changes nothing.
 */
import type { ClientMessage, ServerMessage } from '../../protocol/messages.ts';
import type { ProcessName } from '../../protocol/process.ts';
import type { SocketId } from './served-input.ts';

export interface GatewayEar {
  onOpened(socket: SocketId, peer: ProcessName, server: ProcessName): void;
  onAsked(socket: SocketId, message: ClientMessage): void;
  onTold(socket: SocketId, message: ServerMessage): void;
  /** Nothing more goes either way, whoever ended it. */
  onEnded(socket: SocketId): void;
}
