/**
 * The events of a run in columns: row i is event i. Small enough to lie in a page, quick enough to draw from. Texts are
 * numbers of a dictionary, which `ReportTrace` holds.
 */
import { ColumnReader, ColumnWriter } from './byte-columns.ts';

/** What a row is. The numbers are stored; new kinds go to the end. */
export const rowKinds = [
  /** Nothing of it was seen: something from outside, or it was cut. */
  'nothing',
  'start',
  'message',
  'timer',
  'stage',
  'synced',
  'contents',
  'diskError',
  'writable',
  'opened',
  'closed',
  'request',
  /** A fault strikes or ends. */
  'fault',
  /** It counts in the density and nothing else is kept. */
  'cut',
] as const;
export type RowKind = (typeof rowKinds)[number];

/** What a row means at a glance: the sign it is drawn with. The numbers are stored; new ones go to the end. */
export const markKinds = [
  'none',
  'other',
  'propose',
  'log',
  'sync',
  'ack',
  'commit',
  'apply',
  'vote',
  'lead',
  'follow',
  'look',
  'epoch',
  'start',
  'crash',
  'pause',
  'resume',
  'ask',
  'hear',
  'session',
  'watch',
] as const;
export type MarkKind = (typeof markKinds)[number];

export const RowFlag = {
  /** A ping, or a timer of which nothing came. */
  HEARTBEAT: 1,
  /** A fact, a life, an operation's beginning or end. */
  TOLD: 2,
} as const;

export interface EventColumns {
  readonly length: number;
  readonly atUs: Float64Array;
  /** Index of the event that caused it, -1 for none; of a message, the event it was sent in. */
  readonly cause: Int32Array;
  /** Index into the processes, -1 for what belongs to nobody. */
  readonly process: Int16Array;
  /** Index into `rowKinds`. */
  readonly kind: Uint8Array;
  /** Who sent a message, or is at the other end of the connection; -1 for nobody. */
  readonly peer: Int16Array;
  /** Text: the message, the timer, the file; 0 is empty. */
  readonly what: Int32Array;
  /** Text: what the process told meanwhile; 0 is empty. */
  readonly told: Int32Array;
  /** 0 to 3, as in a chronicle. */
  readonly weight: Uint8Array;
  /** Index into `markKinds`. */
  readonly mark: Uint8Array;
  readonly flags: Uint8Array;
}

/** Changes with the bytes. */
const FORMAT = 1;

export function encodeColumns(columns: EventColumns): Uint8Array {
  const writer = new ColumnWriter();
  writer.number(FORMAT);
  const { length, atUs, cause, process, kind, peer, what, told, weight, mark, flags } = columns;
  // A cause lies close before its event.
  const back = Int32Array.from({ length }, (_, i) => ((cause[i] as number) < 0 ? 0 : i - (cause[i] as number)));
  for (const column of [atUs, back, process, kind, peer, what, told, weight, mark, flags]) writer.column(column);
  return writer.finish();
}

/** Throws a RangeError on what is no such bytes. */
export function decodeColumns(bytes: Uint8Array): EventColumns {
  const reader = new ColumnReader(bytes);
  if (reader.number() !== FORMAT) throw new RangeError('the columns have a format that is not known here');
  const atUs = reader.column((length) => new Float64Array(length));
  const back = reader.column((length) => new Int32Array(length));
  const process = reader.column((length) => new Int16Array(length));
  const kind = reader.column((length) => new Uint8Array(length));
  const peer = reader.column((length) => new Int16Array(length));
  const what = reader.column((length) => new Int32Array(length));
  const told = reader.column((length) => new Int32Array(length));
  const weight = reader.column((length) => new Uint8Array(length));
  const mark = reader.column((length) => new Uint8Array(length));
  const flags = reader.column((length) => new Uint8Array(length));
  const cause = back.map((distance, i) => (distance === 0 ? -1 : i - distance));
  for (const column of [back, process, kind, peer, what, told, weight, mark, flags]) {
    if (column.length !== atUs.length) throw new RangeError('the columns have different lengths');
  }
  return { length: atUs.length, atUs, cause, process, kind, peer, what, told, weight, mark, flags };
}
