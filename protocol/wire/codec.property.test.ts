/** Every record comes back from its bytes as it was, down to the order of its fields. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClientMessage, ServerMessage } from '../messages.ts';
import type { Epoch } from '../ids.ts';
import {
  ClientMessageDecoder,
  encodeClientMessage,
  encodeServerMessage,
  ServerMessageDecoder,
} from './client-codec.ts';
import { decodeElectionMessage, encodeElectionMessage } from './election-codec.ts';
import { decodeEpoch, encodeEpoch } from './epoch-codec.ts';
import { decodeLogHeader, decodeLogRecord, encodeLogHeader, encodeLogRecord, encodeTxn } from './log-codec.ts';
import { decodeQuorumPacket, encodeQuorumPacket } from './quorum-codec.ts';
import * as records from './records.testkit.ts';
import { decodeSnapshotRecord, encodeSnapshotRecord } from './snapshot-codec.ts';
import { WireError } from './wire-error.ts';

const SEED = 20260101;
const RUNS = { seed: SEED, numRuns: 500 } as const;

/** Equal in content and in the order of fields, which fingerprints see. */
function expectSame(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
  expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
}

const handshake: ClientMessage = {
  type: 'CONNECT',
  lastZxidSeen: 0 as never,
  timeoutMs: 1,
  session: '0x0' as never,
  password: '',
};
const answer: ServerMessage = { type: 'CONNECTED', timeoutMs: 1, session: '0x1' as never, password: '' };

function readByServer(message: ClientMessage): ClientMessage | null {
  const decoder = new ClientMessageDecoder({ maxBuffer: 0xfffff, compat: '3.9' });
  if (message.type === 'REQUEST') {
    decoder.push(encodeClientMessage(handshake));
    decoder.next();
  }
  decoder.push(encodeClientMessage(message));
  return decoder.next();
}

function readByClient(message: ServerMessage): ServerMessage | null {
  const decoder = new ServerMessageDecoder();
  if (message.type !== 'CONNECTED') {
    decoder.push(encodeServerMessage(answer));
    decoder.next();
  }
  if (message.type === 'REPLY') decoder.expect(message.xid, message.result?.type ?? 'ping');
  decoder.push(encodeServerMessage(message));
  return decoder.next();
}

describe('decode(encode(x)) is x', () => {
  test('for requests', () => {
    fc.assert(
      fc.property(records.clientRequest, (message) => expectSame(readByServer(message), message)),
      RUNS,
    );
  });

  test('for handshakes', () => {
    fc.assert(
      fc.property(records.connect, (message) => expectSame(readByServer(message), message)),
      RUNS,
    );
    fc.assert(
      fc.property(records.connected, (message) => expectSame(readByClient(message), message)),
      RUNS,
    );
  });

  test('for replies and events', () => {
    fc.assert(
      fc.property(records.reply, (message) => expectSame(readByClient(message), message)),
      RUNS,
    );
  });

  test('for packets between servers', () => {
    fc.assert(
      fc.property(records.quorumPacket, (packet) => expectSame(decodeQuorumPacket(encodeQuorumPacket(packet)), packet)),
      RUNS,
    );
    fc.assert(
      fc.property(records.electionMessage, (message) =>
        expectSame(decodeElectionMessage(encodeElectionMessage(message)), message),
      ),
      RUNS,
    );
  });

  test('for what disks hold', () => {
    fc.assert(
      fc.property(records.txn, (txn) => expectSame(decodeLogRecord(encodeLogRecord(txn)), txn)),
      RUNS,
    );
    fc.assert(
      fc.property(records.logHeader, (header) => expectSame(decodeLogHeader(encodeLogHeader(header)), header)),
      RUNS,
    );
    fc.assert(
      fc.property(records.snapshotRecord, (record) =>
        expectSame(decodeSnapshotRecord(encodeSnapshotRecord(record)), record),
      ),
      RUNS,
    );
    fc.assert(
      fc.property(fc.nat(2097151), (epoch) =>
        expectSame(decodeEpoch(encodeEpoch({ epoch: epoch as Epoch })), { epoch }),
      ),
      RUNS,
    );
  });
});

test('a transaction is as long as it says, and 13 bytes longer in the log', () => {
  fc.assert(
    fc.property(records.txn, (txn) => {
      expect(encodeTxn(txn).length).toBe(txn.bytes);
      expect(encodeLogRecord(txn).length).toBe(txn.bytes + 13);
    }),
    RUNS,
  );
});

describe('a record on disk', () => {
  test('is refused when it was cut short or one bit of it changed', () => {
    const at = fc.tuple(fc.nat(), fc.nat(7));
    const spoiled = (bytes: Uint8Array, [where, bit]: readonly [number, number]): Uint8Array => {
      const copy = bytes.slice();
      const index = where % copy.length;
      copy[index] = (copy[index] as number) ^ (1 << bit);
      return copy;
    };
    fc.assert(
      fc.property(records.txn, at, (txn, place) => {
        const bytes = encodeLogRecord(txn);
        expect(() => decodeLogRecord(bytes.subarray(0, place[0] % bytes.length))).toThrow(WireError);
        expect(() => decodeLogRecord(spoiled(bytes, place))).toThrow(WireError);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(records.snapshotRecord, at, (record, place) => {
        const bytes = encodeSnapshotRecord(record);
        expect(() => decodeSnapshotRecord(bytes.subarray(0, place[0] % bytes.length))).toThrow(WireError);
        expect(() => decodeSnapshotRecord(spoiled(bytes, place))).toThrow(WireError);
      }),
      RUNS,
    );
  });
});
