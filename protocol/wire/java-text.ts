/**
 * Text as Java moves it. The two directions do not match, in ZooKeeper as here:
 *
 * - BinaryOutputArchive.writeString encodes each UTF-16 unit by itself, so a character beyond U+FFFF becomes two
 *   times three bytes (CESU-8), and a lone surrogate three.
 * - `new String(bytes, UTF_8)` takes only well-formed UTF-8 and puts U+FFFD for each malformed part. Such a pair of
 *   three bytes comes back as two times U+FFFD.
 *
 * What one malformed part is follows java.lang.String of Java 17: the longest beginning of a well-formed sequence,
 * except that an encoded surrogate is one part (WHATWG's decoder makes three of it).
 */

const REPLACEMENT = 0xfffd;

/** How many bytes `encodeJavaText` writes. */
export function javaTextLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x800) length += 2;
    else if (unit >= 0x80) length++;
  }
  return length;
}

/** Writes `text` at `at`, where there is room for three bytes per unit; returns the position after it. */
export function encodeJavaText(text: string, into: Uint8Array, at: number): number {
  const length = text.length;
  let end = at;
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) into[end++] = unit;
    else if (unit < 0x800) {
      into[end++] = 0xc0 | (unit >> 6);
      into[end++] = 0x80 | (unit & 63);
    } else {
      into[end++] = 0xe0 | (unit >> 12);
      into[end++] = 0x80 | ((unit >> 6) & 63);
      into[end++] = 0x80 | (unit & 63);
    }
  }
  return end;
}

/** `new String(bytes, start, end - start, UTF_8)`. */
export function decodeJavaText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const a = bytes[i] as number;
    const b = bytes[i + 1] as number;
    const c = bytes[i + 2] as number;
    const d = bytes[i + 3] as number;
    if ((a | b | c | d) >= 0x80) return text + decodeAny(bytes, i, end);
    text += String.fromCharCode(a, b, c, d);
  }
  for (; i < end; i++) {
    const a = bytes[i] as number;
    if (a >= 0x80) return text + decodeAny(bytes, i, end);
    text += String.fromCharCode(a);
  }
  return text;
}

function decodeAny(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let i = start;
  while (i < end) {
    const first = bytes[i] as number;
    const follow = followers(first);
    let point = follow === 0 ? first : first & (63 >> follow);
    let taken = 1;
    while (taken <= follow && i + taken < end) {
      const next = bytes[i + taken] as number;
      if (!continues(first, taken, next)) break;
      point = (point << 6) | (next & 63);
      taken++;
    }
    const whole = follow >= 0 && taken === follow + 1 && !(point >= 0xd800 && point <= 0xdfff);
    text += String.fromCodePoint(whole ? point : REPLACEMENT);
    i += taken;
  }
  return text;
}

/** How many bytes follow a first byte; -1 when it begins nothing. */
function followers(first: number): number {
  if (first < 0x80) return 0;
  if (first >= 0xc2 && first < 0xe0) return 1;
  if (first >= 0xe0 && first < 0xf0) return 2;
  if (first >= 0xf0 && first < 0xf5) return 3;
  return -1;
}

/** Whether `next` may be the byte number `taken` after `first`: overlong forms and points above U+10FFFF may not. */
function continues(first: number, taken: number, next: number): boolean {
  if (next < 0x80 || next > 0xbf) return false;
  if (taken > 1) return true;
  if (first === 0xe0) return next >= 0xa0;
  if (first === 0xf0) return next >= 0x90;
  if (first === 0xf4) return next < 0x90;
  return true;
}
