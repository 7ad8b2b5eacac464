/**
 * SHA-1 (FIPS 180-4), for ZooKeeper's `digest` scheme, which stores `user:base64(SHA1(user:password))`. It proves
 * identities as the real server does; nothing here relies on its strength.
 */

/** The 20 bytes of the digest of `message`. */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = pad(message);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const schedule = new Int32Array(80);
  for (let block = 0; block < padded.length; block += 64) {
    expand(padded, block, schedule);
    compress(state, schedule);
  }
  const digest = new Uint8Array(20);
  for (let i = 0; i < 20; i++) digest[i] = (state[i >> 2] as number) >>> (24 - 8 * (i & 3));
  return digest;
}

/** One bit, zeros, and the length in bits as 64-bit big-endian number, up to a multiple of 64 bytes. */
function pad(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0);
  return padded;
}

function expand(bytes: Uint8Array, offset: number, schedule: Int32Array): void {
  const view = new DataView(bytes.buffer, offset, 64);
  for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(4 * t);
  for (let t = 16; t < 80; t++) {
    const mixed =
      (schedule[t - 3] as number) ^
      (schedule[t - 8] as number) ^
      (schedule[t - 14] as number) ^
      (schedule[t - 16] as number);
    schedule[t] = rotate(mixed, 1);
  }
}

function compress(state: number[], schedule: Int32Array): void {
  let [a, b, c, d, e] = state as [number, number, number, number, number];
  for (let t = 0; t < 80; t++) {
    const next = (rotate(a, 5) + mix(t, b, c, d) + e + (schedule[t] as number)) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  [a, b, c, d, e].forEach((word, i) => (state[i] = ((state[i] as number) + word) | 0));
}

/** The function and the constant of round `t`. */
function mix(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (t < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
