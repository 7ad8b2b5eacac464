/**
 * Bytes that are nearly right: packets and records, changed here and there, and what decoders make of them. Whatever
 * comes, a decoder returns a record or throws a WireError, and what it returns is no longer than what it was given.
 */
import fc from 'fast-check';
import type { CompatRelease } from '../compat.ts';
import type { ClientOp } from '../op.ts';
import {
  ClientMessageDecoder,
  encodeClientMessage,
  encodeServerMessage,
  ServerMessageDecoder,
} from './client-codec.ts';
import { decodeElectionMessage, encodeElectionMessage } from './election-codec.ts';
import { decodeLogRecord, encodeLogRecord, encodeTxn, sealLogRecord } from './log-codec.ts';
import { decodeQuorumPacket, encodeQuorumPacket } from './quorum-codec.ts';
import * as records from './records.testkit.ts';
import { decodeSnapshotRecord, encodeSnapshotRecord, SEAL_BYTES, sealSnapshotRecord } from './snapshot-codec.ts';
import { WireError } from './wire-error.ts';

/** A kind of bytes: some that are right, and who reads them. */
interface Subject {
  readonly name: string;
  readonly samples: readonly Uint8Array[];
  read(bytes: Uint8Array, sample: number): unknown;
}

/** How many of each kind are changed again and again. */
const SAMPLES = 200;
/** Of a server in these attempts: small, so that lengths beyond it are met. */
const MAX_BUFFER = 4096;

/** xorshift32: the same attempts for the same seed. */
class Dice {
  private state: number;
  constructor(seed: number) {
    this.state = (seed | 0) === 0 ? 1 : seed | 0;
  }
  below(bound: number): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return (x >>> 0) % bound;
  }
}

/** Numbers that mean something where a length or a count is expected. */
const LENGTHS = [-1, -2, 0, 1, 4, 127, 128, 4096, 4097, 0xfffff, 0x100000, 0x7fffffff, -0x80000000];

function subjects(seed: number): Subject[] {
  const sample = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { seed, numRuns: SAMPLES });
  const requests = sample(records.clientRequest).map(encodeClientMessage);
  const replies = sample(records.reply);
  return [
    {
      name: 'requests',
      samples: requests,
      read: (bytes, at) => readAsServer(handshake, bytes, at % 2 === 0 ? '3.9' : '3.8'),
    },
    {
      name: 'handshakes',
      samples: sample(records.connect).map(encodeClientMessage),
      read: (bytes, at) => readAsServer(null, bytes, at % 2 === 0 ? '3.9' : '3.8'),
    },
    {
      name: 'replies',
      samples: replies.map(encodeServerMessage),
      read: (bytes, at) => {
        const reply = replies[at];
        return readAsClient(
          bytes,
          reply?.type === 'REPLY' ? { xid: reply.xid, op: reply.result?.type ?? 'ping' } : null,
        );
      },
    },
    {
      name: 'packets between servers',
      samples: sample(records.quorumPacket).map(encodeQuorumPacket),
      read: (bytes) => decodeQuorumPacket(bytes),
    },
    {
      name: 'election messages',
      samples: sample(records.electionMessage).map(encodeElectionMessage),
      read: decodeElectionMessage,
    },
    { name: 'log records', samples: sample(records.txn).map(encodeLogRecord), read: decodeLogRecord },
    {
      name: 'transactions under a right checksum',
      samples: sample(records.txn).map(encodeTxn),
      read: (bytes) => decodeLogRecord(sealLogRecord(bytes)),
    },
    {
      name: 'snapshot records',
      samples: sample(records.snapshotRecord).map(encodeSnapshotRecord),
      read: decodeSnapshotRecord,
    },
    {
      name: 'snapshot contents under a right seal',
      samples: sample(records.snapshotRecord).map((record) => encodeSnapshotRecord(record).slice(0, -SEAL_BYTES)),
      read: (bytes) => decodeSnapshotRecord(sealSnapshotRecord(bytes)),
    },
  ];
}

const handshake = encodeClientMessage({
  type: 'CONNECT',
  lastZxidSeen: 0 as never,
  timeoutMs: 1,
  session: '0x0' as never,
  password: '',
});
const answer = encodeServerMessage({ type: 'CONNECTED', timeoutMs: 1, session: '0x1' as never, password: '' });

