/** CreateRequest and CreateTTLRequest. */
import type { CreateOp, CreateType, Stumble } from '../op.ts';
import { readSentAcl, writeAcl } from './acl-record.ts';
import type { JuteReader } from './jute-reader.ts';
import type { JuteWriter } from './jute-writer.ts';
import { NullError } from './wire-error.ts';

export function writeCreate(out: JuteWriter, op: CreateOp): void {
  out.ustring(op.path).buffer(op.data);
  writeAcl(out, op.acl);
  out.int(op.flags);
  if (op.type === 'createTTL') out.long(op.ttlMs ?? 0);
}

export interface SentCreate {
  readonly op: CreateOp;
  /** The null that the server falls over; null where there is none. */
  readonly nullAt: Stumble['at'] | null;
}

export function readSentCreate(from: JuteReader, type: CreateType): SentCreate {
  const sentPath = from.ustring();
  const data = from.buffer();
  const { acl, stumbles } = readSentAcl(from);
  const flags = from.int();
  const path = sentPath ?? '';
  const op: CreateOp =
    type === 'createTTL' ? { type, path, data, acl, flags, ttlMs: from.long() } : { type, path, data, acl, flags };
  return { op, nullAt: sentPath === null ? 'path' : stumbles ? 'acl' : null };
}

export function readCreate(from: JuteReader, type: CreateType): CreateOp {
  const { op, nullAt } = readSentCreate(from, type);
  if (nullAt !== null) throw stumbling({ at: nullAt, op });
  return op;
}

/** A request in which only a null is wrong: its zxid is taken, and all that comes before the null is looked at. */
export function stumbling(stumbles: Stumble): NullError {
  return new NullError(`a null where the ${stumbles.at} is looked at`, { takesZxid: true, stumbles });
}
