/**
 * ConnectRequest and ConnectResponse, the first packets of a connection, without any header. `readOnly` came with 3.4:
 * it may be missing at the end, and is answered only to those that sent it (ProtocolManager).
 */
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';

const PROTOCOL_VERSION = 0;
const PASSWORD_BYTES = 16;
const HEX = '0123456789abcdef';

type Connect = Extract<ClientMessage, { type: 'CONNECT' }>;
type Connected = Extract<ServerMessage, { type: 'CONNECTED' }>;

export function writeConnect(out: JuteWriter, message: Connect): void {
  out.int(PROTOCOL_VERSION).long(message.lastZxidSeen).int(message.timeoutMs).session(message.session);
  writePassword(out, message.password);
  if (message.readOnly !== undefined) out.boolean(message.readOnly);
}

export function readConnect(from: JuteReader): Connect {
  from.int();
  const request = {
    type: 'CONNECT' as const,
    lastZxidSeen: from.zxid(),
    timeoutMs: from.int(),
    session: from.session(),
    password: readPassword(from),
  };
  return from.remaining > 0 ? { ...request, readOnly: from.boolean() } : request;
}

export function writeConnected(out: JuteWriter, message: Connected): void {
  out.int(PROTOCOL_VERSION).int(message.timeoutMs).session(message.session);
  writePassword(out, message.password);
  if (message.readOnly !== undefined) out.boolean(message.readOnly);
}

export function readConnected(from: JuteReader): Connected {
  from.int();
  const response = {
    type: 'CONNECTED' as const,
    timeoutMs: from.int(),
    session: from.session(),
    password: readPassword(from),
  };
  return from.remaining > 0 ? { ...response, readOnly: from.boolean() } : response;
}

/** Hexadecimal to bytes; what is no password, the empty text, travels as sixteen zeros, as Java's client sends it. */
function writePassword(out: JuteWriter, password: string): void {
  const bytes = new Uint8Array(password === '' ? PASSWORD_BYTES : password.length >> 1);
  if (password !== '') {
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(password.slice(2 * i, 2 * i + 2), 16);
  }
  out.buffer(bytes);
}

/** Null, no bytes and zeros are no password. */
function readPassword(from: JuteReader): string {
  const bytes = from.buffer();
  if (bytes === null || bytes.every((byte) => byte === 0)) return '';
  let text = '';
  for (const byte of bytes) text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 15);
  return text;
}
