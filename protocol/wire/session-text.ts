/**
 * Session ids between their text (`0x1000a3c5e2f0000`) and the two 32-bit halves of the wire. The same few ids come
 * again and again, so each direction remembers some: a small table that a newer id overwrites, which changes nothing
 * but the time taken.
 */
import { NO_SESSION, type SessionId } from '../ids.ts';

const SLOTS = 1024;

interface Known {
  readonly high: number;
  readonly low: number;
  readonly text: SessionId;
}

const NOTHING: Known = { high: 0, low: 0, text: NO_SESSION };
const byHalves: Known[] = new Array<Known>(SLOTS).fill(NOTHING);
const byText: Known[] = new Array<Known>(SLOTS).fill(NOTHING);

/** The text of an id given by its halves, taken as unsigned. */
export function sessionOfHalves(high: number, low: number): SessionId {
  const slot = (high ^ low ^ (low >>> 10)) & (SLOTS - 1);
  const known = byHalves[slot] as Known;
  if (known.high === high && known.low === low) return known.text;
  const top = high >>> 0;
  const bottom = low >>> 0;
  const digits = top === 0 ? bottom.toString(16) : top.toString(16) + bottom.toString(16).padStart(8, '0');
  const text = `0x${digits}` as SessionId;
  byHalves[slot] = { high, low, text };
  return text;
}

/** The halves of an id, as signed 32-bit numbers. */
export function halvesOfSession(text: SessionId): { readonly high: number; readonly low: number } {
  const length = text.length;
  let slot = length;
  for (let i = length > 6 ? length - 4 : 2; i < length; i++) slot = (slot * 31 + text.charCodeAt(i)) | 0;
  slot &= SLOTS - 1;
  const known = byText[slot] as Known;
  if (known.text === text) return known;
  const digits = text.slice(2);
  const cut = Math.max(0, digits.length - 8);
  const high = cut === 0 ? 0 : Number.parseInt(digits.slice(0, cut), 16) | 0;
  const fresh = { high, low: Number.parseInt(digits.slice(cut), 16) | 0, text };
  byText[slot] = fresh;
  return fresh;
}
