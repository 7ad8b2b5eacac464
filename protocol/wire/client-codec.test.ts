import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import type { ClientMessage } from '../messages.ts';
import {
  ClientMessageDecoder,
  encodeClientMessage,
  encodeServerMessage,
  ServerMessageDecoder,
} from './client-codec.ts';
import { ascii, bytesOf, connected, connects, hexOf, replies, requests } from './java-packets.testkit.ts';
import { JuteWriter } from './jute-writer.ts';
import { WireError } from './wire-error.ts';

const packets = new Map(
  readFileSync(join(import.meta.dirname, 'testdata/java-packets.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(' ') as [string, string]),
);
const packet = (name: string): Uint8Array => bytesOf(packets.get(name) as string);
const server = (compat: '3.9' | '3.8' = '3.9', maxBuffer = 0xfffff): ClientMessageDecoder =>
  new ClientMessageDecoder({ maxBuffer, compat });
/** A decoder behind the handshake. */
const connectedServer = (compat: '3.9' | '3.8' = '3.9', maxBuffer = 0xfffff): ClientMessageDecoder => {
  const decoder = server(compat, maxBuffer);
  decoder.push(packet('connect'));
  decoder.next();
  return decoder;
};
const connectedClient = (): ServerMessageDecoder => {
  const decoder = new ServerMessageDecoder();
  decoder.push(packet('connected'));
  decoder.next();
  return decoder;
};
describe('packets of the Java library', () => {
  test.each([...connects, ...requests])('%s is written as Java writes it', (name, message) => {
    expect(hexOf(encodeClientMessage(message))).toBe(packets.get(name));
  });

  test.each(connects)('%s is read', (name, message) => {
    const decoder = server();
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
    expect(decoder.next()).toBeNull();
  });

  test.each(requests)('%s is read', (name, message) => {
    const decoder = connectedServer();
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
    expect(decoder.next()).toBeNull();
  });

  test.each([...connected, ...replies.map(([name, , message]) => [name, message] as const)])(
    '%s is written as Java writes it',
    (name, message) => {
      expect(hexOf(encodeServerMessage(message))).toBe(packets.get(name));
    },
  );

  test.each(connected)('%s is read', (name, message) => {
    const decoder = new ServerMessageDecoder();
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
  });

  test.each(replies)('%s is read as the reply to %s', (name, op, message) => {
    const decoder = connectedClient();
    if (op !== null) decoder.expect((message as { xid: number }).xid, op);
    decoder.push(packet(name));
    expect(decoder.next()).toEqual(message);
    expect(decoder.next()).toBeNull();
  });
});

describe('a stream of packets', () => {
  it('may be cut anywhere', () => {
    const stream = Buffer.concat([packet('connect'), ...requests.map(([name]) => packet(name))]);
    for (const size of [1, 3, 7, 100, stream.length]) {
      const decoder = server();
      const seen: ClientMessage[] = [];
      for (let at = 0; at < stream.length; at += size) {
        decoder.push(Uint8Array.from(stream.subarray(at, at + size)));
        for (let message = decoder.next(); message !== null; message = decoder.next()) seen.push(message);
      }
      expect(seen.slice(1)).toEqual(requests.map(([, message]) => message));
    }
  });

  it('may bring several packets in one piece, and keeps the data of none', () => {
    const stream = Uint8Array.from(Buffer.concat([packet('connect'), packet('setData'), packet('create')]));
    const decoder = server();
    decoder.push(stream);
    const messages = [decoder.next(), decoder.next(), decoder.next()];
    stream.fill(0);
    expect(messages.slice(1)).toEqual([requests[8]?.[1], requests[0]?.[1]]);
  });
});

describe('the length of a packet', () => {
  it.each([
    [1000, true],
    [1001, false],
    [-1, false],
    [-2147483648, false],
    [2147483647, false],
  ])('of %i bytes, of 1000 allowed: taken %s', (length, taken) => {
    const decoder = connectedServer('3.9', 1000);
    decoder.push(new JuteWriter().int(length).content());
    if (taken) expect(decoder.next()).toBeNull();
    else expect(() => decoder.next()).toThrow(WireError);
  });

  it.each(['00000000', '00000004ffffffff', '0000000700000001000000'])(
    'too short for a request header ends the connection: %s',
    (hex) => {
      const decoder = connectedServer();
      decoder.push(bytesOf(hex));
      expect(() => decoder.next()).toThrow(WireError);
    },
  );

  it('too short for a handshake ends the connection', () => {
    const decoder = server();
    decoder.push(bytesOf('00000004ffffffff'));
    expect(() => decoder.next()).toThrow(WireError);
  });
});

describe('a four-letter word', () => {
  it('is known at the very beginning, even in pieces, and all behind it is ignored', () => {
    const decoder = server();
    decoder.push(ascii('st'));
    expect(decoder.next()).toBeNull();
    decoder.push(ascii('at\nruok'));
    expect(decoder.next()).toEqual({ type: 'COMMAND', word: 'stat' });
    decoder.push(packet('connect'));
    expect(decoder.next()).toBeNull();
  });

  it.each([
    ['73746d6b', undefined],
    ['73746d6b00000000000001', undefined],
    ['73746d6b0000000000000101', '257'],
    ['73746d6bfffffffffffffffe0a', '-2'],
  ])('stmk reads eight bytes behind it, where they have come: %s', (hex, argument) => {
    const decoder = server();
    decoder.push(bytesOf(hex));
    const command = { type: 'COMMAND', word: 'stmk', ...(argument === undefined ? {} : { argument }) } as const;
    expect(decoder.next()).toEqual(command);
    if (argument !== undefined) expect(hexOf(encodeClientMessage(command))).toBe(hex.slice(0, 24));
  });

  it('is a length out of bounds behind the handshake', () => {
    const decoder = connectedServer();
    decoder.push(ascii('ruok'));
    expect(() => decoder.next()).toThrow(WireError);
  });

  it('that nobody knows is a length out of bounds', () => {
    const decoder = server();
    decoder.push(ascii('help'));
    expect(() => decoder.next()).toThrow(WireError);
  });

  it('and its answer travel without a length', () => {
    expect(encodeClientMessage({ type: 'COMMAND', word: 'ruok' })).toEqual(ascii('ruok'));
    expect(hexOf(encodeServerMessage({ type: 'TEXT', text: 'imök' }))).toBe('696dc3b66b');
    const decoder = new ServerMessageDecoder({ text: true });
    decoder.push(ascii('imok'));
    expect(decoder.next()).toEqual({ type: 'TEXT', text: 'imok' });
    expect(decoder.next()).toBeNull();
  });

  it('may be telnet being interrupted', () => {
    const decoder = server();
    decoder.push(bytesOf('fff4fffd06'));
    expect(decoder.next()).toEqual({ type: 'COMMAND', word: 'telnet close' });
  });
});

describe('the client end', () => {
  it('reads replies in the order they are expected, and events between them', () => {
    const decoder = connectedClient();
    decoder.expect(7, 'exists');
    decoder.expect(8, 'getData');
    decoder.push(packet('exists-reply'));
    decoder.push(packet('event'));
    decoder.push(packet('getData-reply'));
    const types = [decoder.next(), decoder.next(), decoder.next()].map((message) => message?.type);
    expect(types).toEqual(['REPLY', 'EVENT', 'REPLY']);
  });

  it('refuses a reply to what was not asked', () => {
    const decoder = connectedClient();
    decoder.push(packet('exists-reply'));
    expect(() => decoder.next()).toThrow('a reply to 7 where none is expected');
    const other = connectedClient();
    other.expect(9, 'exists');
    other.push(packet('exists-reply'));
    expect(() => other.next()).toThrow('a reply to 7 where 9 is expected');
  });
});
