/**
 * How transcripts read: commands are words and `key=value` options, outcomes are one line per thing that happened.
 * Digests, record lengths and wall-clock stamps are left out, so that a golden outcome changes only with behaviour.
 */
import { showZxid, type Zxid } from './ids.ts';
import { assert } from './std/assert.ts';

export interface Command {
  readonly verb: string;
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

export function parseCommand(line: string): Command {
  const [verb = '', ...rest] = line.trim().split(/\s+/u);
  const words: string[] = [];
  const options = new Map<string, string>();
  for (const word of rest) {
    const equals = word.indexOf('=');
    if (equals > 0) options.set(word.slice(0, equals), word.slice(equals + 1));
    else words.push(word);
  }
  return { verb, words, options };
}

/** `200ms`, `2s`, `30us` as microseconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+)(us|ms|s)$/u.exec(text);
  assert(match !== null, 'a duration is a number with us, ms or s', { text });
  return Number(match[1]) * (match[2] === 's' ? 1_000_000 : match[2] === 'ms' ? 1000 : 1);
}

/** `2:1f`: epoch in decimal, counter in hexadecimal. */
export function parseZxid(text: string): Zxid {
  const [ofEpoch = '', counter = ''] = text.split(':');
  return (Number(ofEpoch) * 4294967296 + Number.parseInt(counter, 16)) as Zxid;
}

export function showTime(us: number): string {
  return us % 1000 === 0 ? `${us / 1000}ms` : `${us}us`;
}

const ZXID_FIELDS: ReadonlySet<string> = new Set([
  'zxid',
  'lastZxid',
  'floor',
  'learnerZxid',
  'snapshot',
  'from',
  'lastZxidSeen',
  'relativeZxid',
  'lastProcessedZxid',
  'czxid',
  'mzxid',
  'pzxid',
  'lastLoggedZxid',
  'lastProposed',
  'lastCommitted',
  'lastTxn',
  'horizon',
  'prev',
]);
const HIDDEN_FIELDS: ReadonlySet<string> = new Set([
  'type',
  'kind',
  'digest',
  'treeDigest',
  'bytes',
  'timeMs',
  'ctime',
  'mtime',
  'password',
  'acl',
]);

/** The fields of an object as `key=value` words, without its tag. */
export function showFields(value: unknown): string {
  return Object.entries(value as object)
    .filter(([key]) => !HIDDEN_FIELDS.has(key))
    .map(([key, field]) => ` ${key}=${showValue(field, key)}`)
    .join('');
}

/** A tagged object: its tag, then its fields. */
export function showTagged(value: unknown): string {
  const { type, kind } = value as { readonly type?: string; readonly kind?: string };
  return `${type ?? kind ?? 'data'}${showFields(value)}`;
}

export function showValue(value: unknown, key = ''): string {
  if (typeof value === 'number') return ZXID_FIELDS.has(key) && value >= 0 ? showZxid(value as Zxid) : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Uint8Array) return `'${String.fromCharCode(...value)}'`;
  if (key === 'nodes' && Array.isArray(value)) return String(value.length);
  if (Array.isArray(value)) return `[${value.map((item) => showValue(item, key)).join(' ')}]`;
  if (key === 'txn') return showTxn(value as { readonly zxid: Zxid; readonly body: unknown });
  return `(${showTagged(value).replace(/^data /u, '')})`;
}

function showTxn(txn: { readonly zxid: Zxid; readonly body: unknown }): string {
  const body = txn.body as { readonly type: string; readonly path?: string };
  return `${showZxid(txn.zxid)},${body.type}${body.path === undefined ? '' : `,${body.path}`}`;
}

/** A record of a durable file: a transaction by its zxid, anything else by its fields. */
export function showRecord(data: unknown): string {
  if (typeof data !== 'object' || data === null) return showValue(data);
  if ('body' in data && 'zxid' in data) return showTxn(data as unknown as { zxid: Zxid; body: unknown });
  return showFields(data).trim();
}

/** A picture of a process's state: nested objects as `(…)`, one line per field of the outermost. */
export function showPicture(picture: unknown): string[] {
  return Object.entries(picture as object).map(([key, field]) => `${key}: ${showValue(field, key)}`);
}
