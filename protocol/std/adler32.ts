/** Adler-32 (RFC 1950), the checksum of ZooKeeper's logs and snapshots. */

const BASE = 65521;
/** As many bytes as may be summed before 32-bit sums could overflow. */
const RUN = 3800;

/** A non-negative integer below 2^32. */
export function adler32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let a = 1;
  let b = 0;
  for (let at = start; at < end;) {
    const until = Math.min(at + RUN, end);
    for (; at < until; at++) {
      a += bytes[at] as number;
      b += a;
    }
    a %= BASE;
    b %= BASE;
  }
  return b * 65536 + a;
}