function readAsServer(first: Uint8Array | null, bytes: Uint8Array, compat: CompatRelease): unknown[] {
  const decoder = new ClientMessageDecoder({ maxBuffer: MAX_BUFFER, compat });
  if (first !== null) {
    decoder.push(first);
    decoder.next();
  }
  return all(decoder, bytes);
}

function readAsClient(bytes: Uint8Array, asked: { xid: number; op: ClientOp['type'] } | null): unknown[] {
  const decoder = new ServerMessageDecoder({ maxBuffer: MAX_BUFFER });
  decoder.push(answer);
  decoder.next();
  if (asked !== null) decoder.expect(asked.xid, asked.op);
  return all(decoder, bytes);
}

/** Everything a decoder finds, fed in two pieces. */
function all(decoder: { push(chunk: Uint8Array): void; next(): unknown }, bytes: Uint8Array): unknown[] {
  const found: unknown[] = [];
  const middle = bytes.length >> 1;
  for (const piece of [bytes.subarray(0, middle), bytes.subarray(middle)]) {
    decoder.push(piece);
    for (let message = decoder.next(); message !== null; message = decoder.next()) found.push(message);
  }
  return found;
}

/** One to four changes: bits, bytes, lengths, cuts, and bytes put in, doubled or taken out. */
function mutate(original: Uint8Array, dice: Dice): Uint8Array {
  let bytes = original.slice();
  for (let changes = 1 + dice.below(4); changes > 0; changes--) {
    const at = dice.below(bytes.length + 1);
    switch (dice.below(7)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << dice.below(8));
        break;
      case 1:
        if (at < bytes.length) bytes[at] = dice.below(256);
        break;
      case 2:
        if (at + 4 <= bytes.length) new DataView(bytes.buffer).setInt32(at, LENGTHS[dice.below(LENGTHS.length)] ?? 0);
        break;
      case 3:
        bytes = bytes.slice(0, at);
        break;
      case 4:
        bytes = spliced(bytes, at, at, Uint8Array.of(dice.below(256), dice.below(256)));
        break;
      case 5:
        bytes = spliced(bytes, at, at, bytes.slice(at, at + dice.below(16)));
        break;
      case 6:
        bytes = spliced(bytes, at, at + dice.below(8), new Uint8Array(0));
        break;
    }
  }
  return bytes;
}

function spliced(bytes: Uint8Array, from: number, to: number, between: Uint8Array): Uint8Array<ArrayBuffer> {
  const end = Math.min(to, bytes.length);
  const joined = new Uint8Array(from + between.length + bytes.length - end);
  joined.set(bytes.subarray(0, from));
  joined.set(between, from);
  joined.set(bytes.subarray(end), from + between.length);
  return joined;
}

/** Characters, bytes and elements in a decoded value: what it costs to hold, apart from a constant for each. */
function sizeOf(value: unknown, seen: Set<object>): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (value instanceof Uint8Array) return value.length;
  let size = Array.isArray(value) ? value.length : 0;
  for (const field of Object.values(value)) size += sizeOf(field, seen);
  return size;
}

/** Fixed text of a record: names of types, digits of session ids and passwords. */
const FIXED = 400;

export interface FuzzCount {
  readonly name: string;
  attempts: number;
  read: number;
  refused: number;
}

/** Throws with the bytes in hexadecimal when a decoder breaks its word. */
export function fuzzCodecs(seed: number, attempts: number): FuzzCount[] {
  const dice = new Dice(seed);
  const kinds = subjects(seed);
  const counts: FuzzCount[] = kinds.map(({ name }) => ({ name, attempts: 0, read: 0, refused: 0 }));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const which = attempt % kinds.length;
    const count = counts[which] as FuzzCount;
    const { samples, read } = kinds[which] as Subject;
    const at = dice.below(samples.length);
    const bytes = mutate(samples[at] as Uint8Array, dice);
    count.attempts++;
    try {
      const value = read(bytes, at);
      // Each byte may be an element of a vector or a character, an ACL and its numbers count more than once.
      if (sizeOf(value, new Set()) > FIXED + 24 * bytes.length) throw new RangeError('a record longer than its bytes');
      count.read++;
    } catch (error) {
      if (!(error instanceof WireError)) {
        const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
        throw new Error(`${count.name}, attempt ${attempt} of seed ${seed}: ${String(error)} at ${hex}`, {
          cause: error,
        });
      }
      count.refused++;
    }
  }
  return counts;
}
