/** One line for people about an input, an output or any plain data. Long ones are cut: a trace is read, not parsed. */
import type { Input, Plain } from '../../protocol/process.ts';
import { assertNever } from '../../protocol/std/assert.ts';

const LONG = 160;
const DEPTH = 4;

/** `PROPOSAL zxid=4294967297 txn={…}`: type first, then the fields in order. */
export function describePlain(plain: Plain): string {
  const text = show(plain, 0);
  return text.length <= LONG ? text : `${text.slice(0, LONG - 1)}…`;
}

function show(plain: Plain, depth: number): string {
  if (typeof plain === 'string') return depth === 0 ? plain : JSON.stringify(plain);
  if (typeof plain !== 'object' || plain === null) return String(plain);
  if (plain instanceof Uint8Array) return `${plain.length} bytes`;
  if (depth > DEPTH) return '…';
  if (Array.isArray(plain))
    return plain.length > 8 ? `[${plain.length} items]` : `[${plain.map((item) => show(item, depth + 1)).join(' ')}]`;
  const parts: string[] = [];
  for (const key of Object.keys(plain)) {
    if (key === 'digest') continue;
    const value = (plain as Record<string, unknown>)[key];
    if (parts.length === 0 && (key === 'type' || key === 'kind' || key === 'change') && typeof value === 'string')
      parts.push(value);
    else parts.push(`${key}=${show(value, depth + 1)}`);
  }
  return depth === 0 ? parts.join(' ') : `{${parts.join(' ')}}`;
}

export function describeInput(input: Input): string {
  switch (input.kind) {
    case 'start':
      return input.files.length === 0 ? 'starts on an empty disk' : `starts with ${input.files.join(', ')}`;
    case 'opened':
      return `${input.channel} connection ${input.connection} ${input.incoming ? 'from' : 'to'} ${input.peer} is open`;
    case 'closed':
      return `${input.channel} connection ${input.connection} with ${input.peer} is gone: ${input.reason}`;
    case 'message':
      return `from ${input.peer}, ${input.channel}: ${describePlain(input.message)}`;
    case 'writable':
      return `connection ${input.connection} takes more`;
    case 'timer':
      return `timer ${input.timer}`;
    case 'contents':
      return `${input.file}: ${input.records === null ? 'no such file' : `${input.records.length} records`}`;
    case 'synced':
      return `${input.file} is durable`;
    case 'diskError':
      return `${input.operation} of ${input.file} failed`;
    case 'stage':
      return `stage ${input.stage}: ${describePlain(input.item)}`;
    case 'request':
      return `request ${input.id}: ${describePlain(input.request)}`;
    default:
      return assertNever(input);
  }
}

/** Outputs come as plain objects with a `kind` and the arguments by name. */
export function describeOutput(output: Plain): string {
  return describePlain(output);
}
