/**
 * The transaction log as FileTxnLog writes it. A file begins with FileHeader {int magic, int version, long dbid}; then
 * for each transaction: long Adler32 of its bytes, its bytes behind their length, and the end mark 'B'. Ours holds
 * the generation of its history in place of the dbid, which ZooKeeper leaves 0, and behind it the zxid before the
 * first transaction; and no zeros are written ahead.
 */
import type { LogHeader } from '../durable/txn-log.ts';
import { adler32 } from '../std/adler32.ts';
import type { Txn } from '../txn.ts';
import { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import { readTxn, writeTxn } from './txn-record.ts';
import { WireError } from './wire-error.ts';

/** `ZKLG`. */
const MAGIC = 0x5a4b4c47;
const VERSION = 2;
/** `B`, the end of a record. */
const END_MARK = 0x42;

const writer = new JuteWriter();
const record = new JuteWriter();

export function encodeLogHeader(header: LogHeader): Uint8Array {
  return writer.reset().int(MAGIC).int(VERSION).long(header.generation).long(header.prev).content();
}

export function decodeLogHeader(bytes: Uint8Array): LogHeader {
  const from = new JuteReader(bytes);
  if (from.int() !== MAGIC) throw new WireError('no transaction log: the magic number is missing');
  const version = from.int();
  if (version !== VERSION) throw new WireError(`a transaction log of version ${version}`);
  return { kind: 'log', generation: from.exactZxid(), prev: from.exactZxid() };
}

/** The bytes of a transaction without what surrounds them in the log: header and record. */
export function encodeTxn(txn: Txn): Uint8Array {
  const out = writer.reset();
  writeTxn(out, txn);
  return out.content();
}

export function encodeLogRecord(txn: Txn): Uint8Array {
  return sealLogRecord(encodeTxn(txn));
}

/** A transaction's bytes with what surrounds them in the log. */
export function sealLogRecord(bytes: Uint8Array): Uint8Array {
  return record.reset().long(adler32(bytes)).buffer(bytes).byte(END_MARK).content();
}

/** Of bytes that hold one record; one cut short or damaged is a WireError. */
export function decodeLogRecord(bytes: Uint8Array): Txn {
  const from = new JuteReader(bytes, 0, bytes.length, Infinity);
  const sum = from.long();
  const { position } = from;
  const content = from.nested();
  if (content === null) throw new WireError('a log record of null');
  if (adler32(bytes, position + 4, position + 4 + content.remaining) !== sum) {
    throw new WireError('the checksum of a log record is wrong');
  }
  if (from.byte() !== END_MARK) throw new WireError('a log record without its end mark');
  // Behind the transaction there may be a TxnDigest {int version, long treeDigest}, which is ZooKeeper's.
  return readTxn(content);
}
