/** Addresses in ACLs of scheme `ip`: `address` or `address/bits` (IPAuthenticationProvider). */
import type { AclRelease } from './acl-schemes.ts';

/** Whether an ACL may have `expression`. IPv6 is known since 3.9.4. */
export function isIpExpression(expression: string, release: AclRelease): boolean {
  const { address, bits } = split(expression);
  const bytes = addressBytes(address);
  if (bytes === null || (bytes.length === 16 && !release.ipv6InAcls)) return false;
  return bits === null || prefixBits(bits, bytes.length) !== null;
}

/** Whether the address `id` equals that of `expression` in its first `bits` bits. */
export function ipMatches(id: string, expression: string): boolean {
  const { address, bits } = split(expression);
  const wanted = addressBytes(address);
  const actual = addressBytes(id);
  if (wanted === null || actual?.length !== wanted.length) return false;
  const length = bits === null ? 8 * wanted.length : prefixBits(bits, wanted.length);
  if (length === null) return false;
  for (let i = 0; i < wanted.length; i++) {
    const unmasked = Math.min(Math.max(length - 8 * i, 0), 8);
    if ((((wanted[i] as number) ^ (actual[i] as number)) & (0xff00 >> unmasked) & 0xff) !== 0) return false;
  }
  return true;
}

/** At the first `/`. */
function split(expression: string): { readonly address: string; readonly bits: string | null } {
  const slash = expression.indexOf('/');
  if (slash === -1) return { address: expression, bits: null };
  return { address: expression.slice(0, slash), bits: expression.slice(slash + 1) };
}

function prefixBits(text: string, bytes: number): number | null {
  const bits = javaInteger(text, 10);
  return bits !== null && bits >= 0 && bits <= 8 * bytes ? bits : null;
}

function addressBytes(address: string): readonly number[] | null {
  return address.includes(':') ? v6Bytes(address) : v4Bytes(address);
}

function v4Bytes(address: string): readonly number[] | null {
  const parts = address.split('.');
  if (parts.length !== 4) return null;
  const bytes: number[] = [];
  for (const part of parts) {
    const value = javaInteger(part, 10);
    if (value === null || value < 0 || value > 255) return null;
    bytes.push(value);
  }
  return bytes;
}

function v6Bytes(address: string): readonly number[] | null {
  const halves = address.split('::');
  const before = segments(halves[0] as string);
  if (halves.length === 1) return before.length === 8 ? segmentBytes(before) : null;
  if (halves.length > 2) return null;
  const after = segments(halves[1] as string);
  if (before.length + after.length >= 8) return null;
  const zeros = new Array<string>(8 - before.length - after.length).fill('0');
  return segmentBytes([...before, ...zeros, ...after]);
}

function segments(text: string): readonly string[] {
  return text === '' ? [] : text.split(':');
}

function segmentBytes(all: readonly string[]): readonly number[] | null {
  const bytes: number[] = [];
  for (const segment of all) {
    const value = segment.length > 4 ? null : javaInteger(segment, 16);
    if (value === null) return null;
    bytes.push((value >> 8) & 0xff, value & 0xff);
  }
  return bytes;
}

/** Integer.parseInt of ASCII text: a sign is fine, nothing else but digits, and the value fits 32 bits. */
function javaInteger(text: string, radix: 10 | 16): number | null {
  if (!(radix === 10 ? /^[+-]?[0-9]+$/ : /^[+-]?[0-9a-fA-F]+$/).test(text)) return null;
  const value = parseInt(text, radix);
  return value === (value | 0) ? value + 0 : null;
}
