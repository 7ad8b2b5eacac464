/**
 * Snapshots in FileSnap's layout, cut where ours are written in steps. The beginning: FileHeader {int magic, int
 * version, long dbid}, then sessions. Each chunk: ACLs, then nodes in path order. The end: what the horizon is and how
 * many nodes there are. Each of these is sealed as FileSnap seals its file, with a long Adler32 and the string `/`, so
 * that a damaged one is known by itself.
 *
 * Generation, label and horizon are ours; the label also is in the file's name, as in ZooKeeper.
 */
import type { SnapshotRecord } from '../durable/snapshot-file.ts';
import { adler32 } from '../std/adler32.ts';
import { JuteReader } from './jute-reader.ts';
import { JuteWriter } from './jute-writer.ts';
import { readSessions, writeSessions } from './session-list.ts';
import { readNodes, writeNodes } from './snapshot-node-record.ts';
import { WireError } from './wire-error.ts';

/** `ZKSN`. */
const MAGIC = 0x5a4b534e;
const VERSION = 2;
const DBID = -1;
/** What kind of record follows. */
const Part = { BEGIN: MAGIC, NODES: 1, END: 2 } as const;
const SEAL = '/';
/** A long and a string of one character. */
export const SEAL_BYTES = 8 + 4 + 1;

const writer = new JuteWriter();

export function encodeSnapshotRecord(record: SnapshotRecord): Uint8Array {
  const out = writer.reset();
  switch (record.kind) {
    case 'begin':
      out.int(MAGIC).int(VERSION).long(DBID).long(record.generation).long(record.zxid);
      out.count(record.sessions.length);
      writeSessions(out, record.sessions);
      break;
    case 'nodes':
      out.int(Part.NODES);
      writeNodes(out, record.nodes);
      break;
    case 'end':
      out.int(Part.END).long(record.horizon).int(record.count);
      break;
  }
  return sealSnapshotRecord(out.content());
}

/** A record's bytes and the seal behind them. */
export function sealSnapshotRecord(bytes: Uint8Array): Uint8Array {
  return writer.reset().raw(bytes).long(adler32(bytes)).ustring(SEAL).content();
}

/** Of bytes that hold one record; one cut short or damaged is a WireError. */
export function decodeSnapshotRecord(bytes: Uint8Array): SnapshotRecord {
  const end = bytes.length - SEAL_BYTES;
  if (end < 0) throw new WireError('a snapshot record without a seal');
  const seal = new JuteReader(bytes, end);
  if (seal.long() !== adler32(bytes, 0, end)) throw new WireError('the checksum of a snapshot record is wrong');
  if (seal.ustring() !== SEAL) throw new WireError('a snapshot record without a seal');
  const from = new JuteReader(bytes, 0, end, Infinity);
  const part = from.int();
  switch (part) {
    case Part.BEGIN:
      if (from.int() !== VERSION) throw new WireError('a snapshot of another version');
      from.long();
      return {
        kind: 'begin',
        generation: from.exactZxid(),
        zxid: from.exactZxid(),
        sessions: readSessions(from, from.count()),
      };
    case Part.NODES:
      return { kind: 'nodes', nodes: readNodes(from) };
    case Part.END:
      return { kind: 'end', horizon: from.exactZxid(), count: from.int() };
    default:
      throw new WireError(`no snapshot record begins with ${part}`);
  }
}
