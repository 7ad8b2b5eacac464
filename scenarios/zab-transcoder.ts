/**
 * Takes everything that servers and clients say, and everything they store, through the bytes that ZooKeeper would
 * have for it: `sim run --paranoid`. What a record does not carry is lost on the way, and the run becomes another.
 */
import type { CompatRelease } from '../protocol/compat.ts';
import type { EpochRecord } from '../protocol/durable/epoch-file.ts';
import { isSnapshotFile, type SnapshotRecord } from '../protocol/durable/snapshot-file.ts';
import { isLogFile, type LogHeader } from '../protocol/durable/txn-log.ts';
import { NO_SESSION, ZXID_ZERO } from '../protocol/ids.ts';
import { Channel, type ClientMessage, type ServerMessage } from '../protocol/messages.ts';
import type { ElectionMessage, QuorumPacket } from '../protocol/messages.ts';
import type { Message, Plain } from '../protocol/process.ts';
import { assert, present } from '../protocol/std/assert.ts';
import type { Txn } from '../protocol/txn.ts';
import {
  ClientMessageDecoder,
  encodeClientMessage,
  encodeServerMessage,
  ServerMessageDecoder,
  type ClientDecoderOptions,
} from '../protocol/wire/client-codec.ts';
import { decodeElectionMessage, encodeElectionMessage } from '../protocol/wire/election-codec.ts';
import { decodeEpoch, encodeEpoch } from '../protocol/wire/epoch-codec.ts';
import { decodeLogHeader, decodeLogRecord, encodeLogHeader, encodeLogRecord } from '../protocol/wire/log-codec.ts';
import { decodeQuorumPacket, encodeQuorumPacket } from '../protocol/wire/quorum-codec.ts';
import { decodeSnapshotRecord, encodeSnapshotRecord } from '../protocol/wire/snapshot-codec.ts';
import type { Transcoder } from '../sim/kernel/transcoder.ts';
import type { Case } from '../sim/record/case.ts';
import type { Scenario } from './scenario.ts';
import { prepareCase } from './simulation.ts';

/** No message of a run is too long: what a server refuses is tested where it serves. */
const MAX_BUFFER = 2147483647;

/** What goes with the servers of a case. */
export function transcoderOf(of: Case, registry?: ReadonlyMap<string, Scenario>): ZabTranscoder {
  return new ZabTranscoder(prepareCase(of, registry).settings.config.compat);
}

export class ZabTranscoder implements Transcoder {
  /** How many messages and records have gone through, and how many of them through nothing, being of no server. */
  messages = 0;
  records = 0;
  passed = 0;
  /** How many of each kind: `quorum PROPOSAL`, `client REQUEST setData`, `disk log create`. */
  readonly kinds = new Map<string, number>();
  private readonly options: ClientDecoderOptions;
  /** Both behind a handshake, where one connection's messages read like another's. */
  private readonly requests: ClientMessageDecoder;
  private readonly replies: ServerMessageDecoder;

  /** `compat`: as whose servers read. */
  constructor(compat: CompatRelease = '3.9') {
    this.options = { maxBuffer: MAX_BUFFER, compat };
    this.requests = new ClientMessageDecoder(this.options);
    this.replies = new ServerMessageDecoder(this.options);
    const session = NO_SESSION;
    const password = '';
    this.requests.push(
      encodeClientMessage({ type: 'CONNECT', lastZxidSeen: ZXID_ZERO, timeoutMs: 0, session, password }),
    );
    this.requests.next();
    this.replies.push(encodeServerMessage({ type: 'CONNECTED', timeoutMs: 0, session, password }));
    this.replies.next();
  }

  message(channel: string, message: Message): Message {
    this.messages++;
    switch (channel) {
      case Channel.ELECTION:
        this.count(`${channel} ${message.type}`);
        return decodeElectionMessage(encodeElectionMessage(message as ElectionMessage));
      case Channel.QUORUM:
        this.count(`${channel} ${message.type}`);
        return decodeQuorumPacket(encodeQuorumPacket(message as QuorumPacket), this.options.compat);
      case Channel.CLIENT:
        return this.clientMessage(message as ClientMessage | ServerMessage);
      default:
        // Of a process that a scenario has added, as are files of other names.
        this.passed++;
        return message;
    }
  }

  private count(kind: string): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
  }

  private clientMessage(message: ClientMessage | ServerMessage): Message {
    this.count(`client ${kindOf(message)}`);
    switch (message.type) {
      case 'REQUEST':
        this.requests.push(encodeClientMessage(message));
        return present(this.requests.next(), 'a request is read whole');
      case 'REPLY':
        this.replies.expect(message.xid, message.result?.type ?? 'ping');
        this.replies.push(encodeServerMessage(message));
        return present(this.replies.next(), 'a reply is read whole');
      case 'EVENT':
        this.replies.push(encodeServerMessage(message));
        return present(this.replies.next(), 'an event is read whole');
      case 'CONNECT':
      case 'COMMAND': {
        const decoder = new ClientMessageDecoder(this.options);
        decoder.push(encodeClientMessage(message));
        return present(decoder.next(), 'a first packet is read whole');
      }
      case 'CONNECTED':
      case 'TEXT': {
        const decoder = new ServerMessageDecoder({ maxBuffer: MAX_BUFFER, text: message.type === 'TEXT' });
        decoder.push(encodeServerMessage(message));
        return present(decoder.next(), 'a first answer is read whole');
      }
    }
  }

  record(file: string, data: Plain, bytes: number): Plain {
    this.records++;
    this.count(`disk ${kindOfRecord(file, data)}`);
    if (isLogFile(file)) return logRecord(data as LogHeader | Txn, bytes);
    if (isSnapshotFile(file)) return decodeSnapshotRecord(encodeSnapshotRecord(data as SnapshotRecord));
    if (isEpochFile(file)) return decodeEpoch(encodeEpoch(data as EpochRecord));
    this.passed++;
    return data;
  }
}

function kindOf(message: ClientMessage | ServerMessage): string {
  if (message.type === 'REQUEST') return `REQUEST ${message.op.type}`;
  if (message.type === 'REPLY') return `REPLY ${message.result?.type ?? 'none'}`;
  return message.type;
}

function kindOfRecord(file: string, data: Plain): string {
  const name = file.split('.', 1)[0] as string;
  if (isLogFile(file)) return `${name} ${'body' in (data as object) ? (data as Txn).body.type : 'header'}`;
  return isSnapshotFile(file) ? `${name} ${(data as SnapshotRecord).kind}` : name;
}

function logRecord(record: LogHeader | Txn, bytes: number): LogHeader | Txn {
  const encoded = 'kind' in record ? encodeLogHeader(record) : encodeLogRecord(record);
  assert(encoded.length === bytes, 'a log record is as long as it says', { bytes, encoded: encoded.length });
  return 'kind' in record ? decodeLogHeader(encoded) : decodeLogRecord(encoded);
}

function isEpochFile(file: string): boolean {
  return file.startsWith('acceptedEpoch') || file.startsWith('currentEpoch');
}
